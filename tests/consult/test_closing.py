"""When a hearing takes comments and votes: said once, of one row and of many, to the second."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from consult import actions, errors
from consult.models import Consultation, Vote
from tests.support.makers import make_agency, make_consultation, make_facts, make_user, officer_of, post, vote

START = datetime(2026, 11, 1, tzinfo=UTC)
moments = st.integers(0, 6).map(lambda step: START + timedelta(hours=step))
State = Consultation.State


class OneRowAndManyRowsSayTheSame(TestCase):
    @given(
        opens=moments,
        lasts=st.integers(1, 6),
        closed=st.none() | moments,
        withdrawn=st.none() | moments,
        at=moments,
    )
    def test_of_every_hearing_at_every_moment(self, opens, lasts, closed, withdrawn, at):
        facts = make_facts(opens_at=opens, closes_at=opens + timedelta(hours=lasts)).facts()
        one = Consultation.objects.create(agency=make_agency(), closed_at=closed, withdrawn_at=withdrawn, **facts)
        found = {
            state
            for state, rows in {
                State.UPCOMING: Consultation.objects.upcoming(at),
                State.OPEN: Consultation.objects.open(at),
                State.CLOSED: Consultation.objects.closed(at),
            }.items()
            if rows.filter(pk=one.pk).exists()
        }
        assert (found or {State.WITHDRAWN}) == {one.state(at)}
        refusals = {
            State.WITHDRAWN: errors.ConsultationWithdrawn,
            State.UPCOMING: errors.ConsultationNotYetOpen,
            State.CLOSED: errors.ConsultationClosed,
        }
        if one.is_open(at):
            one.must_be_open(at)
        else:
            with pytest.raises(refusals[one.state(at)]):
                one.must_be_open(at)


@pytest.mark.django_db
def test_a_hearing_is_kept_to_the_second_and_ends_with_it():
    end = datetime(2027, 1, 31, 16, 59, 59, 123456, tzinfo=UTC)
    consultation = make_consultation(closes_at=end)
    consultation.refresh_from_db()
    assert consultation.closes_at == end.replace(microsecond=0)
    assert consultation.is_open(end - timedelta(seconds=1))
    assert not consultation.is_open(consultation.closes_at)


def _in_a_thread(act) -> tuple[threading.Thread, list]:
    """The act with a connection of its own, and what it raised or returned."""
    outcome = []

    def run():
        try:
            outcome.append(act())
        except errors.ConsultError as error:
            outcome.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, outcome


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("officer_does", ["close_consultation", "withdraw_consultation"])
@pytest.mark.parametrize("citizen_does", ["votes", "comments"])
def test_nothing_is_accepted_while_the_officer_who_ends_the_hearing_has_not_committed(officer_does, citizen_does):
    consultation = make_consultation()
    officer, citizen, section = officer_of(consultation), make_user(), consultation.draft.sections.first()
    as_read = Consultation.objects.get(pk=consultation.pk)
    acts = {
        "votes": lambda: vote(as_read, voter=citizen, section=section),
        "comments": lambda: post(as_read, author=citizen),
    }
    with transaction.atomic():
        getattr(actions, officer_does)(consultation=consultation, by=officer, reason="พอแล้ว")
        thread, outcome = _in_a_thread(acts[citizen_does])
        thread.join(0.5)
    thread.join()
    assert isinstance(outcome[0], errors.ConsultationClosed | errors.ConsultationWithdrawn), outcome
    assert not Vote.objects.exists() and not consultation.comments.exists()


@pytest.mark.django_db(transaction=True)
def test_the_moment_of_closing_is_later_than_every_accepted_act():
    consultation = make_consultation()
    officer, section = officer_of(consultation), consultation.draft.sections.first()
    with transaction.atomic():
        cast = vote(consultation, section=section)
        thread, _ = _in_a_thread(
            lambda: actions.close_consultation(
                consultation=Consultation.objects.get(pk=consultation.pk), by=officer, reason="พอแล้ว"
            )
        )
        thread.join(0.5)
    thread.join()
    consultation.refresh_from_db()
    assert consultation.closed_at > cast.cast_at
