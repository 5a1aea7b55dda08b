"""Directions of themes in the space of a sentence encoder, to compare themes with a few words: a title, a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.core.space.encoders import Encoder, Vectors
from analysis.core.space.vectors import Labels, Matrix, unit_rows


@dataclass(frozen=True, kw_only=True)
class Directions:
    """Directions of the themes' mean vectors from the mean of all texts."""

    encoder: Encoder
    #: mean vector of all texts, shape (width,)
    origin: Matrix
    #: unit rows, shape (themes, width)
    directions: Matrix

    def closeness(self, texts: Sequence[str]) -> Matrix:
        """Cosine of each theme with each text, shape (themes, texts)."""
        lie = unit_rows(self.encoder.encode(texts).astype(np.float64) - self.origin)
        return np.asarray(self.directions @ lie.T)


def find_directions(encoder: Encoder, vectors: Vectors, themes: Labels) -> Directions | None:
    """From the vectors of texts, the columns of `encoder` first, and the theme of each (−1 none); None without columns."""
    width, count = sum(encoder.widths), int(themes.max(initial=-1)) + 1
    if not width or not count:
        return None
    lie = unit_rows(vectors[:, :width].astype(np.float64))
    origin = lie.mean(axis=0)
    directions = unit_rows(np.array([lie[themes == theme].mean(axis=0) - origin for theme in range(count)]))
    return Directions(encoder=encoder, origin=origin, directions=directions)
