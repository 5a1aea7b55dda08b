"""The tone of texts, counted over many of them. It is no position: a sharp comment may support a draft.

Too unsure for a single comment (macro-F1 in docs/analysis.md), so only counts leave this module, and none over fewer
than twenty comments. The model is linear over words and pairs of words (data/sentiment_model.json), made from
Wisesight posts by `python -m analysis.training.sentiment`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt

from analysis.core.contract import ToneCounts
from analysis.core.intake.rows import Row
from analysis.core.intake.word_lists import DATA

TONES = ("negative", "neutral", "positive", "question")
#: comments under which no count is told
LEAST_COMMENTS = 20


@dataclass(frozen=True, kw_only=True)
class ToneModel:
    """Weights per feature and tone, in the order of TONES."""

    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]

    def tone(self, words: Sequence[str]) -> str:
        """The likeliest tone of one text: for counting, not for showing."""
        known = [self.weights[name] for name in features(words) if name in self.weights]
        share = 1 / sqrt(max(1, len(known)))
        scores = [bias + share * sum(row[place] for row in known) for place, bias in enumerate(self.bias)]
        return TONES[max(range(len(TONES)), key=lambda place: (round(scores[place], 9), -place))]


def features(words: Sequence[str]) -> list[str]:
    """Distinct words and pairs of words, in alphabetical order."""
    spoken = [word for word in words if not word.isspace()]
    return sorted({*spoken, *(f"{one} {other}" for one, other in zip(spoken, spoken[1:], strict=False))})


def tally_tones(rows: Iterable[Row]) -> ToneCounts | None:
    """Texts by tone; None under LEAST_COMMENTS."""
    read = [row.reading.words for row in rows if row.reading is not None]
    if len(read) < LEAST_COMMENTS:
        return None
    counts = Counter(map(tone_model().tone, read))
    return {
        "negative": counts["negative"],
        "neutral": counts["neutral"],
        "positive": counts["positive"],
        "question": counts["question"],
    }


@cache
def tone_model() -> ToneModel:
    """The shipped model."""
    stored = json.loads((DATA / "sentiment_model.json").read_text(encoding="utf-8"))
    weights = {name: tuple(values) for name, values in stored["weights"].items()}
    return ToneModel(bias=tuple(stored["bias"]), weights=weights)
