"""Tone of posts nobody learned from, and inferred positions on themes nobody learned from."""

from __future__ import annotations

from pathlib import Path

from analysis.core.intake.reading import read
from analysis.core.signals.tone import tone_model
from analysis.training import sentiment as tones
from analysis.training import stance as positions
from bench import measure
from bench.measure import DATA, Figure

_TONES = {"neg": "negative", "neu": "neutral", "pos": "positive", "q": "question"}


def sentiment(folder: Path) -> list[Figure]:
    """Macro-F1 on the shipped posts, two hundred of each tone; the training never sees them."""
    rows = measure.rows_of(DATA / "wisesight" / "sample.csv")
    words = [reading.words for reading in read([row["text"] for row in rows])]
    judged = list(zip(words, [_TONES[row["sentiment"]] for row in rows], strict=True))
    return [Figure("macro-F1 of tone (800 posts, 200 of each)", tones.macro_f1(tone_model(), judged))]


def stance(folder: Path) -> list[Figure]:
    """Every theme of the demo left out once; weights and limits from the others."""
    found = positions.leave_theme_out(positions.examples())
    told = positions.weigh(found)
    each = ", ".join(f"{name} {right}/{said}" for name, (right, said) in told.by_stance.items())
    return [
        Figure("precision when not abstaining", told.precision, 0.8, note=each),
        Figure("coverage", told.coverage, 0.5),
        Figure("precision, comments without a position counted as wrong", told.precision_all),
    ]
