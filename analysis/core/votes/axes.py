"""Where people lie by their votes: the two principal axes of a sparse table, never made dense."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import LinearOperator, eigsh

Matrix = NDArray[np.float64]

_AXES = 2
#: up to so many comments all eigenvectors are as quick as the first two
_FEW = 64
#: an axis on which less than this share of the spread of the first lies is rounding, no axis
_NO_SPREAD = 1e-9


def project(values: sparse.csr_matrix, seen: sparse.csr_matrix) -> Matrix:
    """People on the two principal axes of the mean-imputed vote matrix, shape (people, 2).

    A person who voted on few comments lies near the middle partly for want of votes, so each is scaled by
    (comments / votes cast)^¼. The usual ½ scales up the noise of few votes too (docs/analysis.md). An axis on which
    nobody differs is zero.
    """
    votes = np.maximum(np.asarray(seen.sum(axis=0)).ravel(), 1)
    means = np.asarray(values.sum(axis=0)).ravel() / votes
    centred = (values - seen @ sparse.diags(means)).tocsr()
    axes = _principal(centred)
    axes *= np.where(axes[np.abs(axes).argmax(axis=0), range(axes.shape[1])] < 0, -1.0, 1.0)
    cast = np.maximum(np.asarray(seen.sum(axis=1)).ravel(), 1)
    points: Matrix = np.asarray(centred @ axes) * ((values.shape[1] / cast) ** 0.25)[:, None]
    return points


def _principal(centred: sparse.csr_matrix) -> Matrix:
    """The first two eigenvectors of the comments × comments products, shape (comments, 2)."""
    width = centred.shape[1]
    if width <= _FEW:
        spreads, vectors = np.linalg.eigh((centred.T @ centred).toarray())
    elif abs(centred).sum() < _NO_SPREAD:
        return np.zeros((width, _AXES))
    else:
        start = np.random.default_rng(20_260_101).standard_normal(width)  # part of the method, not of a run
        products = LinearOperator((width, width), matvec=lambda x: centred.T @ (centred @ x), dtype=np.float64)
        spreads, vectors = eigsh(products, k=_AXES, v0=start)
    order = np.argsort(spreads)[::-1][:_AXES]
    spreads, axes = spreads[order], vectors[:, order]
    axes[:, spreads <= _NO_SPREAD * max(float(spreads.max(initial=0.0)), _NO_SPREAD)] = 0.0
    return np.pad(axes, ((0, 0), (0, _AXES - axes.shape[1])))
