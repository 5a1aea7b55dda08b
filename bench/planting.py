"""Are views of very few people surfaced? Thin topics planted among larger ones, twenty times.

    python -m bench.planting            TrueVoice sample and the demo, ten plantings each (some minutes)

A planting is surfaced when some reported view (a theme, a part of one, or a row of `minority`) is at least half
made of the thin topic and holds at least a fifth of it, three comments or more.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.core.intake.reading import read
from analysis.core.pipeline import Analysis, analyse
from analysis.core.space import encoders
from analysis.core.types import CommentText, Options
from bench import measure
from bench.measure import DATA, DEMO

_DRAWS = 10
_SHARES = (0.01, 0.02)
#: topics that make the crowd, and comments in it
_TOPICS, _CROWD = 12, 1_200
_PURE, _HELD, _LEAST = 0.5, 0.2, 3


@dataclass(frozen=True)
class Planting:
    """Comments with the ids of a thin topic among them."""

    comments: Sequence[CommentText]
    thin: frozenset[str]


@dataclass(frozen=True)
class Surfaced:
    """Where a thin topic was found, and how long the list of small views was."""

    anywhere: bool
    as_minority: bool
    as_part: bool
    as_theme: bool
    listed: int


#: which plantings the bar speaks of: text only and no sections are told for information
_BARRED = ("TrueVoice, text only", "demo, with sections")


def run(folder: Path) -> list[measure.Figure]:
    """The part of the bench of the analysis: the share of plantings surfaced anywhere."""
    found = dict(settings())
    both = [one.anywhere for title in _BARRED for one in found[title]]
    figures = [measure.Figure(f"planted themes of 1–2 % surfaced, {len(both)} plantings", float(np.mean(both)), 0.9)]
    return figures + [
        measure.Figure(f"surfaced: {title}", row(surfaced_there)[1], note=f"{row(surfaced_there)[2]:.2f} in `minority`")
        for title, surfaced_there in found.items()
    ]


def settings() -> Iterator[tuple[str, list[Surfaced]]]:
    """Where thin topics are planted, and what a run makes of each planting."""
    truevoice = measure.rows_of(DATA / "truevoice" / "sample.csv")
    texts = [CommentText(id=row["id"], text=row["text"]) for row in truevoice]
    topics = {row["id"]: row["object"] for row in truevoice}
    desks = {row["id"]: row["destination"] for row in truevoice}
    placed = [replace(comment, section=desks[comment.id]) for comment in texts]
    for title, comments in (("TrueVoice, text only", texts), ("TrueVoice, `destination` as section", placed)):
        yield title, surfaced(list(among_large(comments, topics)), vectors_of(comments))
    demo = measure.rows_of(DEMO / "comments.csv")
    themes = {row["id"]: row["theme"] for row in demo if row["theme"] not in measure.NO_SUBJECT}
    said = [CommentText(id=r["id"], text=r["text"], section=r["section"], reply_to=r["reply_to"]) for r in demo]
    yield "demo, with sections", surfaced(list(thinned(said, themes)), vectors_of(said))
    bare = [CommentText(id=comment.id, text=comment.text) for comment in said]
    yield "demo, text only", surfaced(list(thinned(bare, themes)), vectors_of(bare))


def main() -> None:
    lines = [(title, *row(found)) for title, found in settings()]
    head = ("planted", "plantings", "surfaced", "in `minority`", "as a part", "as a theme", "rows of `minority`")
    measure.table("Thin topics of 1–2 % (share of plantings)", head, lines)


def row(found: Sequence[Surfaced]) -> tuple[Any, ...]:
    shares = [[getattr(one, name) for one in found] for name in ("anywhere", "as_minority", "as_part", "as_theme")]
    return (len(found), *(float(np.mean(share)) for share in shares), round(float(np.mean([f.listed for f in found]))))


def among_large(comments: Sequence[CommentText], topics: Mapping[str, str]) -> Iterator[Planting]:
    """Comments of the largest topics with 1 % or 2 % of another topic among them."""
    by_topic: dict[str, list[CommentText]] = defaultdict(list)
    for comment in comments:
        by_topic[topics[comment.id]].append(comment)
    by_size = sorted(by_topic, key=lambda topic: (-len(by_topic[topic]), topic))
    crowd = [comment for topic in by_size[:_TOPICS] for comment in by_topic[topic]]
    thin = [topic for topic in by_size[_TOPICS:] if len(by_topic[topic]) >= _SHARES[0] * _CROWD]
    for draw in range(_DRAWS):
        generator = random.Random(draw)
        few = by_topic[generator.choice(thin)]
        planted = generator.sample(few, min(len(few), round(_SHARES[draw % 2] * _CROWD)))
        many = generator.sample(crowd, min(len(crowd), _CROWD))
        yield Planting([*many, *planted], frozenset(comment.id for comment in planted))


def thinned(comments: Sequence[CommentText], topics: Mapping[str, str]) -> Iterator[Planting]:
    """All comments, but of one topic only so many that they are 1 % or 2 %."""
    for draw in range(_DRAWS):
        generator = random.Random(draw)
        topic = generator.choice(sorted(set(topics.values())))
        members = sorted(name for name, theirs in topics.items() if theirs == topic)
        size = min(len(members), max(_LEAST, round(_SHARES[draw % 2] * len(comments))))
        kept = frozenset(generator.sample(members, size))
        gone = set(members) - kept
        yield Planting([comment for comment in comments if comment.id not in gone], kept)


def surfaced(plantings: Sequence[Planting], vectors: Mapping[str, NDArray[np.float32]]) -> list[Surfaced]:
    """What a run with default options makes of each planting."""
    return [look(analyse(p.comments, embeddings=vectors, options=Options()), p.thin) for p in plantings]


def look(analysis: Analysis, thin: frozenset[str]) -> Surfaced:
    document = analysis.document
    parts, themes = (
        [set(places[entry["id"]]) for entry in document["themes"] if (entry["parent_id"] is None) is top]
        for top, places in ((False, members_of_parts(analysis)), (True, members_of_themes(analysis)))
    )
    small = [set(view["comment_ids"]) for view in document["minority"]]
    where = [any(holds(view, thin) for view in views) for views in (small, parts, themes)]
    return Surfaced(any(where), *where, listed=len(small))


def members_of_themes(analysis: Analysis) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for placed in analysis.assignments:
        found[placed.theme or ""].add(placed.id)
    return found


def members_of_parts(analysis: Analysis) -> dict[str, set[str]]:
    """Part → its own comments and its guests."""
    found: dict[str, set[str]] = defaultdict(set)
    for placed in analysis.assignments:
        for part in placed.subthemes:
            found[part].add(placed.id)
    return found


def holds(view: set[str], thin: frozenset[str]) -> bool:
    both = len(view & thin)
    return both >= _LEAST and both >= _PURE * len(view) and both >= _HELD * len(thin)


def vectors_of(comments: Sequence[CommentText]) -> dict[str, NDArray[np.float32]]:
    """Each text embedded once for all plantings."""
    texts = [reading.topic_text for reading in read([comment.text for comment in comments])]
    vectors = encoders.load("use+e5").encode(texts)
    return {comment.id: vector for comment, vector in zip(comments, vectors, strict=True)}


if __name__ == "__main__":
    main()
