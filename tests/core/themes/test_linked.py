"""Groups of near fellows within a theme, where small views are looked for."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.space.vectors import unit_rows
from analysis.core.themes.linked import linked_groups


@given(st.lists(st.integers(-1, 2), min_size=1, max_size=60), st.integers(0, 2**32 - 1))
def test_each_text_is_in_one_group_of_its_theme_at_most_and_small_themes_have_none(themes, seed):
    places = unit_rows(np.random.default_rng(seed).normal(size=(len(themes), 8)))
    labels = np.array(themes)
    groups = linked_groups(places, [places], labels)
    members = [unit for group in groups for unit in group]
    assert len(set(members)) == len(members)
    for group in groups:
        (theme,) = {themes[unit] for unit in group}
        assert theme >= 0 and themes.count(theme) >= 16
