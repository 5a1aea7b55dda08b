"""The space in which comments are compared.

Two blocks: a sentence vector, centred on its corpus, and TF-IDF of Thai words reduced by SVD. Where
citizens chose to comment says what they meant, so when enough comments stand on enough sections a
shrinkage LDA learns from the section labels which directions of those blocks tell subjects apart
(measured in docs/analysis.md); with few sections the blocks are used as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.core.encoders import Vectors

Matrix = NDArray[np.float64]

_WORD_DIMENSIONS = 100
_SENTENCE_DIMENSIONS = 64
_MOST_TERMS = 20_000
#: comments on a section before it teaches anything; sections before LDA is used at all
LEAST_ON_SECTION = 5
LEAST_SECTIONS = 4


@dataclass(frozen=True, kw_only=True)
class Words:
    """A TF-IDF vocabulary (sublinear, L2) with its SVD."""

    terms: tuple[str, ...]
    idf: Matrix
    #: shape (terms, dimensions)
    axes: Matrix

    @classmethod
    def learn(cls, documents: Sequence[Sequence[str]], *, seed: int = 0) -> Words:
        """Keep terms of at least two texts (one when there are few texts) and of at most 30 % of them."""
        from sklearn.utils.extmath import randomized_svd

        count = len(documents)
        frequency = Counter(term for document in documents for term in set(document))
        least, most = (2 if count >= 20 else 1), max(0.3 * count, 3)
        kept = [term for term, n in frequency.items() if least <= n <= most]
        terms = tuple(sorted(sorted(kept, key=lambda term: (-frequency[term], term))[:_MOST_TERMS]))
        idf = np.array([np.log((1 + count) / (1 + frequency[term])) + 1 for term in terms])
        bare = cls(terms=terms, idf=idf, axes=np.zeros((len(terms), 0)))
        width = min(_WORD_DIMENSIONS, len(terms) - 1, count - 1)
        if width < 1:
            return bare
        _, _, axes = randomized_svd(bare.weigh(documents), n_components=width, random_state=seed)
        return cls(terms=terms, idf=idf, axes=np.ascontiguousarray(axes.T))

    def weigh(self, documents: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """TF-IDF rows of unit length, shape (documents, terms)."""
        place = {term: column for column, term in enumerate(self.terms)}
        indptr, columns, values = [0], [], []
        for document in documents:
            counts = Counter(place[term] for term in document if term in place)
            row = sorted(counts)
            weights = np.array([(1 + np.log(counts[column])) * self.idf[column] for column in row])
            columns += row
            values += (weights / (np.linalg.norm(weights) or 1.0)).tolist()
            indptr.append(len(columns))
        return sparse.csr_matrix((values, columns, indptr), shape=(len(documents), len(self.terms)))

    def project(self, documents: Sequence[Sequence[str]]) -> Matrix:
        """Unit rows in the reduced space, shape (documents, dimensions)."""
        return unit(np.asarray(self.weigh(documents) @ self.axes))


@dataclass(frozen=True, kw_only=True)
class Space:
    """A learned comparison space; `place` puts texts into it."""

    words: Words
    #: mean sentence vector of the corpus
    centre: Matrix
    #: linear map of the two blocks side by side, shape (blocks, dimensions), and what to subtract first
    axes: Matrix
    origin: Matrix
    #: "sections" when section labels taught the axes, "text" when not
    taught_by: str

    def place(self, vectors: Vectors, documents: Sequence[Sequence[str]]) -> Matrix:
        """Unit rows, shape (texts, dimensions)."""
        return unit((_blocks(vectors, self.centre, self.words, documents) - self.origin) @ self.axes)


def learn_space(
    vectors: Vectors, documents: Sequence[Sequence[str]], sections: Sequence[str], *, seed: int = 0
) -> Space:
    """Learn a space from texts (sentence vectors, terms) and the section each stands on ("" for none)."""
    words = Words.learn(documents, seed=seed)
    centre = vectors.mean(axis=0).astype(np.float64) if len(vectors) else np.zeros(vectors.shape[1])
    blocks = _blocks(vectors, centre, words, documents)
    taught = _section_axes(blocks, sections)
    if taught is not None:
        origin, axes = taught
        return Space(words=words, centre=centre, axes=axes, origin=origin, taught_by="sections")
    axes = _text_axes(blocks, vectors.shape[1], seed)
    return Space(words=words, centre=centre, axes=axes, origin=np.zeros(blocks.shape[1]), taught_by="text")


def unit(rows: Matrix) -> Matrix:
    """Rows scaled to length one; zero rows stay zero."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Matrix = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 1e-12)
    return scaled


def _blocks(vectors: Vectors, centre: Matrix, words: Words, documents: Sequence[Sequence[str]]) -> Matrix:
    """[sentence vector, centred, unit ‖ word vector, unit]."""
    return np.hstack([unit(vectors.astype(np.float64) - centre), words.project(documents)])


def _text_axes(blocks: Matrix, width: int, seed: int) -> Matrix:
    """Principal axes of the sentence block beside the word block as it is."""
    from sklearn.decomposition import PCA

    rows, total = blocks.shape
    kept = min(_SENTENCE_DIMENSIONS, width, rows - 1)
    axes = np.zeros((total, max(kept, 0) + total - width))
    if kept > 0:
        axes[:width, :kept] = (
            PCA(kept, random_state=seed, svd_solver="full").fit(blocks[:, :width]).components_.T
        )
    axes[width:, max(kept, 0) :] = np.eye(total - width)
    return axes


def _section_axes(blocks: Matrix, sections: Sequence[str]) -> tuple[Matrix, Matrix] | None:
    """LDA of the blocks onto sections, None when too few sections have enough comments."""
    counts = Counter(section for section in sections if section)
    taught = {section for section, n in counts.items() if n >= LEAST_ON_SECTION}
    rows = [row for row, section in enumerate(sections) if section in taught]
    if len(taught) < LEAST_SECTIONS or len(rows) < 3 * len(taught):
        return None
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    labels = [sections[row] for row in rows]
    lda = LinearDiscriminantAnalysis(solver="eigen", shrinkage=0.5).fit(blocks[rows], labels)
    return blocks[rows].mean(axis=0), np.asarray(lda.scalings_[:, : len(taught) - 1])
