"""Which section of one draft is which of the other, one to one.

Four witnesses: the words, the number, the place between sections already paired, the neighbours. WordsRead that only one section of
each draft has are proof. All else is paired only when the witnesses agree and no other section has as good a claim; what is left
stays unpaired, since a comment told to be an orphan can be looked after and one at the wrong section deceives its readers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from .likeness import Likeness, overlap
from .order import backbone
from .section import LawSection
from .wording import Number, WordsRead, following, number_of, without_references

#: WordsRead shorter than this, such as "(ยกเลิก)", prove nothing by themselves.
TELLING = 25
#: A gap with more sections than this is no place.
_SMALL_GAP = 8
#: How alike two sections must read, by how many other witnesses speak for them. Of two sections near each other in the three codes
#: of the bench, which are not the same, 1.5 of 100 read more than .42 alike; of sections reworded by up to half of their words .7 less.
_ENOUGH = ((3.0, 0.38), (2.5, 0.42), (1.5, 0.48), (1.0, 0.6), (-1.0, 0.7))
_CLEARLY, _CLEARLY_AHEAD = 0.85, 0.4
_LEAN, _DECIDES, _UNLIKE = 0.2, 0.6, 0.28


@dataclass(frozen=True)
class _Claim:
    old: int
    new: int
    likeness: float
    witnesses: float


@dataclass
class Pairing:
    """The board: two drafts, their words and numbers, and the pairs found so far."""

    old: Sequence[LawSection]
    new: Sequence[LawSection]
    words: WordsRead
    new_of: dict[int, int] = field(default_factory=dict)
    old_of: dict[int, int] = field(default_factory=dict)
    aside_old: set[int] = field(default_factory=set)
    aside_new: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.old_words = list(map(self.words.of, self.old))
        self.new_words = list(map(self.words.of, self.new))
        self.old_numbers = list(map(number_of, self.old))
        self.new_numbers = list(map(number_of, self.new))
        self._words_at: defaultdict[Number, set[str]] = defaultdict(set)
        for number, words in zip(self.new_numbers, self.new_words, strict=True):
            self._words_at[number].add(words)

    @cached_property
    def likeness(self) -> Likeness:
        return Likeness(self.old_words, self.new_words)

    @cached_property
    def likest(self) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """For each old section that was free when it was first asked, the new ones that read likest, and the other way round."""
        alike = self.likeness
        return (
            alike.likest(alike.old, alike.new, self.free_old()),
            alike.likest(alike.new, alike.old, self.free_new()),
        )

    @property
    def pairs(self) -> list[tuple[int, int]]:
        return sorted(self.new_of.items())

    def free_old(self) -> list[int]:
        return [place for place in range(len(self.old)) if not self._is_settled_old(place)]

    def free_new(self) -> list[int]:
        return [place for place in range(len(self.new)) if not self._is_settled_new(place)]

    def _is_settled_old(self, place: int) -> bool:
        return place in self.new_of or place in self.aside_old

    def _is_settled_new(self, place: int) -> bool:
        return place in self.old_of or place in self.aside_new

    def pair(self, old: int, new: int) -> None:
        self.new_of[old], self.old_of[new] = new, old

    def set_aside(self, old: Iterable[int] = (), new: Iterable[int] = ()) -> None:
        """Sections whose fate is known, though they are nobody's pair."""
        self.aside_old.update(old)
        self.aside_new.update(new)

    def near(self) -> set[tuple[int, int]]:
        """Free pairs that stand between the same neighbours."""
        gaps_of_old, gaps_of_new = (
            [gap for gap, _ in counted] for counted in (self._gaps_of_old(), self._gaps_of_new())
        )
        return self._same(gaps_of_old, gaps_of_new, self.free_old(), self.free_new())

    def pair_known(self, wordings: Mapping[str, int]) -> None:
        """Pair what reads as an old section once read (words → its place), when it reads so no longer."""
        reads_so = Counter(self.new_words)
        now = set(self.old_words)
        for new, words in enumerate(self.new_words):
            old = wordings.get(words)
            if old is None or words in now or reads_so[words] > 1 or len(words) < TELLING:
                continue
            if new not in self.old_of and old not in self.new_of and self.old_words[old] not in reads_so:
                self.pair(old, new)

    def pair_same(self) -> None:
        """Pair what has words nobody else has, then what has them once references follow the new numbers."""
        self._pair_unique(self.old_words, self.new_words)
        for _ in range(3):  # each round more numbers are known
            renumbered = self._renumbered()
            if not renumbered or not self._pair_unique(
                [following(words, renumbered) for words in self.old_words], self.new_words
            ):
                break
        self.pair_level()

    def pair_level(self) -> bool:
        """Pair, in order, what reads the same and stands between the same two of the backbone equally often in both drafts, such
        as a row of sections that all read "(ยกเลิก)"."""
        twins: defaultdict[tuple[int, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        gaps_of_old, gaps_of_new = self._gaps_of_old(), self._gaps_of_new()
        for old in self.free_old():
            twins[gaps_of_old[old][0], self.old_words[old]][0].append(old)
        for new in self.free_new():
            twins[gaps_of_new[new][0], self.new_words[new]][1].append(new)
        level = [
            pair for olds, news in twins.values() if len(olds) == len(news) for pair in zip(olds, news, strict=True)
        ]
        for old, new in level:
            self.pair(old, new)
        return bool(level)

    def pair_in_place(self) -> None:
        """Pair what was reworded a little where it stood: the number is the one expected, and no section beside the
        two reads nearly as much alike or could have gone into one of them. It spares comparing everything with everything."""
        alike = self.likeness
        spine = backbone(self.pairs)
        shifts, gaps = self._shifts(spine), self._gaps_of_old()
        gaps_of_new = self._gaps_of_new()
        news: defaultdict[tuple[int, Number], list[int]] = defaultdict(list)
        for new in self.free_new():
            news[gaps_of_new[new][0], self.new_numbers[new]].append(new)
        expected: defaultdict[tuple[int, Number], list[int]] = defaultdict(list)
        for old in self.free_old():
            gap, number = gaps[old][0], self.old_numbers[old]
            if shifts[gap][0] == shifts[gap][1] and number.base is not None:
                expected[gap, number.shifted(shifts[gap][0])].append(old)
        agreed = []
        for label, olds in expected.items():
            if len(olds) == len(news.get(label, ())) == 1:
                (old,), (new,) = olds, news[label]
                score = alike.score(alike.old[old], alike.new[new])
                if score >= _CLEARLY and not self._has_twin_beside(old, new, score):
                    agreed.append((old, new))
        for old, new in agreed:
            self.pair(old, new)

    def _has_twin_beside(self, old: int, new: int, score: float) -> bool:
        alike = self.likeness
        olds = [place for place in (old - 1, old + 1) if 0 <= place < len(self.old) and not self._is_settled_old(place)]
        news = [place for place in (new - 1, new + 1) if 0 <= place < len(self.new) and not self._is_settled_new(place)]
        beside = [overlap(alike.old[place], alike.new[new]) for place in olds]
        beside += [overlap(alike.old[old], alike.new[place]) for place in news]
        return max(beside, default=0.0) > score - _CLEARLY_AHEAD

    def pair_alike(self) -> None:
        """Pair what is left, in rounds: each pair found is a neighbour, a place and a number for the next round."""
        free_old, free_new = self.free_old(), self.free_new()
        if not (free_old and free_new):
            return
        claims = self._possible(free_old, free_new)
        while self._pair_agreed(claims) or self.pair_level():
            pass

    def _pair_unique(self, old_words: Sequence[str], new_words: Sequence[str]) -> bool:
        old_count, new_count = Counter(old_words), Counter(new_words)
        places = {words: place for place, words in enumerate(old_words)}
        found = False
        for new, words in enumerate(new_words):
            if old_count[words] == new_count[words] == 1 and len(words) >= TELLING:
                old = places[words]
                if old not in self.new_of and new not in self.old_of:
                    self.pair(old, new)
                    found = True
        return found

    def _renumbered(self) -> dict[str, str]:
        changed = {}
        for old, new in self.new_of.items():
            before, after = self.old_numbers[old], self.new_numbers[new]
            if before != after and before.base is not None and after.base is not None:
                changed[_cited(before)] = _cited(after)
        return changed

    # What may be paired, and how alike it reads

    def _possible(self, free_old: list[int], free_new: list[int]) -> dict[tuple[int, int], float]:
        """Likeness of every pair worth a look, of settled sections too: they are rivals."""
        news_of, olds_of = self.likest
        pairs = {(old, new) for new in free_new for old in olds_of[new]}
        pairs |= {(old, new) for old in free_old for new in news_of[old]}
        pairs |= self._same(self.old_words, self.new_words, free_old, free_new)
        pairs |= self._same(self.old_numbers, self.new_numbers, free_old, free_new)
        pairs |= self._same(
            [gap for gap, _ in self._gaps_of_old()], [gap for gap, _ in self._gaps_of_new()], free_old, free_new
        )
        renumbered = self._renumbered()
        return {(old, new): self._how_alike(old, new, renumbered) for old, new in pairs}

    def _same(
        self, of_old: Sequence[object], of_new: Sequence[object], free_old: list[int], free_new: list[int]
    ) -> set[tuple[int, int]]:
        """Free pairs of which both have the same; what too many have is left out."""
        have: defaultdict[object, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for place in free_old:
            have[of_old[place]][0].append(place)
        for place in free_new:
            have[of_new[place]][1].append(place)
        return {pair for olds, news in have.values() if len(olds) * len(news) <= 400 for pair in product(olds, news)}

    def _how_alike(self, old: int, new: int, renumbered: Mapping[str, str]) -> float:
        before, after = self.old_words[old], self.new_words[new]
        if before == after or (before and following(before, renumbered) == after):
            return 1.0
        if before and after and without_references(before) == without_references(after):
            return 0.98
        return self.likeness.score(self.likeness.old[old], self.likeness.new[new])

    # Who speaks for a pair

    def _gaps_of_old(self) -> list[tuple[int, int]]:
        """For each old section: between which two of the backbone it stands, and how many stand there."""
        return _gaps([old for old, _ in backbone(self.pairs)], len(self.old))

    def _gaps_of_new(self) -> list[tuple[int, int]]:
        return _gaps([new for _, new in backbone(self.pairs)], len(self.new))

    def _pair_agreed(self, likeness: Mapping[tuple[int, int], float]) -> bool:
        spine = backbone(self.pairs)
        gaps_of_old, gaps_of_new = self._gaps_of_old(), self._gaps_of_new()
        shifts = self._shifts(spine)
        of_old: defaultdict[int, list[_Claim]] = defaultdict(list)
        of_new: defaultdict[int, list[_Claim]] = defaultdict(list)
        for (old, new), alike in likeness.items():
            if self._is_settled_old(old) and self._is_settled_new(new):
                continue
            witnesses = self._neighbours(old, new) + self._number(old, new, shifts, gaps_of_old[old][0])
            if gaps_of_old[old][0] == gaps_of_new[new][0]:
                witnesses += 1.0 if max(gaps_of_old[old][1], gaps_of_new[new][1]) <= _SMALL_GAP else 0.5
            claim = _Claim(old, new, alike, witnesses)
            of_old[old].append(claim)
            of_new[new].append(claim)
        agreed = [
            claim
            for claims in of_old.values()
            for claim in claims
            if not self._is_settled_old(claim.old)
            and not self._is_settled_new(claim.new)
            and self._is_enough(claim)
            and all(self._beats(claim, rival) for rival in [*claims, *of_new[claim.new]] if rival is not claim)
        ]
        for claim in agreed:
            self.pair(claim.old, claim.new)
        return bool(agreed)

    def _neighbours(self, old: int, new: int) -> float:
        before = (old == 0 and new == 0) or (old > 0 and self.new_of.get(old - 1) == new - 1)
        last = old == len(self.old) - 1 and new == len(self.new) - 1
        after = last or self.new_of.get(old + 1) == new + 1
        return 0.5 * before + 0.5 * after

    def _shifts(self, spine: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """For each gap of the spine by how much the numbers before and after it have shifted."""
        shifts = [0]
        for old, new in spine:
            before, after = self.old_numbers[old].base, self.new_numbers[new].base
            shifts.append(shifts[-1] if before is None or after is None else after - before)
        return list(zip(shifts, [*shifts[1:], shifts[-1]], strict=True))

    def _number(self, old: int, new: int, shifts: Sequence[tuple[int, int]], gap: int) -> float:
        """1 when the number is the one to be expected here, .5 when it is one of two to be expected, -1 when there is one to be
        expected, to which another section would answer."""
        number, found = self.old_numbers[old], self.new_numbers[new]
        if not number.tail and number.base is None:
            return 0.0
        before, after = shifts[gap]
        if found in (number.shifted(before), number.shifted(after)):
            return 1.0 if before == after else 0.5
        return -1.0 if before == after and (found.tail or found.base is not None) else 0.0

    def _is_enough(self, claim: _Claim) -> bool:
        enough = next(likeness for witnesses, likeness in _ENOUGH if claim.witnesses >= witnesses)
        is_telling = len(self.new_words[claim.new]) >= TELLING or claim.witnesses >= 1
        return claim.likeness >= enough and is_telling

    def _beats(self, claim: _Claim, rival: _Claim) -> bool:
        alike = self.likeness
        if claim.old == rival.old:
            lean = alike.lean(alike.old[claim.old], alike.new[claim.new], alike.new[rival.new])
            settled = self._is_settled_new(rival.new)
        else:
            lean = alike.lean(alike.new[claim.new], alike.old[claim.old], alike.old[rival.old])
            settled = self._is_settled_old(rival.old)
        if settled:  # a twin that went elsewhere: the words alone do not prove anything any more
            return claim.witnesses >= 1.5 or (lean >= _LEAN and claim.likeness > rival.likeness)
        ahead = claim.witnesses - rival.witnesses
        if rival.likeness < _UNLIKE and claim.likeness >= 1.5 * _UNLIKE:
            return True
        if lean >= _DECIDES and claim.likeness >= 0.5 and claim.likeness > rival.likeness:
            return ahead > -1.5
        if lean >= _LEAN and claim.likeness >= rival.likeness:
            return ahead >= 0
        return abs(lean) < _LEAN and ahead >= 1 and not self._is_pushed_on(claim, rival)

    def _is_pushed_on(self, claim: _Claim, rival: _Claim) -> bool:
        """True when the number the rival would have beside this claim is another section's: then a new one may have taken it, and
        the numbers of two that read the same prove nothing."""
        before, after = self.old_numbers[claim.old], self.new_numbers[claim.new]
        if claim.old == rival.old or before.base is None or after.base is None:
            return False
        there = self._words_at.get(self.old_numbers[rival.old].shifted(after.base - before.base))
        return there is not None and self.old_words[rival.old] not in there


def _cited(number: Number) -> str:
    slash = number.tail.split("/", 1)
    return f"{number.base}/{slash[1]}" if number.tail.startswith("/") else str(number.base)


def _gaps(fixed: Sequence[int], count: int) -> list[tuple[int, int]]:
    gaps = [bisect_left(fixed, place) for place in range(count)]
    sizes = Counter(gaps)
    return [(gap, sizes[gap]) for gap in gaps]


def known_wordings(sections: Iterable[tuple[int, LawSection]], words: WordsRead) -> dict[str, int]:
    """WordsRead → the place of the one section that once read so; words that two sections had are left out."""
    places: defaultdict[str, set[int]] = defaultdict(set)
    for place, section in sections:
        places[words.of(section)].add(place)
    return {wording: found.pop() for wording, found in places.items() if len(found) == 1}
