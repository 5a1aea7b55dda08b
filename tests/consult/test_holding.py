"""A hearing in which a moderator looks first: what was said waits, is counted and kept, and is read by nobody else until somebody looked."""

import uuid

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from consult import actions, errors
from consult.actions.comment_import import ReceivedComment
from consult.live.frames import frame
from consult.models import Appeal, Comment, Consultation, LoggedAct, Membership, Notice
from consult.models.kept import count_in
from consult.pages.own_acts import with_effects
from tests.support.doors import at, browser
from tests.support.makers import (
    close,
    hold,
    make_consultation,
    make_facts,
    make_staff,
    make_user,
    officer_of,
    post,
    vote,
)

pytestmark = pytest.mark.django_db

WORDS = "ถ้อยคำที่รอผู้ดูแลตรวจ"


@pytest.fixture
def consultation():
    return make_consultation(moderates_first=True)


@pytest.fixture
def comment(consultation):
    return post(consultation, WORDS)


@pytest.fixture
def moderator(consultation):
    return make_staff(consultation.agency, Membership.Role.MODERATOR)


def released(comment, moderator, seen=0) -> Comment:
    return actions.release_comment(comment=comment, by=moderator, reason="in_order", seen=seen)


def test_by_default_what_is_said_is_read_at_once():
    assert post(make_consultation()).held_at is None


def test_a_comment_waits_and_is_counted_apart_until_it_is_released(consultation, comment, moderator):
    assert comment.held_at and not comment.is_visible
    counted = count_in(consultation)
    assert (counted.in_all, counted.top_level, counted.hidden) == (0, 0, 1)
    assert WORDS not in browser().get(at("whole_draft", consultation)).content.decode()
    released(comment, moderator)
    counted = count_in(consultation)
    assert (counted.in_all, counted.top_level, counted.hidden) == (1, 1, 0)
    assert WORDS in browser().get(at("whole_draft", consultation)).content.decode()


def test_votes_and_answers_do_not_wait(consultation):
    section = consultation.draft.sections.first()
    vote(consultation, 1, section=section)
    assert section.votes.count() == 1


def test_watchers_hear_of_it_when_it_is_released_and_not_before(consultation, comment, moderator):
    actions.number_announcements()
    consultation.refresh_from_db()
    before = frame(consultation.pk, after=0)
    assert (before.posted, before.gone, before.reworded) == ([], [], [])
    last = consultation.live_seq
    released(comment, moderator)
    actions.number_announcements()
    assert frame(consultation.pk, after=last).posted == [[comment.pk, "", 0]]


def test_its_author_has_the_receipt_and_reads_that_it_waits(consultation, comment):
    with_effects([comment])
    assert comment.receipt
    mine = browser(comment.author)
    for page in (reverse("consult:mine"), at("own_comment", consultation, comment.pk)):
        shown = mine.get(page).content.decode()
        assert WORDS in shown
        assert "รอผู้ดูแลตรวจ" in shown
    assert mine.get(reverse("consult:receipt", args=[comment.receipt])).json()["act"]["text"] == WORDS


def test_its_author_is_told_when_it_is_released_and_by_mail(consultation, comment, moderator):
    comment.author.emailaddress_set.create(email=comment.author.email, verified=True, primary=True)
    released(comment, moderator)
    released(comment, moderator)
    assert [one.kind for one in Notice.objects.of(comment.author)] == ["comment_released"]
    assert "ทุกคนอ่านได้" in browser(comment.author).get(reverse("consult:notice_list")).content.decode()
    actions.mail_notices()
    assert WORDS not in mail.outbox[0].body


def test_refusing_is_hiding_with_a_reason_and_an_appeal(consultation, comment, moderator):
    actions.hide_comment(comment=comment, by=moderator, reason="insult")
    comment.refresh_from_db()
    assert (comment.held_at, comment.is_visible, comment.hidden_reason) == (None, False, "insult")
    assert [one.kind for one in Notice.objects.of(comment.author)] == ["comment_hidden"]
    with pytest.raises(errors.ReasonDoesNotFit):
        released(comment, moderator)
    made = actions.appeal(comment=comment, by=comment.author, text="ไม่ได้ด่าใคร")
    second = make_staff(consultation.agency, Membership.Role.MODERATOR)
    actions.decide_appeal(appeal=made, by=second, outcome=Appeal.Outcome.GRANTED, answer="ไม่ผิดกติกา")
    comment.refresh_from_db()
    assert comment.is_visible


def test_nobody_votes_on_it_replies_reports_or_answers_before(consultation, comment):
    officer = officer_of(consultation)
    for refused in (
        lambda: vote(consultation, 1, comment=comment),
        lambda: post(consultation, "ตอบ", parent=comment),
        lambda: actions.report_comment(comment=comment, by=make_user(), reason="spam"),
        lambda: actions.reply_officially(comment=comment, by=officer, text="ชี้แจง"),
    ):
        with pytest.raises(errors.ConsultError):
            refused()


def test_its_author_changes_it_while_it_waits_and_never_after(consultation, comment, moderator):
    change = {"comment": comment, "by": comment.author, "seen": 0}
    actions.edit_comment(text="ถ้อยคำที่แก้แล้ว", client_key=uuid.uuid4(), **change)
    comment.refresh_from_db()
    assert comment.held_at and not comment.is_visible
    with pytest.raises(errors.CommentReadsOtherwise):
        released(comment, moderator, seen=0)
    released(comment, moderator, seen=2)
    with pytest.raises(errors.CommentWasReleased):
        actions.edit_comment(text="ถ้อยคำที่ไม่มีใครตรวจ", client_key=uuid.uuid4(), **change | {"seen": 2})
    with pytest.raises(errors.CommentWasReleased):
        actions.add_to_comment(comment=comment, by=comment.author, text="เพิ่มที่ไม่มีใครตรวจ", client_key=uuid.uuid4())


def test_a_reply_that_waits_does_not_come_back_with_what_it_answers(consultation, comment, moderator):
    released(comment, moderator)
    reply = post(consultation, "คำตอบที่รอตรวจ", parent=comment)
    actions.hide_comment(comment=comment, by=moderator, reason="spam")
    released(reply, moderator)
    reply.refresh_from_db()
    assert (reply.held_at, reply.is_visible) == (None, False)
    waits = Comment.objects.exclude(pk__in=[comment.pk, reply.pk])
    assert not waits.exists()
    actions.restore_comment(comment=comment, by=moderator, reason="mistake")
    other = post(consultation, "คำตอบที่สอง", parent=comment)
    actions.hide_comment(comment=comment, by=moderator, reason="spam")
    actions.restore_comment(comment=comment, by=moderator, reason="mistake")
    reply.refresh_from_db()
    other.refresh_from_db()
    assert reply.is_visible and other.held_at and not other.is_visible


def test_one_that_was_withdrawn_waits_no_more(consultation, comment, moderator):
    actions.withdraw_comment(comment=comment, by=comment.author)
    comment.refresh_from_db()
    assert comment.held_at is None
    with pytest.raises(errors.CommentIsWithdrawn):
        released(comment, moderator)


def test_it_is_released_after_the_end_too(consultation, comment, moderator):
    close(consultation)
    released(comment, moderator)
    comment.refresh_from_db()
    assert comment.is_visible


def test_the_log_says_that_its_leaf_is_opened_by_nothing_until_it_is_released(consultation, comment, moderator):
    assert list(LoggedAct.objects.filter(hearing=consultation.pk).order_by("pk").values_list("kind", flat=True))[
        -2:
    ] == [
        "comment",
        "held",
    ]
    released(comment, moderator)
    assert LoggedAct.objects.filter(kind="release_comment").count() == 1


def test_letters_that_officers_put_on_record_do_not_wait(consultation):
    letter = ReceivedComment(author=make_user(), text="จดหมาย", posted_at=consultation.opens_at, channel="paper")
    (put,) = actions.import_comments(consultation=consultation, by=officer_of(consultation), received=[letter])
    assert put.is_visible


def test_whether_a_moderator_looks_first_is_chosen_before_the_opening(consultation):
    said = {"title": consultation.title, "opens_at": consultation.opens_at, "closes_at": consultation.closes_at}
    with pytest.raises(errors.ModerationIsChosen):
        actions.publish_consultation(
            key=consultation.key, agency=consultation.agency, facts=make_facts(**said), by=officer_of(consultation)
        )


def test_the_database_shows_nothing_that_waits(comment):
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(is_visible=True)


def test_the_writer_reads_what_happens_before_and_after_sending(consultation):
    person = make_user()
    page = browser(person).get(at("whole_draft", consultation)).content.decode()
    assert "ตรวจความคิดเห็นทุกข้อก่อนแสดง" in page
    sent = {"text": WORDS, "client_key": uuid.uuid4()}
    answered = browser(person).post(at("comment_create", consultation), sent, headers={"HX-Request": "true"})
    assert "รอผู้ดูแลตรวจ" in answered.content.decode()
    comment = Comment.objects.get()
    answered = browser(person).post(at("comment_create", consultation), sent | {"text": f"{WORDS} อีกข้อ"})
    assert answered.url == at("own_comment", consultation, comment.pk + 1)


def test_the_queue_of_what_waits_is_released_one_by_one_or_many_at_once(consultation, moderator):
    held = [hold(consultation, f"{WORDS} {n}") for n in range(3)]
    here = browser(moderator)
    page = here.get(at("moderation", consultation), {"queue": "waiting"}).content.decode()
    assert all(one.text in page for one in held)
    sent = {"reason": "in_order", "seen": "0", "queue": "waiting"}
    assert here.post(at("comment_release", consultation, held[0].pk), sent).status_code == 302
    several = {"reason": "in_order", "act": "release", "queue": "waiting", "comments": [one.pk for one in held[1:]]}
    actions.edit_comment(comment=held[2], by=held[2].author, text="แก้แล้ว", seen=0, client_key=uuid.uuid4())
    answered = here.post(at("comments_moderate", consultation), several)
    assert answered.status_code == 422 and "แก้ความคิดเห็นนี้หลังจาก" in answered.content.decode()
    assert [one.is_visible for one in Comment.objects.order_by("pk")] == [True, True, False]
    here.post(at("comments_moderate", consultation), several | {f"seen-{held[2].pk}": "2"})
    assert not Comment.objects.held().exists()


def test_everybody_sees_how_many_wait(consultation, comment):
    page = browser().get(at("moderation_figures", consultation)).content.decode()
    assert "ความคิดเห็นที่รอตรวจ 1" in page


def test_the_desk_names_hearings_whose_comments_wait(consultation, comment, moderator):
    page = browser(moderator).get("/cms/").content.decode()
    assert "ความคิดเห็นที่รอตรวจ" in page and f"{at('moderation', consultation)}?queue=waiting" in page


def test_changing_the_fact_before_the_opening_is_possible():
    agency = make_consultation().agency
    soon = make_consultation(
        agency=agency, opens_at=make_facts().closes_at, closes_at=make_facts().closes_at.replace(year=2028)
    )
    said = {name: getattr(soon, name) for name in ("title", "opens_at", "closes_at", "pack")} | {
        "moderates_first": True
    }
    actions.publish_consultation(key=soon.key, agency=agency, facts=make_facts(**said), by=officer_of(soon))
    assert Consultation.objects.get(pk=soon.pk).moderates_first
