"""A guess at the position of a comment whose writer was not asked, or none when the guess is not sure.

What a citizen answered when asked is never touched (`signals.stance`): a guess is stored apart, counted only for comments
without an answer, and shown beside an answer only to say that button and text contradict each other. Text-only
stance is close to chance on real consultations of another kind (docs/analysis.md), so the model abstains often.

The model is linear: words and pairs of words, and families of cues (data/stance_cues.txt). Its weights and the
confidence each position needs are in data/stance_model.json, made by `python -m analysis.training.stance`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, sqrt

from analysis.core.contract import InferredCounts
from analysis.core.intake.reading import Reading
from analysis.core.intake.rows import Row
from analysis.core.intake.word_lists import DATA, families
from analysis.core.types import STANCES, Stance

#: what the model tells apart; "none" is a question or a remark, and always abstains
CLASSES = (*STANCES, "none")
#: letters in which a position that opens a comment stands
_OPENING = 16
_RESERVE = frozenset({"reserve", "condition", "request"})
_LENGTHS = (25, 45, 90, 160)
_WORD_WEIGHT, _CUE_WEIGHT = 2.0, 0.7
_LEAST_NORM = 4


@dataclass(frozen=True, kw_only=True)
class StanceModel:
    """Weights per feature and class (order of CLASSES), and the confidence from which a position is told."""

    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    least: Mapping[str, float]

    def probabilities(self, features: Mapping[str, float]) -> dict[str, float]:
        """Softmax of the weighted features, one value per class."""
        scores = list(self.bias)
        for name, value in features.items():
            for place, weight in enumerate(self.weights.get(name, ())):
                scores[place] += value * weight
        most = max(scores)
        powers = [exp(score - most) for score in scores]
        return {name: power / sum(powers) for name, power in zip(CLASSES, powers, strict=True)}

    def infer(self, reading: Reading) -> Stance:
        """agree, partly or disagree; "" when the model abstains."""
        if reading.language not in ("thai", "english") or reading.is_empty:
            return ""
        chances = self.probabilities(features(reading))
        best = max(STANCES, key=lambda name: chances[name])
        sure = chances[best] > chances["none"] and chances[best] >= self.least[best]
        return _STANCE[best] if sure else ""


_STANCE: dict[str, Stance] = {"agree": "agree", "partly": "partly", "disagree": "disagree"}


def features(reading: Reading) -> dict[str, float]:
    """Words, pairs of words and cues of one comment, with their values; personal data is in none of them."""
    words = set(_grams(reading.words))
    share = _WORD_WEIGHT / sqrt(max(_LEAST_NORM, len(words)))
    return dict.fromkeys(sorted(words), share) | dict.fromkeys(_cues("".join(reading.words)), _CUE_WEIGHT)


def guess(row: Row) -> Stance:
    """Position of one comment as far as its text tells; an answer to another citizen tells none towards the draft."""
    return "" if row.reading is None or row.comment.reply_to else stance_model().infer(row.reading)


def tally_inferred(rows: Iterable[Row]) -> InferredCounts:
    """Guesses about the comments whose writers did not answer: agree, partly, disagree, and n_abstained."""
    counts = Counter(guess(row) or "n_abstained" for row in rows if not row.comment.stance)
    return {
        "agree": counts["agree"],
        "partly": counts["partly"],
        "disagree": counts["disagree"],
        "n_abstained": counts["n_abstained"],
    }


def _grams(words: tuple[str, ...]) -> Iterator[str]:
    spoken = [word for word in words if not (word.isspace() or any(map(str.isdigit, word)))]
    yield from (f"w {word}" for word in spoken)
    yield from (f"w {one} {other}" for one, other in zip(["^", *spoken], [*spoken, "$"], strict=True))


def _cues(text: str) -> list[str]:
    """Families found, how they go together, and how long the text is."""
    cues = families("stance_cues")
    rest = text  # "ไม่เห็นด้วย" must not count as "เห็นด้วย"
    for word in cues["oppose"]:
        rest = rest.replace(word, " ")
    within = {name: text if name == "oppose" else rest for name in cues}
    found = {name for name, words in cues.items() if any(word in within[name] for word in words)}
    how = "plainly" if found.isdisjoint(_RESERVE) else "reserved"
    signs = sorted(found)
    for name in ("oppose", "agree"):
        if name in found:
            signs.append(f"{name} {how}")
            if any(word in within[name][:_OPENING] for word in cues[name]):
                signs.append(f"{name} first")
    if {"oppose", "agree"} <= found:
        signs.append("both")
    signs += [f"under {limit}" for limit in _LENGTHS if len(text) < limit]
    return [f"cue {sign}" for sign in signs]


@cache
def stance_model() -> StanceModel:
    """The shipped model."""
    stored = json.loads((DATA / "stance_model.json").read_text(encoding="utf-8"))
    weights = {name: tuple(values) for name, values in stored["weights"].items()}
    return StanceModel(bias=tuple(stored["bias"]), weights=weights, least=stored["least"])
