"""How alike two sections read: runs of five letters they share, the rare ones counting more than the phrases all laws use."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from math import log

RUN = 5
#: a run in more sections than this says nothing about which one is meant
_COMMON = 40
#: of a text, what may tell two others apart by chance
_NOISE = 0.02
#: likest sections looked at for each
_LIKEST = 10

Runs = frozenset[str]


def runs_of(words: str) -> Runs:
    return frozenset(words[at : at + RUN] for at in range(max(1, len(words) - RUN + 1))) if words else frozenset()


def overlap(one: Runs, other: Runs) -> float:
    """How much of the smaller one stands in the other, every run counting the same."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


class Likeness:
    """Compares the sections of two drafts, given by their words; each wording is cut once."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        cut = {words: runs_of(words) for words in {*old, *new}}
        self.old = [cut[words] for words in old]
        self.new = [cut[words] for words in new]
        seen: Counter[str] = Counter()
        for runs in cut.values():
            seen.update(runs)
        self._seen = seen
        self._sums: dict[Runs, float] = {}
        self._weights = {count: log((len(cut) + 1) / count) + 0.1 for count in set(seen.values())}

    def weight(self, runs: Iterable[str]) -> float:
        weights, seen = self._weights, self._seen
        return sum([weights[seen[run]] for run in runs])

    def weight_of(self, section: Runs) -> float:
        """The same for all runs of a section, summed once."""
        if section not in self._sums:
            self._sums[section] = self.weight(section)
        return self._sums[section]

    def score(self, one: Runs, other: Runs) -> float:
        """0 for nothing in common to 1 for the same runs: halfway between the share of both (Dice) and that of the smaller one, so
        that a section with a long paragraph put in still reads alike."""
        of_one, of_other = self.weight_of(one), self.weight_of(other)
        if not (of_one and of_other):
            return 0.0
        common = self.weight(one & other)
        return common / (of_one + of_other) + common / (2 * min(of_one, of_other))

    def lean(self, text: Runs, one: Runs, other: Runs) -> float:
        """To which of two a text leans, by what it shares with only one of them: 1 wholly to one, -1 wholly to the other, 0 when
        what tells the two apart is not in it, or next to nothing."""
        for_one, for_other = self.weight(text & one - other), self.weight(text & other - one)
        told = for_one + for_other + _NOISE * self.weight_of(text)
        return (for_one - for_other) / told if told else 0.0

    def likest(self, of: Sequence[Runs], among: Sequence[Runs], these: Iterable[int]) -> dict[int, list[int]]:
        """For each of `these` (places in `of`) the places in `among` that share most rare runs with it."""
        seen = self._seen
        rare = {place: [run for run in of[place] if seen[run] <= _COMMON] for place in these}
        wanted = set().union(*rare.values())
        where: defaultdict[str, list[int]] = defaultdict(list)
        for place, runs in enumerate(among):
            for run in runs & wanted:
                where[run].append(place)
        found = {}
        for place, told in rare.items():
            shared = Counter(chain.from_iterable([where[run] for run in told if run in where]))
            found[place] = [other for other, _ in shared.most_common(_LIKEST)]
        return found
