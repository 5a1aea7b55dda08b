"""A language model that lies about the themes of the demo: how many of its texts are thrown away.

Each lie is one sentence among those the theme had, made from a quotation of the theme; it counts only where the same
sentence without the lie is kept, so that a checker which refuses everything wins nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from analysis.core.intake.csv_files import read_comments
from analysis.core.intake.nlp import segment
from analysis.core.intake.word_lists import stop_words
from analysis.core.pipeline import analyse
from analysis.core.report import sentences
from analysis.core.report.citations import Evidence
from analysis.core.report.prose import QUOTE
from analysis.runs.rewriter import rewrite
from bench.measure import DEMO, Figure
from tests.support.model_server import Material, Told, says, server

#: makes the added sentence from what the theme's question holds; None when nothing there fits
Tell = Callable[[Material], Told | None]

_OPPOSITE = {"agree": "ผู้ที่ไม่เห็นด้วยกล่าวว่า", "disagree": "ผู้ที่เห็นด้วยกล่าวว่า", "partly": "ผู้ที่เห็นด้วยกล่าวว่า"}
_ANYBODY = "ความคิดเห็นในประเด็นนี้กล่าวว่า"


def run(folder: Path) -> list[Figure]:
    """Every kind of lie told of every theme of the demo."""
    analysis = analyse(read_comments(str(DEMO / "comments.csv"), warn=print))
    document, evidence = analysis.document, analysis.evidence
    themes = [theme for theme in document["themes"] if theme["parent_id"] is None]

    def outcomes(tell: Tell, among: list[Mapping[str, Any]]) -> list[str]:
        return [outcome(document, theme, evidence, tell) for theme in among]

    true = {form: outcomes(honest(form), themes) for form in ("quotation", "prose")}
    believed = {
        form: [theme for theme, told in zip(themes, said, strict=True) if told == "kept"] for form, said in true.items()
    }
    lied = [
        told for form, tell in LIES.values() for told in outcomes(tell, believed[form]) if told != "nothing to tell"
    ]
    said = [told for form in true.values() for told in form if told != "nothing to tell"]
    return [
        Figure(
            "a lying server's texts thrown away",
            lied.count("thrown away") / len(lied) if lied else None,
            1.0,
            note=f"of {len(lied)}: {', '.join(LIES)}",
        ),
        Figure("the same texts without the lie kept", said.count("kept") / len(said), note=f"of {len(said)}"),
    ]


def outcome(document: Mapping[str, Any], theme: Mapping[str, Any], evidence: Evidence, tell: Tell) -> str:
    """What becomes of the theme's text when the server adds this sentence: kept, thrown away, or nothing to tell."""
    added: list[Told | None] = []

    def answer(material: Material) -> bytes:
        added.append(tell(material))
        own = [(entry["sentence"], entry["cites"]) for entry in material["sentences"]]
        return says(*own[:6], *(told for told in added if told))

    with server(answer) as (writer, _):
        told = rewrite(dict(document) | {"themes": [theme]}, evidence, writer)
    if not any(added):
        return "nothing to tell"
    if told["themes"] == [theme] and "thrown away" in told["run"]["warnings"][-1]:
        return "thrown away"
    return "kept"


def honest(form: str) -> Tell:
    """The sentence the lies of a form are made from: a quotation with its marks, or the same words as prose."""

    def tell(material: Material) -> Told | None:
        text, cite, _ = _quoted(material)
        return (sentences.quotation(_ANYBODY, text) if form == "quotation" else text, [cite]) if text else None

    return tell


def _quoted(material: Material) -> tuple[str, str, str]:
    """The longest quotation of the theme, who is quoted, and on which side; empty when nobody is."""
    stances = {comment["id"]: comment["stance"] for comment in material["comments"]}
    found = [
        (text[1:-1], entry["cites"][0], stances.get(entry["cites"][0], ""))
        for entry in material["sentences"]
        for text in (match[0] for match in QUOTE.finditer(entry["sentence"]))
    ]
    return max(found, key=lambda one: (one[2] in _OPPOSITE, len(one[0])), default=("", "", ""))


def _lie(make: Callable[[str, str, str, Material], Told | None]) -> Tell:
    def tell(material: Material) -> Told | None:
        text, cite, stance = _quoted(material)
        return make(text, cite, stance, material) if text else None

    return tell


def _denied(text: str) -> str:
    """The text with a "not" before its first word of content, or without the one it has."""
    words = segment(text)
    if "ไม่" in words:
        words.remove("ไม่")
        return "".join(words)
    place = next((i for i, word in enumerate(words) if len(word) > 1 and word not in stop_words()), 0)
    return "".join([*words[:place], "ไม่", *words[place:]])


def _somebody_else(text: str, cite: str, material: Material) -> str | None:
    others = [one["id"] for one in material["comments"] if one["id"] != cite and text not in one["text"]]
    return others[0] if others else None


def _cites_another(form: str) -> Tell:
    def make(text: str, cite: str, _stance: str, material: Material) -> Told | None:
        other = _somebody_else(text, cite, material)
        said = sentences.quotation(_ANYBODY, text) if form == "quotation" else text
        return (said, [other]) if other else None

    return _lie(make)


#: what is told falsely → the form of the sentence it is told in, and how it is made
LIES: dict[str, tuple[str, Tell]] = {
    "a number": ("prose", _lie(lambda text, cite, *_: (f"ผู้แสดงความคิดเห็น 80 คนกล่าวว่า {text}", [cite]))),
    "a number in letters": ("prose", _lie(lambda text, cite, *_: (f"สามในสี่กล่าวว่า {text}", [cite]))),
    "a majority": ("prose", _lie(lambda text, cite, *_: (f"คนส่วนใหญ่กล่าวว่า {text}", [cite]))),
    "our own count": (
        "quotation",
        _lie(lambda _, cite, *__: (sentences.SIZE.format(people="9,999", comments="9,999"), [cite])),
    ),
    "the side of who is quoted": (
        "quotation",
        _lie(
            lambda text, cite, stance, _: (
                (sentences.quotation(_OPPOSITE[stance], text), [cite]) if stance in _OPPOSITE else None
            )
        ),
    ),
    "a not put in or left out": ("prose", _lie(lambda text, cite, *_: (_denied(text), [cite]))),
    "a word put into a quotation": (
        "quotation",
        _lie(lambda text, cite, *_: (sentences.quotation(_ANYBODY, f"{text} ไม่จริง"), [cite])),
    ),
    "what nobody said": (
        "prose",
        _lie(lambda text, cite, *_: (f"{text} และรัฐมนตรีรับปากว่าจะลาออกจากตำแหน่งทันทีที่กฎหมายมีผลใช้บังคับ", [cite])),
    ),
    "another comment quoted": ("quotation", _cites_another("quotation")),
    "another comment cited": ("prose", _cites_another("prose")),
    "a comment that does not exist": ("prose", _lie(lambda text, *_: (text, ["made-up"]))),
    "no comment cited": ("prose", _lie(lambda text, *_: (text, []))),
}
