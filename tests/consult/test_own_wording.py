"""Changing one's own words and adding to them: while nobody has spoken to them, later below them, on every surface."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from analysis.runs.staleness import masked_since
from consult import actions, errors
from consult.live.frames import frame
from consult.models import Comment, CommentRevision, Consultation, Level
from consult.models.search import comments_with
from consult.thai import personal_data
from tests.support.makers import close, make_consultation, make_mandate, make_user, officer_of, post, vote

pytestmark = pytest.mark.django_db

OLD, NEW, MORE = "ถ้อยคำแรกที่เขียน", "ถ้อยคำที่แก้แล้ว", "ข้อเสนอที่นึกได้ทีหลัง"


@pytest.fixture
def consultation():
    return make_consultation()


@pytest.fixture
def comment(consultation):
    return post(consultation, OLD, section=consultation.draft.sections.first())


def edit(comment: Comment, text: str = NEW, **options) -> Comment:
    options = {"by": comment.author, "seen": 0, "client_key": uuid.uuid4()} | options
    return actions.edit_comment(comment=comment, text=text, **options)


def add(comment: Comment, text: str = MORE, **options) -> Comment:
    options = {"by": comment.author, "client_key": uuid.uuid4()} | options
    return actions.add_to_comment(comment=comment, text=text, **options)


def wordings(comment: Comment) -> list[tuple[str, str]]:
    return list(comment.revisions.values_list("kind", "text"))


def pages(comment: Comment) -> str:
    pk = comment.consultation_id
    found = [
        reverse("consult:section_detail", args=[pk, comment.section_id]),
        reverse("consult:comment_detail", args=[pk, comment.pk]),
        reverse("consult:comment_fragments", args=[pk]) + f"?ids={comment.pk}",
        reverse("consult:deck", args=[pk]),
    ]
    return "".join(Client().get(address).content.decode() for address in found)


def test_new_words_stand_in_the_place_of_the_old_ones_and_those_are_kept(consultation, comment):
    edit(comment)
    html = pages(comment)
    assert NEW in html and OLD not in html and "ผู้เขียนแก้เมื่อ" in html
    assert wordings(comment) == [("written", OLD), ("edited", NEW)]
    assert not consultation.comments.filter(comments_with(OLD)).exists()
    assert consultation.comments.filter(comments_with(NEW)).exists()


def test_personal_data_and_the_language_are_looked_for_anew(comment):
    edit(comment, "Please call me at 081-234-5678 about this section of the draft law")
    comment.refresh_from_db()
    assert "081" not in comment.public_text and comment.language == "en"


@pytest.mark.parametrize("said", ["vote", "reply", "official"])
def test_words_that_somebody_spoke_to_stay_as_they_are(consultation, comment, said):
    if said == "vote":
        vote(consultation, comment=comment)
    elif said == "reply":
        post(consultation, parent=comment)
    else:
        actions.reply_officially(comment=comment, by=officer_of(consultation), text="ชี้แจง")
    with pytest.raises(errors.CommentStands):
        edit(comment)
    add(comment)
    html = pages(comment)
    assert OLD in html and MORE in html and "[เพิ่มเติมเมื่อ" in html


def test_after_a_quarter_of_an_hour_words_stay_and_more_can_be_added(settings, comment):
    Comment.objects.filter(pk=comment.pk).update(
        posted_at=timezone.now() - timedelta(minutes=settings.COMMENT_EDIT_MINUTES, seconds=1)
    )
    with pytest.raises(errors.CommentStands):
        edit(comment)
    add(comment)
    assert wordings(comment) == [("written", OLD), ("added", MORE)]


def test_the_line_that_says_when_is_masked_by_nothing(comment):
    comment = add(comment)
    assert personal_data.mask(comment.text).text == comment.text == comment.public_text


def test_nobody_changes_the_words_of_somebody_else(consultation, comment):
    for person in (make_user(), officer_of(consultation)):
        for change in (edit, add):
            with pytest.raises(errors.NotAllowed):
                change(comment, by=person)
        for name in ("comment_edit", "comment_add"):
            client = Client()
            client.force_login(person)
            address = reverse(f"consult:{name}", args=[consultation.pk, comment.pk])
            assert client.post(address, {"text": NEW, "client_key": uuid.uuid4()}).status_code == 404


def test_hidden_withdrawn_and_closed_take_no_change(consultation, comment):
    second = post(consultation, author=comment.author)
    third = post(consultation, author=comment.author)
    actions.hide_comment(comment=comment, by=officer_of(consultation), reason="spam")
    actions.withdraw_comment(comment=second, by=second.author)
    close(consultation)
    for one, error in ((comment, "CommentIsHidden"), (second, "CommentIsWithdrawn"), (third, "ConsultationClosed")):
        for change in (edit, add):
            with pytest.raises((getattr(errors, error), errors.ConsultationClosed)):
                change(one)
    assert not CommentRevision.objects.exists()


def test_words_in_the_name_of_a_company_stay_in_its_name_and_change_only_while_the_mandate_acts(consultation):
    mandate = make_mandate()
    comment = post(consultation, OLD, author=mandate.holder, mandate=mandate)
    edit(comment)
    add(comment)
    page = Client().get(reverse("consult:comment_detail", args=[consultation.pk, comment.pk])).content.decode()
    assert NEW in page and MORE in page and mandate.company_name in page
    actions.end_mandate(mandate=mandate, by=mandate.holder)
    for change in (edit, add):
        with pytest.raises(errors.MandateEnded):
            change(comment, "หลังสิ้นสุดการมอบอำนาจ", **({"seen": 3} if change is edit else {}))


def test_a_guest_changes_what_the_guest_wrote_while_the_hearing_takes_guests(consultation):
    Consultation.objects.update(least_to_comment=Level.GUEST)
    consultation.refresh_from_db()
    guest = actions.welcome_guest(device=uuid.uuid4())
    comment = edit(post(consultation, OLD, author=guest))
    assert comment.text == NEW and comment.author.level == Level.GUEST
    Consultation.objects.update(least_to_comment=Level.EMAIL)
    with pytest.raises(errors.LevelTooLow):
        add(Comment.objects.get(pk=comment.pk))
    account = make_user()
    actions.move_up(device=guest.device, account=account)
    with pytest.raises(errors.GuestMovedOn):
        add(comment, by=guest)
    assert add(Comment.objects.get(pk=comment.pk), by=account).author == account


def test_a_change_from_another_window_is_not_overwritten_unread_and_words_are_kept(consultation, comment):
    edit(comment, "แก้จากหน้าต่างอื่น")
    client = Client()
    client.force_login(comment.author)
    address = reverse("consult:comment_edit", args=[consultation.pk, comment.pk])
    sent = {"text": NEW, "seen": "0", "client_key": str(uuid.uuid4())}
    answered = client.post(address, sent)
    html = answered.content.decode()
    assert (
        answered.status_code == 409
        and NEW in html
        and 'name="seen" value="2"' in html.replace('value="2" name="seen"', 'name="seen" value="2"')
    )
    assert client.post(address, sent | {"seen": "2"}).status_code == 302


def test_the_whole_is_as_long_as_a_comment_may_be(settings, comment):
    settings.COMMENT_MAX_LENGTH = 60
    with pytest.raises(errors.TextTooLong):
        add(comment, "ก" * 50)
    comment.refresh_from_db()
    assert comment.text == OLD


def test_open_pages_and_runs_hear_that_the_words_are_others(consultation, comment):
    actions.number_announcements()
    consultation.refresh_from_db()
    before = consultation.live_seq
    edit(comment)
    actions.number_announcements()
    told = frame(consultation.pk, after=before)
    assert (told.reworded, told.posted, told.gone, told.takes_back) == ([comment.pk], [], [], True)

    class Run:
        consultation_id, read = consultation.pk, {}

    assert list(masked_since(Run)) == [comment]


def test_what_was_posted_and_changed_in_one_second_is_told_as_new(consultation, comment):
    edit(comment)
    actions.number_announcements()
    told = frame(consultation.pk, after=0)
    assert [pk for pk, *_ in told.posted] == told.reworded == [comment.pk]
