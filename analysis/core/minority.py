"""Views of few people, shown beside the themes that would swallow them.

Average linkage in the text space cuts all units into many small pockets; a pocket is reported when at
least three people hold it, when they are under 5 % of all, when it is tighter than most pockets and when
it is not simply the bulk of a theme of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.core.themes import Labels, centroids
from analysis.core.vocabulary import Matrix, unit

LEAST_PEOPLE = 3
MOST_SHARE = 0.05
#: share of a theme a pocket must stay under, or it is that theme
_MOST_OF_THEME = 0.5
_DIRECT = 3_000
_PER_POCKET = 8
_MOST_POCKETS = 400
_MOST_REPORTED = 12


@dataclass(frozen=True, kw_only=True)
class Pocket:
    """Units (indices, ascending) of one small view; cohesion: their mean similarity to its centre."""

    units: tuple[int, ...]
    cohesion: float


def find_pockets(
    space: Matrix, themes: Labels, people: Sequence[frozenset[str]], *, seed: int = 0
) -> list[Pocket]:
    """Pockets, tightest first.

    `space` unit rows (units, dimensions) of the text space, `themes` the theme of each unit, `people` the
    persons behind each unit.
    """
    count = len(space)
    if count < 2 * _PER_POCKET:
        return []
    everyone = len(frozenset().union(*people))
    theme_people = [
        len(frozenset().union(*(people[i] for i in np.flatnonzero(themes == theme).tolist())))
        for theme in range(themes.max() + 1)
    ]
    pockets: list[Pocket] = []
    labels = _pockets(space, min(_MOST_POCKETS, count // _PER_POCKET), seed)
    middle = centroids(space, labels)
    for label in range(len(middle)):
        members = np.flatnonzero(labels == label).tolist()
        holders = frozenset().union(*(people[i] for i in members))
        if len(members) < LEAST_PEOPLE or not LEAST_PEOPLE <= len(holders) < MOST_SHARE * everyone:
            continue
        home = int(np.bincount(themes[members]).argmax())
        at_home = frozenset().union(*(people[i] for i in members if themes[i] == home))
        if len(at_home) > _MOST_OF_THEME * theme_people[home]:
            continue
        pockets.append(Pocket(units=tuple(members), cohesion=float((space[members] @ middle[label]).mean())))
    if not pockets:
        return []
    typical = float(np.median([pocket.cohesion for pocket in pockets]))
    tight = [pocket for pocket in pockets if pocket.cohesion >= typical]
    return sorted(tight, key=lambda pocket: (-round(pocket.cohesion, 6), pocket.units))[:_MOST_REPORTED]


def _pockets(space: Matrix, count: int, seed: int) -> Labels:
    """Average-linkage labels; above a few thousand units the linkage runs over micro-centroids."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from sklearn.cluster import MiniBatchKMeans

    if len(space) <= _DIRECT:
        points, home = space, np.arange(len(space))
    else:
        micro = MiniBatchKMeans(n_clusters=_DIRECT // 2, n_init=1, random_state=seed, batch_size=4096)
        _, home = np.unique(micro.fit_predict(space), return_inverse=True)
        points = centroids(space, home.astype(np.int64))
    # Zero rows (no known word, no vector) have no direction: a constant axis keeps cosine defined.
    points = unit(np.hstack([points, np.full((len(points), 1), 1e-3)]))
    merged = fcluster(linkage(points, method="average", metric="cosine"), count, criterion="maxclust")
    _, labels = np.unique(merged[home], return_inverse=True)
    return labels.astype(np.int64)
