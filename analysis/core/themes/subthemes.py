"""The second level: the parts of a theme, by what its comments say.

Themes may have been learned from sections; their parts are read from the texts alone: the texts of a theme
are linked with their nearest fellows and the graph is cut into groups of eight texts on average, at most eight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.core.intake.reading import Reading
from analysis.core.space.neighbours import link
from analysis.core.space.vectors import Labels, Matrix, unit_rows
from analysis.core.themes.ids import mark_hash
from analysis.core.themes.partition import nearest

_MOST, _AVERAGE = 8, 8
#: texts of one theme among which fellows are looked for
_ANCHORS = 1_000


@dataclass(frozen=True, kw_only=True)
class Subtheme:
    """Units (indices, ascending) of one part of a theme."""

    id: str
    theme: int
    units: tuple[int, ...]


def split(places: Matrix, views: Sequence[Matrix], themes: Labels, readings: Sequence[Reading]) -> list[Subtheme]:
    """The parts of every theme large enough to have some, theme by theme, larger parts first.

    `places` unit rows of the text space, `views` the same seen in several ways, `themes` the theme of each unit, −1 for
    none. The parts of a theme hold each of its units once.
    """
    found: list[Subtheme] = []
    for theme in range(int(themes.max(initial=-1)) + 1):
        members = np.flatnonzero(themes == theme)
        count = min(_MOST, len(members) // _AVERAGE)
        if count < 2:
            continue
        graph = link([view[members] for view in views], most=_ANCHORS)
        settled = graph.settle(places[members])
        labels = nearest(settled, settled[graph.anchors], graph.eigenvectors(count))
        if labels is None or len(set(labels.tolist())) < 2:
            continue
        parts = [tuple(members[labels == label].tolist()) for label in sorted(set(labels.tolist()))]
        for part in sorted(parts, key=lambda part: (-len(part), part)):
            found.append(Subtheme(id=_id(places, part, readings), theme=theme, units=part))
    return found


def _id(places: Matrix, part: Sequence[int], readings: Sequence[Reading]) -> str:
    """Named after the text nearest its centre, as themes are."""
    rows = list(part)
    middle = unit_rows(places[rows].mean(axis=0, keepdims=True))[0]
    best = rows[int(np.round(places[rows] @ middle, 9).argmax())]
    return "s" + mark_hash(readings[best].fingerprint)[:8]
