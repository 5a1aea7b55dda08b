"""Units in themes: how many, which, how surely, under which id."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.core.intake.deduplicated import Corpus
from analysis.core.space.neighbours import Graph
from analysis.core.space.vectors import Labels, Matrix
from analysis.core.themes.ids import mark_hash
from analysis.core.themes.partition import Choice, Fit, Partition, choose, fit, partition, stabilities
from analysis.core.types import Options

#: a unit this far out in its theme and this undecided between two is left unclustered
_FAR_PERCENTILE, _NEAR_MARGIN = 2.0, 0.02
_LEAST_UNITS_TO_LEAVE_OUT, _LEAST_IN_THEME = 40, 10


@dataclass(frozen=True, kw_only=True)
class Clustering:
    """Units in themes. `theme` −1: unclustered."""

    theme: Labels
    ids: tuple[str, ...]
    part: Partition
    fit: Fit
    choice: Choice
    stability: Matrix


def cluster(places: Matrix, graph: Graph, corpus: Corpus, options: Options) -> Clustering:
    """Themes of the units, largest (people) first. `places`: where they lie, settled in `graph`."""
    if not corpus.units:
        return _nothing(places.shape[1])
    choice = choose(places, graph) if options.themes is None else Choice(themes=options.themes, tried=())
    found = partition(places, graph, choice.themes)
    part = _by_people(found, corpus)
    decision = fit(places @ part.centroids.T)
    theme = _leave_out(part.labels, decision)
    middles = [_middle(part, decision, theme, number) for number in range(part.count)]
    ids = tuple("t" + mark_hash(corpus.readings[middle].fingerprint)[:8] for middle in middles)
    return Clustering(
        theme=theme,
        ids=ids,
        part=part,
        fit=decision,
        choice=choice,
        stability=stabilities(places, graph, part),
    )


def _nothing(width: int) -> Clustering:
    """The themes of no text."""
    empty, nothing = np.empty(0, dtype=np.int64), np.empty(0)
    part = Partition(labels=empty, centroids=np.empty((0, width)))
    still = Fit(theme=empty, similarity=nothing, margin=nothing, confidence=nothing)
    return Clustering(theme=empty, ids=(), part=part, fit=still, choice=Choice(themes=0, tried=()), stability=nothing)


def by_people(labels: Labels, corpus: Corpus) -> list[int]:
    """The labels in order of rank: most people first, then the smallest comment id."""
    return sorted(np.unique(labels).tolist(), key=lambda label: corpus.rank(np.flatnonzero(labels == label).tolist()))


def _by_people(found: Partition, corpus: Corpus) -> Partition:
    """The same themes renumbered by rank."""
    order = by_people(found.labels, corpus)
    renamed = np.empty(found.count, dtype=np.int64)
    renamed[order] = np.arange(found.count)
    return Partition(labels=renamed[found.labels], centroids=found.centroids[order])


def _leave_out(labels: Labels, decision: Fit) -> Labels:
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


def _middle(part: Partition, decision: Fit, theme: Labels, number: int) -> int:
    """The unit nearest its theme's centre; units are in order of text, so ties are settled by text."""
    members = np.flatnonzero(theme == number)
    members = members if len(members) else np.flatnonzero(part.labels == number)
    return int(members[np.round(decision.similarity[members], 9).argmax()])
