"""What people tell of themselves if they like: sealed, apart, taken back with one press, and never shown of a few."""

import itertools
from collections import defaultdict

import pytest
from cryptography.fernet import InvalidToken
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from consult.people import actions
from consult.people.demographics import AboutOneself, provinces
from consult.people.models import Demographics
from consult.people.sealing import unseal
from consult.suppression import LEAST
from consult.suppression import in_fives as one_in_fives
from tests.support.makers import make_consultation, make_user, post, vote

ADDRESS = "people:own_demographics"


def in_fives(counts):
    """As ``count_demographics`` tells them."""
    return {key: one_in_fives(count) or None for key, count in counts.items()}


@given(st.dictionaries(st.text(max_size=5), st.integers(0, 500), max_size=8), st.text(max_size=5), st.integers(0, 500))
def test_a_figure_says_nothing_of_the_others_and_none_is_of_a_few(counts, key, count):
    shown = in_fives(counts)
    assert shown.keys() == counts.keys()
    assert all(value is None or (value >= LEAST and value <= counts[one]) for one, value in shown.items())
    others = {one: value for one, value in counts.items() if one != key}
    assert {one: value for one, value in in_fives(others | {key: count}).items() if one != key} == in_fives(others)


def test_whoever_knows_the_rule_cannot_tell_how_many_few_there_are():
    """Of all small tables that are shown alike, each hidden count may be any from none to four."""
    alike = defaultdict(list)
    for table in itertools.product(range(12), repeat=3):
        alike[tuple(in_fives(dict(enumerate(table))).values())].append(table)
    for shown, tables in alike.items():
        for place, figure in enumerate(shown):
            if figure is None:
                assert {table[place] for table in tables} == set(range(LEAST))


def test_hiding_the_few_and_the_next_larger_one_beside_a_total_would_give_them_away():
    """Why there is no total: 4, 5 and 5 of 14. Hide 4, and a 5 with it; the 5 that is left says that the hidden larger one is 5 too."""
    tables = [table for table in itertools.product(range(12), repeat=3) if sum(table) == 14]

    def with_total(table):
        few, next_larger = (
            [place for place in range(3) if table[place] < LEAST],
            min((n, -i) for i, n in enumerate(table) if n >= LEAST),
        )
        return tuple(None if place in few or place == -next_larger[1] else table[place] for place in range(3))

    shown_alike = [t for t in tables if sum(n < LEAST for n in t) == 1 and with_total(t) == with_total((4, 5, 5))]
    assert shown_alike == [(4, 5, 5)]


@pytest.mark.django_db
def test_what_is_told_is_in_no_table_in_clear_and_comes_back_to_who_told_it():
    person, client = make_user(), Client()
    client.force_login(person)
    form = {"province": "เชียงใหม่", "age": "25_34", "kind": "farmer", "act": "tell"}
    for _ in range(2):
        assert client.post(reverse(ADDRESS), form).status_code == 302
    row = Demographics.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_demographics")
        assert not any(word in str(cursor.fetchall()) for word in ("เชียงใหม่", "25_34", "farmer"))
    assert unseal(row.sealed) == {"province": "เชียงใหม่", "age": "25_34", "kind": "farmer"}
    assert '<option value="เชียงใหม่" selected' in client.get(reverse(ADDRESS)).content.decode()


@pytest.mark.django_db
def test_it_is_taken_back_with_one_press_and_by_telling_nothing():
    person, client = make_user(), Client()
    client.force_login(person)
    for last in ({"act": "take_back", "province": "เลย"}, {"act": "tell", "province": "", "age": "", "kind": ""}):
        actions.tell_of_oneself(person=person, told=AboutOneself(province="เลย"))
        assert client.post(reverse(ADDRESS), last).status_code == 302
        assert not Demographics.objects.exists()


@pytest.mark.django_db
def test_made_up_values_are_refused():
    client = Client()
    client.force_login(make_user())
    assert client.post(reverse(ADDRESS), {"province": "แอตแลนติส", "age": "200", "kind": "king"}).status_code == 422
    assert not Demographics.objects.exists()


@pytest.mark.django_db
def test_keys_are_changed_without_losing_anything(settings):
    settings.SEALING_KEYS = ["old"]
    person = make_user()
    actions.tell_of_oneself(person=person, told=AboutOneself(age="60_up"))
    settings.SEALING_KEYS = ["new", "old"]
    assert unseal(Demographics.objects.get().sealed)["age"] == "60_up"
    for _ in range(2):
        assert actions.reseal_demographics() == 1
    settings.SEALING_KEYS = ["new"]
    assert unseal(Demographics.objects.get().sealed)["age"] == "60_up"
    settings.SEALING_KEYS = ["another"]
    assert unseal(Demographics.objects.get().sealed) is None
    with pytest.raises(InvalidToken):
        actions.reseal_demographics()


@pytest.mark.django_db
def test_of_a_hearing_only_fives_are_counted_and_each_person_once():
    consultation = make_consultation()
    section = consultation.draft.sections.first()
    for number in range(7):
        person = make_user()
        actions.tell_of_oneself(person=person, told=AboutOneself(province="เลย" if number < 6 else "ตรัง"))
        post(consultation, author=person)
        post(consultation, "อีกความเห็นหนึ่ง", author=person)
        vote(consultation, voter=person, section=section)
    actions.tell_of_oneself(person=make_user(), told=AboutOneself(province="เลย"))  # took no part
    assert actions.count_demographics(consultation=consultation)["province"] == {"เลย": 5, "ตรัง": None}


def test_there_are_77_provinces():
    assert len(set(provinces())) == 77 and "กรุงเทพมหานคร" in provinces()
