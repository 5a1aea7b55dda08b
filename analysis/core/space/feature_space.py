"""The space in which comments are compared.

Blocks side by side: sentence vectors of one encoder or two, each centred on its corpus; words; runs of letters; from
each is taken what the length of the text alone would say (`space.text_length`). Where citizens chose to comment says
what they meant, so when enough comments stand on enough sections a shrinkage LDA learns from the section labels, and
from the draft's own words, which directions of those blocks tell subjects apart, and a text moves towards the mean of
its section, the further the better sections can be told from texts never seen (so labels chosen carelessly pull
little). With few sections the blocks are used as they are. All of it is measured in docs/analysis.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import block_diag

from analysis.core.intake.reading import Reading
from analysis.core.space.encoders import Vectors
from analysis.core.space.text_length import WIDTH, learn_length_effect, length_columns
from analysis.core.space.vectors import Matrix, unit_rows
from analysis.core.space.vocabulary import Letters, Words

Labels = NDArray[np.str_]

_SENTENCE_DIMENSIONS = 64
WORD_WEIGHT, LETTER_WEIGHT = 0.5, 0.7
#: comments on a section before it teaches anything; sections before they teach at all
LEAST_ON_SECTION = 3
LEAST_SECTIONS = 4
#: pulls of the within-section covariance towards a sphere that are tried: sections are few and noisy
_SHRINKAGES = (0.3, 0.6, 0.9)
_FOLDS, _CARELESS, _MOST_TRUST = 3, 0.2, 0.5
#: texts on which they are tried
_TRIED = 3_000
#: texts from which the effect of length is learned: an even spread
_MOST_MEASURED = 6_000


@dataclass(frozen=True, kw_only=True)
class Space:
    """A learned comparison space; `place` puts texts into it."""

    words: Words
    letters: Letters
    #: mean sentence vector of the corpus, all encoders side by side
    centre: Matrix
    #: coefficients of length, subtracted from the blocks before weighing, shape (columns of length, blocks)
    length_effect: Matrix
    #: subtracted from the blocks, and the linear map applied then, shape (blocks, dimensions)
    origin: Matrix
    axes: Matrix
    #: "sections" when section labels taught the axes, "text" when not
    taught_by: Literal["sections", "text"]
    #: columns of each block: one or more of sentences, words, letters; and of each where texts are placed untaught
    widths: tuple[int, ...]
    seen: tuple[int, ...]
    #: section → its mean direction, and how far a text on it moves there, 0 to ½
    means: Mapping[str, Matrix] = field(default_factory=dict)
    trust: float = 0.0

    def place(self, vectors: Vectors, readings: Sequence[Reading], sections: Sequence[str] = ()) -> Matrix:
        """Unit rows, shape (texts, dimensions); `sections` one per text, or none at all."""
        return self.place_blocks(self.blocks(vectors, readings), sections)

    def place_blocks(self, blocks: Matrix, sections: Sequence[str] = ()) -> Matrix:
        """The same for blocks already made."""
        places = unit_rows((blocks - self.origin) @ self.axes)
        for row, section in enumerate(sections):
            mean = self.means.get(section)
            if mean is not None:
                places[row] = (1 - self.trust) * places[row] + self.trust * mean
        return unit_rows(places)

    def views(self, places: Matrix) -> list[Matrix]:
        """Views of untaught places, in each of which texts may be neighbours: meaning, words, letters. Unit rows."""
        return [unit_rows(view) for view in _split(places, self.seen)]

    def blocks(self, vectors: Vectors, readings: Sequence[Reading]) -> Matrix:
        """[sentences ‖ ½ words ‖ .7 letters] without the effect of length, each of unit length before weighing."""
        bare = self.as_written(vectors, readings) - length_columns(readings) @ self.length_effect
        *sentences, words, letters = (unit_rows(block) for block in _split(bare, self.widths))
        return np.hstack([*sentences, WORD_WEIGHT * words, LETTER_WEIGHT * letters])

    def as_written(self, vectors: Vectors, readings: Sequence[Reading]) -> Matrix:
        """[sentences ‖ words ‖ letters], each of unit length, the effect of the text's length and all."""
        centred = vectors.astype(np.float64) - self.centre
        sentences = [unit_rows(block) for block in _split(centred, self.widths[:-2])]
        words = self.words.project([reading.terms for reading in readings])
        letters = self.letters.project([reading.fingerprint for reading in readings])
        return np.hstack([*sentences, words, letters])


@dataclass(frozen=True, kw_only=True)
class Lessons:
    """Texts of the draft itself, by the section they stand in."""

    readings: Sequence[Reading]
    vectors: Vectors
    sections: Sequence[str]


def learn_text_space(vectors: Vectors, readings: Sequence[Reading], encoded: Sequence[int]) -> Space:
    """The space of the texts alone: principal axes of the sentence blocks beside the others as they are.

    `encoded`: columns of `vectors` that each sentence encoder made, in their order.
    """
    words = Words.learn([reading.terms for reading in readings])
    letters = Letters.learn([reading.fingerprint for reading in readings])
    centre = vectors.mean(axis=0).astype(np.float64) if len(vectors) else np.zeros(vectors.shape[1])
    others = (words.axes.shape[1], letters.axes.shape[1])
    axes = [_principal_axes(unit_rows(block)) for block in _split(vectors - centre, encoded)] + [
        np.eye(n) for n in others
    ]
    total = sum(encoded) + sum(others)
    space = Space(
        words=words,
        letters=letters,
        centre=centre,
        length_effect=np.zeros((WIDTH, total)),
        origin=np.zeros(total),
        axes=block_diag(*axes),
        taught_by="text",
        widths=(*encoded, *others),
        seen=tuple(block.shape[1] for block in axes),
    )
    return replace(space, length_effect=_length_effect(space, vectors, readings))


def _length_effect(space: Space, vectors: Vectors, readings: Sequence[Reading]) -> Matrix:
    """Coefficients of length for the blocks, learned from an even spread of the texts."""
    rows = np.unique(np.linspace(0, max(len(readings) - 1, 0), min(len(readings), _MOST_MEASURED)).astype(np.int64))
    some = [readings[row] for row in rows.tolist()]
    return learn_length_effect(length_columns(some), space.as_written(vectors[rows], some))


def teach(space: Space, blocks: Matrix, sections: Sequence[str], lessons: Lessons | None = None) -> Space:
    """The same space with axes learned from the section each text stands on ("" for none).

    `blocks` are those of the texts, one row each.

    Returns the space unchanged when too few sections have enough comments.
    """
    counts = Counter(section for section in sections if section)
    taught = {section for section, n in counts.items() if n >= LEAST_ON_SECTION}
    rows = [row for row, section in enumerate(sections) if section in taught]
    if len(taught) < LEAST_SECTIONS or len(rows) < 3 * len(taught):
        return space
    examples = blocks[rows]
    labels = np.array([sections[row] for row in rows])
    drafts, titles = np.empty((0, examples.shape[1])), np.empty(0, dtype=labels.dtype)
    if lessons is not None:
        known = [row for row, section in enumerate(lessons.sections) if section in taught]
        drafts = space.blocks(lessons.vectors[known], [lessons.readings[row] for row in known])
        titles = np.array([lessons.sections[row] for row in known], dtype=labels.dtype)
    origin = examples.mean(axis=0)
    agreement, shrinkage = _best_shrinkage(examples, labels)
    axes = _section_axes(np.vstack([examples, drafts]), np.concatenate([labels, titles]), shrinkage)
    places = unit_rows((examples - origin) @ axes)
    return replace(
        space,
        origin=origin,
        axes=axes,
        taught_by="sections",
        means={
            section: unit_rows(places[labels == section].mean(axis=0, keepdims=True))[0] for section in sorted(taught)
        },
        # How well sections are told from unseen texts, beyond chance and carelessness, is how far they may pull.
        trust=float(np.clip(agreement - _CARELESS, 0.0, _MOST_TRUST)),
    )


def _section_axes(examples: Matrix, labels: Labels, shrinkage: float) -> Matrix:
    """Directions that tell the labels apart, shape (blocks, labels − 1)."""
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    lda = LinearDiscriminantAnalysis(solver="eigen", shrinkage=shrinkage).fit(examples, labels)
    return np.asarray(lda.scalings_[:, : len(set(labels.tolist())) - 1])


def _best_shrinkage(examples: Matrix, labels: Labels) -> tuple[float, float]:
    """(agreement, shrinkage) of the shrinkage under which unseen texts are best told apart."""
    rows = np.unique(np.linspace(0, len(labels) - 1, min(len(labels), _TRIED)).astype(np.int64))
    common = [label for label, count in Counter(labels[rows].tolist()).items() if count >= _FOLDS]
    rows = rows[np.isin(labels[rows], common)]
    if len(common) < LEAST_SECTIONS:  # very many small sections: nothing can be tried
        return 0.0, _SHRINKAGES[-1]
    return max((_agreement(examples[rows], labels[rows], shrinkage), shrinkage) for shrinkage in _SHRINKAGES)


def _agreement(examples: Matrix, labels: Labels, shrinkage: float) -> float:
    """Share of texts whose section is told right, corrected for chance: three-fold nearest mean in learned axes."""
    fold = np.arange(len(labels)) % _FOLDS
    order = np.argsort(labels, kind="stable")  # each label in every fold
    right = 0
    for part in range(_FOLDS):
        seen, unseen = order[fold != part], order[fold == part]
        axes, origin = _section_axes(examples[seen], labels[seen], shrinkage), examples[seen].mean(axis=0)
        places, others = unit_rows((examples[seen] - origin) @ axes), unit_rows((examples[unseen] - origin) @ axes)
        kinds = sorted(set(labels[seen].tolist()))
        means = unit_rows(np.array([places[labels[seen] == kind].mean(axis=0) for kind in kinds]))
        right += int((np.array(kinds)[(others @ means.T).argmax(axis=1)] == labels[unseen]).sum())
    _, counts = np.unique(labels, return_counts=True)
    chance = float(((counts / len(labels)) ** 2).sum())
    return (right / len(labels) - chance) / (1 - chance)


def _principal_axes(sentences: Matrix) -> Matrix:
    """The first axes of a block of sentence vectors, shape (width, axes)."""
    from sklearn.decomposition import PCA

    rows, width = sentences.shape
    kept = max(0, min(_SENTENCE_DIMENSIONS, width, rows - 1))
    if not kept:
        return np.zeros((width, 0))
    return np.asarray(PCA(kept, svd_solver="covariance_eigh").fit(sentences).components_.T)


def _split(blocks: Matrix, widths: Sequence[int]) -> list[Matrix]:
    """Blocks that stand side by side, by their widths."""
    return np.split(blocks, np.cumsum(widths)[:-1], axis=1) if widths else []
