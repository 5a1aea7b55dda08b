"""Counts without the few: nobody works out what is not told."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from consult.suppression import LEAST, suppress

LEVELS = ("guest", "email", "person", "juristic")


def tables(most: int = 400):
    """Up to nine lines and four columns, with many zeros and many few, as hearings have them."""
    count = st.one_of(st.just(0), st.integers(1, 4), st.integers(5, 12), st.integers(0, most))
    line = st.fixed_dictionaries(dict.fromkeys(LEVELS, count))
    return st.lists(line, min_size=1, max_size=9).map(lambda lines: dict(enumerate(lines)))


def ranges(table, told):
    """Cell that is not told → the least and the most it can be, for whoever knows what is told and every total of a line and a column."""
    rows, cols = list(told), list(next(iter(told.values())))
    hidden = [(row, col) for row, col in product(rows, cols) if told[row][col] is None]
    totals, knowns = [], []
    for axis, names in ((0, rows), (1, cols)):
        for name in names:
            totals.append([float(cell[axis] == name) for cell in hidden])
            cells = [(r, c) for r, c in product(rows, cols) if (r, c)[axis] == name]
            knowns.append(sum(table[r][c] for r, c in cells) - sum(told[r][c] or 0 for r, c in cells))
    for place, cell in enumerate(hidden):
        goal = np.zeros(len(hidden))
        goal[place] = 1
        ends = [sign * linprog(sign * goal, A_eq=totals, b_eq=knowns, bounds=(0, None)).fun for sign in (1, -1)]
        yield cell, ends[0], ends[1]


@settings(max_examples=150, deadline=None)
@given(tables())
def test_no_cell_that_is_not_told_can_be_worked_out(table):
    told = suppress(table)
    if told is None:
        return
    for cell, low, high in ranges(table, told):
        assert high - low >= 1 - 1e-6, (cell, low, high)


@settings(max_examples=300, deadline=None)
@given(tables())
def test_no_cell_below_five_is_told_and_every_other_is_right(table):
    for row, cells in (suppress(table) or {}).items():
        for col, count in cells.items():
            assert count is None or (count >= LEAST and count == table[row][col])


@settings(max_examples=100, deadline=None)
@given(tables(), st.data())
def test_a_later_release_without_some_lines_gives_nothing_away(table, data):
    """It only leaves lines out, so whoever kept the first one learns nothing from it."""
    told = suppress(table)
    if told is None:
        return
    kept = data.draw(st.sets(st.sampled_from(sorted(told)), max_size=len(told)))
    later = {row: cells for row, cells in told.items() if row in kept}
    assert all(told[row] == cells for row, cells in later.items())


def test_hiding_the_few_alone_would_give_them_away():
    table = {"agree": {"guest": 40, "email": 3}, "disagree": {"guest": 20, "email": 9}}
    told = suppress(table)
    assert told == {"agree": {"guest": None, "email": None}, "disagree": {"guest": None, "email": None}}


def test_large_tables_are_told_whole():
    table = {"agree": {"guest": 40, "email": 30}, "disagree": {"guest": 20, "email": 9}}
    assert suppress(table) == table


def test_of_one_line_or_one_column_nothing_is_told():
    assert suppress({"agree": {"guest": 40, "email": 3}}) is None
    assert suppress({"agree": {"guest": 4}, "disagree": {"guest": 7}}) is None
    assert suppress({}) is None


def test_a_code_of_two_thousand_sections_is_told_in_no_time():
    rng = np.random.default_rng(7)
    table = {
        (section, choice): dict(zip(LEVELS, map(int, rng.poisson(rng.choice([0.3, 4, 60], 4))), strict=True))
        for section in range(1869)
        for choice in range(3)
    }
    told = suppress(table)
    assert told is not None
    assert sum(count is None for cells in told.values() for count in cells.values()) > 0
