"""Units in themes: how many, which, how surely, under which id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.core.intake.rows import Row
from analysis.core.intake.units import Unit, reading_of
from analysis.core.space.neighbours import Graph
from analysis.core.space.vectors import Matrix
from analysis.core.themes.ids import mark_hash
from analysis.core.themes.partition import Choice, Fit, Partition, choose, fit, partition, stabilities
from analysis.core.types import Options

#: a unit this far out in its theme and this undecided between two is left unclustered
_FAR_PERCENTILE, _NEAR_MARGIN = 2.0, 0.02
_LEAST_UNITS_TO_LEAVE_OUT, _LEAST_IN_THEME = 40, 10


@dataclass(frozen=True, kw_only=True)
class Clustering:
    """Units in themes. `theme` −1: unclustered."""

    theme: NDArray[np.int64]
    ids: tuple[str, ...]
    part: Partition
    fit: Fit
    choice: Choice
    stability: Matrix


def cluster(places: Matrix, graph: Graph, units: Sequence[Unit], rows: Sequence[Row], options: Options) -> Clustering:
    """Themes of units, largest (people) first."""
    if not units:
        empty = np.empty(0, dtype=np.int64)
        part = Partition(labels=empty, centroids=np.empty((0, places.shape[1])))
        nothing = np.empty(0)
        still = Fit(theme=empty, similarity=nothing, margin=nothing, confidence=nothing)
        return Clustering(
            theme=empty, ids=(), part=part, fit=still, choice=Choice(themes=0, tried=()), stability=nothing
        )
    choice = choose(places, graph) if options.themes is None else Choice(themes=options.themes, tried=())
    found = partition(places, graph, choice.themes)
    part = _by_people(found, units, rows)
    decision = fit(places @ part.centroids.T)
    theme = _leave_out(part.labels, decision)
    middles = [_middle(part, decision, theme, number) for number in range(part.count)]
    ids = tuple("t" + mark_hash(reading_of(rows, units[middle]).fingerprint)[:8] for middle in middles)
    return Clustering(
        theme=theme,
        ids=ids,
        part=part,
        fit=decision,
        choice=choice,
        stability=stabilities(places, graph, part),
    )


def _by_people(found: Partition, units: Sequence[Unit], rows: Sequence[Row]) -> Partition:
    """The same themes renumbered: most people first, then the smallest comment id."""

    def rank(number: int) -> tuple[int, str]:
        members = np.flatnonzero(found.labels == number).tolist()
        people = frozenset().union(*(units[place].people for place in members))
        return -len(people), min(rows[units[place].rows[0]].comment.id for place in members)

    order = sorted(range(found.count), key=rank)
    renamed = np.empty(found.count, dtype=np.int64)
    renamed[order] = np.arange(found.count)
    return Partition(labels=renamed[found.labels], centroids=found.centroids[order])


def _leave_out(labels: NDArray[np.int64], decision: Fit) -> NDArray[np.int64]:
    """Mark as unclustered (−1) the units far out in their theme and undecided between two."""
    theme = labels.copy()
    if len(labels) < _LEAST_UNITS_TO_LEAVE_OUT:
        return theme
    for number in range(int(labels.max()) + 1):
        members = labels == number
        if members.sum() < _LEAST_IN_THEME:
            continue
        limit = np.percentile(decision.similarity[members], _FAR_PERCENTILE)
        theme[members & (decision.similarity <= limit) & (decision.margin < _NEAR_MARGIN)] = -1
    return theme


def _middle(part: Partition, decision: Fit, theme: NDArray[np.int64], number: int) -> int:
    """The unit nearest its theme's centre; units are in order of text, so ties are settled by text."""
    members = np.flatnonzero(theme == number)
    members = members if len(members) else np.flatnonzero(part.labels == number)
    return int(members[np.round(decision.similarity[members], 9).argmax()])
