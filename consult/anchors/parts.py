"""One section that became several, and several that became one: the same question asked in two directions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .likeness import Likeness, Runs

#: of a part, how much must come from the whole; of the whole, how much the parts must cover together
_COMES_FROM, _COVERS = 0.5, 0.6
#: two parts that hold the same words are copies, no parts
_SHARED = 0.5
_SHARED_LITERALLY, _LITERALLY = 0.7, 0.9
#: a part that holds much of the whole, where the whole stood, may have got as much text again
_HALF, _HALF_COMES_FROM = 0.3, 0.3
#: the least a part may be of the whole, and the most that one section may be for the rest to be parts at all
_LEAST = 0.06
#: letters of a part that stands away from the others, and how much of it must come from the whole
_FAR_LENGTH, _FAR_COMES_FROM = 60, 0.85
_MOST_PARTS = 6


@dataclass(frozen=True)
class Whole:
    """Places of a whole in one draft and of its parts, in order, in the other; how much of the whole they cover."""

    whole: int
    parts: tuple[int, ...]
    covered: float


def wholes(
    likeness: Likeness,
    side: Sequence[Runs],
    other: Sequence[Runs],
    free: Sequence[int],
    free_other: Sequence[int],
    near: set[tuple[int, int]],
) -> list[Whole]:
    """Free sections of one side that stand in the other one in parts, the surest first; no part is used twice.

    `side`, `other`: runs of all sections; `near`: pairs (place here, place there) that stand between the same neighbours.
    """
    if not free or len(free_other) < 2:
        return []
    likest = likeness.likest(side, other, free)
    sources = likeness.likest(other, side, free_other)
    is_free, is_free_here = set(free_other), set(free)
    found = []
    for whole in free:
        near_here = {there for here, there in near if here == whole} if len(near) < 2000 else set()
        places = [place for place in {*likest[whole], *near_here} if place in is_free]
        parts = _parts(likeness, side, other, whole, places, near, sources, is_free_here)
        if parts is not None:
            found.append(parts)
    used: set[int] = set()
    chosen = []
    for candidate in sorted(found, key=lambda one: (-one.covered, one.whole)):
        if used.isdisjoint(candidate.parts):
            used.update(candidate.parts)
            chosen.append(candidate)
    return chosen


def _parts(
    likeness: Likeness,
    side: Sequence[Runs],
    other: Sequence[Runs],
    whole: int,
    places: Sequence[int],
    near: set[tuple[int, int]],
    sources: dict[int, list[int]],
    is_free_here: set[int],
) -> Whole | None:
    runs = side[whole]
    own = likeness.weight(runs)
    if not own:
        return None
    from_whole = {place: likeness.weight(runs & other[place]) for place in places}
    parts: list[int] = []
    covered: Runs = frozenset()
    for place in sorted(places, key=lambda place: (-from_whole[place], place)):
        if from_whole[place] < _LEAST * own:
            continue
        shared = runs & other[place]
        comes = from_whole[place] / likeness.weight_of(other[place])
        is_told_twice = likeness.weight(shared & covered) / from_whole[place]
        if is_told_twice > (_SHARED_LITERALLY if comes >= _LITERALLY else _SHARED):
            continue
        is_half = from_whole[place] >= _HALF * own and (whole, place) in near
        if comes < (_HALF_COMES_FROM if is_half else _COMES_FROM):
            continue
        if _belongs_elsewhere(likeness, side, other[place], whole, from_whole[place], sources[place], is_free_here):
            continue
        parts.append(place)
        covered |= shared
    parts = _together(sorted(parts), whole, near, likeness, other, from_whole)[:_MOST_PARTS]
    if len(parts) < 2:
        return None
    covered = runs & frozenset().union(*(other[place] for place in parts))
    share = likeness.weight(covered) / own
    return Whole(whole, tuple(parts), share) if share >= _COVERS else None


def _belongs_elsewhere(
    likeness: Likeness,
    side: Sequence[Runs],
    part: Runs,
    whole: int,
    from_whole: float,
    sources: Sequence[int],
    is_free_here: set[int],
) -> bool:
    """True when another section reads as much like the part, or went into it: a paragraph only moved there."""
    for rival in sources:
        if rival == whole:
            continue
        from_rival = likeness.weight(part & side[rival])
        if rival not in is_free_here:
            if from_rival > from_whole:
                return True
        elif from_rival > min(0.9 * from_whole, 0.5 * likeness.weight_of(side[rival])):
            return True
    return False


def _together(
    parts: list[int],
    whole: int,
    near: set[tuple[int, int]],
    likeness: Likeness,
    other: Sequence[Runs],
    from_whole: dict[int, float],
) -> list[int]:
    """The parts that stand beside each other or where the whole stood; one far away must come from the whole nearly wholly."""
    kept = []
    for place in parts:
        beside = place - 1 in parts or place + 1 in parts or (whole, place) in near
        far_enough = len(other[place]) >= _FAR_LENGTH and from_whole[place] >= _FAR_COMES_FROM * likeness.weight(
            other[place]
        )
        if beside or far_enough:
            kept.append(place)
    return kept
