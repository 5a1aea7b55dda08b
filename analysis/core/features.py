"""The space in which comments are compared.

Three blocks side by side: a sentence vector, centred on its corpus; words; runs of letters. Where citizens
chose to comment says what they meant, so when enough comments stand on enough sections a shrinkage LDA
learns from the section labels, and from the draft's own words, which directions of those blocks tell
subjects apart; with few sections the blocks are used as they are. Last, each text moves half-way towards
its nearest neighbours, which steadies what is made of it. All of it is measured in docs/analysis.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.core.encoders import Vectors
from analysis.core.reading import Reading
from analysis.core.vocabulary import Letters, Matrix, Words, unit

Rows = NDArray[np.int64]

_SENTENCE_DIMENSIONS = 64
_WORD_WEIGHT, _LETTER_WEIGHT = 0.5, 0.7
#: comments on a section before it teaches anything; sections before they teach at all
LEAST_ON_SECTION = 5
LEAST_SECTIONS = 4
#: pull of the within-section covariance towards a sphere: sections are few and noisy
_SHRINKAGE = 0.6

_NEIGHBOURS, _ROUNDS, _PULL = 12, 2, 0.5
#: neighbours are looked for among at most so many texts, so that time grows with N and not N²
_ANCHORS = 6_000
_CHUNK = 2_000


@dataclass(frozen=True, kw_only=True)
class Space:
    """A learned comparison space; `place` puts texts into it."""

    words: Words
    letters: Letters
    #: mean sentence vector of the corpus
    centre: Matrix
    #: what to subtract from the blocks, and the linear map applied then, shape (blocks, dimensions)
    origin: Matrix
    axes: Matrix
    #: "sections" when section labels taught the axes, "text" when not
    taught_by: str

    def place(self, vectors: Vectors, readings: Sequence[Reading]) -> Matrix:
        """Unit rows, shape (texts, dimensions)."""
        return unit((self.blocks(vectors, readings) - self.origin) @ self.axes)

    def blocks(self, vectors: Vectors, readings: Sequence[Reading]) -> Matrix:
        """[sentence ‖ ½ words ‖ .7 letters], each of unit length before weighing."""
        sentence = unit(vectors.astype(np.float64) - self.centre)
        words = self.words.project([reading.terms for reading in readings])
        letters = self.letters.project([reading.fingerprint for reading in readings])
        return np.hstack([sentence, _WORD_WEIGHT * words, _LETTER_WEIGHT * letters])


@dataclass(frozen=True, kw_only=True)
class Lessons:
    """Texts of the draft itself, by the section they stand in."""

    readings: Sequence[Reading]
    vectors: Vectors
    sections: Sequence[str]


def learn_text_space(vectors: Vectors, readings: Sequence[Reading], *, seed: int = 0) -> Space:
    """The space of the texts alone: principal axes of the sentence block beside the others as they are."""
    words = Words.learn([reading.terms for reading in readings], seed=seed)
    letters = Letters.learn([reading.fingerprint for reading in readings], seed=seed)
    width = vectors.shape[1]
    centre = vectors.mean(axis=0).astype(np.float64) if len(vectors) else np.zeros(width)
    total = width + words.axes.shape[1] + letters.axes.shape[1]
    space = Space(
        words=words,
        letters=letters,
        centre=centre,
        origin=np.zeros(total),
        axes=np.eye(total),
        taught_by="text",
    )
    return _with_axes(space, np.zeros(total), _text_axes(unit(vectors - centre), total, seed), "text")


def teach(
    space: Space,
    vectors: Vectors,
    readings: Sequence[Reading],
    sections: Sequence[str],
    lessons: Lessons | None = None,
) -> Space:
    """The same space with axes learned from the section each text stands on ("" for none).

    Returns the space unchanged when too few sections have enough comments.
    """
    counts = Counter(section for section in sections if section)
    taught = {section for section, n in counts.items() if n >= LEAST_ON_SECTION}
    rows = [row for row, section in enumerate(sections) if section in taught]
    if len(taught) < LEAST_SECTIONS or len(rows) < 3 * len(taught):
        return space
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    examples = space.blocks(vectors[rows], [readings[row] for row in rows])
    origin = examples.mean(axis=0)
    labels = [sections[row] for row in rows]
    if lessons is not None:
        known = [row for row, section in enumerate(lessons.sections) if section in taught]
        drafts = space.blocks(lessons.vectors[known], [lessons.readings[row] for row in known])
        examples = np.vstack([examples, drafts])
        labels += [lessons.sections[row] for row in known]
    lda = LinearDiscriminantAnalysis(solver="eigen", shrinkage=_SHRINKAGE).fit(examples, labels)
    axes = np.asarray(lda.scalings_[:, : len(taught) - 1])
    return _with_axes(space, origin, axes, "sections")


def settle(places: Matrix, *, seed: int = 0) -> Matrix:
    """Move each place half-way towards the weighted mean of its twelve nearest neighbours, twice.

    Noise of single short texts averages out and clusters found from different seeds agree more.
    """
    count = len(places)
    if count <= _NEIGHBOURS + 1:
        return places
    generator = np.random.default_rng(seed)
    anchors = np.arange(count)
    if count > _ANCHORS:
        anchors = np.sort(generator.choice(count, _ANCHORS, replace=False))
    for _ in range(_ROUNDS):
        fixed = places[anchors]
        parts = (np.arange(start, min(start + _CHUNK, count)) for start in range(0, count, _CHUNK))
        places = np.vstack([_towards_neighbours(places[rows], rows, fixed, anchors) for rows in parts])
    return places


def _towards_neighbours(places: Matrix, rows: Rows, fixed: Matrix, anchors: Rows) -> Matrix:
    likeness = places @ fixed.T
    likeness[rows[:, None] == anchors[None, :]] = -2.0  # nobody is their own neighbour
    near = np.argpartition(-likeness, _NEIGHBOURS, axis=1)[:, :_NEIGHBOURS]
    weights = np.clip(np.take_along_axis(likeness, near, axis=1), 0.0, None)
    mean = np.einsum("ij,ijk->ik", weights, fixed[near])
    return unit((1 - _PULL) * places + _PULL * unit(mean))


def _with_axes(space: Space, origin: Matrix, axes: Matrix, taught_by: str) -> Space:
    return Space(
        words=space.words,
        letters=space.letters,
        centre=space.centre,
        origin=origin,
        axes=axes,
        taught_by=taught_by,
    )


def _text_axes(sentences: Matrix, total: int, seed: int) -> Matrix:
    """Principal axes of the sentence block beside the other blocks as they are."""
    from sklearn.decomposition import PCA

    rows, width = sentences.shape
    kept = max(0, min(_SENTENCE_DIMENSIONS, width, rows - 1))
    axes = np.zeros((total, kept + total - width))
    if kept:
        axes[:width, :kept] = PCA(kept, random_state=seed, svd_solver="full").fit(sentences).components_.T
    axes[width:, kept:] = np.eye(total - width)
    return axes
