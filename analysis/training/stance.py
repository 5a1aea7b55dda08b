"""Train the model of inferred stance, and say how well it does on topics it never saw.

    python -m analysis.training.stance           figures only: every theme of the demo is left out once
    python -m analysis.training.stance --write   also write analysis/core/data/stance_model.json

Learned from the demo corpus (cms/demo, gold `stance`) and from stances.txt beside this file. A feature is kept when
it stands in three topics or more, so that the model learns how people take a position and not what about. The
confidence each position needs is found on predictions for left-out themes of the training part alone.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from analysis.core.intake.reading import Reading, read
from analysis.core.intake.word_lists import DATA
from analysis.core.signals.inferred_stance import CLASSES, StanceModel, features
from analysis.core.signals.stance import bare_position
from analysis.core.types import STANCES

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "cms" / "demo" / "comments.csv"
MODEL = DATA / "stance_model.json"

_SIGNS = {"+": "agree", "~": "partly", "-": "disagree", "0": "none"}
_LEAST_TOPICS = 3
_STRENGTH = 1.0
#: precision looked for on left-out themes
WANTED = 0.8
#: groups of themes left out together when confidences are found
_FOLDS = 5


@dataclass(frozen=True, kw_only=True)
class Example:
    """One comment with the position its writer took."""

    reading: Reading
    stance: str
    topic: str
    is_demo: bool
    #: an answer to another citizen takes its position towards that citizen: it teaches nothing and is told nothing
    is_reply: bool

    @property
    def teaches(self) -> bool:
        return not (self.is_reply or self.reading.is_empty)

    @property
    def features(self) -> dict[str, float]:
        return features(self.reading)


def examples() -> list[Example]:
    """Everything there is to learn from; of the copied texts of a campaign only the first."""
    found = [*_demo(), *_own()]
    readings = read([text for text, *_ in found])
    return [
        Example(reading=reading, stance=stance, topic=topic, is_demo=is_demo, is_reply=is_reply)
        for reading, (_, stance, topic, is_demo, is_reply) in zip(readings, found, strict=True)
    ]


def _demo() -> Iterable[tuple[str, str, str, bool, bool]]:
    with DEMO.open(encoding="utf-8-sig", newline="") as file:
        copied = False
        for row in csv.DictReader(file):
            if row["campaign"] == "A" and copied:
                continue
            copied = copied or row["campaign"] == "A"
            yield row["text"], row["stance"], row["theme"], True, bool(row["reply_to"])


def _own() -> Iterable[tuple[str, str, str, bool, bool]]:
    topic = ""
    for line in (HERE / "stances.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            topic = line.strip("[]")
        elif line and not line.startswith("#"):
            yield line[2:], _SIGNS[line[0]], topic, False, False


def fit(rows: Sequence[Example]) -> StanceModel:
    """A model without limits of confidence (they are 0)."""
    topics: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in row.features:
            topics[name].add(row.topic)
    names = sorted(name for name, where in topics.items() if len(where) >= _LEAST_TOPICS)
    place = {name: column for column, name in enumerate(names)}
    cells = [
        (number, place[name], value)
        for number, row in enumerate(rows)
        for name, value in row.features.items()
        if name in place
    ]
    lines, columns, values = zip(*cells, strict=True)
    matrix = sparse.csr_matrix((values, (lines, columns)), shape=(len(rows), len(names)))
    model = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=5000, tol=1e-7)
    model.fit(matrix, [row.stance for row in rows])
    order = [list(model.classes_).index(name) for name in CLASSES]
    weights = np.round(model.coef_[order], 3) + 0.0  # no minus zero
    return StanceModel(
        bias=tuple(np.round(model.intercept_[order], 3).tolist()),
        weights={name: tuple(weights[:, column].tolist()) for name, column in place.items()},
        least=dict.fromkeys(STANCES, 0.0),
    )


@dataclass(frozen=True, kw_only=True)
class Guess:
    """The likeliest position of a comment, before any limit; told is False where "none" is likelier."""

    row: Example
    stance: str
    chance: float
    told: bool


def guesses(model: StanceModel, rows: Iterable[Example]) -> list[Guess]:
    """What the model would say of each comment."""
    found = []
    for row in rows:
        chances = model.probabilities(row.features)
        best = max(STANCES, key=lambda name: chances[name])
        found.append(Guess(row=row, stance=best, chance=chances[best], told=chances[best] > chances["none"]))
    return found


def left_out(rows: Sequence[Example], folds: int | None = None) -> list[Guess]:
    """Guesses about the demo, each from a model that saw nothing of the comment's theme."""
    themes = sorted({row.topic for row in rows if row.is_demo})
    found: list[Guess] = []
    for fold in range(folds or len(themes)):
        away = set(themes[fold :: folds or len(themes)])
        model = fit([row for row in rows if row.topic not in away and row.teaches])
        found += guesses(model, (row for row in rows if row.topic in away and row.teaches))
    return found


def limits(found: Sequence[Guess], wanted: float = WANTED) -> dict[str, float]:
    """Per position the least confidence from which guesses are right as often as wanted; 1.01 where none is.

    One more wrong guess than were seen is reckoned with: a few lucky ones prove nothing.
    """
    least = {}
    for stance in STANCES:
        told = sorted((guess for guess in found if guess.told and guess.stance == stance), key=lambda g: -g.chance)
        right = np.cumsum([guess.row.stance == stance for guess in told])
        good = [place for place in range(len(told)) if right[place] / (place + 2) >= wanted]
        least[stance] = round(told[good[-1]].chance, 3) if good else 1.01
    return least


def calibrated(rows: Sequence[Example]) -> StanceModel:
    """A model with the limits its own left-out themes ask for."""
    model = fit([row for row in rows if row.teaches])
    return StanceModel(bias=model.bias, weights=model.weights, least=limits(left_out(rows, _FOLDS)))


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Of comments that take a position: how many are told, how many of those rightly; `precision_all` also counts
    as wrong each comment without a position that was given one."""

    coverage: float
    precision: float
    precision_all: float
    by_stance: dict[str, tuple[int, int]]


def weigh(found: Sequence[tuple[str, str]]) -> Figures:
    """Figures of (true, told) pairs; told is "" when the model abstained."""
    stated = [pair for pair in found if pair[0] != "none"]
    told = [pair for pair in stated if pair[1]]
    right = sum(true == said for true, said in told)
    everything = sum(bool(said) for _, said in found)
    return Figures(
        coverage=len(told) / len(stated),
        precision=right / max(1, len(told)),
        precision_all=right / max(1, everything),
        by_stance={
            stance: (
                sum(true == said == stance for true, said in found),
                sum(said == stance for _, said in found),
            )
            for stance in STANCES
        },
    )


def leave_theme_out(rows: Sequence[Example]) -> list[tuple[str, str]]:
    """(true, told) of each comment of the demo: weights and limits from the other themes alone."""
    found = []
    for theme in sorted({row.topic for row in rows if row.is_demo}):
        model = calibrated([row for row in rows if row.topic != theme])
        found += [(row.stance, _told(model, row)) for row in rows if row.topic == theme]
    return found


def _told(model: StanceModel, row: Example) -> str:
    """As the analysis would: nothing of replies, a plain yes or no of comments that say nothing else."""
    if row.is_reply:
        return ""
    if row.reading.is_empty:
        position = bare_position(row.reading.masked, "")
        return "" if position == "unclear" else position
    return model.infer(row.reading)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows = examples()
    found = leave_theme_out(rows)
    sys.stdout.write("\n".join(_told_of(found)) + "\n")
    if options.write:
        MODEL.write_text(_as_json(calibrated(rows)), encoding="utf-8")


def _told_of(found: Sequence[tuple[str, str]]) -> Iterator[str]:
    figures = weigh(found)
    told = ", ".join(f"{name} {right}/{said}" for name, (right, said) in figures.by_stance.items())
    yield f"coverage {figures.coverage:.3f}, precision {figures.precision:.3f} ({told})"
    yield f"precision when comments without a position count as wrong: {figures.precision_all:.3f}"


def _as_json(model: StanceModel) -> str:
    """One feature a line, so that a new training can be read as a difference."""
    lines = (
        f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(values)}" for name, values in model.weights.items()
    )
    head = f'{{\n "bias": {json.dumps(model.bias)},\n "least": {json.dumps(dict(model.least))},\n "weights": {{\n'
    return head + ",\n".join(lines) + "\n }\n}\n"


if __name__ == "__main__":
    main()
