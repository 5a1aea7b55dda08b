"""The second level: the parts of a theme, by what its comments say.

Themes may have been learned from sections; their parts are read from the texts alone. The texts of a theme are linked on average,
each view of them centred on the theme, and cut into groups of four texts on average. A text that is nearer another group than its
own has a second home there, so parts overlap and their sums are no sum of the theme. A group of fewer than three people is no part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.core.intake.reading import Reading
from analysis.core.space.feature_space import LETTER_WEIGHT, WORD_WEIGHT
from analysis.core.space.vectors import Labels, Matrix, unit_rows
from analysis.core.themes.ids import mark_hash

#: texts a group holds on average, texts from which a theme has parts, people without whom a group is none
_AVERAGE, _LEAST_TEXTS, LEAST_PEOPLE = 4, 8, 3
#: groups that are cut, and parts that are kept, the largest first
_MOST_GROUPS, _MOST = 40, 16
#: texts of one theme that are linked, an even spread of a larger one; the others join the group they are nearest
_LINKED, _AT_ONCE = 1_000, 2_000
#: how much two who pressed opposite buttons are less alike
_SAME_POSITION = 0.1
_POSITIONS = {"agree": 1.0, "disagree": -1.0}


@dataclass(frozen=True, kw_only=True)
class Subtheme:
    """Units (indices, ascending) of one part of a theme: its own, and guests whose own part is another."""

    id: str
    theme: int
    units: tuple[int, ...]
    guests: tuple[int, ...] = ()

    @property
    def everybody(self) -> tuple[int, ...]:
        return tuple(sorted({*self.units, *self.guests}))


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The texts whose themes are cut: unit rows of the text space, the same in several views, and who wrote each, who pressed what."""

    places: Matrix
    #: sentences of one encoder or more, words, letters
    views: Sequence[Matrix]
    readings: Sequence[Reading]
    people: Sequence[frozenset[str]]
    stances: Sequence[str]

    def heads(self, units: Sequence[int]) -> int:
        """People who wrote these, or the texts where nobody knows who wrote what."""
        known = frozenset().union(*(self.people[unit] for unit in units)) - {""}
        return len(known) or len(units)


def split(texts: Texts, themes: Labels) -> list[Subtheme]:
    """The parts of every theme large enough to have some, theme by theme, larger parts first. `themes`: the theme of each unit, −1 for
    none. Each unit is at home in one part of its theme at most, and a guest in one other at most."""
    found: list[Subtheme] = []
    for theme in range(int(themes.max(initial=-1)) + 1):
        members = np.flatnonzero(themes == theme)
        if len(members) < _LEAST_TEXTS:
            continue
        own, second = _homes(texts, members)
        parts = []
        for group in sorted(set(own.tolist())):
            units, guests = (tuple(members[which == group].tolist()) for which in (own, second))
            if (heads := texts.heads((*units, *guests))) >= LEAST_PEOPLE:
                parts.append((-heads, units, guests))
        for _heads, units, guests in sorted(parts)[:_MOST] if len(parts) > 1 else ():
            found.append(Subtheme(id=_id(texts, units), theme=theme, units=units, guests=guests))
    return found


def _homes(texts: Texts, members: Labels) -> tuple[Labels, Labels]:
    """(group of each member, the other group it is nearer to than to its own; −1 for none)."""
    from scipy.cluster.hierarchy import average, fcluster
    from scipy.spatial.distance import squareform

    weights = [1.0] * (len(texts.views) - 2) + [WORD_WEIGHT, LETTER_WEIGHT]
    blocks = [unit_rows(view[members] - view[members].mean(axis=0)) for view in texts.views]
    side = np.hstack([np.sqrt(weight / sum(weights)) * block for weight, block in zip(weights, blocks, strict=True)])
    stance = np.array([_POSITIONS.get(texts.stances[unit], 0.0) for unit in members.tolist()])
    linked = np.unique(np.linspace(0, len(members) - 1, min(len(members), _LINKED)).astype(np.int64))

    def alike(rows: Labels) -> Matrix:
        apart = np.abs(stance[rows][:, None] - stance[linked][None]) / 2
        likeness: Matrix = np.round(side[rows] @ side[linked].T - _SAME_POSITION * apart, 9)
        return likeness

    distance = 1 - alike(linked)
    np.fill_diagonal(distance, 0)
    count = min(max(2, round(len(linked) / _AVERAGE)), _MOST_GROUPS)
    tree = average(squareform(np.maximum((distance + distance.T) / 2, 0), checks=False))
    groups = fcluster(tree, count, "maxclust") - 1
    inside = np.eye(int(groups.max()) + 1)[groups]
    sizes = inside.sum(axis=0)
    place = np.full(len(members), -1)
    place[linked] = groups
    own, second = np.empty(len(members), dtype=np.int64), np.full(len(members), -1)
    for start in range(0, len(members), _AT_ONCE):
        rows = np.arange(start, min(start + _AT_ONCE, len(members)))
        likeness = alike(rows)
        total = likeness @ inside
        at_home = place[rows]
        here = np.flatnonzero(at_home >= 0)
        mean = total / sizes
        # nobody is company for oneself
        itself = likeness[here, np.searchsorted(linked, rows[here])]
        rest = sizes[at_home[here]] - 1
        mean[here, at_home[here]] = np.where(
            rest > 0, (total[here, at_home[here]] - itself) / np.maximum(rest, 1), -np.inf
        )
        own[rows] = np.where(at_home >= 0, at_home, mean.argmax(axis=1))
        others = np.where(sizes >= 2, mean, -np.inf)
        others[np.arange(len(rows)), own[rows]] = -np.inf
        best = others.argmax(axis=1)
        nearer = others.max(axis=1) > mean[np.arange(len(rows)), own[rows]]
        second[rows] = np.where(nearer, best, -1)
    return own, second


def _id(texts: Texts, part: Sequence[int]) -> str:
    """Named after the text nearest its centre, as themes are."""
    rows = list(part)
    middle = unit_rows(texts.places[rows].mean(axis=0, keepdims=True))[0]
    best = rows[int(np.round(texts.places[rows] @ middle, 9).argmax())]
    return "s" + mark_hash(texts.readings[best].fingerprint)[:8]
