"""The graph of neighbours: who is linked, what its groups are, the same every time."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.core.intake.reading import read
from analysis.core.signals.small_views import Crowd, find_pockets
from analysis.core.space.neighbours import link
from analysis.core.space.vectors import unit_rows
from analysis.core.themes.partition import groups
from analysis.core.themes.subthemes import split


def bundles(*sizes: int) -> np.ndarray:
    """Bundles of directions, each around an axis of its own."""
    generator = np.random.default_rng(0)
    rows = [
        np.eye(len(sizes))[axis] + generator.normal(0, 0.05, len(sizes))
        for axis, n in enumerate(sizes)
        for _ in range(n)
    ]
    return unit_rows(np.array(rows).reshape(-1, len(sizes)))


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


def test_a_theme_is_cut_into_its_bundles_and_a_small_one_is_left_whole() -> None:
    places = bundles(40, 40, 10)
    themes = np.array([0] * 80 + [1] * 10)
    parts = split(places, [places], themes, list(read(f"เรื่องที่ {n}" for n in range(90))))
    assert {part.theme for part in parts} == {0}
    assert sorted(row for part in parts for row in part.units) == list(range(80))
    for part in parts:
        assert max(part.units) < 40 or min(part.units) >= 40


def test_a_view_of_three_people_is_a_pocket_and_of_two_is_none() -> None:
    texts = [f"ค่าไฟแพงมาก เดือนที่ {n}" for n in range(80)] + [f"ล่ามภาษามือ จังหวัดที่ {n}" for n in range(4)]
    places = bundles(80, 4)
    themes = np.zeros(84, dtype=np.int64)
    readings = list(read(texts))
    for people, found in ((4, 1), (2, 0)):
        who = [frozenset({f"p{n}"}) for n in range(80)] + [frozenset({f"q{n % people}"}) for n in range(4)]
        crowd = Crowd(readings=readings, people=who, sections=[""] * 84, themes=themes)
        pockets = find_pockets([places], crowd)
        assert sum(set(pocket.units) <= {80, 81, 82, 83} for pocket in pockets) == found


def few(sections: list[str], themes: list[int]) -> list[tuple[str, tuple[int, ...]]]:
    """Kind and units of the small views among comments in one word, each of another person."""
    crowd = Crowd(
        readings=list(read(f"เรื่องที่ {n}" for n in range(100))),
        people=[frozenset({f"p{n}"}) for n in range(100)],
        sections=sections,
        themes=np.array(themes, dtype=np.int64),
    )
    return [(pocket.kind, pocket.units) for pocket in find_pockets([bundles(100)], crowd)]


def test_a_section_on_which_few_spoke_is_a_small_view_and_one_of_many_is_none() -> None:
    assert few(["s1"] * 96 + ["s2"] * 4, [0] * 100) == [("section", (96, 97, 98, 99))]
    assert few(["s1"] * 95 + ["s2"] * 5, [0] * 100) == []
    assert few(["s1"] * 98 + ["s2"] * 2, [0] * 100) == []
    assert few(["s1"] * 96 + [""] * 4, [0] * 100) == []


def test_a_theme_of_few_is_told_once_whatever_else_would_name_it() -> None:
    assert few(["s1"] * 96 + ["s2"] * 4, [0] * 96 + [1] * 4) == [("theme", (96, 97, 98, 99))]


def test_the_silhouette_is_that_of_scikit_learn() -> None:
    from sklearn.metrics import silhouette_score

    from analysis.core.themes.partition import _apart, _silhouette

    generator = np.random.default_rng(0)
    apart = _apart(unit_rows(generator.normal(size=(60, 5))))
    for themes in (2, 5, 40):
        labels = np.concatenate([np.arange(themes), generator.integers(0, themes, 60 - themes)])
        assert _silhouette(apart, labels) == pytest.approx(silhouette_score(apart[1], labels, metric="precomputed"))
