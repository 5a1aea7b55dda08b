"""Themes: k-means in the comparison space, and how many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.core.vocabulary import Matrix, unit

Labels = NDArray[np.int64]

#: themes looked for when nobody says how many
FEWEST, MOST = 5, 20
#: units (distinct texts) a theme should hold on average before another is tried
_UNITS_PER_THEME = 6
_SAMPLE = 2_000
_SILHOUETTE_SAMPLE = 1_500
#: a smaller number of themes wins when its score is at least this share of the best
_GOOD_ENOUGH = 0.95
_STABILITY_WEIGHT = 0.1
_INITS, _INITS_LARGE, _LARGE = 25, 5, 20_000


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


def partition(space: Matrix, themes: int, *, seed: int = 0) -> Partition:
    """k-means with many starts; never more themes than distinct places. `space` has unit rows."""
    distinct = len(np.unique(np.round(space, 9), axis=0))
    count = max(1, min(themes, distinct))
    if count == 1:
        return Partition(labels=np.zeros(len(space), dtype=np.int64), centroids=unit(space.mean(axis=0, keepdims=True)))
    labels = _kmeans(space, count, seed=seed, inits=_INITS if len(space) <= _LARGE else _INITS_LARGE)
    return _settle(space, labels)


def _settle(space: Matrix, labels: Labels, rounds: int = 20) -> Partition:
    """Move every unit to its nearest centroid by angle until none moves: placing a text again then gives
    the theme it had. A theme that lost all its units is dropped."""
    for _ in range(rounds):
        _, labels = np.unique(labels, return_inverse=True)
        middle = centroids(space, labels)
        nearest = (space @ middle.T).argmax(axis=1)
        if np.array_equal(nearest, labels):
            break
        labels = nearest
    _, labels = np.unique(labels, return_inverse=True)
    return Partition(labels=labels.astype(np.int64), centroids=centroids(space, labels))


def centroids(space: Matrix, labels: Labels) -> Matrix:
    """Mean direction of each label 0..max, unit rows."""
    sums = np.zeros((int(labels.max()) + 1, space.shape[1]))
    np.add.at(sums, labels, space)
    return unit(sums)


def choose(space: Matrix, *, seed: int = 0) -> Choice:
    """The number of themes, by quality and stability.

    Score = silhouette (cosine) + 0.1 × mean ARI between the full partition and partitions learned from 80 %
    samples. The smallest number within 5 % of the best score is taken: a reader prefers fewer themes.
    """
    count = len(space)
    most = min(MOST, count // _UNITS_PER_THEME)
    if most < 2:
        return Choice(themes=1, tried=())
    generator = np.random.default_rng(seed)
    sample = space if count <= _SAMPLE else space[np.sort(generator.choice(count, _SAMPLE, replace=False))]
    tried = [_try(sample, themes, seed) for themes in range(min(FEWEST, most), most + 1)]
    best = max(row["score"] for row in tried)
    chosen = next(row for row in tried if row["score"] >= _GOOD_ENOUGH * best or best <= 0)
    return Choice(themes=int(chosen["themes"]), tried=tuple(tried))


def _try(sample: Matrix, themes: int, seed: int) -> dict[str, float]:
    from sklearn.metrics import adjusted_rand_score, silhouette_score

    labels = _kmeans(sample, themes, seed=seed, inits=4)
    if len(set(labels.tolist())) < 2:
        return {"themes": themes, "silhouette": 0.0, "stability": 0.0, "score": 0.0}
    silhouette = float(
        silhouette_score(
            sample,
            labels,
            metric="cosine",
            sample_size=min(_SILHOUETTE_SAMPLE, len(sample)),
            random_state=seed,
        )
        if len(sample) > themes
        else 0.0
    )
    generator = np.random.default_rng(seed + themes)
    agreements = []
    for _ in range(3):
        rows = np.sort(generator.choice(len(sample), max(themes, int(0.8 * len(sample))), replace=False))
        part = _kmeans(sample[rows], themes, seed=seed, inits=2)
        again = (sample @ centroids(sample[rows], part).T).argmax(axis=1)
        agreements.append(adjusted_rand_score(labels, again))
    stability = float(np.mean(agreements))
    score = silhouette + _STABILITY_WEIGHT * stability
    return {
        "themes": themes,
        "silhouette": round(silhouette, 4),
        "stability": round(stability, 4),
        "score": round(score, 4),
    }


def _kmeans(space: Matrix, themes: int, *, seed: int, inits: int) -> Labels:
    from sklearn.cluster import KMeans

    model = KMeans(n_clusters=themes, n_init=inits, random_state=seed, max_iter=100)
    return np.asarray(model.fit_predict(space), dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Fit:
    """How each text sits among the themes: best theme, similarity to it, lead over the next, confidence."""

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


def stabilities(space: Matrix, part: Partition, *, seed: int = 0) -> Matrix:
    """How surely each theme comes back: mean best Jaccard with partitions of 80 % samples; (themes,)."""
    if part.count == 1 or len(space) < 2 * part.count:
        return np.ones(part.count)
    generator = np.random.default_rng(seed + 1_000)
    rows = np.arange(len(space))
    if len(space) > _LARGE:
        rows = np.sort(generator.choice(len(space), _LARGE, replace=False))
    sample, labels = space[rows], part.labels[rows]
    found = np.zeros(part.count)
    rounds = 4
    for _ in range(rounds):
        chosen = np.sort(generator.choice(len(sample), int(0.8 * len(sample)), replace=False))
        again = _kmeans(sample[chosen], part.count, seed=seed, inits=3)
        table = np.zeros((part.count, part.count))
        np.add.at(table, (labels[chosen], again), 1)
        union = table.sum(axis=1, keepdims=True) + table.sum(axis=0, keepdims=True) - table
        found += (table / np.maximum(union, 1)).max(axis=1)
    return found / rounds
