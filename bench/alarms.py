"""Adverts, insults and masks on texts written apart from the rules: one half was looked at, the other never.

A line belongs to a half by the hash of its text, so that nobody chooses: rules may be mended with the first half
(`looked`) in view, of the second (`unseen`) nothing but its figures is ever printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from analysis.core.intake.adverts import is_advert
from analysis.core.signals.insults import is_flagged
from bench import measure
from bench.measure import DATA, Figure
from consult.thai.personal_data import find

TEXTS = DATA / "unseen"
HALVES = ("looked", "unseen")
#: complaints of every kind, and those of bare names, houses and plates beside each other or in odd order
MASKS = ("masking", "beside")
_MARKED = re.compile("⟦.*?⟧")


def lines(path: Path, half: str) -> list[str]:
    """The lines of a file that belong to a half, comments aside."""
    every = path.read_text(encoding="utf-8").splitlines()
    return [line for line in every if not line.startswith("#") and half_of(line) == half]


def half_of(line: str) -> str:
    return HALVES[sha256(line.encode()).digest()[0] % 2]


def told(path: Path, half: str, tells: Callable[[str], bool]) -> tuple[set[str], set[str]]:
    """(texts that are told, texts marked "!") of one half."""
    texts = lines(path, half)
    return {line[2:] for line in texts if tells(line[2:])}, {line[2:] for line in texts if line.startswith("!")}


def without_marks(line: str) -> tuple[str, list[tuple[int, int]]]:
    """A line without ⟦ and ⟧, and the offsets of what stood between them."""
    marks = [(hit.start() - 2 * n, hit.end() - 2 * n - 2) for n, hit in enumerate(_MARKED.finditer(line))]
    return re.sub("[⟦⟧]", "", line), marks


def masked(texts: Sequence[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    """(text, what is missed, what is masked wrongly) of each line; a mark counts when all its letters are masked."""
    for line in texts:
        text, marks = without_marks(line)
        spans = find(text)
        covered = {place for span in spans for place in range(span.start, span.end)}
        missed = [text[a:b] for a, b in marks if not all(p in covered or text[p] == " " for p in range(a, b))]
        wrong = [
            text[span.start : span.end]
            for span in spans
            if not any(span.start < end and span.end > start for start, end in marks)
        ]
        yield text, missed, wrong


def run(folder: Path) -> list[Figure]:
    """Recall and precision of each, halves apart."""
    figures = []
    for half in HALVES:
        for name, tells, recall_bar, precision_bar in (
            ("adverts", is_advert, 0.8, 0.95),
            ("insults", is_flagged, 0.9, 0.9),
        ):
            found, due = told(TEXTS / f"{name}.txt", half, tells)
            recall, precision = measure.recall_precision(found, due)
            note = f"{len(due)} of {len(lines(TEXTS / f'{name}.txt', half))} texts"
            figures.append(Figure(f"{name}, {half} half: recall", recall, recall_bar, note=note))
            figures.append(Figure(f"{name}, {half} half: precision", precision, precision_bar))
        for name in MASKS:
            texts = lines(TEXTS / f"{name}.txt", half)
            due_marks = sum(len(_MARKED.findall(line)) for line in texts)
            results = list(masked(texts))
            missed, wrong = (sum(len(result[place]) for result in results) for place in (1, 2))
            hit = due_marks - missed
            told_as = "masked" if name == "masking" else "masked beside each other"
            figures += [
                Figure(f"{told_as}, {half} half: recall", hit / due_marks, 0.9, note=f"{due_marks} marks"),
                Figure(f"{told_as}, {half} half: precision", hit / (hit + wrong), 0.95, note=f"{wrong} wrong"),
            ]
    return figures
