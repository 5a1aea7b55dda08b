"""Attributes people gave of themselves (a province, an age group), counted so that no small group can be picked out.

A value is told only when five people or more share it, and only when those left over, whose number can be had by
subtraction, are none or five or more too. Who gave no value is among those left over and never told apart from who
gave a rare one. Only somebody who knows every value, and that nobody left it empty, may find out more: eight left over
of two rare values are four and four.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set

from analysis.core.intake.rows import Row

#: people under which a value is not told
LEAST_PEOPLE = 5

#: attribute → person → value
Values = Mapping[str, Mapping[str, str]]


def values_of_people(rows: Iterable[Row]) -> Values:
    """The value each person gave for each attribute; a person who gave two values gave none. Withheld comments say nothing."""
    given: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        if row.reading is not None:
            for name, value in row.comment.attributes:
                given[name][row.person] |= {value} if value else set()
    return {
        name: {person: min(values) for person, values in people.items() if len(values) == 1}
        for name, people in sorted(given.items())
    }


def tally_attributes(people: Set[str], values: Values) -> dict[str, dict[str, int]] | None:
    """People by value, for the values that may be told; None when nobody was asked for anything."""
    if not values:
        return None
    return {
        name: tellable(Counter(given[person] for person in people if person in given), len(people))
        for name, given in values.items()
    }


def tellable(counts: Mapping[str, int], everyone: int) -> dict[str, int]:
    """The counts that may stand beside the number of all people; the smallest are left out first."""
    shown = sorted(((n, value) for value, n in counts.items() if n >= LEAST_PEOPLE), reverse=True)
    while shown and 0 < everyone - sum(n for n, _ in shown) < LEAST_PEOPLE:
        shown.pop()
    return dict(sorted((value, n) for n, value in shown))
