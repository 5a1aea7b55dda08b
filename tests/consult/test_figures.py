"""The figures of a hearing add up: every comment on record stands in one line, and the sum is what the table holds."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult import actions
from consult.actions.comment_import import ReceivedComment
from consult.models import Consultation, Level
from consult.pages.figures import comments_that_add_up, votes_by_level, writers_by_level
from tests.support.makers import hold, make_consultation, make_mandate, make_user, officer_of, post, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def hearing():
    """One of everything: each level, each channel, withdrawn, hidden, a reply below what was hidden."""
    hearing = make_consultation(least_to_comment=Level.GUEST, least_to_vote=Level.GUEST)
    officer, mandate = officer_of(hearing), make_mandate()
    for author in (actions.welcome_guest(device=uuid.uuid4()), make_user(), make_user(level=Level.PERSON)):
        post(hearing, author=author)
    post(hearing, author=mandate.holder, mandate=mandate)
    at = timezone.now() - timedelta(hours=1)
    for channel in ("email", "meeting", "paper", "paper"):
        letter = ReceivedComment(author=make_user(), text=f"ทาง {channel}", posted_at=at, channel=channel)
        actions.import_comments(consultation=hearing, by=officer, received=[letter])
    above = post(hearing)
    post(hearing, parent=above)
    post(hearing, parent=above, author=above.author)
    actions.hide_comment(comment=above, by=officer, reason="spam")
    hold(hearing)
    Consultation.objects.filter(pk=hearing.pk).update(moderates_first=False)
    gone = post(hearing)
    actions.withdraw_comment(comment=gone, by=gone.author)
    actions.fold_figures()
    return hearing


def test_every_comment_stands_in_one_line_and_the_lines_add_up(hearing):
    with connection.cursor() as cursor:  # counted without our models
        cursor.execute("SELECT count(*) FROM consult_comment WHERE consultation_id = %s", [hearing.pk])
        (rows,) = cursor.fetchone()
    summed = comments_that_add_up(hearing)
    assert summed.comments == rows
    assert {part.key: part.comments for part in summed.parts} == {
        "web": 4,
        "email_channel": 1,
        "meeting": 1,
        "paper": 2,
        "withdrawn": 1,
        "held": 1,
        "hidden": 1,
        "below": 2,
    }
    assert summed.replies == 2


def test_the_page_gives_the_sum_and_follows_what_happens(hearing):
    address = reverse("consult:figure_list", args=[hearing.pk])
    assert "บันทึกไว้ 13 ความคิดเห็น" in Client().get(address).content.decode()
    post(hearing)
    actions.number_announcements()
    assert "บันทึกไว้ 14 ความคิดเห็น" in Client().get(address).content.decode()


def test_votes_are_given_by_level_in_fives_and_never_as_one_number(hearing):
    section = hearing.draft.sections.first()
    for _one in range(6):
        vote(hearing, 1, actions.welcome_guest(device=uuid.uuid4()), section=section)
    for _one in range(11):
        vote(hearing, -1, make_user(level=Level.PERSON), section=section)
    for _one in range(4):
        vote(hearing, -1, section=section)
    actions.fold_figures()
    assert [(one.level, one.at_least) for one in votes_by_level(hearing)] == [(Level.GUEST, 5), (Level.PERSON, 10)]
    page = Client().get(reverse("consult:figure_list", args=[hearing.pk])).content.decode()
    assert "อย่างน้อย <b>10</b>" in page and "ไม่เห็นด้วย" not in page


def test_comments_on_the_website_are_given_by_level_in_fives(hearing):
    assert writers_by_level(hearing) == {}
    for _one in range(6):
        post(hearing, author=make_user(level=Level.PERSON))
    actions.number_announcements()
    assert list(writers_by_level(Consultation.objects.get(pk=hearing.pk)).values()) == [5]


def test_votes_that_readers_may_not_see_yet_are_in_no_figure(hearing):
    vote(hearing, section=hearing.draft.sections.first())
    hearing.tallies = "after_close"
    assert votes_by_level(hearing) == []
