"""Learning from analysts: how well do themes follow a few comments placed by hand; and how drift shows.

    python -m bench.learning            5 and 10 labels a theme, 10 draws; drift (some minutes)
    python -m bench.learning --draws 3

Labels are drawn from the gold themes of the demo and handed to `analyse` as pins, as the site hands over what analysts
move; accuracy is over all other comments that have a gold theme. A theme of few comments keeps two of them for the test.
Analysts name their themes, so the names of the gold themes are known unless a figure says otherwise.
"""

from __future__ import annotations

import argparse
import random
import warnings
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean, stdev

import numpy as np

from analysis.core.intake.csv_files import read_comments
from analysis.core.intake.reading import embedding_text
from analysis.core.pipeline import analyse
from analysis.core.space import encoders
from analysis.core.themes.edits import Guidance
from analysis.core.types import CommentText, Options
from bench import measure
from bench.measure import DEMO

LABELS, DRAWS = (5, 10), 10
#: what is left to judge by in every theme
_KEPT = 2
#: (title, are sections known, are replies known, are the names of the themes known, bars by number of labels)
SETTINGS = (
    ("with sections", True, True, True, {5: 0.88, 10: 0.93}),
    ("with sections, themes without names", True, True, False, {}),
    ("text only", False, False, True, {5: 0.52, 10: 0.60}),
    ("text and what answers what", False, True, True, {}),
    ("text only, themes without names", False, False, False, {}),
)


def run(folder: Path) -> list[measure.Figure]:
    """The part of the bench of the analysis."""
    figures = [
        measure.Figure(f"accuracy {title}, {count} labels a theme", value, bar, note=f"sd of draws {spread:.3f}")
        for title, count, value, spread, bar in accuracies()
    ]
    seen, new = drift()
    figures.append(measure.Figure("low margin, later comments on matters seen before", seen, higher_is_better=False))
    figures.append(measure.Figure("low margin, later comments on new matters", new))
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=DRAWS)
    head = ("what is known", "labels a theme", "accuracy", "sd of draws", "bar")
    lines = [(*row[:4], row[4] or "") for row in accuracies(draws=parser.parse_args().draws)]
    measure.table("Learning from analysts, demo", head, lines)
    measure.table("Low margin of later comments", ("seen before", "new matters"), [drift()])


def accuracies(*, draws: int = DRAWS) -> list[tuple[str, int, float, float, float | None]]:
    """(setting, labels a theme, mean accuracy, its standard deviation over draws, bar or None)."""
    comments, gold = _demo()
    vectors = _vectors(comments)
    found = []
    for title, sections, replies, names, bars in SETTINGS:
        known = [_without(comment, sections=sections, replies=replies) for comment in comments]
        for count in LABELS:
            scores = [accuracy(known, gold, _draw(gold, count, seed), vectors, names=names) for seed in range(draws)]
            spread = stdev(scores) if len(scores) > 1 else 0.0
            found.append((title, count, mean(scores), spread, bars.get(count)))
    return found


def accuracy(
    comments: Sequence[CommentText],
    gold: Mapping[str, str],
    pins: Mapping[str, str],
    vectors: Mapping[str, np.ndarray],
    *,
    names: bool,
) -> float:
    """Share of the other comments that stand in their gold theme. A comment set aside counts as wrong."""
    told = Guidance(pins=pins, names={theme: theme for theme in set(pins.values())} if names else {})
    options = Options(themes=len(set(gold.values())))
    placed = {a.id: a.theme for a in analyse(comments, options=options, guidance=told, embeddings=vectors).assignments}
    return mean(placed[name] == theme for name, theme in gold.items() if name not in pins)


def drift(*, draws: int = 3) -> tuple[float, float]:
    """Share of later comments that stand between two themes: of the matters a run has seen, and of three it has not.

    A fifth of the comments and all of three themes come later; the run is made without them.
    """
    comments, gold = _demo()
    low: dict[bool, list[bool]] = {True: [], False: []}
    for seed in range(draws):
        generator = random.Random(seed)
        new = set(generator.sample(sorted(set(gold.values())), 3))
        later = {c.id for c in comments if gold.get(c.id) in new or generator.random() < 0.2}
        model = analyse([c for c in comments if c.id not in later]).model
        for placed in model.assign([c for c in comments if c.id in later]):
            if placed.margin is not None:
                low[gold.get(placed.id) in new].append(placed.margin < 0)
    return mean(low[False]), mean(low[True])


def _demo() -> tuple[list[CommentText], dict[str, str]]:
    """The demo's comments, and the gold themes of those that have a subject."""
    comments = read_comments(str(DEMO / "comments.csv"), warn=lambda _: None)
    gold = {row["id"]: row["theme"] for row in measure.rows_of(DEMO / "comments.csv")}
    return comments, {name: theme for name, theme in gold.items() if theme not in measure.NO_SUBJECT}


def _draw(gold: Mapping[str, str], count: int, seed: int) -> dict[str, str]:
    """So many comments of every theme, chosen by the seed."""
    members: dict[str, list[str]] = defaultdict(list)
    for name, theme in sorted(gold.items()):
        members[theme].append(name)
    generator = random.Random(seed)
    chosen = {theme: generator.sample(ids, min(count, len(ids) - _KEPT)) for theme, ids in sorted(members.items())}
    return {name: theme for theme, ids in chosen.items() for name in ids}


def _without(comment: CommentText, *, sections: bool, replies: bool) -> CommentText:
    return replace(
        comment, section=comment.section if sections else "", reply_to=comment.reply_to if replies else "", stance=""
    )


def _vectors(comments: Sequence[CommentText]) -> dict[str, np.ndarray]:
    encoded = encoders.load(encoders.chosen("auto", len(comments))).encode(
        [embedding_text(comment.text) for comment in comments]
    )
    return {comment.id: vector for comment, vector in zip(comments, encoded, strict=True)}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
