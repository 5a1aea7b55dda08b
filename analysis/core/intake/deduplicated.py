"""Deduplicated texts, the units of clustering: each message once, with light edits of it, so that copies weigh no more."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from analysis.core.intake.claims import NO_CLAIM, Claim, claim_of
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


@dataclass(frozen=True)
class Corpus:
    """The comments of a run in order of their id, and their deduplicated texts in order of text."""

    rows: Sequence[Row]
    units: Sequence[Unit]

    @cached_property
    def readings(self) -> list[Reading]:
        """The text that stands for each unit."""
        return [reading_of(self.rows, unit) for unit in self.units]

    @cached_property
    def sections(self) -> list[str]:
        """The section each unit speaks of, "" for none."""
        return [unit.section for unit in self.units]

    @cached_property
    def replies(self) -> list[tuple[int, int]]:
        """Pairs (unit, unit it answers)."""
        return find_replies(self.rows, self.units)

    def ids(self, place: int) -> list[str]:
        """Ids of the comments of a unit."""
        return [self.rows[row].comment.id for row in self.units[place].rows]

    def people(self, places: Iterable[int]) -> frozenset[str]:
        """Everybody behind these units."""
        return frozenset().union(*(self.units[place].people for place in places))

    def rank(self, places: Sequence[int]) -> tuple[int, str]:
        """Sorts groups of units: most people first, then the smallest comment id."""
        return -len(self.people(places)), min(self.rows[self.units[place].rows[0]].comment.id for place in places)


def form_units(rows: Sequence[Row]) -> list[Unit]:
    """Units of the rows that may stand in a theme, in order of their text (not of their arrival)."""
    by_mark: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if row.reason is None and row.reading is not None:
            by_mark[row.reading.fingerprint or row.reading.masked].append(index)
    marks = sorted(by_mark)

    def claim(place: int) -> Claim:
        same = [rows[index] for index in by_mark[marks[place]]]
        return claim_of(same[0].reading, [row.comment.stance for row in same]) if same[0].reading else NO_CLAIM

    groups = find_light(marks, claim)
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
    """The reading of a unit's exemplar."""
    reading = rows[unit.exemplar].reading
    assert reading is not None, "a withheld comment is in no unit"
    return reading
