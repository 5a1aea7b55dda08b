"""Train the model of adverts, and say how well it does on pieces and comments it never saw.

    python -m analysis.training.adverts           figures only
    python -m analysis.training.adverts --write   also write analysis/core/data/advert_model.json

Learned from adverts.txt beside this file (pieces of adverts put together at random, whole adverts, contributions that
speak of trade), complaints.txt, stances.txt, texts of limits and of masks (tests/data), the comments of the demo (cms/demo) and
calls to a telephone company (tests/data/truevoice). Of the pieces of each section one in five is held out, and what is made of
those is judged; so is a fifth of the comments. The model that is written has learned from all.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from analysis.core.intake.advert_model import AdvertModel, features
from analysis.core.intake.word_lists import DATA

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MODEL = DATA / "advert_model.json"
#: texts made of pieces, of each kind
_MADE = 6_000
_LEAST_TEXTS, _MOST_FEATURES = 4, 9_000
_STRENGTH = 8.0
#: log odds from which a text is told
_LEAST = 0.3

#: texts that are no adverts, read without their marks; what begins in brackets is a heading, or a text that is all marked
_MARKED = (
    HERE / "complaints.txt",
    HERE / "stances.txt",
    *sorted((ROOT / "tests" / "data" / "limits").glob("*.txt")),
    ROOT / "tests" / "data" / "alarms" / "masking.txt",
    ROOT / "tests" / "data" / "third" / "masking.txt",
)
_MARKS = re.compile(r"^[-+] |[⟦⟧{}]")

Labelled = tuple[str, bool]


@dataclass(frozen=True)
class Pieces:
    """The sections of adverts.txt, one part of them."""

    of: dict[str, list[str]]

    def made(self, count: int, seed: int) -> list[Labelled]:
        """Adverts put together from a lead, goods, a price, offers and a call; contributions that speak of trade."""
        dice = random.Random(seed)  # noqa: S311 - examples, no secrets
        texts: list[Labelled] = [(self._advert(dice), True) for _ in range(count)]
        for _ in range(count):
            text = dice.choice(self.of["speaks_of_trade"]).format(
                goods=dice.choice(self.of["goods"]), price=dice.choice(self.of["price"])
            )
            if dice.random() < 0.5:
                text = " ".join(dice.sample([text, dice.choice(self.of["contributions"])], 2))
            if dice.random() < 0.15:
                text = f"{text} {dice.choice(self.of['emoji'])}"
            texts.append((text, False))
        return texts

    def _advert(self, dice: random.Random) -> str:
        of = self.of
        lead = dice.choice(of["lead"]) if dice.random() < 0.6 else ""
        parts = [lead + ("" if dice.random() < 0.7 else " ") + dice.choice(of["goods"])]
        if dice.random() < 0.6:
            parts.append(dice.choice(of["price"]))
        parts += dice.sample(of["offer"], dice.choice((0, 1, 1, 2, 2, 3)))
        if len(parts) < 3 or dice.random() < 0.6:
            parts.append(dice.choice(of["call"]))
        if dice.random() < 0.2:
            dice.shuffle(parts)
        if dice.random() < 0.2:
            parts = [dice.choice(of["emoji"]), *parts, dice.choice(of["emoji"])]
        return ("" if dice.random() < 0.1 else " ").join(parts)


def pieces() -> tuple[Pieces, Pieces]:
    """(to learn from, held out)."""
    learned: dict[str, list[str]] = {}
    apart: dict[str, list[str]] = {}
    section = ""
    for line in (HERE / "adverts.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
            learned[section], apart[section] = [], []
        elif line and not line.startswith("#"):
            (apart if _is_apart(line) else learned)[section].append(line)
    return Pieces(learned), Pieces(apart)


def comments() -> list[str]:
    """Ordinary comments, calls and complaints about goods: none is an advert."""
    found = []
    for path, keep in (
        (ROOT / "cms" / "demo" / "comments.csv", lambda row: row["theme"] != "ข้อความนอกเรื่อง"),
        (ROOT / "tests" / "data" / "truevoice" / "sample.csv", lambda row: True),
    ):
        with path.open(encoding="utf-8", newline="") as file:
            found += [row["text"] for row in csv.DictReader(file) if keep(row)]
    for path in _MARKED:
        lines = path.read_text(encoding="utf-8").splitlines()
        found += [_MARKS.sub("", line).strip() for line in lines if line and line[0] not in "#["]
    return sorted({text for text in found if text})


def fit(learned: Sequence[Labelled]) -> AdvertModel:
    """Logistic regression, both kinds weighed alike; fitted again on the features kept."""
    seen = Counter(name for text, _ in learned for name in features(text))
    names = sorted(name for name, count in seen.items() if count >= _LEAST_TEXTS)
    weights = _weights(learned, names)[1]
    best = np.lexsort((np.arange(len(names)), -np.round(np.abs(weights), 6)))[:_MOST_FEATURES]
    names = [names[place] for place in sorted(best.tolist())]
    bias, weights = _weights(learned, names)
    rounded = {name: round(float(value), 2) for name, value in zip(names, weights, strict=True)}
    kept = {name: value for name, value in rounded.items() if value}
    return AdvertModel(bias=round(bias, 2), least=_LEAST, weights=kept)


def _weights(learned: Sequence[Labelled], names: Sequence[str]) -> tuple[float, np.ndarray]:
    place = {name: column for column, name in enumerate(names)}
    rows = [{place[name]: share for name, share in features(text).items() if name in place} for text, _ in learned]
    starts = np.cumsum([0, *map(len, rows)])
    columns = np.concatenate([np.fromiter(row, dtype=np.int64) for row in rows])
    values = np.concatenate([np.fromiter(row.values(), dtype=float) for row in rows])
    matrix = sparse.csr_matrix((values, columns, starts), shape=(len(rows), len(names)))
    model = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=500)
    model.fit(matrix, [kind for _, kind in learned])
    return float(model.intercept_[0]), model.coef_[0]


def _is_apart(text: str) -> bool:
    return sha256(text.encode()).digest()[0] % 5 == 0


def material() -> tuple[list[Labelled], list[Labelled]]:
    """(to learn from, held out)."""
    mine, apart = pieces()
    ordinary = comments()
    texts = []
    for part, count, seed, out in ((mine, _MADE, 1, False), (apart, _MADE // 4, 2, True)):
        whole = [(text, kind == "adverts") for kind in ("adverts", "contributions") for text in part.of[kind]]
        common = [(text, False) for text in ordinary if _is_apart(text) == out]
        texts.append([*part.made(count, seed), *whole * (1 if out else 10), *common])
    return texts[0], texts[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    learned, held_out = material()
    model = fit(learned)
    told = [(kind, model.score(text) >= model.least) for text, kind in held_out]
    right = sum(kind and said for kind, said in told)
    sys.stdout.write(
        f"{len(learned)} texts learned, {len(held_out)} held out: "
        f"recall {right / sum(kind for kind, _ in told):.3f}, precision {right / sum(said for _, said in told):.3f}, "
        f"{len(model.weights)} features\n"
    )
    if options.write:
        MODEL.write_text(_as_json(fit([*learned, *held_out])), encoding="utf-8")


def _as_json(model: AdvertModel) -> str:
    """One feature a line, so that a new training can be read as a difference."""
    lines = (f"  {json.dumps(name, ensure_ascii=False)}: {weight}" for name, weight in model.weights.items())
    head = f' "bias": {model.bias},\n "least": {model.least},\n "weights": {{\n'
    return "{\n" + head + ",\n".join(lines) + "\n }\n}\n"


if __name__ == "__main__":
    main()
