"""What one person may do in a stretch of time, and what it costs the others."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from consult import actions
from consult.actions import cast_vote
from consult.errors import TooManyChanges
from consult.models import Announcement, AuditEntry, Membership, UnsentAct, Vote
from consult.tasks import forget_old_sessions
from tests.support.makers import make_consultation, make_staff, make_user
from tests.support.stretches import room_in_the_minute

pytestmark = pytest.mark.django_db
AGREE, DISAGREE = Vote.Choice.AGREE, Vote.Choice.DISAGREE


def test_the_same_vote_again_is_no_news():
    consultation, voter = make_consultation(), make_user()
    section = consultation.draft.sections.first()
    for _ in range(3):
        vote = cast_vote(consultation=consultation, voter=voter, section=section, choice=AGREE)
    assert Announcement.objects.filter(type="votes.changed").count() == 1
    assert vote.choice == AGREE and Vote.objects.count() == 1


def test_a_vote_turned_again_and_again_stands_still_after_a_while(settings):
    settings.VOTE_CHANGES_PER_MINUTE = 3
    consultation, voter = make_consultation("หนึ่ง", "สอง"), make_user()
    section, other = consultation.draft.sections.all()

    def turn(choice):
        return cast_vote(consultation=consultation, voter=voter, section=section, choice=choice)

    room_in_the_minute()
    for choice in (AGREE, DISAGREE, AGREE, DISAGREE):
        turn(choice)
    with pytest.raises(TooManyChanges):
        turn(AGREE)
    assert Vote.objects.get(participant__account=voter).choice == DISAGREE
    cast_vote(consultation=consultation, voter=voter, section=other, choice=AGREE)  # a first vote is always taken


def test_exports_are_counted_and_the_next_one_is_refused_with_a_page(settings):
    settings.EXPORTS_PER_HOUR = 2
    consultation = make_consultation()
    client = Client()
    client.force_login(make_staff(consultation.agency, Membership.Role.ANALYST))
    answers = [client.get(f"/consultations/{consultation.pk}/analysis/votes.csv") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "ดาวน์โหลด" in answers[-1].content.decode()
    assert AuditEntry.objects.filter(verb="record_export").count() == 2


def test_words_written_before_signing_in_wait_a_day_and_so_many_from_one_address(settings):
    settings.UNSENT_PER_HOUR = 2
    consultation = make_consultation()
    form = {"text": "ยังไม่ได้เข้าสู่ระบบ", "client_key": "6a1f0c1e-0000-4000-8000-000000000002"}
    for _ in range(3):
        assert Client().post(f"/consultations/{consultation.pk}/comments/", form).status_code == 302
    assert UnsentAct.objects.count() == 2
    UnsentAct.objects.update(kept_at=timezone.now() - timedelta(hours=25))
    assert actions.forget_unsent_acts() == 2
    assert not UnsentAct.objects.exists()


def test_sessions_that_ended_are_forgotten():
    from consult.people.models import Session

    Session.objects.create(session_key="a" * 32, session_data="", expire_date=timezone.now())
    forget_old_sessions()
    assert not Session.objects.filter(session_key="a" * 32).exists()
