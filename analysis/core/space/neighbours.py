"""The graph of nearest neighbours, and its eigenvectors for spectral clustering.

A short text is near another for its meaning, its words or its letters, seldom for all three, so each view of
the texts gives its own neighbours and the graph is their sum; an answer is near what it answers. Groups are
read from the first eigenvectors of the normalised graph (Ng, Jordan, Weiss 2002, On Spectral Clustering):
texts that many short ways join may stay together although they share no word. Measured against k-means in docs/analysis.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.core.space.vectors import Matrix, unit_rows

Rows = NDArray[np.int64]

_NEIGHBOURS, _ROUNDS, _PULL = 12, 2, 0.5
#: neighbours are looked for among at most so many texts, so that time grows with N and not N²
_ANCHORS = 6_000
_CHUNK = 2_000
#: up to here all eigenvectors are found at once, which nothing can upset
_DENSE = 500


@dataclass(frozen=True, kw_only=True)
class Graph:
    """Texts and their neighbours among the anchors, an even spread of the texts (all of them when few)."""

    #: indices of the texts that are anchors, ascending
    anchors: Rows
    #: likeness of each text to its nearest anchors, summed over views; shape (texts, anchors)
    near: sparse.csr_matrix

    def settle(self, places: Matrix) -> Matrix:
        """Move each place half-way towards the weighted mean of its neighbours, twice; unit rows.

        Noise of single short texts averages out.
        """
        for _ in range(_ROUNDS if self.near.shape[1] else 0):
            places = unit_rows((1 - _PULL) * places + _PULL * unit_rows(np.asarray(self.near @ places[self.anchors])))
        return places

    def sample(self, chosen: Rows) -> Graph:
        """The graph of some of the anchors alone, by their index among the anchors."""
        links = self.near[self.anchors[chosen]]
        links = links[:, chosen] if links.shape[1] else links
        return Graph(anchors=np.arange(len(chosen)), near=sparse.csr_matrix(links))

    def eigenvectors(self, count: int) -> Matrix:
        """The first vectors of the normalised graph, largest value first; shape (anchors, at most `count`)."""
        size = len(self.anchors)
        links = self.near[self.anchors] if self.near.shape[1] else sparse.csr_matrix((size, size))
        if not links.nnz or not 0 < count < size:
            return np.zeros((size, 0))
        links = links + links.T
        scale = sparse.diags_array(1 / np.sqrt(np.maximum(np.asarray(links.sum(axis=1)).ravel(), 1e-9)))
        return _first_vectors(sparse.csr_matrix(scale @ links @ scale), count)


def link(
    views: Sequence[Matrix],
    replies: Sequence[tuple[int, int]] = (),
    *,
    weights: Sequence[float] | None = None,
    most: int = _ANCHORS,
) -> Graph:
    """The graph of texts seen in several ways; each view has unit rows, shape (texts, its width).

    `weights`: how much each view counts, all alike unless said. Neighbours are looked for among at most `most` texts.
    Of `replies`, pairs (text, text it answers), both stand as near each other as the same words would: who answers mostly
    keeps to the matter.
    """
    count = len(views[0])
    # Units come in order of their text, so an even stride is a fair sample and needs no dice.
    anchors = np.unique(np.linspace(0, count - 1, min(count, most)).astype(np.int64)) if count else np.arange(0)
    if count <= _NEIGHBOURS + 1:
        return Graph(anchors=anchors, near=sparse.csr_matrix((count, 0)))
    counted = zip(views, weights or [1.0] * len(views), strict=True)
    seen = [(view.astype(np.float32), weight) for view, weight in counted if view.shape[1] and weight]
    near = sum(
        (neighbours(view, anchors, _NEIGHBOURS) * weight for view, weight in seen),
        start=sparse.csr_matrix((count, len(anchors))),
    )
    answered = _answered(replies, anchors, near.shape)
    return Graph(anchors=anchors, near=near + answered * sum(weight for _, weight in seen))


def _answered(replies: Sequence[tuple[int, int]], anchors: Rows, shape: tuple[int, int]) -> sparse.csr_matrix:
    """1 between each text and the anchor it answers or is answered by; shape (texts, anchors)."""
    pairs = np.array([*replies, *((parent, child) for child, parent in replies)], dtype=np.int64).reshape(-1, 2)
    pairs = np.unique(pairs[np.isin(pairs[:, 1], anchors)], axis=0)
    ones = np.ones(len(pairs))
    return sparse.csr_matrix((ones, (pairs[:, 0], np.searchsorted(anchors, pairs[:, 1]))), shape=shape)


def neighbours(places: NDArray[np.floating], anchors: Rows, count: int) -> sparse.csr_matrix:
    """The `count` nearest anchors of each place (unit rows), weighted by cosine; shape (places, anchors).

    There must be more anchors than `count`. Nobody is their own neighbour.
    """
    columns, values = [], []
    for start in range(0, len(places), _CHUNK):
        rows = np.arange(start, min(start + _CHUNK, len(places)))
        likeness = places[rows] @ places[anchors].T
        likeness[rows[:, None] == anchors[None, :]] = -2.0
        near = np.argpartition(-likeness, count, axis=1)[:, :count]
        columns.append(near.ravel())
        values.append(np.clip(np.take_along_axis(likeness, near, axis=1), 0.0, None).astype(np.float64).ravel())
    starts = np.arange(0, len(places) * count + 1, count)
    return sparse.csr_matrix(
        (np.concatenate(values), np.concatenate(columns), starts), shape=(len(places), len(anchors))
    )


def _first_vectors(links: sparse.csr_matrix, count: int) -> Matrix:
    from scipy.sparse.linalg import eigsh

    if links.shape[0] <= _DENSE:
        _, vectors = np.linalg.eigh(links.toarray())
        return np.asarray(vectors[:, ::-1][:, :count])
    values, vectors = eigsh(links, k=count, v0=np.ones(links.shape[0]), tol=1e-6)
    return np.asarray(vectors[:, np.argsort(-values, kind="stable")])
