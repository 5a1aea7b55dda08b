"""How hearings were held, measured from the record, for everybody."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from consult import actions
from consult.models import Consultation
from consult.pages.meter import by_agency, ended, measured
from tests.support.makers import (
    ask,
    close,
    make_consultation,
    make_result,
    make_user,
    officer_of,
    post,
    vote,
    withdraw,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hearing():
    """Three comments of two people, one of whom also voted; a third answered."""
    hearing = make_consultation()
    someone = make_user()
    post(hearing, "ค่าธรรมเนียมสูง", author=someone)
    first = post(hearing, "เวลาสั้นไป", author=someone)
    post(hearing, "เห็นด้วย")
    post(hearing, "ตอบ", parent=first, author=someone)
    vote(hearing, 1, voter=someone, section=hearing.draft.sections.first())
    (question,) = ask(hearing, ("วันใด", ("เสาร์", "อาทิตย์")))
    actions.answer_question(consultation=hearing, question=question, author=make_user(), choices=[0])
    actions.reply_officially(comment=first, by=officer_of(hearing), text="รับไว้พิจารณา")
    close(hearing)
    hearing.refresh_from_db()
    return hearing


def measure(hearing: Consultation):
    return next(one for one in measured(ended()) if one.hearing == hearing.pk)


def test_people_are_counted_once_a_hearing_and_answers_without_replies(hearing):
    found = measure(hearing)
    assert (found.people, found.comments, found.answered) == (3, 3, 1)


def test_an_issue_answers_the_comments_in_it_once_everybody_reads_it(hearing):
    comments = list(hearing.comments.filter(parent=None).values_list("pk", flat=True))
    issue = actions.draft_issue(consultation=hearing, by=officer_of(hearing), title="เวลา", comments=comments)
    words = {"title": "เวลา", "said": "", "decision": "noted", "reason": "รับไว้", "effect": ""}
    actions.change_issue(issue=issue, by=officer_of(hearing), seen=1, **words)
    assert measure(hearing).answered == 1
    from tests.support.makers import make_staff

    actions.approve_issue(issue=issue, by=make_staff(hearing.agency, "approver"), seen=2)
    cache.clear()
    assert measure(hearing).answered == 3


def test_a_result_is_in_time_late_or_not_due(hearing, settings):
    assert measure(hearing).is_in_time is None
    Consultation.objects.filter(pk=hearing.pk).update(
        opens_at=timezone.now() - timedelta(days=80), closed_at=timezone.now() - timedelta(days=40)
    )
    assert measure(hearing).is_in_time is False
    make_result(Consultation.objects.get(pk=hearing.pk))
    late = measure(hearing)
    assert (late.result_days, late.is_in_time) == (40, False)
    settings.RESULT_DAYS = 60
    assert measure(hearing).is_in_time is True


def test_days_and_parts_are_compared_with_settings_alone(hearing, settings):
    settings.HEARING_LEAST_DAYS = {hearing.instrument: 500}
    assert not measure(hearing).is_long_enough
    settings.HEARING_LEAST_DAYS = {}
    assert measure(hearing).is_long_enough
    assert measure(hearing).missing_parts == len(hearing.missing())


def test_open_and_withdrawn_hearings_are_not_measured(hearing):
    make_consultation()
    assert [one.pk for one in ended()] == [hearing.pk]
    withdraw(hearing)
    assert ended() == []


def test_an_agency_is_the_sum_of_its_hearings(hearing):
    other = make_consultation()
    close(other)
    sums = {one.slug: one for one in by_agency(measured(ended()))}
    own = sums[hearing.agency.slug]
    assert (own.hearings, own.people, own.comments, own.answered, own.due) == (1, 3, 3, 1, 0)


def test_a_thousand_hearings_ask_as_few_queries_as_one(hearing, django_assert_max_num_queries):
    for _turn in range(3):
        close(make_consultation())
    with django_assert_max_num_queries(4):
        measured(ended())
    with django_assert_max_num_queries(2):  # what did not change is kept
        measured(ended())


def test_the_page_gives_each_figure_with_what_it_means_and_files_with_all(hearing):
    page = Client().get("/meter/").content.decode()
    assert hearing.title in page and hearing.agency.name in page and "ความหมายของตัวเลข" in page
    (row,) = Client().get("/meter/meter.json").json()
    assert (row["hearing"], row["people"], row["in_time"]) == (hearing.pk, 3, None)
    table = Client().get("/meter/meter.csv").content.decode("utf-8-sig")
    assert [one["people"] for one in csv.DictReader(io.StringIO(table))] == ["3"]


def test_one_agency_alone_is_asked_by_its_name(hearing):
    close(make_consultation())
    page = Client().get("/meter/", {"agency": hearing.agency.slug}).content.decode()
    assert page.count("<dt>") and hearing.title in page
    assert len(Client().get("/meter/meter.json", {"agency": hearing.agency.slug}).json()) == 1
    assert Client().get("/meter/", {"agency": "ไม่มี"}).status_code == 404
