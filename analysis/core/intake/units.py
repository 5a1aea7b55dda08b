"""Units of clustering: each message once, versions of one text together, so that copies weigh no more."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.core.intake.copies import LEAST_MEMBERS, exemplar, find_light
from analysis.core.intake.reading import Reading
from analysis.core.intake.rows import Row


@dataclass(frozen=True, kw_only=True)
class Unit:
    """Rows (indices, ascending) that carry one text or light edits of it."""

    rows: tuple[int, ...]
    #: index of the row that stands for them
    exemplar: int
    #: the section most of them speak of, "" when none does
    section: str
    people: frozenset[str]
    #: distinct fingerprints
    distinct: int

    @property
    def is_campaign(self) -> bool:
        return self.distinct >= 1 and len(self.rows) >= LEAST_MEMBERS


def form_units(rows: Sequence[Row]) -> list[Unit]:
    """Units of the rows that may stand in a theme, in order of their text (not of their arrival)."""
    by_mark: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if row.reason is None and row.reading is not None:
            by_mark[row.reading.fingerprint or row.reading.masked].append(index)
    marks = sorted(by_mark)
    groups = find_light(marks)
    grouped = {member for group in groups for member in group}
    groups += [[index] for index in range(len(marks)) if index not in grouped]
    return [_unit(rows, by_mark, [marks[index] for index in group]) for group in sorted(groups)]


def _unit(rows: Sequence[Row], by_mark: dict[str, list[int]], marks: list[str]) -> Unit:
    members = sorted(index for mark in marks for index in by_mark[mark])
    said = [mark for mark in marks for _ in by_mark[mark]]
    best = said[exemplar(said)]
    sections = Counter(rows[index].speaks_of for index in members if rows[index].speaks_of)
    return Unit(
        rows=tuple(members),
        exemplar=by_mark[best][0],
        section=min(sections, key=lambda section: (-sections[section], section), default=""),
        people=frozenset(rows[index].person for index in members),
        distinct=len(marks),
    )


def find_replies(rows: Sequence[Row], units: Sequence[Unit]) -> list[tuple[int, int]]:
    """Pairs (unit, unit it answers)."""
    home = {rows[row].comment.id: place for place, unit in enumerate(units) for row in unit.rows}
    pairs = {
        (place, home[parent])
        for place, unit in enumerate(units)
        for row in unit.rows
        if (parent := rows[row].comment.reply_to) in home and home[parent] != place
    }
    return sorted(pairs)


def reading_of(rows: Sequence[Row], unit: Unit) -> Reading:
    """What stands for a unit."""
    reading = rows[unit.exemplar].reading
    assert reading is not None, "a withheld comment is in no unit"
    return reading
