"""Train the model of tone, and say how well it does on posts it never saw.

    python -m analysis.training.sentiment FOLDER           figures only; FOLDER holds neg.txt, neu.txt, pos.txt, q.txt
    python -m analysis.training.sentiment FOLDER --write   also write analysis/core/data/sentiment_model.json

Learned from the Wisesight posts (CC0-1.0, https://github.com/PyThaiNLP/wisesight-sentiment). Posts of
tests/data/wisesight are never learned from: the bench judges by them. A tenth, by a hash of the text, is held out.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from math import sqrt
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from analysis.core.intake.reading import read
from analysis.core.intake.word_lists import DATA
from analysis.core.signals.tone import TONES, ToneModel, features

MODEL = DATA / "sentiment_model.json"
KEPT_APART = Path(__file__).parents[2] / "tests" / "data" / "wisesight" / "sample.csv"
_FILES = ("neg", "neu", "pos", "q")
#: posts a feature stands in, and features kept: those whose weights differ most between tones
_LEAST_POSTS, _MOST_FEATURES = 8, 12_000
_STRENGTH = 3.0

Post = tuple[tuple[str, ...], str]


def posts(folder: Path) -> tuple[list[Post], list[Post]]:
    """(to learn from, held out), each post as its words and its tone."""
    with KEPT_APART.open(encoding="utf-8", newline="") as file:
        apart = {" ".join(row["text"].split()) for row in csv.DictReader(file)}
    told: dict[str, str] = {}
    for name, tone in zip(_FILES, TONES, strict=True):
        for line in (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines():
            text = " ".join(line.split())
            if text and text not in apart:
                told.setdefault(text, tone)
    found = list(zip((reading.words for reading in read(told)), told.values(), strict=True))
    away = [sha256(text.encode()).digest()[0] % 10 == 0 for text in told]
    learned = [post for post, out in zip(found, away, strict=True) if not out]
    return learned, [post for post, out in zip(found, away, strict=True) if out]


def fit(learned: Sequence[Post]) -> ToneModel:
    """Logistic regression, tones weighed alike; fitted again on the features kept."""
    seen = Counter(name for words, _ in learned for name in features(words))
    names = sorted(name for name, count in seen.items() if count >= _LEAST_POSTS)
    spread = np.ptp(_weights(learned, names)[1], axis=0)
    best = np.lexsort((np.arange(len(names)), -np.round(spread, 6)))[:_MOST_FEATURES]
    names = [names[place] for place in sorted(best.tolist())]
    bias, weights = _weights(learned, names)
    weights = np.round(weights, 2) + 0.0  # no minus zero
    return ToneModel(
        bias=tuple(np.round(bias, 2).tolist()),
        weights={name: tuple(weights[:, place].tolist()) for place, name in enumerate(names)},
    )


def _weights(learned: Sequence[Post], names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    place = {name: column for column, name in enumerate(names)}
    rows = [[place[name] for name in features(words) if name in place] for words, _ in learned]
    values = np.concatenate([np.full(len(row), 1 / sqrt(max(1, len(row)))) for row in rows])
    starts = np.cumsum([0, *map(len, rows)])
    matrix = sparse.csr_matrix((values, np.concatenate(rows).astype(int), starts), shape=(len(rows), len(names)))
    model = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=300)
    model.fit(matrix, [tone for _, tone in learned])
    return model.intercept_, model.coef_  # classes in alphabetical order, which is that of TONES


def macro_f1(model: ToneModel, judged: Sequence[Post]) -> float:
    """Mean over tones of the harmonic mean of precision and recall."""
    return float(f1_score([tone for _, tone in judged], [model.tone(words) for words, _ in judged], average="macro"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    learned, held_out = posts(options.folder)
    model = fit(learned)
    sys.stdout.write(
        f"{len(learned)} posts learned, {len(held_out)} held out: macro-F1 {macro_f1(model, held_out):.3f}\n"
    )
    if options.write:
        MODEL.write_text(_as_json(model), encoding="utf-8")


def _as_json(model: ToneModel) -> str:
    """One feature a line, so that a new training can be read as a difference."""
    lines = (f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(row)}" for name, row in model.weights.items())
    return f'{{\n "bias": {json.dumps(model.bias)},\n "weights": {{\n' + ",\n".join(lines) + "\n }\n}\n"


if __name__ == "__main__":
    main()
