"""Counts by level: how many of each is told only where no one is told; what is told must fit the rows."""

from __future__ import annotations

from collections import defaultdict

from .findings import VerifiedFindings
from .tables import PublishedFolder, whole
from .tally import Counted

LEVELS = "levels.csv"


def check_levels(folder: PublishedFolder, counted: Counted, found: VerifiedFindings) -> None:
    """Votes and answers: those at levels that are told are no more than all there are, and as many where none is left out."""
    told: dict[tuple[str, str, str], list[int | None]] = defaultdict(list)
    for row in folder.rows(LEVELS, "of", "id", "choice", "count"):
        if row["of"] != "comments":
            told[row["of"], row["id"], row["choice"]].append(whole(row, "count", LEVELS) if row["count"] else None)
    wrong = 0
    for (of, name, choice), cells in told.items():
        family = "votes" if of == "section" else "answers"
        there = counted.figures[f"{family}.{name}.{choice}"]
        summed, is_whole = sum(filter(None, cells)), None not in cells
        if summed > there or (is_whole and summed != there):
            wrong += 1
            where = f"{of} {name}, {choice}: {summed} ≠ {there}"
            found.fault("ระดับที่รวมกันไม่เท่าแถว", "levels that do not add up to the rows", where)
    if told and not wrong:
        found.matches(
            f"จำนวนตามระดับ {len(told)} บรรทัดสอดคล้องกับแถว", f"{len(told)} lines of counts by level fit the rows"
        )
