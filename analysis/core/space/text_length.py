"""The length of a text, taken out of where the text lies.

Long texts look alike to an encoder, and short ones, whatever they speak of: on the demo's text the first principal
axis of the sentence vectors follows the length (correlation −.7). What can be told from the length alone is taken out
of every block, by ridge regression (Hoerl, Kennard 1970), so that comments meet by subject. What it gives is measured
in docs/decisions/0114-length-is-taken-out.md.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.core.intake.reading import Reading
from analysis.core.space.vectors import Matrix

#: columns of length: one that is always 1, and the logarithm of the length
WIDTH = 2
_RIDGE = 1.0
#: among fewer texts length and subject cannot be told apart
_LEAST_TEXTS = 100


def length_columns(readings: Sequence[Reading]) -> Matrix:
    """One row a text: 1 and the logarithm of its length in characters; shape (texts, WIDTH)."""
    return np.array([[1.0, np.log(1 + len(reading.masked))] for reading in readings]).reshape(len(readings), WIDTH)


def learn_length_effect(measured: Matrix, blocks: Matrix) -> Matrix:
    """Coefficients of length, by ridge regression: `length_columns(…) @ learn_length_effect(…)` is to be subtracted; shape (WIDTH, blocks).

    Length is scaled to mean 0 and deviation 1 over the texts; where it never varies it says nothing, and a hundred texts
    are needed to learn anything.
    """
    if len(measured) < _LEAST_TEXTS:
        return np.zeros((WIDTH, blocks.shape[1]))
    mean, deviation = measured.mean(axis=0), measured.std(axis=0)
    varies = deviation > 1e-9
    scaled = np.divide(measured - mean, deviation, out=np.zeros_like(measured), where=varies)
    weights = np.linalg.solve(scaled.T @ scaled + _RIDGE * np.eye(WIDTH), scaled.T @ blocks)
    weights = np.divide(weights, deviation[:, None], out=np.zeros_like(weights), where=varies[:, None])
    weights[0] = -mean[1:] @ weights[1:]
    return np.asarray(weights)
