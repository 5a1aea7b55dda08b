"""Views of few people, shown beside the themes that would swallow them.

All texts are cut by average linkage into small pockets, coarser and finer, whatever theme they are in: average
linkage keeps few texts that lie close together where k-means and graph cuts give them away. A pocket is a
view when at least three people hold it, when they are under 5 % of all, and when it has a word of its own: half
of the pocket uses it, and most texts of the consultation that use it are in the pocket. Views whose words are
least likely to have come together by chance come first (hypergeometric test); overlapping ones are told once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from analysis.core.reading import Reading
from analysis.core.reworded import points
from analysis.core.themes import Labels, centroids
from analysis.core.vocabulary import Matrix, unit

LEAST_PEOPLE = 3
MOST_SHARE = 0.05
#: average number of texts in a pocket, at each fineness tried
_SIZES = (4, 6, 10, 16)
_OWN_WORD, _HELD_WORD = 0.5, 0.5
#: words that speak for a pocket
_WORDS = 3
_LEAST_UNITS = 12
_DIRECT = 2_500
_MOST_REPORTED = 15
_SAME_VIEW = 0.3


@dataclass(frozen=True, kw_only=True)
class Pocket:
    """Units (indices, ascending) of one small view, and the theme most of them stand in (−1: none)."""

    units: tuple[int, ...]
    theme: int
    #: mean similarity to the pocket's centre
    cohesion: float
    #: how little chance explains its own words, over the root of its size
    distinctness: float


def find_pockets(
    spaces: Sequence[Matrix],
    themes: Labels,
    people: Sequence[frozenset[str]],
    readings: Sequence[Reading],
    *,
    seed: int = 0,
) -> list[Pocket]:
    """Small views, the most distinct first.

    `spaces` unit rows (units, dimensions) of every space pockets are looked for in; `themes` the theme of each
    unit, −1 for none; `people` the persons behind each unit.
    """
    said = [points(reading).keys() for reading in readings]
    holders = Counter(word for words in said for word in words)
    everyone = len(_union(people))
    found: dict[tuple[int, ...], Pocket] = {}
    for space in spaces:
        for members in _cut(space, seed):
            who = len(_union(people[member] for member in members))
            if len(members) < LEAST_PEOPLE or not LEAST_PEOPLE <= who < MOST_SHARE * everyone:
                continue
            if members in found or not (own := _own_words(members, said, holders)):
                continue
            middle = unit(space[list(members)].mean(axis=0, keepdims=True))[0]
            home = Counter(themes[list(members)].tolist())
            found[members] = Pocket(
                units=members,
                theme=min(home, key=lambda theme: (-home[theme], theme)),
                cohesion=float((space[list(members)] @ middle).mean()),
                distinctness=_surprise(own, len(members), len(readings)),
            )
    return _apart(sorted(found.values(), key=lambda pocket: (-round(pocket.distinctness, 6), pocket.units)))


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


def _apart(pockets: Sequence[Pocket]) -> list[Pocket]:
    """The first pockets that share few units with one named before."""
    kept: list[Pocket] = []
    for pocket in pockets:
        units = set(pocket.units)
        if all(len(units & set(other.units)) <= _SAME_VIEW * len(units | set(other.units)) for other in kept):
            kept.append(pocket)
        if len(kept) == _MOST_REPORTED:
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
    tree = linkage(unit(np.hstack([places, np.full((len(places), 1), 1e-3)])), "average", metric="cosine")
    for size in _SIZES:
        labels = fcluster(tree, max(2, len(places) // size), criterion="maxclust")[home]
        members: dict[int, list[int]] = defaultdict(list)
        for row, label in enumerate(labels.tolist()):
            members[label].append(row)
        yield from map(tuple, members.values())


def _union(people: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*people)
