"""Lines of a draft and what each may be, before anybody asks for the order of numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from .numbers import GAP, NUMBER, POINTED, Key, key_of, tidy

_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_OUTSIDE = "".join(letter for letter in map(chr, range(0x10000)) if re.match(GAP, letter))


class Kind(Enum):
    BLANK = "blank"
    TEXT = "text"
    SECTION = "section"
    CHAPTER = "chapter"
    ANNEX = "annex"
    CLOSING = "closing"


@dataclass(slots=True)
class Line:
    """One line without the space around it; ``place`` counts from 1. What it says of itself depends on ``kind``."""

    place: int
    text: str
    indented: bool = False
    kind: Kind = Kind.TEXT
    unit: str = ""
    number: str = ""
    key: Key = ()
    rest: str = ""
    forced: bool = False
    """Begins with a backslash: text, whatever it looks like."""
    quoted: bool = False
    """Stands inside a quotation that began on an earlier line."""


#: Headings with a number, the outermost first; a plan of policy counts strategies the way a law counts chapters.
_RANKS = {
    "บรรพ": 1,
    "ภาค": 2,
    "ลักษณะ": 3,
    "หมวด": 4,
    "บท": 4,
    "ยุทธศาสตร์": 4,
    "ประเด็นยุทธศาสตร์": 4,
    "ประเด็นการพัฒนา": 4,
    "ส่วน": 5,
    "ตอน": 6,
}
#: Headings without a number and how far out they stand: บทเฉพาะกาล is part of no ภาค or ลักษณะ.
_ALONE = {
    "บทเฉพาะกาล": 0,
    "บททั่วไป": 4,
    "บทบัญญัติทั่วไป": 4,
    "บทเบ็ดเสร็จทั่วไป": 4,
    "บทเบ็ดเตล็ด": 4,
    "บทกำหนดโทษ": 4,
    "บทลงโทษ": 4,
    "บทนิยาม": 4,
    "บทสุดท้าย": 4,
}
RANK_OF_POINTS = 7

#: What stands behind the point of "ข้อ 2." when it belongs to the number and not to what follows.
_GOES_ON = rf"(?={GAP}|$|[ก-๎“\"])"
_SECTION = re.compile(
    rf"(มาตรา){GAP}*({NUMBER})(?![0-9๐-๙])(?:{GAP}*[.:]{_GOES_ON})?(.*)|(ข้อ){GAP}*({POINTED})(?![0-9๐-๙])(?:{GAP}*[.:)]{_GOES_ON})?(.*)",
    re.DOTALL,
)
_POINTS = re.compile(
    rf"((?:[0-9๐-๙]{{1,3}}\.){{1,5}}|[0-9๐-๙]{{1,3}}(?:\.[0-9๐-๙]{{1,3}}){{1,4}})(?:{GAP}+(.*)|(\[.*))?$", re.DOTALL
)
_CHAPTER = re.compile(
    rf"((?:บรรพ|ภาค|ลักษณะ|หมวด|ส่วน|ตอน)(?:{GAP}*ที่)?|(?:บท|ยุทธศาสตร์|ประเด็นยุทธศาสตร์|ประเด็นการพัฒนา){GAP}*ที่)"
    rf"{GAP}*({NUMBER})(?:{GAP}*[:.]?{GAP}+(.*)|[:.])?$",
    re.DOTALL,
)
_ANNEX = re.compile(
    r"ภาคผนวก(?![ก-๎])|(?:บัญชี|ตาราง|เอกสาร|แผนที่|แผนผัง|รายการ|แบบ)\S*?(?:แนบท้าย|ท้าย(?:พระราช|ประมวล|กฎ|ระเบียบ|ข้อบัญญัติ|ข้อบังคับ|ประกาศ))"
    r"|บัญชี.{0,40}?แนบท้าย|(?:บัญชี)?อัตราค่าธรรมเนียม$"
)
_NO_TITLE = re.compile(r"ให้|ต้อง|หมายความ|เป็นส่วน|ตามที่|มิได้")
_CLOSING = re.compile(rf"(?:ให้ไว้|ประกาศ|สั่ง){GAP}*ณ{GAP}*วันที่|ผู้รับสนองพระ(?:บรม)?ราชโองการ|หมายเหตุ{GAP}*(?::|-|–|$)")
_PLAIN = re.compile(rf"อย่างง่าย{GAP}*[:：]{GAP}*(\S.*)$", re.DOTALL)
_BRACKETED = re.compile(r"\[(.*)\]$", re.DOTALL)
_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|\t)\s*[0-9๐-๙]+$")
#: What follows the number of a chapter that is spoken of, not begun.
_SPOKEN_OF = re.compile(
    r"(?:นี้|นั้น|ว่าด้วย|แห่ง|ของ(?:ประมวล|พระราช|กฎหมาย)|และ|หรือ|ถึง|ให้|มิให้|ต้อง|อาจ|จะ|ซึ่ง|ใน[0-9๐-๙\s]|ที่(?:บัญญัติ|ว่า|กำหนด)|วรรค|มาตรา|อัน)"
)
LONGEST_TITLE = 160


def lines_of(text: str) -> list[Line]:
    """The lines of a text, numbered from 1, in any of the ways lines end; blank ones too."""
    text = _CONTROLS.sub("", _ENDS.sub("\n", text))
    return [_line(place, raw) for place, raw in enumerate(text.split("\n"), start=1)]


def bare(text: str) -> str:
    """A text without the space, seen and unseen, around it."""
    return text.strip(_OUTSIDE)


def quotations(texts: Sequence[str]) -> tuple[list[bool], int]:
    """For each line whether it stands inside of a quotation that began on an earlier one; which line one opens that is never
    closed, counted from 1, or 0. A quotation inside of a line counts for nothing; the first ” that closes more than its line opened
    ends all."""
    inside = [False] * len(texts)
    opened: int | None = None
    for index, text in enumerate(texts):
        more = text.count("“") - text.count("”")
        straight = text.count('"') % 2
        if opened is not None:
            if more < 0 or (straight and more <= 0):
                inside[opened + 1 : index + 1] = [True] * (index - opened)
                opened = None
        elif more > 0 or (straight and text.startswith('"')):
            opened = index
    return inside, 0 if opened is None else opened + 1


def plain_line(text: str) -> str:
    """What follows ``อย่างง่าย:``, or nothing."""
    found = _PLAIN.match(text)
    return found[1] if found else ""


def rank(unit: str) -> int:
    """How far in a heading stands: the smaller, the further out."""
    if not unit:
        return RANK_OF_POINTS
    return _ALONE[name] if (name := _plain_am(unit)) in _ALONE else _RANKS[re.sub(rf"{GAP}*ที่$", "", unit)]


def as_points(line: Line) -> Line | None:
    """The line as one that begins with ``1.`` or ``1.1``, the sections of a plan, if it does."""
    if line.kind is not Kind.TEXT or line.forced or line.quoted:
        return None
    found = _POINTS.match(line.text)
    if not found or _LEADERS.search(line.text):
        return None
    number = found[1].rstrip(".")
    rest = found[2] or found[3] or ""
    return Line(line.place, line.text, kind=Kind.SECTION, number=number, key=key_of(number), rest=rest)


def _plain_am(text: str) -> str:
    """A name of a heading as it is listed here: ำ in one character. (The normal form of all Thai takes longer to get ready
    than to read the whole civil code.)"""
    return text.replace("\u0e4d\u0e32", "\u0e33").replace("\u200b", "")


def _line(place: int, raw: str) -> Line:
    text = bare(raw)
    line = Line(place, text, indented=raw[:1] == "\t" or (raw[:2].isspace() and len(raw) > 1))
    if not text:
        line.kind = Kind.BLANK
    elif text[0] == "\\":
        line.text, line.forced = bare(text[1:]) or text, True
    elif text[0] in "มขบภลหสตยปผกอร[แใ":
        _say_kind(line)
    return line


def _say_kind(line: Line) -> None:
    text = line.text
    if found := _SECTION.match(text):
        unit, number, rest = found.groups()[:3] if found[1] else found.groups()[3:]
        if not _LEADERS.search(text):
            line.kind, line.unit, line.number = Kind.SECTION, unit, tidy(number)
            line.key, line.rest = key_of(line.number), rest
    elif text[0] == "[":
        if found := _BRACKETED.match(text):
            line.kind, line.rest = Kind.ANNEX, bare(found[1])
    elif len(text) > LONGEST_TITLE or _LEADERS.search(text):
        return
    elif found := _CHAPTER.match(text):
        title = bare(found[3] or "")
        if not _SPOKEN_OF.match(title):
            line.kind, line.unit, line.number, line.rest = Kind.CHAPTER, tidy(found[1]), tidy(found[2]), title
    elif text[0] == "บ" and len(text) < 30 and _plain_am(text) in _ALONE:
        line.kind, line.unit = Kind.CHAPTER, text
    elif _ANNEX.match(text) and not _NO_TITLE.search(text):
        line.kind, line.rest = Kind.ANNEX, text
    elif _CLOSING.match(text):
        line.kind = Kind.CLOSING
