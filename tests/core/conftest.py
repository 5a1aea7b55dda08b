"""The demo consultation and its analysis, read once for all tests of the core."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from analysis.core.intake.csv_files import read_comments
from analysis.core.intake.reading import embedding_text
from analysis.core.intake.vote_files import read_votes
from analysis.core.pipeline import Analysis, analyse
from analysis.core.space import encoders
from analysis.core.types import CommentText, CommentVote

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "cms" / "demo"
DATA = ROOT / "tests" / "data"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """To read the whole demonstration with both encoders takes a minute: tests of that run are slow ones."""
    for item in items:
        if "vectors" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@dataclass(frozen=True)
class Demo:
    """Comments, votes and what their author says about each comment."""

    comments: list[CommentText]
    votes: list[CommentVote]
    gold: dict[str, dict[str, str]]

    @property
    def themed(self) -> list[str]:
        """Ids of the comments that have a subject."""
        none = ("ไม่ระบุประเด็น", "ข้อความนอกเรื่อง")
        return [name for name, row in self.gold.items() if row["theme"] not in none]


@pytest.fixture(scope="session")
def demo() -> Demo:
    with (DEMO / "comments.csv").open(encoding="utf-8-sig", newline="") as file:
        gold = {row["id"]: row for row in csv.DictReader(file)}
    read = read_comments(str(DEMO / "comments.csv"), warn=lambda _: None)
    comments = [replace(comment, person=comment.person or comment.id) for comment in read]  # each by somebody else
    votes = read_votes(str(DEMO / "votes.csv"), warn=lambda _: None)
    return Demo(comments=comments, votes=votes, gold=gold)


@pytest.fixture(scope="session")
def vectors(demo: Demo) -> dict[str, np.ndarray]:
    """What an ordinary consultation embeds on submission, by comment id."""
    encoded = encoders.load("use+e5").encode([embedding_text(comment.text) for comment in demo.comments])
    return {comment.id: vector for comment, vector in zip(demo.comments, encoded, strict=True)}


@pytest.fixture(scope="session")
def analysis(demo: Demo, vectors: dict[str, np.ndarray]) -> Analysis:
    return analyse(demo.comments, demo.votes, embeddings=vectors)
