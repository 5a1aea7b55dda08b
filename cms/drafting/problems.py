"""What an officer should look at before a draft is shown to anybody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from consult.thai.digits import THAI, to_thai

from .draft import Chapter, Draft, DraftSection
from .lines import quotations
from .numbers import GAP, POINTED, Key, between, key_of, tidy


class ProblemKind(Enum):
    DUPLICATE_NUMBER = "duplicate_number"
    """values: number, and first, the line where it stands already"""
    MISSING_NUMBERS = "missing_numbers"
    """values: numbers (``มาตรา ๖, ๗``), and before, the section they are missing before"""
    OUT_OF_ORDER = "out_of_order"
    """values: number, and after, the section above it"""
    NO_SUCH_SECTION = "no_such_section"
    """values: number, the section spoken of, and section, where it is spoken of"""
    EMPTY_SECTION = "empty_section"
    """values: section"""
    READ_AS_TEXT = "read_as_text"
    """values: number; the line begins like a section but its number stands out of order"""
    OPEN_QUOTE = "open_quote"
    """no values: a “ that is never closed"""
    NOT_PLACED = "not_placed"
    """values: text"""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something to look at: the line of the text it was read from, what kind it is, and what a sentence about it needs."""

    line: int
    kind: ProblemKind
    values: dict[str, str]


#: More missing numbers than this are said as the first and the last.
MOST_NAMED = 5

_LAW = r"(?:พระราช|ประมวล|รัฐธรรม|ธรรมนูญ|กฎ|ระเบียบ|ประกาศ|คำสั่ง|ข้อบัญญัติ|ข้อบังคับ|เทศบัญญัติ)"
_AMENDS = re.compile("ให้(?:เพิ่ม|ยกเลิก|ใช้ความ|แก้ไข)")
_QUOTED = re.compile("“[^”]*(?:”|$)")
_ONE = rf"{GAP}*{POINTED}"
_ORDINAL = r"(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ(?:เอ็ด|สอง|สาม|สี่|ห้า)?|แรก|ท้าย)"
_PARTS = rf"(?:{GAP}*(?:วรรค{GAP}*{_ORDINAL}|\([^()]{{1,4}}\)|,|และ|หรือ|ถึง|ประกอบกับ|ประกอบ|กับ))*"


def problems(draft: Draft) -> list[Problem]:
    """All there is to look at, by line. An act that amends another counts only what it says itself, not what it quotes."""
    found = [*_of_numbers(draft), *_of_references(draft), *_of_places(draft)]
    return sorted(found, key=lambda problem: problem.line)


def _of_numbers(draft: Draft) -> Iterator[Problem]:
    first: dict[tuple[str, Key], DraftSection] = {}
    last: DraftSection | None = None
    heading_between = False
    for part in draft.parts:
        if isinstance(part, Chapter):
            heading_between = True
        if not isinstance(part, DraftSection) or not part.number:
            continue
        key = key_of(part.number)
        if last and key == (1,) and part.unit == last.unit and (heading_between or len(first) > 2):
            first, last = (
                {},
                None,
            )  # counted from 1 again: another act in one text, or chapters that count for themselves
        heading_between = False
        yield from _of_one_number(part, key, first, last)
        first.setdefault((part.unit, key), part)
        last = part


def _of_one_number(
    section: DraftSection, key: Key, first: dict[tuple[str, Key], DraftSection], last: DraftSection | None
) -> Iterator[Problem]:
    if twin := first.get((section.unit, key)):
        values = {"number": section.label, "first": str(twin.line)}
        yield Problem(line=section.line, kind=ProblemKind.DUPLICATE_NUMBER, values=values)
        return
    if last is None or section.unit != last.unit:
        return
    if key < key_of(last.number):
        values = {"number": section.label, "after": last.label}
        yield Problem(line=section.line, kind=ProblemKind.OUT_OF_ORDER, values=values)
        return
    missing = [number for number in between(key_of(last.number), key) if (section.unit, key_of(number)) not in first]
    if missing:
        values = {"numbers": _named(section, missing), "before": section.label}
        yield Problem(line=section.line, kind=ProblemKind.MISSING_NUMBERS, values=values)


def _named(section: DraftSection, numbers: list[str]) -> str:
    """The numbers in the digits and with the joints of the section they are missing before."""
    if "." in section.number:
        numbers = [number.replace("/", ".") for number in numbers]
    if any(digit in section.number for digit in THAI):
        numbers = [to_thai(number) for number in numbers]
    listed = ", ".join(numbers) if len(numbers) <= MOST_NAMED else f"{numbers[0]} – {numbers[-1]}"
    return f"{section.unit} {listed}".strip()


def _of_references(draft: Draft) -> Iterator[Problem]:
    """Sections that are spoken of and not there. Those of another law (มาตรา ๕ แห่งพระราชบัญญัติ…) are not looked for."""
    sections = draft.sections()
    for unit in {section.unit for section in sections if section.unit}:
        there = {key_of(section.number) for section in sections if section.unit == unit}
        pattern = re.compile(rf"(?<!หัว){unit}{_ONE}")
        chain = re.compile(rf"{_PARTS}(?:{GAP}*(?:{unit})?{_ONE}{_PARTS})*{GAP}*(?:แห่ง|ของ)({_LAW}[^\s]*)")
        for section in (section for section in sections if section.number):
            told: set[Key] = set()
            for line, text in _own_words(section):
                for spoken in pattern.finditer(text):
                    number = tidy(spoken[0].removeprefix(unit))
                    key = key_of(number)
                    if key in there or key in told or _of_another_law(chain, text, spoken.end()):
                        continue
                    told.add(key)
                    values = {"number": f"{unit} {number}", "section": section.label}
                    yield Problem(line=line, kind=ProblemKind.NO_SUCH_SECTION, values=values)


def _of_another_law(chain: re.Pattern[str], text: str, place: int) -> bool:
    found = chain.match(text, place)
    return found is not None and not re.match(rf"{_LAW}\S{{0,12}}?นี้", found[1])


def _own_words(section: DraftSection) -> Iterator[tuple[int, str]]:
    """Lines of a section without what is quoted, and without those that amend another law."""
    inside, _ = quotations(section.paragraphs)
    for place, paragraph in enumerate(section.paragraphs):
        if not inside[place] and not _AMENDS.search(paragraph):
            yield section.lines[place] if section.lines else section.line, _QUOTED.sub(" ", paragraph)


def _of_places(draft: Draft) -> Iterator[Problem]:
    for section in draft.sections():
        if not section.paragraphs:
            yield Problem(line=section.line, kind=ProblemKind.EMPTY_SECTION, values={"section": section.label})
    for doubt in draft.doubts:
        values = {"number": f"{doubt.unit} {doubt.number}"}
        yield Problem(line=doubt.line, kind=ProblemKind.READ_AS_TEXT, values=values)
    if draft.open_quote:
        yield Problem(line=draft.open_quote, kind=ProblemKind.OPEN_QUOTE, values={})
    for line, text in draft.unrecognised:
        yield Problem(line=line, kind=ProblemKind.NOT_PLACED, values={"text": text})
