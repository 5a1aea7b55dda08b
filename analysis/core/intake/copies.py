"""Copies of one text with light edits, found by their letters.

Equal fingerprints first; then MinHash of character 5-grams of the fingerprint (96 values,
32 bands of 3) proposes pairs, the cosine of their 5-grams, rare ones weighing more, confirms them at ≥ .55, and
disjoint sets join them, unless they claim something else (`claims`: for and against, a not more, other amounts): one
letter turns a text round and hardly changes its 5-grams. Thai needs no word segmentation for this, and it finds what embeddings miss (measured:
docs/analysis.md). Texts that press the same points in other words are found by `signals.reworded`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import DisjointSet

from analysis.core.intake.claims import Claim

#: letters of the fingerprint from which edits are looked for, and below which equal texts are ordinary
#: short answers rather than a campaign
LEAST_LETTERS = 30
LEAST_LETTERS_COPIED = 20
#: comments that make a campaign
LEAST_MEMBERS = 3
#: cosine of weighted 5-grams from which two texts are versions of one
LEAST_COSINE = 0.55

_SHINGLE = 5
_BANDS, _ROWS = 32, 3
#: how far back each text of a bucket is compared with those before it
_BACK = (1, 2, 3)
_CHUNK = 4_000_000  # shingles hashed at once: memory stays flat

Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Shingles:
    """Sorted distinct 5-gram hashes of many texts, end to end: text i owns values[starts[i]:starts[i+1]]."""

    values: Hashes
    starts: NDArray[np.int64]
    #: squared inverse document frequency of each value
    weights: NDArray[np.float64]

    def cosine(self, one: int, other: int) -> float:
        """Shared weight of two texts over the geometric mean of their weights, 0 to 1."""
        a = slice(self.starts[one], self.starts[one + 1])
        b = slice(self.starts[other], self.starts[other + 1])
        _, shared, _ = np.intersect1d(self.values[a], self.values[b], assume_unique=True, return_indices=True)
        if not shared.size:
            return 0.0
        whole = self.weights[a].sum() * self.weights[b].sum()
        return float(self.weights[a][shared].sum() / np.sqrt(whole))


def find_light(fingerprints: Sequence[str], claim: Callable[[int], Claim]) -> list[list[int]]:
    """Groups of two or more texts that are copies with light edits; distinct fingerprints expected.

    `claim(i)`: what the i-th text claims. Returns indices into `fingerprints`, groups and members ascending.
    """
    long = [index for index, mark in enumerate(fingerprints) if len(mark) >= LEAST_LETTERS]
    if len(long) < 2:
        return []
    shingles = shingle([fingerprints[index] for index in long])
    joined = DisjointSet(range(len(long)))
    claimed: dict[int, Claim] = {}
    refused: set[tuple[int, int]] = set()
    for pair in _candidates(_minhash(shingles)):
        if pair in refused or joined.connected(*pair):
            continue
        if shingles.cosine(*pair) < LEAST_COSINE:
            refused.add(pair)
            continue
        one, other = (claimed.get(joined[place]) or claim(long[joined[place]]) for place in pair)
        if not one.turns(other):
            joined.merge(*pair)
            claimed[joined[pair[0]]] = one.joined(other)
    return [[long[member] for member in group] for group in groups_of(joined)]


def shingle(texts: Sequence[str]) -> Shingles:
    """Character 5-grams of each text as 64-bit hashes."""
    values: list[Hashes] = []
    sizes = [0]
    powers = np.array([1_099_511_628_211**power % 2**64 for power in range(_SHINGLE)], dtype=np.uint64)
    for text in texts:
        codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
        windows = np.lib.stride_tricks.sliding_window_view(codes, _SHINGLE) if codes.size >= _SHINGLE else codes[:0]
        hashes = np.unique((windows * powers).sum(axis=1, dtype=np.uint64) if codes.size >= _SHINGLE else windows)
        values.append(hashes)
        sizes.append(hashes.size)
    flat = np.concatenate(values) if values else np.empty(0, np.uint64)
    _, kinds, counts = np.unique(flat, return_inverse=True, return_counts=True)
    weights = np.log1p(len(texts) / counts)[kinds] ** 2
    return Shingles(flat, np.cumsum(sizes, dtype=np.int64), weights)


def _minhash(shingles: Shingles) -> Hashes:
    """MinHash signatures, shape (texts, bands × rows). Every text must have at least one shingle."""
    generator = np.random.default_rng(20_260_101)  # part of the method, not of a run
    factors = generator.integers(1, 2**63, _BANDS * _ROWS, dtype=np.uint64) * 2 + 1
    offsets = generator.integers(0, 2**63, _BANDS * _ROWS, dtype=np.uint64)
    count = shingles.starts.size - 1
    signature = np.empty((count, _BANDS * _ROWS), dtype=np.uint64)
    first = 0
    while first < count:
        limit = shingles.starts[first] + _CHUNK
        last = max(first + 1, int(np.searchsorted(shingles.starts, limit, side="right")) - 1)
        low, high = shingles.starts[first], shingles.starts[last]
        part, starts = shingles.values[low:high], shingles.starts[first:last] - low
        mixed = part ^ (part >> np.uint64(31))
        for column in range(_BANDS * _ROWS):
            hashed = mixed * factors[column] + offsets[column]
            signature[first:last, column] = np.minimum.reduceat(hashed ^ (hashed >> np.uint64(29)), starts)
        first = last
    return signature


def _candidates(signature: Hashes) -> Iterator[tuple[int, int]]:
    """Pairs that agree in some band, each bucket as a star and three chains (4m pairs, not m²).

    One chain would do were all of a bucket copies of each other; copies that take the other side stand between them.
    """
    weights = np.array([1, 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)
    for band in range(_BANDS):
        keys = (signature[:, band * _ROWS : (band + 1) * _ROWS] * weights).sum(axis=1, dtype=np.uint64)
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        edges = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1], True])
        for low, high in zip(edges[:-1], edges[1:], strict=True):
            bucket = order[low:high].tolist()
            for place in range(1, len(bucket)):
                yield bucket[0], bucket[place]
                yield from ((bucket[place - back], bucket[place]) for back in _BACK if back < place)


def groups_of(sets: DisjointSet) -> list[list[int]]:
    """Sets of two or more, members ascending, in order of their first member."""
    return sorted(sorted(group) for group in sets.subsets() if len(group) > 1)


def likeness(one: str, others: Sequence[str]) -> float:
    """Mean Jaccard of character 5-grams between a fingerprint and its fellows, 0 to 1."""
    mine = _grams(one)
    shares = [len(mine & theirs) / len(mine | theirs) for theirs in map(_grams, others)]
    return sum(shares) / len(shares) if shares else 1.0


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[start : start + _SHINGLE] for start in range(max(1, len(text) - _SHINGLE + 1)))


def exemplar(texts: Sequence[str]) -> int:
    """Index of the text that stands for a group: the most frequent, then the median in length, then order."""
    counts = Counter(texts)
    middle = sorted(map(len, texts))[len(texts) // 2]
    return min(range(len(texts)), key=lambda i: (-counts[texts[i]], abs(len(texts[i]) - middle), texts[i], i))
