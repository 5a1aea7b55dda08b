"""Views of few people, shown beside the themes that would swallow them.

Each theme is cut by average linkage into small pockets, coarser and finer. A pocket is a view when at least
three people hold it, when they are under 5 % of all and under half of the theme, and when it has a word of
its own: half of the pocket uses it, and most texts of the consultation that use it are in the pocket. Views
that stand apart most from their theme come first; overlapping ones are told once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from analysis.core.reading import Reading
from analysis.core.reworded import points
from analysis.core.themes import Labels, centroids
from analysis.core.vocabulary import Matrix, unit

LEAST_PEOPLE = 3
MOST_SHARE = 0.05
_MOST_OF_THEME = 0.5
#: average number of texts in a pocket, at each fineness tried
_SIZES = (4, 6, 10)
_OWN_WORD, _HELD_WORD = 0.5, 0.5
_LEAST_THEME = 12
_DIRECT = 2_500
_MOST_REPORTED = 12
_SAME_VIEW = 0.3

Rows = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Pocket:
    """Units (indices, ascending) of one small view inside one theme."""

    units: tuple[int, ...]
    theme: int
    #: mean similarity to the pocket's centre
    cohesion: float
    #: how far it stands apart from its theme, times the root of its size
    distinctness: float


def find_pockets(
    space: Matrix,
    themes: Labels,
    people: Sequence[frozenset[str]],
    readings: Sequence[Reading],
    *,
    seed: int = 0,
) -> list[Pocket]:
    """Small views, the most distinct first.

    `space` unit rows (units, dimensions) of the text space; `themes` the theme of each unit, −1 for none;
    `people` the persons behind each unit.
    """
    said = [points(reading).keys() for reading in readings]
    holders: dict[str, int] = Counter(word for words in said for word in words)
    everyone = len(_union(people))
    found: list[Pocket] = []
    for theme in range(int(themes.max(initial=-1)) + 1):
        rows = np.flatnonzero(themes == theme)
        inside = len(_union(people[row] for row in rows.tolist()))
        home = unit(space[rows].mean(axis=0, keepdims=True))[0]
        for members in _cut(space, rows, seed):
            who = len(_union(people[member] for member in members))
            small = LEAST_PEOPLE <= who < MOST_SHARE * everyone and who < _MOST_OF_THEME * inside
            if len(members) < LEAST_PEOPLE or not small or not _has_own_word(members, said, holders):
                continue
            middle = unit(space[members].mean(axis=0, keepdims=True))[0]
            cohesion = float((space[members] @ middle).mean())
            apart = (cohesion - float(middle @ home)) * sqrt(len(members))
            found.append(Pocket(units=tuple(members), theme=theme, cohesion=cohesion, distinctness=apart))
    return _apart(sorted(found, key=lambda pocket: (-round(pocket.distinctness, 6), pocket.units)))


def _has_own_word(members: Sequence[int], said: Sequence[Iterable[str]], holders: dict[str, int]) -> bool:
    inside = Counter(word for member in members for word in said[member])
    least = max(LEAST_PEOPLE, _OWN_WORD * len(members))
    return any(count >= least and count > _HELD_WORD * holders[word] for word, count in inside.items())


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


def _cut(space: Matrix, rows: Rows, seed: int) -> Iterator[list[int]]:
    """Pockets of one theme, each size tried; above a few thousand texts over micro-centroids."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from sklearn.cluster import MiniBatchKMeans

    if len(rows) < _LEAST_THEME:
        return
    points_, home = space[rows], np.arange(len(rows))
    if len(rows) > _DIRECT:
        micro = MiniBatchKMeans(n_clusters=_DIRECT // 2, n_init=1, random_state=seed, batch_size=4096)
        _, home = np.unique(micro.fit_predict(points_), return_inverse=True)
        points_ = centroids(points_, home.astype(np.int64))
    # Zero rows (no known word, no vector) have no direction: a constant axis keeps cosine defined.
    tree = linkage(unit(np.hstack([points_, np.full((len(points_), 1), 1e-3)])), "average", metric="cosine")
    for size in _SIZES:
        labels = fcluster(tree, max(2, len(points_) // size), criterion="maxclust")[home]
        members: dict[int, list[int]] = defaultdict(list)
        for row, label in zip(rows.tolist(), labels.tolist(), strict=True):
            members[label].append(row)
        yield from members.values()


def _union(people: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*people)
