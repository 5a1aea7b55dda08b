"""One section that became several, and several that became one: the same question asked in two directions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .likeness import Likeness, Runs

#: of a part, how much must come from the whole; of the whole, how much the parts must cover together
_COMES_FROM, _COVERS = 0.5, 0.6
#: two parts that hold the same words are copies, no parts; more may be the same where each part stands in the whole literally
_SHARED, _SHARED_LITERALLY, _LITERALLY = 0.5, 0.7, 0.9
#: and all may be, where they are together no longer than the whole: sections of one pattern, joined
_NO_LONGER = 1.1
#: a part that holds much of the whole, where the whole stood, may have got as much text again
_HALF, _HALF_COMES_FROM = 0.3, 0.3
#: the least a part may be of the whole, and where it stands in the whole literally, its letters
_LEAST, _LEAST_LETTERS = 0.06, 25
#: runs of a part that stands away from the others, and how much of it must come from the whole
_FAR_LENGTH, _FAR_COMES_FROM = 60, 0.85
_MOST_PARTS = 6


@dataclass(frozen=True)
class Whole:
    """Places of a whole in one draft and of its parts, in order, in the other; how much of the whole they cover."""

    whole: int
    parts: tuple[int, ...]
    covered: float


@dataclass(frozen=True)
class Side:
    """A draft as it is searched: words and runs of all its sections, places still free, and for each of these the likest sections
    of the other draft."""

    words: Sequence[str]
    runs: Sequence[Runs]
    free: frozenset[int]
    likest: Mapping[int, Sequence[int]]


def wholes(likeness: Likeness, here: Side, there: Side, near: Iterable[tuple[int, int]]) -> list[Whole]:
    """Free sections of one side that stand in the other one in parts, the surest first; no part is used twice.

    `near`: pairs (place here, place there) that stand between the same neighbours.
    """
    if not here.free or len(there.free) < 2:
        return []
    beside: defaultdict[int, set[int]] = defaultdict(set)
    for place, other in near:
        beside[place].add(other)
    search = _Search(likeness, here, there, beside)
    found = [whole for place in sorted(here.free) if (whole := search.parts_of(place)) is not None]
    used: set[int] = set()
    chosen = []
    for candidate in sorted(found, key=lambda one: (-one.covered, one.whole)):
        if used.isdisjoint(candidate.parts):
            used.update(candidate.parts)
            chosen.append(candidate)
    return chosen


@dataclass(frozen=True)
class _Search:
    likeness: Likeness
    here: Side
    there: Side
    beside: Mapping[int, set[int]]

    def parts_of(self, whole: int) -> Whole | None:
        runs = self.here.runs[whole]
        near = self.beside.get(whole, set())
        places = [place for place in {*self.here.likest[whole], *near} if place in self.there.free]
        common = {place: runs & self.there.runs[place] for place in places}
        shares = {place: self.likeness.weight(common[place]) for place in places}
        parts: list[int] = []
        covered: Runs = frozenset()
        for place in sorted(places, key=lambda place: (-shares[place], place)):
            if self._is_part(place, whole, shares[place], parts, common[place] & covered):
                parts.append(place)
                covered |= common[place]
        parts = self._together(sorted(parts), near, shares)[:_MOST_PARTS]
        if len(parts) < 2:
            return None
        covered = frozenset().union(*(common[place] for place in parts))
        share = self.likeness.weight(covered) / self.likeness.weight_of(runs)
        return Whole(whole, tuple(parts), share) if share >= _COVERS else None

    def _is_part(self, place: int, whole: int, share: float, others: Sequence[int], told_twice: Runs) -> bool:
        own = self.likeness.weight_of(self.here.runs[whole])
        if not own or not share:
            return False
        comes = share / self.likeness.weight_of(self.there.runs[place])
        is_telling = comes >= _LITERALLY and len(self.there.words[place]) >= _LEAST_LETTERS
        if share < _LEAST * own and not is_telling:
            return False
        is_half = share >= _HALF * own and place in self.beside.get(whole, ())
        if comes < (_HALF_COMES_FROM if is_half else _COMES_FROM):
            return False
        is_literal = comes >= _LITERALLY
        together = sum(len(self.there.words[part]) for part in (*others, place))
        is_joined = is_literal and others and together <= _NO_LONGER * len(self.here.words[whole])
        most_twice = share if is_joined else share * (_SHARED_LITERALLY if is_literal else _SHARED)
        return self.likeness.weight(told_twice) <= most_twice and not self._belongs_elsewhere(place, whole, share)

    def _belongs_elsewhere(self, place: int, whole: int, share: float) -> bool:
        """True when another section reads more like the part, or went into it: a paragraph only moved there."""
        part = self.there.runs[place]
        for rival in self.there.likest[place]:
            if rival == whole:
                continue
            if place in self.beside.get(whole, ()) and place not in self.beside.get(rival, (place,)):
                continue  # a free section of another place
            of_rival = self.likeness.weight(part & self.here.runs[rival])
            if rival not in self.here.free:
                if of_rival > share:
                    return True
            elif of_rival > min(0.9 * share, 0.5 * self.likeness.weight_of(self.here.runs[rival])):
                return True
        return False

    def _together(self, parts: list[int], near: set[int], shares: Mapping[int, float]) -> list[int]:
        """The parts that stand beside each other or where the whole stood; one far away must come from the whole nearly wholly."""
        kept = []
        for place in parts:
            runs = self.there.runs[place]
            is_far = place - 1 not in parts and place + 1 not in parts and place not in near
            comes_whole = shares[place] >= _FAR_COMES_FROM * self.likeness.weight_of(runs)
            if not is_far or (len(runs) >= _FAR_LENGTH and comes_whole):
                kept.append(place)
        return kept
