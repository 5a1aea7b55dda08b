"""Pages of lists of any length: each row once, whichever way the list is gone through."""

import re

import pytest
from django.db import connection

from consult import actions
from consult.models import Reception
from consult.pages import paging
from consult.pages.order import SORTS
from consult.pages.paging import list_page
from tests.support.makers import make_consultation, make_user, post, vote

pytestmark = pytest.mark.django_db
SIZE = 3


@pytest.fixture
def listed():
    """Eleven comments, many of them received alike."""
    consultation = make_consultation()
    people = [make_user() for _ in range(3)]
    for number in range(11):
        comment = post(consultation)
        for person, choice in zip(people[: number % 4], (1, -1, 1), strict=False):
            vote(consultation, choice, person, comment=comment)
    actions.fold_figures()
    return Reception.objects.listed_on(consultation.pk, None)


def page(listed, sort, **asked):
    return list_page(listed, by=sort.by, asked=asked, size=SIZE, count=11)


by_sort = pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.key)


@by_sort
def test_links_lead_through_all_rows_in_their_order_and_back(listed, sort):
    whole = list(listed.order_by(*sort.by).values_list("pk", flat=True))
    seen, shown = [], page(listed, sort)
    while True:
        seen += shown.ids
        if not shown.has_next:
            break
        shown = page(listed, sort, **{"page": str(shown.next_page_number), "from": shown.next_start})
    assert seen == whole and shown.number == shown.num_pages == 4
    back = [*shown.ids]
    while shown.has_previous:
        shown = page(listed, sort, **{"page": str(shown.previous_page_number), "from": shown.previous_start})
        back = [*shown.ids, *back]
    assert back == whole and shown.number == 1


@by_sort
@pytest.mark.parametrize("reach", [0, 4, 1_000])
def test_a_page_asked_for_by_its_number_is_that_page_from_whichever_end_it_is_found(listed, sort, reach, monkeypatch):
    monkeypatch.setattr(paging, "REACH", reach)
    whole = list(listed.order_by(*sort.by).values_list("pk", flat=True))
    last = page(listed, sort, page="99")
    assert (last.number, list(last.ids), last.has_next) == (4, whole[9:], False)
    for number in (1, 2, 3, 4):
        shown = page(listed, sort, page=str(number))
        at = SIZE * (shown.number - 1)
        assert list(shown.ids) == whole[at : at + SIZE]
        assert shown.number == number or reach < SIZE * (number - 1)


@pytest.mark.parametrize(
    "asked", [{"page": "zzz"}, {"page": "-1"}, {"from": "x"}, {"from": "1_2_3_4"}, {"from": "9" * 200}]
)
def test_nonsense_is_the_first_page(listed, asked):
    assert page(listed, SORTS[0], **asked).ids == page(listed, SORTS[0]).ids


def test_a_list_whose_length_is_not_kept_is_counted_so_far(listed, monkeypatch):
    monkeypatch.setattr(paging, "COUNTED", 5)
    shown = list_page(listed, by=("-comment_id",), asked={}, size=SIZE)
    assert (shown.count, shown.is_more, shown.has_next) == (5, True, True)
    monkeypatch.setattr(paging, "COUNTED", 50)
    assert list_page(listed, by=("-comment_id",), asked={}, size=SIZE).count == 11


def test_the_rows_before_a_page_are_not_read(listed):
    start = list(listed.order_by("comment_id").values_list("comment_id", flat=True))[5]
    asked = paging._List(listed, ("comment_id",)).starting_at((start,))
    told = asked[:SIZE].explain()
    pattern = r"comment_id>\?|<expr>>\?" if connection.vendor == "sqlite" else r"ROW\(comment_id\) >=|comment_id >="
    assert re.search(pattern, told), told


@by_sort
@pytest.mark.parametrize("counted", [2, 5, 10, 11, 500])
def test_a_list_that_is_counted_as_it_is_begun_has_the_same_pages(listed, sort, counted, monkeypatch):
    monkeypatch.setattr(paging, "COUNTED", counted)
    whole = list(listed.order_by(*sort.by).values_list("pk", flat=True))
    for number in (1, 2, 3, 4):
        shown = list_page(listed, by=sort.by, asked={"page": str(number)}, size=SIZE)
        at = SIZE * (number - 1)
        assert list(shown.ids) == whole[at : at + SIZE]
        assert (shown.number, shown.has_next, shown.count) == (number, number < 4, min(counted, 11))
