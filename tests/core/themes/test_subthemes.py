"""Parts of themes."""

from __future__ import annotations

import numpy as np

from analysis.core.intake.reading import read
from analysis.core.themes.subthemes import Texts, split
from tests.core.makers import bundles


def texts_of(places: np.ndarray, *, people: int | None = None, stances: list[str] | None = None) -> Texts:
    """Texts at these places, each by somebody else, or by so many people in turn."""
    count = len(places)
    return Texts(
        places=places,
        views=[places, places, places],
        readings=list(read(f"เรื่องที่ {n}" for n in range(count))),
        people=[frozenset({f"p{n % (people or count)}"}) for n in range(count)],
        stances=stances or [""] * count,
    )


def test_no_part_holds_texts_of_two_bundles_and_a_small_theme_is_left_whole() -> None:
    themes = np.array([0] * 80 + [1] * 7)
    parts = split(texts_of(bundles(40, 40, 7)), themes)
    assert {part.theme for part in parts} == {0} and len(parts) > 2
    homes = [row for part in parts for row in part.units]
    assert len(homes) == len(set(homes))
    for part in parts:
        assert max(part.everybody) < 40 or min(part.everybody) >= 40
        assert not {*part.units} & {*part.guests}


def test_a_part_is_held_by_three_people_or_more() -> None:
    assert split(texts_of(bundles(12, 12), people=2), np.zeros(24, dtype=np.int64)) == []


def test_a_text_is_a_guest_in_one_part_at_most_and_never_at_home() -> None:
    places = bundles(30, 30, 30)
    parts = split(texts_of(places), np.zeros(90, dtype=np.int64))
    guests = [row for part in parts for row in part.guests]
    assert len(guests) == len(set(guests))
    assert all(not {*part.units} & {*part.guests} for part in parts)


def test_parts_are_the_same_whatever_order_the_texts_come_in() -> None:
    places = bundles(20, 20)
    order = np.random.default_rng(1).permutation(40)
    one = texts_of(places)
    other = Texts(
        places=places[order],
        views=[places[order]] * 3,
        readings=[one.readings[row] for row in order],
        people=[one.people[row] for row in order],
        stances=[one.stances[row] for row in order],
    )
    themes = np.zeros(40, dtype=np.int64)
    here = {frozenset(part.everybody) for part in split(one, themes)}
    there = {frozenset(int(order[row]) for row in part.everybody) for part in split(other, themes)}
    assert here == there


def test_a_theme_of_thousands_is_cut_by_an_even_spread_of_its_texts() -> None:
    parts = split(texts_of(bundles(1_500, 1_500)), np.zeros(3_000, dtype=np.int64))
    assert 2 <= len(parts) <= 16
    for part in parts:
        assert max(part.everybody) < 1_500 or min(part.everybody) >= 1_500
