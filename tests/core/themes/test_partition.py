"""Groups of the graph of neighbours, and how good a number of themes is."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.core.space.vectors import unit_rows


def test_the_silhouette_is_that_of_scikit_learn() -> None:
    from sklearn.metrics import silhouette_score

    from analysis.core.themes.partition import _apart, _silhouette

    generator = np.random.default_rng(0)
    apart = _apart(unit_rows(generator.normal(size=(60, 5))))
    for themes in (2, 5, 40):
        labels = np.concatenate([np.arange(themes), generator.integers(0, themes, 60 - themes)])
        assert _silhouette(apart, labels) == pytest.approx(silhouette_score(apart[1], labels, metric="precomputed"))
