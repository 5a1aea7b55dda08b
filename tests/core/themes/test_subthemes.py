"""Parts of themes."""

from __future__ import annotations

import numpy as np

from analysis.core.intake.reading import read
from analysis.core.themes.subthemes import split
from tests.core.makers import bundles


def test_a_theme_is_cut_into_its_bundles_and_a_small_one_is_left_whole() -> None:
    places = bundles(40, 40, 10)
    themes = np.array([0] * 80 + [1] * 10)
    parts = split(places, [places], themes, list(read(f"เรื่องที่ {n}" for n in range(90))))
    assert {part.theme for part in parts} == {0}
    assert sorted(row for part in parts for row in part.units) == list(range(80))
    for part in parts:
        assert max(part.units) < 40 or min(part.units) >= 40
