"""An hour far above the other hours of a hearing is told to those who read its figures, and changes none of them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from consult import actions
from consult.actions import fold_figures, watch_hours
from consult.models import Burst, Level, Vote
from tests.support.makers import make_consultation, make_user, officer_of, post

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
HOUR = timedelta(hours=1)


@pytest.fixture
def consultation(settings):
    settings.BURST_LEAST, settings.BURST_TIMES = 10, 4
    opens = {"opens_at": NOON - timedelta(days=5), "closes_at": NOON + timedelta(days=900)}
    return make_consultation("ข้อความหนึ่ง", "ข้อความสอง", least_to_vote=1, **opens)


def read(at: datetime) -> int:
    fold_figures()
    return watch_hours(at=at)


def quiet_hours(consultation, hours: int, done=lambda: None) -> datetime:
    """So many hours of a hearing, ``done`` in each; returns when the next begins."""
    for hour in range(hours):
        read(NOON + hour * HOUR)
        done()
    return NOON + hours * HOUR


def votes(consultation, number: int, level: Level = Level.EMAIL) -> None:
    section = consultation.draft.sections.first()
    guest = {"email": None} if level == Level.GUEST else {}
    for _ in range(number):
        voter = make_user()
        if guest:
            type(voter).objects.filter(pk=voter.pk).update(level=level, **guest)
            voter.refresh_from_db()
        actions.cast_vote(consultation=consultation, voter=voter, choice=Vote.Choice.AGREE, section=section)


def test_an_hour_with_far_more_votes_on_a_section_than_before_is_noted_once(consultation):
    begins = quiet_hours(consultation, 8, lambda: votes(consultation, 2))
    read(begins)
    votes(consultation, 12)
    assert read(begins + timedelta(minutes=20)) == 1
    votes(consultation, 3)
    read(begins + timedelta(minutes=40))
    noted = Burst.objects.get()
    assert (noted.kind, noted.section, noted.count, noted.usual) == (
        "votes", consultation.draft.sections.first(), 15, 2
    )  # fmt: skip


def test_comments_are_watched_too(consultation):
    begins = quiet_hours(consultation, 8)
    read(begins)
    for number in range(11):
        post(consultation, f"ความเห็นที่ {number}")
    assert read(begins + timedelta(minutes=20)) == 1
    assert (Burst.objects.get().kind, Burst.objects.get().count) == ("comments", 11)


def test_many_guests_on_one_section_are_told_as_such(consultation):
    begins = quiet_hours(consultation, 8)
    read(begins)
    votes(consultation, 12, Level.GUEST)
    votes(consultation, 1)
    read(begins + timedelta(minutes=20))
    assert set(Burst.objects.values_list("kind", "count")) == {("votes", 13), ("guests", 12)}


def test_a_busy_hearing_is_not_unusual_by_being_busy(consultation):
    begins = quiet_hours(consultation, 8, lambda: votes(consultation, 10))
    read(begins)
    votes(consultation, 25)
    assert read(begins + timedelta(minutes=20)) == 0


def test_of_the_first_hours_nobody_can_say_what_is_usual(consultation):
    begins = quiet_hours(consultation, 3)
    read(begins)
    votes(consultation, 40)
    assert read(begins + timedelta(minutes=20)) == 0


def test_hours_in_which_nobody_looked_are_not_taken_for_one(consultation):
    begins = quiet_hours(consultation, 8)
    votes(consultation, 40)
    read(begins + 5 * HOUR)
    assert read(begins + 5 * HOUR + timedelta(minutes=20)) == 0


def test_nothing_is_noted_of_a_hearing_that_is_over(consultation):
    begins = quiet_hours(consultation, 8)
    votes(consultation, 40)
    assert watch_hours(at=consultation.closes_at + HOUR) == 0
    assert not Burst.objects.filter(hour__gt=begins).exists()


def test_those_who_work_for_the_agency_read_it_and_nobody_else(consultation, client):
    begins = quiet_hours(consultation, 8)
    read(begins)
    votes(consultation, 12)
    read(begins + timedelta(minutes=20))
    address = reverse("consult:burst_list", args=[consultation.pk])
    assert client.get(address).status_code == 302
    client.force_login(make_user())
    assert client.get(address).status_code == 403
    client.force_login(officer_of(consultation))
    page = client.get(address).content.decode()
    assert "12" in page and "โหวตในมาตราเดียว" in page
    dashboard = client.get(reverse("analysis:dashboard", args=[consultation.pk])).content.decode()
    assert address in dashboard


def test_no_vote_is_counted_otherwise_for_it(consultation):
    begins = quiet_hours(consultation, 8)
    read(begins)
    votes(consultation, 12, Level.GUEST)
    read(begins + timedelta(minutes=20))
    tally = Vote.objects.section_tallies([consultation.draft.sections.first().pk])
    assert next(iter(tally.values())).agree == 12


def test_as_many_questions_are_asked_for_a_year_of_hours_as_for_a_day(consultation, django_assert_num_queries):
    from consult.models import HourReading

    for hour in range(500):
        HourReading.objects.create(consultation=consultation, hour=NOON - hour * HOUR, comments=0, votes={})
    with django_assert_num_queries(7):
        watch_hours(at=NOON + timedelta(minutes=20))
