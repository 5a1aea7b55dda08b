"""Guided clustering: themes that analysts shaped stay, comments they placed stay, similar comments follow (semi-supervised)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from analysis.core.intake.deduplicated import Corpus, Unit
from analysis.core.intake.rows import Row
from analysis.core.space.feature_space import Lessons, Space
from analysis.core.space.layout import Layout
from analysis.core.space.vectors import Labels, Matrix, centroids
from analysis.core.themes.classifier import EXAMPLE_WEIGHT, FOUND_WEIGHT, Classifier, Examples, learn, spread
from analysis.core.themes.clustering import Clustering, by_people
from analysis.core.themes.edits import Guidance
from analysis.core.themes.ids import keep_ids
from analysis.core.themes.partition import Fit, Partition
from analysis.core.types import Options, Reason

#: rounds in which themes of the run before find their place among new comments
_STEPS = 20
#: a text left out stays out under this chance, in a theme of so many texts
_SURE, _LEAST_IN_THEME = 0.5, 10


def place_by_hand(rows: Sequence[Row], guidance: Guidance) -> list[Row]:
    """Rows with the reasons analysts gave; a comment placed in a theme loses its reason, unless it is withheld."""
    return [replace(row, reason=_reason(row, guidance), same_as=_same_as(row, guidance)) for row in rows]


def _reason(row: Row, guidance: Guidance) -> Reason | None:
    if row.reading is None:
        return row.reason
    if row.comment.id in guidance.pins:
        return None
    return guidance.excluded.get(row.comment.id, row.reason)


def _same_as(row: Row, guidance: Guidance) -> str | None:
    by_hand = row.comment.id in guidance.pins or row.comment.id in guidance.excluded
    return None if by_hand else row.same_as


def part_by_hand(rows: Sequence[Row], units: Sequence[Unit], pins: Mapping[str, str]) -> list[Unit]:
    """Units whose rows were placed in several themes, parted; rows placed nowhere go with the most."""
    parted: list[Unit] = []
    for unit in units:
        homes: dict[str, list[int]] = defaultdict(list)
        for row in unit.rows:
            homes[pins.get(rows[row].comment.id, "")].append(row)
        if len(homes.keys() - {""}) < 2:
            parted.append(unit)
            continue
        loose = homes.pop("", [])
        most = min(homes, key=lambda theme: (-len(homes[theme]), theme))
        homes[most] = sorted(homes[most] + loose)
        parted += [_piece(rows, unit, homes[theme]) for theme in sorted(homes)]
    return parted


def _piece(rows: Sequence[Row], unit: Unit, members: list[int]) -> Unit:
    marks = {reading.fingerprint for row in members if (reading := rows[row].reading)}
    exemplar = unit.exemplar if unit.exemplar in members else members[0]
    people = frozenset(rows[row].person for row in members)
    return replace(unit, rows=tuple(members), exemplar=exemplar, people=people, distinct=len(marks))


def guide_clustering(
    found: Clustering, corpus: Corpus, layout: Layout, names: Lessons | None, guidance: Guidance, options: Options
) -> tuple[Clustering, Classifier | None]:
    """The themes analysts shaped, and beside them those of the rest.

    `names`: the names analysts gave, by theme. Returns the themes, largest (people) first, with the ids they had in the run
    before; and the classifier that places later comments.
    """
    told = [_told(corpus.ids(place), guidance) for place in range(len(corpus.units))]
    keys = sorted({theme for theme, _ in told if theme})
    if not keys:
        return _renamed(found, corpus, guidance, ids=dict(enumerate(found.ids))), None
    before = _stood(corpus, guidance)
    examples, count = _examples(told, keys, before, found, layout.places, options)
    classifier = learn(layout.blocks, corpus.sections, examples, themes=count, names=_names(layout.space, names, keys))
    chances = classifier.chances(layout.blocks, corpus.sections)
    chances = spread(chances, layout.text_places, corpus.sections, corpus.replies, examples)
    labels = np.where(examples.fixed, examples.theme, chances.argmax(axis=1)).astype(np.int64)
    order = by_people(labels, corpus)
    shaped = _in_order(labels, chances, order, layout.places, found)
    shaped = _leave_out(shaped, found, known=np.array([bool(theme) for theme, _ in told]))
    ids = {place: keys[number] for place, number in enumerate(order) if number < len(keys)}
    kept = Classifier(weights=classifier.weights[:, order], bias=classifier.bias[order], sections=classifier.sections)
    return _renamed(shaped, corpus, guidance, ids=ids), kept


def _told(ids: Sequence[str], guidance: Guidance) -> tuple[str, bool]:
    """(theme the comments of a unit are known to belong to or "", whether by hand)."""
    for places, by_hand in ((guidance.pins, True), (guidance.examples, False)):
        if theme := _most(ids, places):
            return theme, by_hand
    return "", False


def _most(ids: Sequence[str], places: Mapping[str, str]) -> str:
    """The theme most of these comments stand in; "" when none does."""
    themes = Counter(places[name] for name in ids if name in places)
    return min(themes, key=lambda theme: (-themes[theme], theme), default="")


def _examples(
    told: Sequence[tuple[str, bool]],
    keys: Sequence[str],
    before: Labels,
    found: Clustering,
    places: Matrix,
    options: Options,
) -> tuple[Examples, int]:
    """(examples, number of themes): what analysts shaped, and themes of their own for the rest."""
    number = {key: place for place, key in enumerate(keys)}
    theme = np.array([number.get(key, -1) for key, _ in told], dtype=np.int64)
    fixed = np.array([by_hand for _, by_hand in told], dtype=np.bool_)
    weight = np.where(fixed, 1.0, np.where(theme >= 0, EXAMPLE_WEIGHT, FOUND_WEIGHT))
    rest = np.flatnonzero(theme < 0)
    free = None if options.themes is None else options.themes - len(keys)
    if free is None and not (before >= 0).any():
        free = round(found.part.count * len(rest) / len(told))
    labels = _others(places[rest], before[rest], found.part.labels[rest], free=free)
    theme[rest] = np.where(labels < 0, -1, labels + len(keys))
    return Examples(theme=theme, weight=weight, fixed=fixed), int(theme.max()) + 1


def _others(places: Matrix, before: Labels, now: Labels, *, free: int | None) -> Labels:
    """Themes (0, 1, …) of what no analyst shaped, −1 for none.

    Those of the run before (`before`) go on from where they stood, unless another number (`free`) is asked for; without a
    run before, the largest of those found (`now`) stand, as many as are free.
    """
    if free is None and (before >= 0).any():
        return _continued(places, before)
    sizes = Counter(now.tolist())
    largest = sorted(sizes, key=lambda theme: (-sizes[theme], theme))
    number = {theme: place for place, theme in enumerate(largest[: len(largest) if free is None else max(free, 0)])}
    return np.array([number.get(theme, -1) for theme in now.tolist()], dtype=np.int64)


def _continued(places: Matrix, before: Labels) -> Labels:
    """Every text at the nearest centre of the themes before, centres moved until nothing moves; emptied themes end."""
    known = before >= 0
    _, labels = np.unique(before[known], return_inverse=True)
    middle = centroids(places[known], labels)
    labels = np.full(len(places), -1)
    for _ in range(_STEPS):
        nearest = (places @ middle.T).argmax(axis=1)
        if np.array_equal(nearest, labels):
            break
        _, labels = np.unique(nearest, return_inverse=True)
        middle = centroids(places, labels)
    return np.asarray(labels, dtype=np.int64)


def _stood(corpus: Corpus, guidance: Guidance) -> Labels:
    """Number of the theme most comments of each unit stood in before; −1 for none."""
    previous = guidance.previous or {}
    numbers = {name: number for number, name in enumerate(sorted(set(previous.values())))}
    homes = [_most(corpus.ids(place), previous) for place in range(len(corpus.units))]
    return np.array([numbers[home] if home else -1 for home in homes], dtype=np.int64)


def _names(space: Space, names: Lessons | None, keys: Sequence[str]) -> tuple[Matrix, Labels] | None:
    if names is None:
        return None
    rows = [row for row, key in enumerate(names.sections) if key in keys]
    blocks = space.blocks(names.vectors[rows], [names.readings[row] for row in rows])
    return blocks, np.array([keys.index(names.sections[row]) for row in rows], dtype=np.int64)


def _in_order(labels: Labels, chances: Matrix, order: Sequence[int], places: Matrix, found: Clustering) -> Clustering:
    """The themes renumbered in this order; themes nobody is left in are dropped."""
    place = {number: new for new, number in enumerate(order)}
    theme = np.array([place[number] for number in labels.tolist()], dtype=np.int64)
    part = Partition(labels=theme, centroids=centroids(places, theme))
    similarity = places @ part.centroids.T
    mine = np.arange(len(theme))
    chances = chances[:, list(order)]
    others = np.where(np.arange(len(order)) == theme[:, None], 0.0, chances).max(axis=1, initial=0.0)
    own = chances[mine, theme]
    fit = Fit(theme=theme, similarity=similarity[mine, theme], margin=own - others, confidence=own)
    stability = _stability(theme, found)
    return replace(found, theme=theme, ids=(), part=part, fit=fit, stability=stability)


def _stability(theme: Labels, found: Clustering) -> Matrix:
    """Stability of each theme: that of the found theme it overlaps most, times their Jaccard similarity."""
    shared = np.zeros((int(theme.max()) + 1, found.part.count))
    np.add.at(shared, (theme, found.part.labels), 1)
    union = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0, keepdims=True) - shared
    stability: Matrix = (shared / np.maximum(union, 1) * found.stability).max(axis=1)
    return stability


def _leave_out(shaped: Clustering, found: Clustering, *, known: NDArray[np.bool_]) -> Clustering:
    """Texts that were unclustered and that the classifier places with under 50 % confidence stay unclustered."""
    large = np.bincount(shaped.theme, minlength=shaped.part.count) >= _LEAST_IN_THEME
    lost = (found.theme < 0) & ~known & (shaped.fit.confidence < _SURE) & large[shaped.theme]
    return replace(shaped, theme=np.where(lost, -1, shaped.theme))


def _renamed(found: Clustering, corpus: Corpus, guidance: Guidance, *, ids: Mapping[int, str]) -> Clustering:
    """Themes under the ids they had in the run before; `ids`: {number: id} of those that are certain or fresh."""
    count = found.part.count
    members: list[set[str]] = [set() for _ in range(count)]
    for place, theme in enumerate(found.theme.tolist()):
        if theme >= 0:
            members[theme].update(corpus.ids(place))
    shaped = frozenset({*guidance.pins.values(), *guidance.examples.values()})
    certain = {number: name for number, name in ids.items() if name in shaped}
    free = [number for number in range(count) if number not in certain]
    kept = keep_ids([frozenset(members[number]) for number in free], guidance.previous or {}, shaped)
    names = certain | {free[place]: name for place, name in kept.items()}
    used = set(names.values()) | shaped | set((guidance.previous or {}).values())
    for number in range(count):
        if number not in names:
            names[number] = _fresh(ids.get(number) or _mark(members[number]), used)
            used.add(names[number])
    return replace(found, ids=tuple(names[number] for number in range(count)))


def _mark(members: set[str]) -> str:
    return "t" + sha256("\n".join(sorted(members)).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _fresh(name: str, used: set[str]) -> str:
    """The name, or with a number behind when another theme has or had it."""
    candidates = (name if not number else f"{name}-{number}" for number in range(len(used) + 1))
    return next(candidate for candidate in candidates if candidate not in used)
