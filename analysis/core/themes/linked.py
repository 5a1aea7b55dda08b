"""Groups of texts within a theme that are near fellows of one another: where small views are looked for.

The parts of a theme hold four texts on average, by average linkage; a view of ten people falls into several of them. Here the texts of a
theme are linked with their nearest fellows and the graph is cut into groups of eight texts on average, at most eight.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.core.space.neighbours import link
from analysis.core.space.vectors import Labels, Matrix
from analysis.core.themes.partition import nearest

_MOST, _AVERAGE = 8, 8
#: texts of one theme among which fellows are looked for
_ANCHORS = 1_000


def linked_groups(places: Matrix, views: Sequence[Matrix], themes: Labels) -> list[tuple[int, ...]]:
    """Units (indices, ascending) of each group of every theme large enough to have two.

    `places` unit rows of the text space, `views` the same seen in several ways, `themes` the theme of each unit, −1 for none.
    """
    found: list[tuple[int, ...]] = []
    for theme in range(int(themes.max(initial=-1)) + 1):
        members = np.flatnonzero(themes == theme)
        count = min(_MOST, len(members) // _AVERAGE)
        if count < 2:
            continue
        graph = link([view[members] for view in views], most=_ANCHORS)
        settled = graph.settle(places[members])
        labels = nearest(settled, settled[graph.anchors], graph.eigenvectors(count))
        if labels is not None:
            found += [tuple(members[labels == label].tolist()) for label in sorted(set(labels.tolist()))]
    return found
