"""Two vocabularies learned from a corpus: its words, and hashed runs of letters.

Letters catch what words miss in comments typed on a phone: misspellings, lost tone marks, unknown
compounds. Both are TF-IDF rows of unit length reduced by SVD.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.core.space.vectors import Matrix, unit_rows

_WORD_DIMENSIONS, _LETTER_DIMENSIONS = 100, 64
_MOST_TERMS = 20_000
#: runs of letters longer or shorter than these say less; 2¹⁴ buckets hold them without a list of them
_RUNS, _BUCKET_BITS = (3, 4), 14
_MOST_COMMON = 0.3
_HALF, _FEW = 0.55, 11
#: where the decompositions start: part of the method, so that a run's seed moves no axis
_START = 0


@dataclass(frozen=True, kw_only=True)
class Words:
    """A vocabulary of words with their weights and the axes of its SVD, shape (terms, dimensions)."""

    terms: tuple[str, ...]
    idf: Matrix
    axes: Matrix

    @classmethod
    def learn(cls, documents: Sequence[Sequence[str]]) -> Words:
        """Keep terms of at least two texts (one when there are few texts) and of at most 30 % of them."""
        count = len(documents)
        frequency = Counter(term for document in documents for term in set(document))
        least, most = _limits(count)
        kept = [term for term, n in frequency.items() if least <= n <= most]
        terms = tuple(sorted(sorted(kept, key=lambda term: (-frequency[term], term))[:_MOST_TERMS]))
        idf = _idf(np.array([frequency[term] for term in terms], dtype=np.float64), count)
        bare = cls(terms=terms, idf=idf, axes=np.zeros((len(terms), 0)))
        return cls(terms=terms, idf=idf, axes=_axes(bare.weigh(documents), _WORD_DIMENSIONS))

    def weigh(self, documents: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """TF-IDF rows of unit length, shape (documents, terms)."""
        place = {term: column for column, term in enumerate(self.terms)}
        counts = (Counter(place[term] for term in document if term in place) for document in documents)
        return _rows(counts, self.idf)

    def project(self, documents: Sequence[Sequence[str]]) -> Matrix:
        """Unit rows in the reduced space, shape (documents, dimensions)."""
        return unit_rows(np.asarray(self.weigh(documents) @ self.axes))


@dataclass(frozen=True, kw_only=True)
class Letters:
    """Weights (buckets,) and axes (buckets, dimensions) of hashed runs of three and four letters."""

    idf: Matrix
    axes: Matrix

    @classmethod
    def learn(cls, marks: Sequence[str]) -> Letters:
        """Learn from fingerprints; the same limits of frequency as words."""
        count = len(marks)
        counted = [_runs(mark) for mark in marks]
        frequency = np.zeros(2**_BUCKET_BITS)
        for runs in counted:
            frequency[list(runs)] += 1
        least, most = _limits(count)
        idf = np.where((frequency >= least) & (frequency <= most), _idf(frequency, count), 0.0)
        return cls(idf=idf, axes=_axes(_rows(counted, idf), _LETTER_DIMENSIONS))

    def project(self, marks: Sequence[str]) -> Matrix:
        """Unit rows in the reduced space, shape (texts, dimensions)."""
        return unit_rows(np.asarray(_rows(map(_runs, marks), self.idf) @ self.axes))


def _limits(count: int) -> tuple[int, float]:
    """In how many of `count` texts a term stands at least and at most.

    A subject of a small consultation is half of its texts: eleven texts may share a term however few there are in all,
    or the words that tell its two or three subjects apart are the first to go.
    """
    return (2 if count >= 20 else 1), max(_MOST_COMMON * count, min(_HALF * count, _FEW), 3)


def _idf(frequency: Matrix, count: int) -> Matrix:
    return np.asarray(np.log((1 + count) / (1 + frequency)) + 1)


def _rows(counts: Iterable[Counter[int]], idf: Matrix) -> sparse.csr_matrix:
    """Sublinear TF-IDF rows of unit length."""
    starts = [0]
    columns: list[NDArray[np.int64]] = []
    values: list[Matrix] = []
    for count in counts:
        places = np.array(sorted(count), dtype=np.int64)
        weights = (1 + np.log([count[place] for place in places.tolist()])) * idf[places] if count else places * 0.0
        columns.append(places)
        values.append(weights / (np.linalg.norm(weights) or 1.0))
        starts.append(starts[-1] + len(places))
    if not columns:
        return sparse.csr_matrix((0, len(idf)))
    flat = (np.concatenate(values), np.concatenate(columns), starts)
    return sparse.csr_matrix(flat, shape=(len(starts) - 1, len(idf)))


def _axes(rows: sparse.csr_matrix, most: int) -> Matrix:
    """Principal axes of TF-IDF rows, shape (columns, dimensions); none when there is too little."""
    from sklearn.utils.extmath import randomized_svd

    kinds = len(np.unique(rows.indices[rows.data > 0])) if rows.nnz else 0
    width = min(most, kinds - 1, rows.shape[0] - 1)
    if width < 1:
        return np.zeros((rows.shape[1], 0))
    _, _, axes = randomized_svd(rows, n_components=width, random_state=_START)
    return np.ascontiguousarray(axes.T)


def _runs(mark: str) -> Counter[int]:
    """Buckets of the runs of letters of a fingerprint."""
    codes = np.frombuffer(mark.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    counts: Counter[int] = Counter()
    for length in _RUNS:
        if codes.size < length:
            continue
        windows = np.lib.stride_tricks.sliding_window_view(codes, length)
        powers = np.array([1_099_511_628_211**power % 2**64 for power in range(length)], dtype=np.uint64)
        hashes = (windows * powers).sum(axis=1, dtype=np.uint64)
        mixed = (hashes ^ (hashes >> np.uint64(29))) * np.uint64(0x9E3779B97F4A7C15)
        counts.update((mixed >> np.uint64(64 - _BUCKET_BITS)).tolist())
    return counts
