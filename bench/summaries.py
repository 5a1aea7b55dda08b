"""Is every sentence of a summary cited, every quotation exact, every number right; are lies rejected.

The evidence is put together anew from the files: masked texts, stances and authors, not from the run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.core.intake.csv_files import read_comments
from analysis.core.report import sentences
from analysis.core.report.checker import check
from analysis.core.report.citations import Evidence, Source
from bench import measure
from bench.measure import DATA, DEMO, Figure
from consult.thai.personal_data import mask

#: a theme, and the comments it may cite
Told = tuple[Mapping[str, Any], Evidence]

_QUOTATION = re.compile("“([^”]*)”")
_NUMBER = re.compile(r"\d[\d,]*")
_SIDES = (("ผู้ที่เห็นด้วยกล่าวว่า", "ผู้ที่ไม่เห็นด้วยกล่าวว่า"), ("ผู้ที่ไม่เห็นด้วยกล่าวว่า", "ผู้ที่เห็นด้วยกล่าวว่า"))


def run(folder: Path) -> list[Figure]:
    """Shares over all sentences of the demo's and TrueVoice's themes; lies made from the demo's."""
    sources = (DEMO / "comments.csv", DATA / "truevoice" / "sample.csv")
    read = [_read(folder, source) for source in sources]
    written = [(theme, entry, evidence) for themes in read for theme, evidence in themes for entry in theme["summary"]]
    quoted = [
        text.removesuffix(sentences.GOES_ON) in evidence[cite].text
        for _, entry, evidence in written
        for text in _QUOTATION.findall(entry["sentence"])
        for cite in entry["cites"]
    ]
    exact = [
        evidence[quote["comment_id"]].text[quote["start"] : quote["end"]] == quote["text"]
        for themes in read
        for theme, evidence in themes
        for quote in theme["quotes"]
    ]
    numbers = [entry for entry in written if _NUMBER.search(_QUOTATION.sub("", entry[1]["sentence"]))]
    cited = [bool(entry["cites"]) and set(entry["cites"]) <= evidence.keys() for _, entry, evidence in written]
    true = [not check([entry], evidence, theme=theme["id"]) for theme, entry, evidence in numbers]
    lies = list(_lies(read[0]))
    caught = [bool(check([entry], evidence, theme=theme)) for theme, entry, evidence in lies]
    return [
        Figure("sentences cited", _share(cited), 1.0, note=f"{len(cited)} sentences"),
        Figure("quotations exact, in summaries", _share(quoted), 1.0, note=f"{len(quoted)} quotations"),
        Figure("quotations exact, beside themes", _share(exact), 1.0, note=f"{len(exact)} quotations"),
        Figure("numbers recomputed", _share(true), 1.0, note=f"{len(true)} counted sentences"),
        Figure("lies the checker rejects", _share(caught), 1.0, note=f"{len(caught)}: {_KINDS}"),
    ]


def _share(outcomes: Sequence[bool]) -> float | None:
    return sum(outcomes) / len(outcomes) if outcomes else None


def _read(folder: Path, source: Path) -> list[Told]:
    """Themes and parts of a run, each with what it may rest on."""
    document, _ = measure.themes(source, folder, "--seed", 0)
    placed = {entry["id"]: entry for entry in document["assignments"]}
    evidence = {
        comment.id: Source(
            id=comment.id,
            text=mask(comment.text).text,
            stance=comment.stance,
            person=comment.person,
            theme=placed[comment.id]["theme"],
            campaign=placed[comment.id]["campaign"],
        )
        for comment in read_comments(str(source), warn=print)
    }

    def in_part(part: str) -> Evidence:
        return {
            name: replace(source, theme=part if part in placed[name]["subthemes"] else None)
            for name, source in evidence.items()
        }

    return [(theme, in_part(theme["id"]) if theme["parent_id"] else evidence) for theme in document["themes"]]


_KINDS = "other numbers, other sides, other comments cited, words put into a quotation, no citation"


def _lies(themes: Sequence[Told]) -> Iterator[tuple[str, dict[str, Any], Evidence]]:
    """Each sentence made false in every way that fits it; whoever is no member of a theme, or of a part, is a stranger there."""
    for theme, evidence in themes:
        strangers = [name for name, source in evidence.items() if source.theme != theme["id"]][:1]
        for entry in theme["summary"]:
            for sentence, cites in _falsified(entry["sentence"], entry["cites"], strangers):
                yield theme["id"], {"sentence": sentence, "cites": cites}, evidence


def _falsified(sentence: str, cites: list[str], strangers: list[str]) -> Iterator[tuple[str, list[str]]]:
    yield sentence, []
    yield sentence, [*cites, *strangers]
    yield sentence, ["made-up"]
    quotation = _QUOTATION.search(sentence)
    if quotation is None:
        for number in _NUMBER.finditer(sentence):
            more = f"{int(number[0].replace(',', '')) + 1:,}"
            yield sentence[: number.start()] + more + sentence[number.end() :], cites
        return
    yield sentence[: quotation.end() - 1] + " ไม่จริง" + sentence[quotation.end() - 1 :], cites
    for side, other in _SIDES:
        if sentence.startswith(side):
            yield other + sentence.removeprefix(side), cites
