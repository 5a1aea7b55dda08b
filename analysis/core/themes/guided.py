"""A run that is told what analysts decided: their themes stay, what they placed stays, similar comments follow."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from analysis.core.intake.rows import Row
from analysis.core.intake.units import Unit
from analysis.core.space.feature_space import Lessons, Space
from analysis.core.space.vectors import Labels, Matrix, centroids
from analysis.core.themes.classifier import EXAMPLE_WEIGHT, FOUND_WEIGHT, Classifier, Examples, learn, spread
from analysis.core.themes.clustering import Clustering
from analysis.core.themes.edits import Guidance
from analysis.core.themes.ids import keep_ids
from analysis.core.themes.partition import Fit, Partition
from analysis.core.types import Options, Reason

#: rounds in which themes of the run before find their place among new comments
_STEPS = 20
#: a text left out stays out under this chance, in a theme of so many texts
_SURE, _LEAST_IN_THEME = 0.5, 10


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Where the texts lie: one row a unit in each."""

    blocks: Matrix
    #: places of the texts alone, and the places themes are found in
    text_places: Matrix
    places: Matrix
    sections: Sequence[str]
    #: pairs (unit, unit it answers)
    replies: Sequence[tuple[int, int]]


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


def shape(
    found: Clustering,
    rows: Sequence[Row],
    units: Sequence[Unit],
    setting: Setting,
    space: Space,
    names: Lessons | None,
    guidance: Guidance,
    options: Options,
) -> tuple[Clustering, Classifier | None]:
    """The themes analysts shaped, and beside them those of the rest.

    Returns the themes, largest (people) first, with the ids they had in the run before; and what places later comments.
    """
    told = [_told(rows, unit, guidance) for unit in units]
    keys = sorted({theme for theme, _ in told if theme})
    if not keys:
        return _renamed(found, rows, units, guidance, ids=dict(enumerate(found.ids))), None
    before = _stood(rows, units, guidance)
    examples, count = _examples(told, keys, before, found, setting, options)
    classifier = learn(setting.blocks, setting.sections, examples, themes=count, names=_names(space, names, keys))
    chances = classifier.chances(setting.blocks, setting.sections)
    chances = spread(chances, setting.text_places, setting.sections, setting.replies, examples)
    labels = np.where(examples.fixed, examples.theme, chances.argmax(axis=1)).astype(np.int64)
    shaped, order = _by_people(labels, chances, rows, units, setting.places, found)
    shaped = _leave_out(shaped, found, known=np.array([bool(theme) for theme, _ in told]))
    ids = {place: keys[number] for place, number in enumerate(order) if number < len(keys)}
    kept = Classifier(weights=classifier.weights[:, order], bias=classifier.bias[order], sections=classifier.sections)
    return _renamed(shaped, rows, units, guidance, ids=ids), kept


def _told(rows: Sequence[Row], unit: Unit, guidance: Guidance) -> tuple[str, bool]:
    """(theme a unit is known to belong to or "", whether by hand)."""
    for places, by_hand in ((guidance.pins, True), (guidance.examples, False)):
        themes = Counter(places[rows[row].comment.id] for row in unit.rows if rows[row].comment.id in places)
        if themes:
            return min(themes, key=lambda theme: (-themes[theme], theme)), by_hand
    return "", False


def _examples(
    told: Sequence[tuple[str, bool]],
    keys: Sequence[str],
    before: Labels,
    found: Clustering,
    setting: Setting,
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
    labels = _others(setting.places[rest], before[rest], found.part.labels[rest], free=free)
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


def _stood(rows: Sequence[Row], units: Sequence[Unit], guidance: Guidance) -> Labels:
    """Number of the theme most comments of each unit stood in before; −1 for none."""
    names = {name: number for number, name in enumerate(sorted(set((guidance.previous or {}).values())))}
    stood = np.full(len(units), -1, dtype=np.int64)
    for place, unit in enumerate(units):
        ids = [rows[row].comment.id for row in unit.rows]
        themes = (
            Counter(guidance.previous[name] for name in ids if name in guidance.previous) if guidance.previous else {}
        )
        if themes:
            stood[place] = names[min(themes, key=lambda theme: (-themes[theme], theme))]
    return stood


def _names(space: Space, names: Lessons | None, keys: Sequence[str]) -> tuple[Matrix, Labels] | None:
    if names is None:
        return None
    rows = [row for row, key in enumerate(names.sections) if key in keys]
    blocks = space.blocks(names.vectors[rows], [names.readings[row] for row in rows])
    return blocks, np.array([keys.index(names.sections[row]) for row in rows], dtype=np.int64)


def _by_people(
    labels: Labels,
    chances: Matrix,
    rows: Sequence[Row],
    units: Sequence[Unit],
    places: Matrix,
    found: Clustering,
) -> tuple[Clustering, list[int]]:
    """The themes in order of people, and which number each had before; themes nobody is left in are dropped."""

    def rank(number: int) -> tuple[int, str]:
        members = np.flatnonzero(labels == number).tolist()
        people = frozenset().union(*(units[place].people for place in members))
        return -len(people), min(rows[units[place].rows[0]].comment.id for place in members)

    order = sorted(np.unique(labels).tolist(), key=rank)
    place = {number: new for new, number in enumerate(order)}
    theme = np.array([place[number] for number in labels.tolist()], dtype=np.int64)
    part = Partition(labels=theme, centroids=centroids(places, theme))
    similarity = places @ part.centroids.T
    mine = np.arange(len(theme))
    chances = chances[:, order]
    others = np.where(np.arange(len(order)) == theme[:, None], 0.0, chances).max(axis=1, initial=0.0)
    own = chances[mine, theme]
    fit = Fit(theme=theme, similarity=similarity[mine, theme], margin=own - others, confidence=own)
    stability = _stability(theme, found)
    return replace(found, theme=theme, ids=(), part=part, fit=fit, stability=stability), order


def _stability(theme: Labels, found: Clustering) -> Matrix:
    """How surely each theme comes back: as surely as the found theme it is most like, as far as it is like it."""
    shared = np.zeros((int(theme.max()) + 1, found.part.count))
    np.add.at(shared, (theme, found.part.labels), 1)
    union = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0, keepdims=True) - shared
    stability: Matrix = (shared / np.maximum(union, 1) * found.stability).max(axis=1)
    return stability


def _leave_out(shaped: Clustering, found: Clustering, *, known: NDArray[np.bool_]) -> Clustering:
    """What fitted no theme before analysts spoke, and follows none of theirs surely, fits none now."""
    large = np.bincount(shaped.theme, minlength=shaped.part.count) >= _LEAST_IN_THEME
    lost = (found.theme < 0) & ~known & (shaped.fit.confidence < _SURE) & large[shaped.theme]
    return replace(shaped, theme=np.where(lost, -1, shaped.theme))


def _renamed(
    found: Clustering, rows: Sequence[Row], units: Sequence[Unit], guidance: Guidance, *, ids: Mapping[int, str]
) -> Clustering:
    """Themes under the ids they had in the run before; `ids`: {number: id} of those that are certain or fresh."""
    count = found.part.count
    members: list[set[str]] = [set() for _ in range(count)]
    for unit, theme in zip(units, found.theme.tolist(), strict=True):
        if theme >= 0:
            members[theme].update(rows[row].comment.id for row in unit.rows)
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
