"""Themes: groups that hang together in the graph of neighbours, and how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.core.space.neighbours import Graph
from analysis.core.space.vectors import Labels, Matrix, centroids, unit_rows

#: themes looked for when nobody says how many
FEWEST, MOST = 5, 20
#: units (distinct texts) a theme should hold on average before another is tried
_UNITS_PER_THEME = 6
_SILHOUETTE_SAMPLE = 1_500
#: a smaller number of themes wins when its score is at least this share of the best
_GOOD_ENOUGH = 0.98
#: samples that show how stable themes are, fewer when they are large, and the share of the texts in each
_MOST_SAMPLES, _FEWEST_SAMPLES, _SAMPLED_TEXTS, _SAMPLED = 9, 3, 9_000, 0.8
_INITS = 25
#: seeds of the samples: for the number of themes, for each theme's stability
_CHOICE, _RETURN = 0, 1_000


@dataclass(frozen=True, kw_only=True)
class Partition:
    """Units in themes: labels (units,), unit centroids (themes, dimensions), order as found."""

    labels: Labels
    centroids: Matrix

    @property
    def count(self) -> int:
        return len(self.centroids)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Why this number of themes: one row per number tried."""

    themes: int
    tried: tuple[dict[str, float], ...]


def partition(space: Matrix, graph: Graph, themes: int) -> Partition:
    """Groups of the graph, then every unit to the nearest centre in `space` (unit rows, settled).

    Never more themes than distinct places; a theme that lost all its units is dropped.
    """
    count = max(1, min(themes, len(np.unique(np.round(space, 9), axis=0))))
    found = nearest(space, space[graph.anchors], graph.eigenvectors(count)) if count > 1 else None
    if found is None:
        found = _kmeans(space, count) if count > 1 else np.zeros(len(space), dtype=np.int64)
    _, labels = np.unique(found, return_inverse=True)
    return Partition(labels=labels.astype(np.int64), centroids=centroids(space, labels.astype(np.int64)))


def nearest(space: Matrix, examples: Matrix, vectors: Matrix) -> Labels | None:
    """Each row of `space` to the nearest centre of the groups of the examples; None when there are no vectors."""
    if not vectors.shape[1]:
        return None
    _, found = np.unique(groups(vectors), return_inverse=True)
    return np.asarray((space @ centroids(examples, found).T).argmax(axis=1), dtype=np.int64)


def groups(vectors: Matrix) -> Labels:
    """As many groups as vectors, one label a row (not all need be used).

    Pivoted QR picks the rows that stand furthest apart as corners, and each row goes to the corner it leans
    on most (Damle, Minden, Ying 2019, Simple, direct and efficient multi-way spectral clustering). Unlike
    k-means there is no start to draw.
    """
    from scipy.linalg import qr, svd

    rows = unit_rows(vectors)
    _, pivots = qr(rows.T, mode="r", pivoting=True)
    left, _, right = svd(rows[pivots[: rows.shape[1]]].T)
    return np.asarray(np.abs(rows @ (left @ right)).argmax(axis=1), dtype=np.int64)


def choose(space: Matrix, graph: Graph) -> Choice:
    """The number of themes, by quality and stability.

    Score = silhouette (cosine), mean over the partition of all texts and partitions learned from 80 % samples, so that a
    number is good when samples find tight themes too. The samples are part of the method: a run's seed draws no others,
    so it moves no theme. The smallest number within 2 % of the best score is taken: a
    reader prefers fewer themes. `stability` is the mean ARI between the partition and those of the samples, for the record.
    """
    most = min(MOST, len(graph.anchors) // _UNITS_PER_THEME)
    vectors = graph.eigenvectors(most)
    if most < 2 or not vectors.shape[1]:
        return Choice(themes=1, tried=())
    places = space[graph.anchors]
    apart = _apart(places)
    samples = [(rows, graph.sample(rows).eigenvectors(most)) for rows in _samples(len(places), _CHOICE)]
    tried = [_try(places, apart, themes, vectors, samples) for themes in range(min(FEWEST, most), most + 1)]
    best = max(row["score"] for row in tried)
    chosen = next(row for row in tried if row["score"] >= _GOOD_ENOUGH * best or best <= 0)
    return Choice(themes=int(chosen["themes"]), tried=tuple(tried))


def _apart(places: Matrix) -> tuple[Labels, Matrix]:
    """An even spread of the texts, and the cosine distances between them."""
    rows = np.unique(np.linspace(0, len(places) - 1, min(len(places), _SILHOUETTE_SAMPLE)).astype(np.int64))
    distances = np.clip(1 - places[rows] @ places[rows].T, 0, None)
    np.fill_diagonal(distances, 0)
    return rows, distances


def _samples(count: int, seed: int) -> list[Labels]:
    generator = np.random.default_rng(seed)
    samples = min(_MOST_SAMPLES, max(_FEWEST_SAMPLES, _SAMPLED_TEXTS // count))
    return [np.sort(generator.choice(count, int(_SAMPLED * count), replace=False)) for _ in range(samples)]


def _try(
    places: Matrix,
    apart: tuple[Labels, Matrix],
    themes: int,
    vectors: Matrix,
    samples: Sequence[tuple[Labels, Matrix]],
) -> dict[str, float]:
    from sklearn.metrics import adjusted_rand_score

    labels = nearest(places, places, vectors[:, :themes])
    if labels is None or not 1 < len(set(labels.tolist())) < len(places):
        return {"themes": themes, "silhouette": 0.0, "stability": 0.0, "score": 0.0}
    drawn = (nearest(places, places[rows], first[:, :themes]) for rows, first in samples)
    again = [other for other in drawn if other is not None]
    silhouettes = [_silhouette(apart, found) for found in (labels, *again)]
    return {
        "themes": themes,
        "silhouette": round(silhouettes[0], 4),
        "stability": round(float(np.mean([adjusted_rand_score(labels, other) for other in again] or [0.0])), 4),
        "score": round(float(np.mean(silhouettes)), 4),
    }


def _silhouette(apart: tuple[Labels, Matrix], labels: Labels) -> float:
    """Mean silhouette (Rousseeuw 1987, 1 − inside / nearest other or the reverse) of the spread; 0 when it lies in one theme.

    One product of matrices for all themes: scikit-learn counts text by text, which took a quarter of the choice's time.
    """
    rows, distances = apart
    names, place = np.unique(labels[rows], return_inverse=True)
    if not 1 < len(names) < len(rows):
        return 0.0
    members = np.eye(len(names))[place]
    sizes, each = members.sum(axis=0), np.arange(len(rows))
    sums = distances @ members
    inside = sums[each, place] / np.maximum(sizes[place] - 1, 1)
    others = sums / sizes
    others[each, place] = np.inf
    nearest_other = others.min(axis=1)
    width = np.maximum(inside, nearest_other)
    alone = (sizes[place] == 1) | (width == 0)
    return float(np.where(alone, 0.0, (nearest_other - inside) / np.where(width == 0, 1.0, width)).mean())


def _kmeans(space: Matrix, themes: int) -> Labels:
    """For texts too few to make a graph."""
    from sklearn.cluster import KMeans

    return np.asarray(KMeans(n_clusters=themes, n_init=_INITS, random_state=0).fit_predict(space), dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Fit:
    """The fit of each text: best theme, similarity to it, lead over the next, confidence."""

    theme: Labels
    similarity: Matrix
    margin: Matrix
    confidence: Matrix


#: sharpness with which similarities become a confidence; .1 makes a lead of .1 count e times
TEMPERATURE = 0.1


def fit(scores: Matrix) -> Fit:
    """Read similarities, shape (texts, themes), as a decision. Confidence is a softmax, not a probability."""
    best = scores.argmax(axis=1)
    top = scores[np.arange(len(scores)), best]
    rest = np.where(np.arange(scores.shape[1]) == best[:, None], -np.inf, scores).max(axis=1, initial=-1.0)
    weights = np.exp((scores - scores.max(axis=1, keepdims=True, initial=-1.0)) / TEMPERATURE)
    confidence = weights[np.arange(len(scores)), best] / weights.sum(axis=1)
    return Fit(theme=best.astype(np.int64), similarity=top, margin=top - rest, confidence=confidence)


def stabilities(space: Matrix, graph: Graph, part: Partition) -> Matrix:
    """Stability of each theme: mean best Jaccard with partitions of 80 % samples; (themes,)."""
    places, labels = space[graph.anchors], part.labels[graph.anchors]
    found: list[Matrix] = []
    for rows in _samples(len(places), _RETURN):
        again = nearest(places[rows], places[rows], graph.sample(rows).eigenvectors(part.count))
        if part.count > 1 and again is not None:
            table = np.zeros((part.count, int(again.max()) + 1))
            np.add.at(table, (labels[rows], again), 1)
            union = table.sum(axis=1, keepdims=True) + table.sum(axis=0, keepdims=True) - table
            found.append((table / np.maximum(union, 1)).max(axis=1))
    return np.mean(found, axis=0) if found else np.ones(part.count)
