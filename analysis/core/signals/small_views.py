"""Views of few people, shown beside the themes that would swallow them.

A view of few is held by at least three people, under 5 % of all and no more than sixty. It is looked for in three places:

* words: all texts are cut by average linkage into small pockets, coarser and finer, whatever theme they are in, since
  average linkage keeps few texts that lie close together where graph cuts give them away; linked groups
  within a theme are pockets too. A pocket is a view when it has a word of its own: half of it uses the word, and most texts
  of the consultation that use it are in the pocket. Those whose words are least likely to have come together by chance
  (hypergeometric test) are told;
* theme: a theme so small is a view of few already;
* section: of which few people spoke. They chose or named it, whatever words they found for it.

What was told once is not told again in other company. What gathers texts without being their subject (words beside masked data,
words of a dialect) makes no view.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from math import sqrt
from typing import Any, Literal

import numpy as np

from analysis.core.intake.reading import Reading
from analysis.core.intake.word_lists import word_list
from analysis.core.signals.reworded import points
from analysis.core.space.vectors import Labels, Matrix, centroids, unit_rows

Kind = Literal["words", "theme", "section"]

LEAST_PEOPLE = 3
MOST_SHARE = 0.05
#: more people than this are not few, whatever their share
MOST_PEOPLE = 60
#: average number of texts in a pocket, at each fineness tried
_SIZES = (4, 6, 10, 16)
_OWN_WORD, _HELD_WORD = 0.5, 0.5
#: words that speak for a pocket
_WORDS = 3
_LEAST_UNITS = 12
_DIRECT = 2_500
#: views told of each kind
_MOST_REPORTED: Mapping[Kind, int] = {"theme": 20, "words": 15, "section": 10}
_SAME_VIEW = 0.4


@dataclass(frozen=True, kw_only=True)
class Pocket:
    """Units (indices, ascending) of one small view, and the theme most of them stand in (−1: none)."""

    units: tuple[int, ...]
    theme: int
    kind: Kind
    #: mean similarity to the pocket's centre
    cohesion: float


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """All units in order: what each says, who says it, where, and the theme it was given (−1: none)."""

    readings: Sequence[Reading]
    people: Sequence[frozenset[str]]
    sections: Sequence[str]
    themes: Labels

    def few(self, members: Sequence[int]) -> bool:
        """Are these three people or more, under 5 % of all, and sixty at most?"""
        people = len(_union(self.people[member] for member in members))
        return LEAST_PEOPLE <= people <= MOST_PEOPLE and people < MOST_SHARE * self.everyone

    @cached_property
    def everyone(self) -> int:
        return len(_union(self.people))


def find_pockets(
    spaces: Sequence[Matrix], crowd: Crowd, parts: Iterable[tuple[int, ...]] = (), *, seed: int = 0
) -> list[Pocket]:
    """Small views, those of most people first.

    `spaces` unit rows (units, dimensions) of every space pockets are looked for in; `parts` units of linked groups within themes.
    """
    found: dict[Kind, list[tuple[int, ...]]] = {
        "theme": _together(crowd.themes.tolist(), nowhere=-1),
        "words": _by_words(spaces, crowd, parts, seed),
        "section": _together(crowd.sections, nowhere=""),
    }
    kept: list[Pocket] = []
    for kind, candidates in found.items():
        few = [members for members in candidates if crowd.few(members)]
        kept += [_pocket(spaces, crowd, members, kind) for members in _apart(few, kept, _MOST_REPORTED[kind])]
    return sorted(kept, key=lambda pocket: (-len(_union(crowd.people[unit] for unit in pocket.units)), pocket.units))


def _pocket(spaces: Sequence[Matrix], crowd: Crowd, members: tuple[int, ...], kind: Kind) -> Pocket:
    places = spaces[-1][list(members)]
    middle = unit_rows(places.mean(axis=0, keepdims=True))[0]
    home = Counter(crowd.themes[list(members)].tolist())
    theme = min(home, key=lambda theme: (-home[theme], theme))
    return Pocket(units=members, theme=theme, kind=kind, cohesion=float((places @ middle).mean()))


def _together(names: Sequence[Any], nowhere: Any) -> list[tuple[int, ...]]:
    """The units of each name but `nowhere`, most units first."""
    members: dict[Any, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        if name != nowhere:
            members[name].append(place)
    return sorted(map(tuple, members.values()), key=lambda units: (-len(units), units))


def _by_words(
    spaces: Sequence[Matrix], crowd: Crowd, parts: Iterable[tuple[int, ...]], seed: int
) -> list[tuple[int, ...]]:
    """Pockets with a word of their own, the most distinct first."""
    no_subject = word_list("no_subject_words")
    said = [points(reading).keys() - no_subject for reading in crowd.readings]
    holders = Counter(word for words in said for word in words)
    distinctness: dict[tuple[int, ...], float] = {}
    for members in chain(parts, *(_cut(space, seed) for space in spaces)):
        if len(members) < LEAST_PEOPLE or members in distinctness or not crowd.few(members):
            continue
        if own := _own_words(members, said, holders):
            distinctness[members] = _surprise(own, len(members), len(said))
    return sorted(distinctness, key=lambda members: (-round(distinctness[members], 6), members))


def _own_words(
    members: Sequence[int], said: Sequence[Iterable[str]], holders: Mapping[str, int]
) -> list[tuple[int, int]]:
    """(texts of the pocket, texts of all) that use each word half of the pocket uses; empty without an own word."""
    inside = Counter(word for member in members for word in said[member])
    least = max(LEAST_PEOPLE, _OWN_WORD * len(members))
    shared = [(count, holders[word]) for word, count in inside.items() if count >= least]
    return shared if any(count > _HELD_WORD * everywhere for count, everywhere in shared) else []


def _surprise(words: Sequence[tuple[int, int]], size: int, texts: int) -> float:
    """−log of the chance that `size` texts drawn from all share these words as often, for the best three."""
    from scipy.stats import hypergeom

    counts = np.array(words)
    chances = -hypergeom.logsf(counts[:, 0] - 1, texts, counts[:, 1], size)
    return float(np.sort(chances)[::-1][:_WORDS].sum() / sqrt(size))


def _apart(candidates: Sequence[tuple[int, ...]], told: Sequence[Pocket], most: int) -> list[tuple[int, ...]]:
    """The first candidates, so many at most, that share few units with one told before."""
    kept: list[tuple[int, ...]] = []
    before = [set(pocket.units) for pocket in told]
    for units in candidates:
        if all(len(other.intersection(units)) <= _SAME_VIEW * len(other.union(units)) for other in before):
            kept.append(units)
            before.append(set(units))
        if len(kept) == most:
            break
    return kept


def _cut(space: Matrix, seed: int) -> Iterator[tuple[int, ...]]:
    """Pockets of each size tried; above a few thousand texts over micro-centroids."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from sklearn.cluster import MiniBatchKMeans

    if len(space) < _LEAST_UNITS:
        return
    places, home = space, np.arange(len(space))
    if len(space) > _DIRECT:
        # Rough is enough, and a careful start would cost more than all the rest of the run.
        micro = MiniBatchKMeans(
            n_clusters=_DIRECT // 2, init="random", n_init=1, max_iter=3, random_state=seed, batch_size=4096
        )
        _, home = np.unique(micro.fit_predict(space), return_inverse=True)
        places = centroids(space, home.astype(np.int64))
    # Zero rows (no known word, no vector) have no direction: a constant axis keeps cosine defined.
    tree = linkage(unit_rows(np.hstack([places, np.full((len(places), 1), 1e-3)])), "average", metric="cosine")
    for size in _SIZES:
        labels = fcluster(tree, max(2, len(places) // size), criterion="maxclust")[home]
        members: dict[int, list[int]] = defaultdict(list)
        for row, label in enumerate(labels.tolist()):
            members[label].append(row)
        yield from map(tuple, members.values())


def _union(people: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*people)
