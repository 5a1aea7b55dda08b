"""Themes that analysts shaped are learned from their examples, and similar comments follow.

A logistic regression on the fused vectors and the section learns from comments placed by hand, from members of the themes
analysts shaped, from the names they gave, and, so that it knows what belongs elsewhere, from the themes found among
the rest. Its opinion then spreads over a graph in which a comment is tied to its nearest neighbours and to what it
answers (Zhou et al. 2004, "Learning with local and global consistency"); what was placed by hand stays. Figures:
docs/analysis.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.core.space.neighbours import neighbours
from analysis.core.space.vectors import Labels, Matrix, unit_rows

_SECTION_WEIGHT, _SECTION_TIE = 1.0, 1.6
_INVERSE_PENALTY = 10.0
#: weight of an example by where it comes from: placed by hand 1
NAME_WEIGHT, EXAMPLE_WEIGHT, FOUND_WEIGHT = 4.0, 0.5, 0.3
_NEIGHBOURS, _REPLY_TIE = 12, 3.0
_SPREAD, _ROUNDS = 0.5, 20
#: neighbours are looked for among, and the regression learns from, at most so many texts
_ANCHORS = 6_000


@dataclass(frozen=True, kw_only=True)
class Examples:
    """The examples the classifier learns from: `theme` (n,) numbers, −1 where nothing is known; `weight` (n,)."""

    theme: Labels
    weight: Matrix
    #: True where the theme is settled, whatever the classifier thinks; (n,)
    fixed: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Classifier:
    """A logistic regression that tells the theme of a text from its blocks and its section."""

    #: shape (blocks + sections, themes) and (themes,)
    weights: Matrix
    bias: Matrix
    sections: tuple[str, ...]

    def chances(self, blocks: Matrix, sections: Sequence[str]) -> Matrix:
        """Probability of each theme, shape (texts, themes)."""
        scores = with_sections(blocks, sections, self.sections, _SECTION_WEIGHT) @ self.weights + self.bias
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances: Matrix = raised / raised.sum(axis=1, keepdims=True)
        return chances


def with_sections(blocks: Matrix, sections: Sequence[str], known: Sequence[str], weight: float) -> Matrix:
    """Blocks beside one column a section, `weight` where the text stands on it."""
    column = {section: place for place, section in enumerate(known)}
    marks = np.zeros((len(blocks), len(known)))
    for row, section in enumerate(sections):
        if section in column:
            marks[row, column[section]] = weight
    return np.hstack([blocks, marks])


def learn(
    blocks: Matrix,
    sections: Sequence[str],
    examples: Examples,
    *,
    themes: int,
    names: tuple[Matrix, Labels] | None = None,
) -> Classifier:
    """A classifier of `themes` themes, each of which has an example. `names`: blocks of the names given, their themes."""
    from sklearn.linear_model import LogisticRegression

    known = tuple(sorted({section for section in sections if section}))
    rows = _even(np.flatnonzero(examples.theme >= 0), examples)
    seen = with_sections(blocks[rows], [sections[row] for row in rows.tolist()], known, _SECTION_WEIGHT)
    labels, weights = examples.theme[rows], examples.weight[rows]
    if names is not None and len(names[1]):
        seen = np.vstack([seen, with_sections(names[0], [""] * len(names[1]), known, 0.0)])
        labels = np.concatenate([labels, names[1]])
        weights = np.concatenate([weights, np.full(len(names[1]), NAME_WEIGHT)])
    if themes == 1:
        return Classifier(weights=np.zeros((seen.shape[1], 1)), bias=np.zeros(1), sections=known)
    model = LogisticRegression(C=_INVERSE_PENALTY, max_iter=500).fit(seen, labels, sample_weight=weights)
    weight, bias = model.coef_.T, model.intercept_
    if themes == 2:  # one column speaks for both
        weight, bias = np.hstack([-weight / 2, weight / 2]), np.array([-bias[0] / 2, bias[0] / 2])
    return Classifier(weights=np.asarray(weight), bias=np.asarray(bias), sections=known)


def _even(rows: NDArray[np.int64], examples: Examples) -> NDArray[np.int64]:
    """All rows when they are few; else the settled ones and an even spread of the others, ascending."""
    if len(rows) <= _ANCHORS:
        return rows
    settled, others = rows[examples.fixed[rows]], rows[~examples.fixed[rows]]
    step = -(-len(others) // max(1, _ANCHORS - min(len(settled), _ANCHORS // 2)))
    return np.sort(np.concatenate([settled[:_ANCHORS], others[::step]]))


def spread(
    chances: Matrix, places: Matrix, sections: Sequence[str], replies: Sequence[tuple[int, int]], examples: Examples
) -> Matrix:
    """Chances after neighbours and answered comments have had their say; shape as before.

    `places`: unit rows of the texts alone; `replies`: pairs of rows (answer, answered).
    """
    start = chances.copy()
    settled = np.flatnonzero(examples.fixed)
    start[settled] = 0.0
    start[settled, examples.theme[settled]] = 1.0
    ties = _ties(places, sections, replies)
    spreading = start
    for _ in range(_ROUNDS):
        spreading = _SPREAD * np.asarray(ties @ spreading) + (1 - _SPREAD) * start
    total = spreading.sum(axis=1, keepdims=True)
    shares: Matrix = np.divide(spreading, total, out=start.copy(), where=total > 0)
    return shares


def _ties(places: Matrix, sections: Sequence[str], replies: Sequence[tuple[int, int]]) -> sparse.csr_matrix:
    """Sparse graph of neighbours and replies, normalised by the square roots of both degrees."""
    count = len(places)
    known = sorted({section for section in sections if section})
    together = unit_rows(with_sections(places, sections, known, _SECTION_TIE))
    anchors = np.arange(0, count, max(1, -(-count // _ANCHORS)))
    table = sparse.csr_matrix((count, count))
    if near := max(min(_NEIGHBOURS, len(anchors) - 1), 0):
        links = neighbours(together, anchors, near)
        table = sparse.csr_matrix((links.data**2, anchors[links.indices], links.indptr), shape=(count, count))
    table = table.maximum(table.T)
    if replies:
        answers, answered = np.array(replies, dtype=np.int64).T
        links = sparse.coo_matrix(
            (np.full(len(replies), _REPLY_TIE), (answers, answered)), shape=(count, count)
        ).tocsr()
        table = table + links + links.T
    scale = sparse.diags(1 / np.sqrt(np.asarray(table.sum(axis=1)).ravel() + 1e-9))
    return (scale @ table @ scale).tocsr()
