"""Learning from analysts: how well do themes follow a few comments placed by hand.

    python -m tests.bench.learning            the demo, 5 and 10 labels a theme, 10 draws (some minutes)
    python -m tests.bench.learning --draws 3

Labels are drawn from the gold themes of the demo and handed to `analyse` as pins, as the site hands over what analysts
move; accuracy is over all other comments that have a gold theme. A theme of few comments keeps two of them for the test.
"""

from __future__ import annotations

import argparse
import random
import warnings
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import mean, stdev
from typing import Any

import numpy as np

from analysis.core import encoders
from analysis.core.edits import Guidance
from analysis.core.pipeline import analyse
from analysis.core.reading import embedding_text
from analysis.core.tables import read_comments
from analysis.core.types import CommentText, Options
from tests.bench import measure
from tests.bench.measure import DEMO

#: what is left to judge by in every theme
_KEPT = 2

#: (title, are sections known, are replies known, are the names of the themes known)
SETTINGS = (
    ("with sections, replies, names", True, True, True),
    ("with sections, replies", True, True, False),
    ("text, replies, names", False, True, True),
    ("text, names", False, False, True),
    ("text", False, False, False),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=10)
    learning(draws=parser.parse_args().draws)


def learning(*, draws: int = 10, labels: Sequence[int] = (5, 10)) -> list[dict[str, Any]]:
    """Accuracy of each setting by labels a theme; printed as a table and returned as rows."""
    comments = read_comments(str(DEMO / "comments.csv"), warn=lambda _: None)
    gold = {row["id"]: row["theme"] for row in measure.rows_of(DEMO / "comments.csv")}
    gold = {name: theme for name, theme in gold.items() if theme not in measure.NO_SUBJECT}
    vectors = _vectors(comments)
    found = []
    for title, sections, replies, names in SETTINGS:
        known = [_without(comment, sections=sections, replies=replies) for comment in comments]
        for count in labels:
            scores = [accuracy(known, gold, _draw(gold, count, seed), vectors, names=names) for seed in range(draws)]
            spread = stdev(scores) if len(scores) > 1 else 0.0
            found.append({"setting": title, "labels": count, "accuracy": mean(scores), "sd": spread})
    lines = [(row["setting"], row["labels"], row["accuracy"], row["sd"]) for row in found]
    head = ("what is known", "labels a theme", "accuracy", "sd of draws")
    measure.table(f"Learning from analysts, demo, {draws} draws", head, lines)
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
    rest = [name for name in gold if name not in pins]
    return mean(placed[name] == gold[name] for name in rest)


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
    encoded = encoders.load("use").encode([embedding_text(comment.text) for comment in comments])
    return {comment.id: vector for comment, vector in zip(comments, encoded, strict=True)}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
