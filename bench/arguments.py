"""Parts of themes against arguments listed by a reader: how near the best part comes to each.

The arguments are those of three comments or more, the groups what is left of themes and parts among the comments of these arguments: so
the method was chosen and its bars were set. F grows with the number of groups and is never 0, so chance (members exchanged inside
their theme) and the ceiling (each argument as far as it stands in one theme) stand beside it: the gain is (F − chance) /
(ceiling − chance). Each figure is the median of runs whose vectors were shaken.
"""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np

from analysis.core.contract import Document
from analysis.core.intake.csv_files import read_comments, read_draft
from analysis.core.pipeline import analyse
from analysis.core.space import encoders
from analysis.core.space.encoders import Encoder, Vectors
from analysis.core.types import CommentText, Options
from bench.measure import DATA, DEMO, Figure
from bench.themes import draft_of_demo

#: exchanges of members whose mean is chance
_EXCHANGES = 40
_LEAST = 3
#: runs, and how long what is added to each vector of length 1 is: a seventh, about what another wording of a sentence changes
_RUNS, _SHAKEN = 5, 0.15

Group = frozenset[str]


class _Shaken:
    """An encoder that remembers its vectors and adds something by chance to each, the same to the same text."""

    def __init__(self, encoder: Encoder, known: dict[str, Vectors], seed: int) -> None:
        self._encoder, self._known, self._generator = encoder, known, np.random.default_rng(seed)
        self.name, self.widths = encoder.name, encoder.widths

    def encode(self, texts: Sequence[str]) -> Vectors:
        fresh = sorted(set(texts) - self._known.keys())
        self._known.update(zip(fresh, self._encoder.encode(fresh), strict=True))
        width = sum(self.widths)
        added = {text: self._generator.normal(size=width) for text in sorted(set(texts))}
        return np.array(
            [self._known[text] + _SHAKEN / width**0.5 * added[text] for text in texts], dtype=np.float32
        ).reshape(len(texts), width)


def run(folder: Path) -> list[Figure]:
    """Figures of the demo, which have bars, and of the second consultation, whose list was made after the method was settled."""
    second = DATA / "second"
    demo = _figures("demo", "demo", DEMO / "comments.csv", draft_of_demo(folder), bars=(0.30, 0.72, 0.90))
    other = _figures("second consultation", "second", second / "comments.csv", second / "draft.csv")
    return [*demo, *other]


def _figures(
    title: str, listed: str, comments: Path, draft: Path, bars: tuple[float | None, ...] = (None, None, None)
) -> list[Figure]:
    arguments = _listed(listed)
    texts = read_comments(str(comments), warn=_silent)
    options = Options(encoder="use+e5", draft=read_draft(str(draft), texts, warn=_silent))
    runs = [_measured(document, arguments) for document in _documents(texts, options)]
    figure = {name: median(one[name] for one in runs) for name in runs[0]}
    told = f"chance {figure['chance']:.2f}, ceiling {figure['ceiling']:.2f}, {len(arguments)} arguments"
    gain, purity, coverage = bars
    return [
        Figure(f"{title}, whole themes: F", figure["whole F"], note=f"purity {figure['whole purity']:.2f}"),
        Figure(f"{title}, parts: F", figure["F"], note=told),
        Figure(f"{title}, parts: gain over chance", figure["gain"], gain),
        Figure(f"{title}, parts: purity", figure["purity"], purity),
        Figure(f"{title}, comments of themes that stand in a part", figure["coverage"], coverage),
    ]


def _listed(name: str) -> list[Group]:
    listed = json.loads((DATA / "arguments" / f"{name}.json").read_text(encoding="utf-8"))["arguments"]
    return [frozenset(one["ids"]) for one in listed if len(one["ids"]) >= _LEAST]


def _documents(texts: Sequence[CommentText], options: Options) -> list[Document]:
    """A run of each shaking; each sentence is encoded once."""
    encoder, known = encoders.load(options.encoder), dict[str, Vectors]()
    return [analyse(texts, options=options, encoder=_Shaken(encoder, known, seed)).document for seed in range(_RUNS)]


def _silent(message: str) -> None:
    """What is said about columns is known."""


def _measured(document: Document, arguments: Sequence[Group]) -> dict[str, float]:
    themes, parts = _places(document["assignments"], frozenset().union(*arguments))
    whole = {theme: [members] for theme, members in themes.items()}
    score, chance, ceiling = _scores(parts, themes, arguments)
    every = [placed for placed in document["assignments"] if placed["theme"]]
    return {
        "whole F": _best(whole, arguments),
        "whole purity": _purity(whole, arguments),
        "F": score,
        "chance": chance,
        "ceiling": ceiling,
        "gain": (score - chance) / (ceiling - chance),
        "purity": _purity(parts, arguments),
        "coverage": sum(bool(placed["subthemes"]) for placed in every) / len(every),
    }


def _places(assignments: Sequence[Mapping[str, Any]], known: Group) -> tuple[dict[str, Group], dict[str, list[Group]]]:
    """(theme → its listed comments, theme → those of each of its parts)."""
    themes: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for placed in assignments:
        if placed["theme"] and placed["id"] in known:
            themes[str(placed["theme"])].add(str(placed["id"]))
            for part in placed["subthemes"]:
                parts[str(placed["theme"])][part].add(str(placed["id"]))
    return (
        {theme: frozenset(members) for theme, members in themes.items()},
        {theme: [frozenset(one) for one in held.values()] for theme, held in parts.items()},
    )


def _scores(
    groups: Mapping[str, Sequence[Group]], themes: Mapping[str, Group], arguments: Sequence[Group]
) -> tuple[float, float, float]:
    """(F of the best group of each argument, the same by chance, the best that whole themes allow)."""
    generator = random.Random(0)
    by_chance = []
    for _ in range(_EXCHANGES):
        exchanged = {}
        for theme, held in groups.items():
            members = sorted(themes[theme])
            other = dict(zip(members, generator.sample(members, len(members)), strict=True))
            exchanged[theme] = [frozenset(other[one] for one in group) for group in held]
        by_chance.append(_best(exchanged, arguments))
    ceiling = mean(max(_f(argument, argument & theme) for theme in themes.values()) for argument in arguments)
    return _best(groups, arguments), mean(by_chance), ceiling


def _best(groups: Mapping[str, Sequence[Group]], arguments: Sequence[Group]) -> float:
    every = [group for held in groups.values() for group in held]
    return mean(max(_f(argument, group) for group in every) for argument in arguments)


def _f(one: Group, other: Group) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _purity(groups: Mapping[str, Sequence[Group]], arguments: Sequence[Group]) -> float:
    """Of the comments of all groups the share that stands in the argument most of the group stand in."""
    most = total = 0
    for group in (group for held in groups.values() for group in held if group):
        counts = Counter(number for number, argument in enumerate(arguments) for _ in group & argument)
        most, total = most + max(counts.values()), total + len(group)
    return most / total
