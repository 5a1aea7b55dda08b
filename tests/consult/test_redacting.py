"""A part of a comment is closed: the rest stays, readers see that and why, the words stay for who may see them, on every later wording."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult import actions, errors
from consult.models import Level, Membership, Notice, Redaction
from consult.models.search import comments_with
from consult.pages.moderation import figures_of
from consult.people.actions import erase_person, forget_old_data
from consult.thai import personal_data
from tests.support.makers import make_consultation, make_staff, make_user, post

pytestmark = pytest.mark.django_db

INSULT, REST = "ไอ้คนโง่เง่า", "ควรให้เวลาหกสิบวัน"
SIGN = "[ผู้ดูแลปิดข้อความ: ดูหมิ่นหรือข่มขู่]"


@pytest.fixture
def consultation():
    return make_consultation()


@pytest.fixture
def comment(consultation):
    return post(consultation, f"{INSULT} {REST} {INSULT}", section=consultation.draft.sections.first())


@pytest.fixture
def moderators(consultation):
    return [make_staff(consultation.agency, Membership.Role.MODERATOR) for _ in range(2)]


def redact(comment, by, words=INSULT, reason="insult"):
    return actions.redact_comment(comment=comment, by=by, words=words, reason=reason)


def page(name, comment, person=None) -> str:
    client = Client()
    if person:
        client.force_login(person)
    places = [] if name in ("moderation", "appeal_list", "moderation_figures") else [comment.pk]
    return client.get(reverse(f"consult:{name}", args=[comment.consultation_id, *places])).content.decode()


def test_the_words_are_closed_wherever_they_stand_and_the_rest_stays_with_a_sign_that_says_why(comment, moderators):
    shown = redact(comment, moderators[0])
    assert shown.public_text == f"{SIGN} {REST} {SIGN}" and shown.text == comment.text
    html = page("comment_detail", comment)
    assert REST in html and html.count(SIGN) >= 2 and INSULT not in html
    assert not comment.consultation.comments.filter(comments_with(INSULT)).exists()
    assert comment.consultation.comments.filter(comments_with(REST)).exists()


def test_the_sign_is_masked_by_nothing(comment, moderators):
    shown = redact(comment, moderators[0]).public_text
    assert personal_data.mask(shown).text == shown


def test_closed_words_are_read_by_their_author_and_moderators(comment, moderators):
    redact(comment, moderators[0])
    assert INSULT in page("own_comment", comment, comment.author) and INSULT in page(
        "moderation", comment, moderators[1]
    )


@pytest.mark.parametrize("words", ["ไม่มีคำนี้", "[เบอร์โทรศัพท์]", "081-234-5678"])
def test_words_that_readers_do_not_see_cannot_be_closed(consultation, moderators, words):
    comment = post(consultation, "โทร 081-234-5678 ได้เลย")
    with pytest.raises(errors.WordsNotInComment):
        redact(comment, moderators[0], words)
    client, address = Client(), reverse("consult:comment_redact", args=[consultation.pk, comment.pk])
    client.force_login(moderators[0])
    refused = client.post(address, {"words": words, "reason": "insult"})
    assert refused.status_code == 422 and words in refused.content.decode() and not Redaction.objects.exists()


def test_passages_that_overlap_stand_under_one_sign(consultation, moderators):
    comment = post(consultation, "หนึ่ง สอง สาม สี่")
    redact(comment, moderators[0], "สอง สาม")
    comment.refresh_from_db()
    assert redact(comment, moderators[0], "หนึ่ง").public_text == f"{SIGN} {SIGN} สี่"
    with pytest.raises(errors.WordsNotInComment):
        redact(comment, moderators[0], "สาม สี่")


def test_what_is_added_later_and_other_rules_of_masking_open_nothing(comment, moderators):
    redact(comment, moderators[0])
    with pytest.raises(errors.CommentStands):
        actions.edit_comment(comment=comment, by=comment.author, text="ถ้อยคำอื่น", seen=0, client_key=uuid.uuid4())
    actions.add_to_comment(comment=comment, by=comment.author, text="เพิ่มเติม", client_key=uuid.uuid4())
    type(comment).objects.filter(pk=comment.pk).update(public_text="อย่างที่กฎเดิมปิดบัง")
    actions.mask_again(consultation=comment.consultation)
    comment.refresh_from_db()
    assert (
        INSULT not in comment.public_text and comment.public_text.startswith(SIGN) and "เพิ่มเติม" in comment.public_text
    )


def test_the_author_is_told_and_appeals_and_a_second_moderator_opens_the_words(comment, moderators):
    redact(comment, moderators[0])
    assert Notice.objects.of(comment.author).filter(kind="comment_redacted").count() == 1
    appeal = actions.appeal(comment=comment, by=comment.author, text="เป็นคำที่ตัวละครในนิทานพูด")
    assert INSULT in page("appeal_list", comment, moderators[1])
    with pytest.raises(errors.NotAllowed):
        actions.decide_appeal(appeal=appeal, by=moderators[0], outcome="granted", answer="ได้")
    actions.decide_appeal(appeal=appeal, by=moderators[1], outcome="granted", answer="อ่านแล้วเป็นคำในนิทาน")
    comment.refresh_from_db()
    assert comment.public_text == comment.text and INSULT in page("comment_detail", comment)


def test_hiding_and_showing_again_opens_no_closed_words(comment, moderators):
    redact(comment, moderators[0])
    comment.refresh_from_db()
    actions.hide_comment(comment=comment, by=moderators[0], reason="spam")
    actions.restore_comment(comment=comment, by=moderators[0], reason="mistake")
    comment.refresh_from_db()
    assert comment.is_visible and INSULT not in comment.public_text
    assert actions.unredact_comment(comment=comment, by=moderators[0], reason="mistake").public_text == comment.text


def test_of_a_withdrawn_comment_nothing_is_closed_and_nothing_opened(comment, moderators):
    redact(comment, moderators[0])
    actions.withdraw_comment(comment=comment, by=comment.author)
    for act in (
        lambda: redact(comment, moderators[0], REST),
        lambda: actions.unredact_comment(comment=comment, by=moderators[0], reason="mistake"),
    ):
        with pytest.raises(errors.CommentIsWithdrawn):
            act()
    comment.refresh_from_db()
    assert comment.public_text == "" and INSULT not in page("moderation", comment, moderators[1])


def test_who_erases_who_they_are_takes_the_closed_words_along_and_the_sign_stays(comment, moderators):
    redact(comment, moderators[0])
    erase_person(person=comment.author)
    actions.mask_again(consultation=comment.consultation)
    comment.refresh_from_db()
    assert comment.text == comment.public_text == f"{SIGN} {REST} {SIGN}"
    actions.unredact_comment(comment=comment, by=moderators[1], reason="mistake")
    assert INSULT not in page("moderation", comment, moderators[1])


def test_when_what_was_written_is_kept_no_longer_the_sign_stays(comment, moderators, settings):
    redact(comment, moderators[0])
    settings.RETENTION_DAYS = settings.RETENTION_DAYS | {"sealed_texts": 365}
    forget_old_data(now=timezone.now() + timedelta(days=800))
    actions.mask_again(consultation=comment.consultation)
    comment.refresh_from_db()
    assert comment.text == comment.public_text == f"{SIGN} {REST} {SIGN}"


def test_everybody_reads_of_how_many_comments_a_part_is_closed(comment, moderators):
    redact(comment, moderators[0])
    redact(post(comment.consultation, f"{INSULT} อีกคน", author=make_user(level=Level.PERSON)), moderators[0])
    assert figures_of(comment.consultation).closed_in_part == 2
    assert "ความคิดเห็นที่ถูกปิดข้อความบางส่วน: 2" in page("moderation_figures", comment)
