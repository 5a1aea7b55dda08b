"""What a page tells of one level: how many voted, in fives, and of large levels how many in ten agree and disagree
(docs/decisions/0205)."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..suppression import in_fives, suppress
from .kept import LevelVotes
from .level import Level

#: Votes a level needs before its shares are told: a tenth of them is five people
LEAST_OF_A_SHARE = 50


@dataclass(frozen=True, kw_only=True)
class ToldLevel:
    """``at_least``: the multiple of five that its votes reach; ``agree``, ``disagree``: the per cent of them, to the nearest ten, None
    where it is not told."""

    level: Level
    at_least: int
    agree: int | None = None
    disagree: int | None = None


def told_levels(by_level: Sequence[LevelVotes]) -> list[ToldLevel]:
    """Every level in order, those without a vote too. A share is told where the open data would tell the number itself: it follows from
    that number and the total of the level, which hiding takes to be known, so nothing hidden is nearer."""
    voted = {one.level: one for one in by_level}
    large = {one.level for one in by_level if one.total >= LEAST_OF_A_SHARE}
    open_cells = _open_cells(by_level) if large else {}
    return [
        ToldLevel(
            level=level,
            at_least=in_fives(voted[level].total) if level in voted else 0,
            **{
                how: _in_tens(cells[level], voted[level].total)
                for how, cells in open_cells.items()
                if level in large and cells[level] is not None
            },
        )
        for level in Level
    ]


def _open_cells(by_level: Sequence[LevelVotes]) -> dict[str, dict[Level, int | None]]:
    """Of those who agree and who disagree the numbers of each level that may be told; no line where nobody does."""
    lines = {how: {one.level: getattr(one, how) for one in by_level} for how in ("agree", "unsure", "disagree")}
    told = suppress(lines) or {}
    return {how: told[how] for how in ("agree", "disagree") if how in told}


def _in_tens(some: int, whole: int) -> int:
    return (20 * some + whole) // (2 * whole) * 10
