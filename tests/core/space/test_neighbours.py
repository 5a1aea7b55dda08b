"""The graph of neighbours: who is linked, what its groups are, the same every time."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.core.space.neighbours import link
from analysis.core.themes.partition import groups
from tests.core.makers import bundles


def test_bundles_far_apart_are_found_exactly() -> None:
    labels = groups(link([bundles(40, 30, 20)]).eigenvectors(3))
    assert [len(set(labels[part].tolist())) for part in (slice(0, 40), slice(40, 70), slice(70, 90))] == [1, 1, 1]
    assert len(set(labels.tolist())) == 3


def test_views_that_disagree_are_added_up() -> None:
    """What one view cannot tell apart, another can."""
    one, other = bundles(60, 30), bundles(30, 60)
    labels = groups(link([one, other]).eigenvectors(3))
    assert len({labels[0], labels[45], labels[80]}) == 3


def test_nobody_is_their_own_neighbour_and_each_has_twelve() -> None:
    graph = link([bundles(30, 30)])
    assert graph.near.diagonal().max() == 0
    assert set(np.diff(graph.near.indptr).tolist()) == {12}


def test_settling_draws_fellows_together() -> None:
    places = bundles(40, 40)
    settled = link([places]).settle(places)
    assert (settled[:40] @ settled[:40].T).mean() > (places[:40] @ places[:40].T).mean()
    assert np.allclose(np.linalg.norm(settled, axis=1), 1)


def test_neighbours_among_anchors_alone_place_the_others_too() -> None:
    places = bundles(60, 60)
    graph = link([places], most=40)
    assert len(graph.anchors) == 40 and graph.near.shape == (120, 40)
    settled = graph.settle(places)
    assert (settled[:60] @ settled[60:].T).max() < (settled[:60] @ settled[:60].T).min()


@pytest.mark.parametrize("count", [0, 1, 13])
def test_too_few_texts_make_no_graph(count: int) -> None:
    places = bundles(count, 0)
    graph = link([places])
    assert graph.eigenvectors(2).shape == (count, 0)
    assert np.array_equal(graph.settle(places), places)
    assert graph.sample(np.arange(count)).eigenvectors(2).shape == (count, 0)
