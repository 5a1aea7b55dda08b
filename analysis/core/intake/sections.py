"""Section resolution: the section each comment speaks of.

Most say it by where they stand. Of the rest some name it (“ขอคัดค้านมาตรา ๙”, sent by e-mail or to the draft as a
whole), and some answer or are answered by a comment that stands on it. Only what sections teach is learned from this:
counts by section keep to where comments were written.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from scipy.cluster.hierarchy import DisjointSet

from analysis.core.intake.normal_form import normalise
from analysis.core.intake.rows import Row

_HEADINGS = "มาตรา|ข้อ"
_NUMBER = r"\d+(?:/\d+)?"
_HEADED = re.compile(rf"\s*({_HEADINGS})\s*({_NUMBER})(?![\d/])")
#: "มาตรา 9", "ข้อ 9"; and ids that say no heading, as "s-09" or "section 9"
_LABEL = re.compile(rf"({_HEADINGS}|s|sec|section|art|article)?[\s._-]*({_NUMBER})")
_MENTION = re.compile(
    rf"({_HEADINGS})(?:ที่)?\s*({_NUMBER})(?![\d/])(\s*(?:และ|หรือ|ถึง|กับ|,|-|–)\s*(?:{_HEADINGS})?\s*\d)?"
)
#: the same number of another law, said behind it or before it
_LAW = r"พ\.?\s?ร\.?\s?บ|พระราชบัญญัติ|พระราชกำหนด|พระราชกฤษฎีกา|รัฐธรรมนูญ|ประมวล"
_OF_ANOTHER = re.compile(rf"\s*(?:วรรค\S*\s*)?(?:แห่ง|ของ)\s*(?:{_LAW})(?!\S{{0,24}}นี้)")
_ANOTHER_BEFORE = re.compile(rf"(?<!ร่าง)(?:{_LAW})(?![^\n]*นี้)[^\n]{{0,40}}$")
_LOOK_BACK = 60
#: of so many comments that name a section and stand on one, half must stand where they say, or numbers mean something else
_WITNESSES, _RIGHT = 5, 0.5


def find_sections(rows: Sequence[Row], numbers: Mapping[str, str]) -> list[Row]:
    """Rows with the section each speaks of: its own, the only one it names, or that of its thread; "" for none.

    `numbers`: {"มาตรา 9": section}, see `numbered`.
    """
    named = [_named_in(row, numbers) for row in rows]
    if not _believed(rows, named):
        named = [""] * len(rows)
    told = [row.section or name for row, name in zip(rows, named, strict=True)]
    threads = _threads(rows)
    heard: dict[int, Counter[str]] = defaultdict(Counter)
    for thread, section in zip(threads, told, strict=True):
        if section:
            heard[thread][section] += 1
    usual = {thread: min(counts, key=lambda name: (-counts[name], name)) for thread, counts in heard.items()}
    return [
        replace(row, speaks_of=section or usual.get(thread, ""))
        for row, section, thread in zip(rows, told, threads, strict=True)
    ]


def numbered(sections: Iterable[str], draft: Mapping[str, str]) -> dict[str, str]:
    """{"มาตรา 9": section}, from the first line of each section of the draft, else from what the section is called.

    A number that two sections bear is left out.

    >>> numbered(["s-09", "ข้อ ๒"], {"x": "มาตรา ๑๐ ให้จัดตั้งศูนย์"})
    {'มาตรา 9': 's-09', 'ข้อ 2': 'ข้อ ๒', 'มาตรา 10': 'x'}
    """
    bearers: dict[str, list[str]] = defaultdict(list)
    for section in dict.fromkeys([*sections, *draft]):
        found = _HEADED.match(normalise(draft.get(section, "")).text) or _LABEL.fullmatch(normalise(section).text)
        if found:
            heading = found[1] if found[1] in _HEADINGS.split("|") else "มาตรา"
            bearers[_name(heading, found[2])].append(section)
    return {name: bearing[0] for name, bearing in bearers.items() if len(bearing) == 1}


def named(text: str, numbers: Mapping[str, str]) -> str:
    """The only section of the draft a text names by its number; "" when it names none, or several.

    >>> named("ขอคัดค้านมาตรา ๙", {"มาตรา 9": "s-09"})
    's-09'
    >>> named("ขัดกับมาตรา 9 แห่งพระราชบัญญัติวิธีปฏิบัติราชการ", {"มาตรา 9": "s-09"})
    ''
    """
    if not numbers or not any(heading in text for heading in _HEADINGS.split("|")):
        return ""
    plain = normalise(text).text
    found: set[str] = set()
    for mention in _MENTION.finditer(plain):
        if _OF_ANOTHER.match(plain, mention.end()) or _ANOTHER_BEFORE.search(
            plain[max(0, mention.start() - _LOOK_BACK) : mention.start()]
        ):
            continue
        if mention[3]:  # "มาตรา 5 และ 6"
            return ""
        found.add(numbers.get(_name(mention[1], mention[2]), ""))
    found.discard("")
    return found.pop() if len(found) == 1 else ""


def _name(heading: str, number: str) -> str:
    return f"{heading} {'/'.join(part.lstrip('0') or '0' for part in number.split('/'))}"


def _named_in(row: Row, numbers: Mapping[str, str]) -> str:
    return named(row.reading.masked, numbers) if row.reading else ""


def _believed(rows: Sequence[Row], named: Sequence[str]) -> bool:
    """Do those who name a section mean the one their comment stands on? Too few to tell: yes."""
    both = [row.section == name for row, name in zip(rows, named, strict=True) if row.section and name]
    return len(both) < _WITNESSES or sum(both) >= _RIGHT * len(both)


def _threads(rows: Sequence[Row]) -> list[int]:
    """A number for each row, the same for all that answer one another; withheld comments join nobody."""
    place = {row.comment.id: index for index, row in enumerate(rows) if row.reading}
    threads = DisjointSet(range(len(rows)))
    for index, row in enumerate(rows):
        parent = place.get(row.comment.reply_to)
        if parent is not None and row.reading:
            threads.merge(index, parent)
    return [threads[index] for index in range(len(rows))]
