import sys
import threading
import uuid
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from consult import actions, errors
from consult.actions.comment import clean_text
from consult.actions.comment_import import ReceivedComment
from consult.models import Announcement, Comment
from consult.thai import personal_data
from tests.support.makers import close, make_consultation, make_sections, make_user, officer_of, post, vote, withdraw

pytestmark = pytest.mark.django_db


def test_a_comment_is_recorded_on_its_section_and_announced():
    consultation = make_consultation()
    section = consultation.draft.sections.first()
    comment = post(consultation, "เห็นด้วยกับมาตรานี้", section=section, stance="agree")
    assert (comment.section, comment.stance, comment.text) == (section, "agree", "เห็นด้วยกับมาตรานี้")
    assert Announcement.objects.filter(type="comment.posted", comment=comment, seq=None).count() == 1


def test_a_closed_consultation_refuses_comments():
    consultation = make_consultation()
    close(consultation)
    with pytest.raises(errors.ConsultationClosed):
        post(consultation)
    assert not consultation.comments.exists()


def test_a_consultation_refuses_comments_before_it_opens_and_once_withdrawn():
    consultation = make_consultation(opens_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(errors.ConsultationNotYetOpen):
        post(consultation)
    withdraw(consultation)
    with pytest.raises(errors.ConsultationWithdrawn):
        post(consultation)


def test_opening_and_closing_are_exact_to_the_microsecond():
    consultation = make_consultation()
    step = timedelta(microseconds=1)
    assert consultation.is_open(consultation.opens_at)
    assert not consultation.is_open(consultation.opens_at - step)
    assert consultation.is_open(consultation.closes_at - step)
    assert not consultation.is_open(consultation.closes_at)
    consultation.must_be_open(consultation.closes_at - step)
    with pytest.raises(errors.ConsultationClosed):
        consultation.must_be_open(consultation.closes_at)


def test_the_same_form_sent_twice_is_one_comment():
    consultation, author, key = make_consultation(), make_user(), uuid.uuid4()
    first = post(consultation, author=author, client_key=key)
    assert post(consultation, author=author, client_key=key) == first
    assert consultation.comments.count() == 1


def test_other_words_under_a_key_that_came_back_with_the_page_are_another_comment():
    consultation, author, key = make_consultation(), make_user(), uuid.uuid4()
    section = consultation.draft.sections.first()
    said = [
        post(consultation, "ความเห็นแรก", author=author, client_key=key),
        post(consultation, "ความเห็นที่สองคนละเรื่อง", author=author, client_key=key),
        post(consultation, "ความเห็นแรก", author=author, client_key=key, section=section),
        post(consultation, "ความเห็นแรก", author=author, client_key=key, section=section, stance="agree"),
    ]
    said.append(post(consultation, "ความเห็นแรก", author=author, client_key=key, parent=said[0]))
    assert len({comment.pk for comment in said}) == len(said) == consultation.comments.count()
    assert post(consultation, "ความเห็นที่สองคนละเรื่อง", author=author, client_key=key) == said[1]


def test_the_key_of_somebody_else_is_another_key():
    consultation, key = make_consultation(), uuid.uuid4()
    mine, theirs = (post(consultation, author=make_user(), client_key=key) for _ in range(2))
    assert mine != theirs and mine.author != theirs.author


def test_a_form_sent_again_after_closing_still_answers_with_the_comment_it_made():
    consultation, author, key = make_consultation(), make_user(), uuid.uuid4()
    first = post(consultation, author=author, client_key=key)
    close(consultation)
    assert post(consultation, author=author, client_key=key) == first


def test_a_reply_takes_no_position_on_the_draft():
    consultation = make_consultation()
    reply = post(consultation, parent=post(consultation, stance="agree"), stance="disagree")
    assert reply.stance == ""
    with pytest.raises(IntegrityError, match="a_reply_takes_no_position"), transaction.atomic():
        Comment.objects.filter(pk=reply.pk).update(stance="agree")


def test_a_section_that_was_taken_out_takes_no_comment_and_no_vote_and_one_that_was_reworded_does():
    consultation = make_consultation("คงอยู่", "ถูกตัด")
    stays, goes = consultation.draft.sections.all()
    texts = make_sections("คงอยู่แต่แก้ถ้อยคำ")
    actions.issue_version(consultation=consultation, sections=texts, by=officer_of(consultation))
    assert post(consultation, section=stays).section == stays
    with pytest.raises(errors.SectionRemoved):
        post(consultation, section=goes)
    with pytest.raises(errors.SectionRemoved):
        vote(consultation, section=goes)
    assert consultation.comments.count() == 1


def test_replies_are_one_deep_and_stand_on_the_section_of_their_parent():
    consultation = make_consultation()
    first, second = consultation.draft.sections.all()
    parent = post(consultation, section=first)
    reply = post(consultation, parent=parent, section=second)
    assert reply.section == first
    with pytest.raises(errors.RepliesAreOneDeep):
        post(consultation, parent=reply)


def test_a_hidden_comment_takes_no_reply():
    consultation = make_consultation()
    comment = post(consultation)
    actions.hide_comment(comment=comment, by=officer_of(consultation), reason="spam")
    with pytest.raises(errors.CommentIsHidden):
        post(consultation, parent=comment)


@pytest.mark.parametrize("text", ["", "   ", "\n\t ", "\x00\x07"])
def test_an_empty_comment_is_refused(text):
    with pytest.raises(errors.TextEmpty):
        post(make_consultation(), text)


@pytest.mark.parametrize("text", ["👍", "👍🏽 ❤️", "!!!", "…"])
def test_a_comment_of_signs_alone_is_refused_with_the_true_reason_and_stays_in_the_form(client, text):
    consultation = make_consultation()
    client.force_login(make_user())
    answer = client.post(f"/consultations/{consultation.pk}/comments/", {"text": text, "client_key": str(uuid.uuid4())})
    page = answer.content.decode()
    assert answer.status_code == 422 and "ยังไม่มีคำในข้อความนี้" in page and f"{text}</textarea>" in page
    assert "โปรดเขียนความคิดเห็นก่อนกดส่ง" not in page and not Comment.objects.exists()
    assert post(consultation, f"ดี {text}").text == f"ดี {text}"


def test_a_comment_has_a_greatest_length():
    consultation = make_consultation()
    post(consultation, "ก" * settings.COMMENT_MAX_LENGTH)
    with pytest.raises(errors.TextTooLong, match="5,000"):
        post(consultation, "ก" * (settings.COMMENT_MAX_LENGTH + 1))


def test_one_person_cannot_flood_a_consultation(settings):
    settings.COMMENTS_PER_HOUR = 3
    consultation, author = make_consultation(), make_user()
    for number in range(3):
        post(consultation, f"ความเห็นที่ {number}", author=author)
    with pytest.raises(errors.TooManyComments):
        post(consultation, author=author)
    post(consultation)  # others are not affected


@contextmanager
def watching_masking():
    """Says of every text that is masked whether somebody else's comment had to wait for it, inside a transaction."""
    waited = []

    def look(frame, event, _):
        if event == "call" and frame.f_code is personal_data.mask.__code__:
            waited.append(connection.in_atomic_block)

    sys.setprofile(look)
    try:
        yield waited
    finally:
        sys.setprofile(None)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_masked_inside_the_transaction_of_a_write():
    consultation = make_consultation()
    officer, author = officer_of(consultation), make_user()
    letter = ReceivedComment(author=author, text="จดหมาย", posted_at=timezone.now(), channel="paper")
    with watching_masking() as waited:
        comment = post(consultation, author=author)
        actions.import_comments(consultation=consultation, received=[letter], by=officer)
        actions.reply_officially(comment=comment, by=officer, text="คำชี้แจง")
        actions.mask_again(consultation=consultation)
    assert waited == [False] * 6  # three texts as they come, and the same three again


def test_personal_data_is_kept_on_record_and_masked_for_everybody_else():
    comment = post(make_consultation(), "ติดต่อผมที่ 081-234-5678 ได้ครับ")
    assert "081-234-5678" in comment.text
    assert "081-234-5678" not in comment.public_text + comment.search_text
    assert comment.masks_something


def test_a_refused_comment_leaves_nothing_behind():
    consultation = make_consultation()
    before = Announcement.objects.count()
    with pytest.raises(errors.TextEmpty), transaction.atomic():
        post(consultation, " ")
    assert not Comment.objects.exists()
    assert Announcement.objects.count() == before


def test_comments_from_other_channels_are_recorded_all_or_none():
    consultation = make_consultation()
    author = make_user()
    good = ReceivedComment(author=author, text="จดหมายฉบับหนึ่ง", posted_at=timezone.now(), channel="paper")
    empty = ReceivedComment(author=author, text=" ", posted_at=timezone.now(), channel="paper")
    with pytest.raises(errors.TextEmpty):
        actions.import_comments(consultation=consultation, received=[good, empty], by=officer_of(consultation))
    assert not consultation.comments.exists()
    with pytest.raises(errors.NotAllowed):
        actions.import_comments(consultation=consultation, received=[good], by=author)
    made = actions.import_comments(consultation=consultation, received=[good], by=officer_of(consultation))
    assert [comment.channel for comment in made] == ["paper"]


@given(st.text(max_size=300))
def test_recorded_text_never_holds_control_characters_and_cleaning_twice_changes_nothing(text):
    try:
        once = clean_text(text)
    except errors.ConsultError:
        return
    assert clean_text(once) == once
    assert not [char for char in once if ord(char) < 32 and char != "\n"]


@pytest.mark.django_db(transaction=True)
def test_the_limit_of_an_hour_is_exact_when_all_is_sent_at_once(settings):
    settings.COMMENTS_PER_HOUR = 3
    consultation, author = make_consultation(), make_user()
    start = threading.Barrier(8)
    refused = []

    def send(number: int) -> None:
        start.wait()
        try:
            post(consultation, f"ความเห็นที่ {number}", author=author)
        except errors.TooManyComments:
            refused.append(number)
        finally:
            connection.close()

    people = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert (consultation.comments.count(), len(refused)) == (3, 5)
