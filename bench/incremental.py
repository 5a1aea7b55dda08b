"""A new comment into the themes of a finished run, in a warm worker."""

from __future__ import annotations

import time
from pathlib import Path

from analysis.core.intake.csv_files import read_comments
from analysis.core.pipeline import analyse
from analysis.core.themes.model import ThemeModel
from bench import measure
from bench.measure import DEMO, Figure

_NEW = 200


def run(folder: Path) -> list[Figure]:
    """Latency of 200 single comments, and how often they get the theme a run on everything gives."""
    comments = read_comments(str(DEMO / "comments.csv"), warn=print)
    new = comments[:: len(comments) // _NEW][:_NEW]
    names = {comment.id for comment in new}
    model = ThemeModel.from_bytes(analyse([c for c in comments if c.id not in names]).model.to_bytes())
    model.assign(new[:1])
    seconds, placed = [], {}
    for comment in new:
        began = time.perf_counter()
        (assignment,) = model.assign([comment])
        seconds.append(time.perf_counter() - began)
        if assignment.theme:
            placed[comment.id] = assignment.theme
    nmi, ari = measure.agreement(placed, measure.demo_themes())
    return [
        Figure("seconds, p50", measure.percentile(seconds, 0.5), higher_is_better=False),
        Figure("seconds, p95", measure.percentile(seconds, 0.95), 1.0, higher_is_better=False),
        Figure("NMI of the new comments with gold themes", nmi, note=f"ARI {ari:.3f}, {len(placed)} placed"),
    ]
