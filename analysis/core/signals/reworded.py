"""Texts that bring up the same points in other words.

Ordinary agreement shares a subject; a dictated text shares its wording or a list of points. Two narrow
tests, both run on units that are no copies of one another:

* wording: four or more texts of some length whose meaning and rare words together are closer on average
  (mean of sentence cosine and word cosine ≥ .5) than people come on their own;
* points: within one section or theme, five or more texts that bring up the same two things in different
  places of the text, things which half the time come together and, given how often each occurs, would not
  do so by chance (hypergeometric test, corrected for all pairs tried).

What they find in collections without campaigns, and in the planted ones, is in docs/analysis.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import combinations

import numpy as np
from scipy.cluster.hierarchy import DisjointSet

from analysis.core.intake.copies import groups_of
from analysis.core.intake.normal_form import normalise
from analysis.core.intake.reading import Reading, is_word
from analysis.core.intake.word_lists import DATA, stop_words
from analysis.core.space.encoders import Vectors
from analysis.core.space.vectors import Matrix, unit_rows
from analysis.core.space.vocabulary import Words

#: texts, and people, that make a group of these
LEAST_ALIKE = 4
_ALIKE = 0.5
_ALIKE_LETTERS = 50
_BLOCK = 2_500

_LEAST_SHARING, _LEAST_JACCARD = 5, 0.5
_LEAST_APART = 3
_CHANCE = 0.01
_LEAST_BLOCK = 10
_MOST_COMMON = 0.6


def find_reworded(
    readings: Sequence[Reading], vectors: Vectors, words: Words, blocks: Sequence[Sequence[int]]
) -> list[list[int]]:
    """Groups of indices into `readings`, disjoint, members ascending.

    `vectors` (readings, width) sentence vectors, `words` the corpus vocabulary, `blocks` the readings of each
    section and of each theme.
    """
    joined = DisjointSet(range(len(readings)))
    groups = _alike(readings, vectors, words)
    for block in blocks:
        groups += ([block[member] for member in group] for group in _sharing([readings[i] for i in block]))
    for group in groups:
        for member in group[1:]:
            joined.merge(group[0], member)
    return groups_of(joined)


def _alike(readings: Sequence[Reading], vectors: Vectors, words: Words) -> list[list[int]]:
    """Texts close in meaning and in rare words, by average linkage."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    long = [place for place, reading in enumerate(readings) if len(reading.fingerprint) >= _ALIKE_LETTERS]
    if len(long) < LEAST_ALIKE:
        return []
    centred = unit_rows(vectors[long].astype(np.float64) - vectors[long].mean(axis=0))
    weighed = words.weigh([readings[place].terms for place in long])
    found = []
    for block in _parts(centred):
        lexical = (weighed[block] @ weighed[block].T).toarray()
        alike = (centred[block] @ centred[block].T + lexical) / 2 if centred.shape[1] else lexical
        apart = np.clip(1 - (alike + alike.T) / 2, 0, None)
        np.fill_diagonal(apart, 0)
        if len(block) < LEAST_ALIKE:
            continue
        labels = fcluster(linkage(squareform(apart, checks=False), "average"), 1 - _ALIKE, "distance")
        members: dict[int, list[int]] = defaultdict(list)
        for place, label in zip(block.tolist(), labels.tolist(), strict=True):
            members[label].append(long[place])
        found += [group for group in members.values() if len(group) >= LEAST_ALIKE]
    return found


def _parts(places: Matrix) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Blocks to compare within: all texts when they are few, else k-means clusters of at most 2,500."""
    if len(places) <= _BLOCK or not places.shape[1]:
        step = _BLOCK
        return [np.arange(start, min(start + step, len(places))) for start in range(0, len(places), step)]
    from sklearn.cluster import MiniBatchKMeans

    count = -(-len(places) // (_BLOCK // 2))
    labels = MiniBatchKMeans(count, n_init=1, random_state=0, batch_size=4096).fit_predict(places)
    parts = [np.flatnonzero(labels == label) for label in range(count)]
    return [part[start : start + _BLOCK] for part in parts for start in range(0, len(part), _BLOCK)]


def _sharing(readings: Sequence[Reading]) -> list[list[int]]:
    """Texts of one block that share two separate points beyond chance."""
    from scipy.stats import hypergeom

    count = len(readings)
    if count < _LEAST_BLOCK:
        return []
    places = [points(reading) for reading in readings]
    holders: dict[str, set[int]] = defaultdict(set)
    for index, spots in enumerate(places):
        for point in spots:
            holders[point].add(index)
    usual = sorted(p for p, who in holders.items() if _LEAST_SHARING <= len(who) <= _MOST_COMMON * count)
    together = Counter(pair for spots in places for pair in combinations(sorted(set(usual) & spots.keys()), 2))
    tried = len(usual) * (len(usual) - 1) / 2
    found = []
    for (one, other), shared in sorted(together.items()):
        either = len(holders[one]) + len(holders[other]) - shared
        if shared < _LEAST_SHARING or shared < _LEAST_JACCARD * either:
            continue
        chance = hypergeom.sf(shared - 1, count, len(holders[one]), len(holders[other])) * tried
        both = sorted(holders[one] & holders[other])
        apart = [min(abs(a - b) for a in places[i][one] for b in places[i][other]) for i in both]
        if chance < _CHANCE and np.median(apart) >= _LEAST_APART:
            found.append(both)
    return found


def points(reading: Reading) -> dict[str, list[int]]:
    """Content words with their places, words for the same thing as one."""
    stops, same = stop_words(), _same_words()
    spots: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(reading.words):
        if is_word(word) and word not in stops:
            spots[same.get(word, word)].append(place)
    return spots


@cache
def _same_words() -> dict[str, str]:
    """Word → the first word of its group in data/same_words.txt."""
    same: dict[str, str] = {}
    for line in (DATA / "same_words.txt").read_text(encoding="utf-8").splitlines():
        words = [normalise(word).text for word in line.split()] if not line.startswith("#") else []
        same |= dict.fromkeys(words, words[0]) if words else {}
    return same
