"""Tables of vectors, one row a text, and what every room does with them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
#: one whole number a row: the theme or the group the row stands in, −1 for none
Labels = NDArray[np.int64]


def unit_rows(rows: Matrix) -> Matrix:
    """Rows scaled to length one; zero rows stay zero."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Matrix = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 1e-12)
    return scaled


def centroids(space: Matrix, labels: Labels) -> Matrix:
    """Mean direction of each label 0..max, unit rows."""
    sums = np.zeros((int(labels.max()) + 1, space.shape[1]))
    np.add.at(sums, labels, space)
    return unit_rows(sums)
