"""When a hearing takes comments and votes: said once, of one row and of many, to the second."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from consult import errors
from consult.models import Consultation
from tests.support.makers import make_agency, make_consultation, make_facts

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
