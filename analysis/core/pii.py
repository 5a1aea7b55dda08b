"""Personal data in free text: find it, replace it by readable Thai tags.

Standard library only, so that a web process may mask each posted comment: importing this costs
milliseconds; the word lists for names (some 20,000 strings, from PyThaiNLP) load with the first text
that has a title or an introduction in it.

Masking is deterministic and safe to repeat: `mask(mask(text).text).text == mask(text).text`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.core.names import find_names

TAGS = {
    "national_id": "[เลขประจำตัวประชาชน]",
    "phone": "[เบอร์โทรศัพท์]",
    "email": "[อีเมล]",
    "bank_account": "[เลขบัญชีธนาคาร]",
    "line_id": "[ไอดีไลน์]",
    "address": "[ที่อยู่]",
    "plate": "[ทะเบียนรถ]",
    "name": "[ชื่อบุคคล]",
}

_TAG_PATTERN = re.compile("|".join(map(re.escape, TAGS.values())))

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙０１２３４５６７８９", "01234567890123456789")

# A separator inside a written number: space, hyphens, dot, invisible joiners.
_SEP = "[ \\-.\u2010-\u2015\u00a0\u200b-\u200d\u2060\ufeff]"

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}(?:"
    r"(?:@|＠|\(at\)|\[at\])[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,24}"
    r"| ?(?:@|＠|\(at\)|\[at\]) ?(?:gmail|hotmail|yahoo|outlook|icloud|live) ?\. ?(?:com|co\.th)"
    r")(?![A-Za-z0-9])",
    re.IGNORECASE,
)
# Not after a slash (the number of a web page) nor in the middle of a longer row of digits.
_ID_USUAL = re.compile(rf"(?<![\d/=])(?<!\d[-.])\d{_SEP}?\d{{4}}{_SEP}?\d{{5}}{_SEP}?\d{{2}}{_SEP}?\d(?!\d)")
_ID_ODD = re.compile(rf"(?<![\d/=])(?<!\d[-.])\d(?:{_SEP}?\d){{12}}(?!\d)")
_PHONE = re.compile(
    rf"""(?<![\d+])(?:
      (?:\(?\+{_SEP}?66\)?|0066|66(?=[689]\d{{8}}(?!\d))){_SEP}?(?:\(0\)|0)?{_SEP}?
          (?:[689]\d?{_SEP}?\d{{3,4}}{_SEP}?\d{{3,4}}|[2-57]{_SEP}?\d{{3,4}}{_SEP}?\d{{3,4}})
    | \(?0[689]\d\)?{_SEP}?\d{{3}}{_SEP}?\d{{4}}
    | 0[689]{_SEP}\d{{4}}{_SEP}\d{{4}}
    | 0[689]\d{_SEP}\d{{4}}{_SEP}\d{{3}}
    | 0[689](?:{_SEP}\d{{2}}){{4}}
    | 0{_SEP}[689](?:{_SEP}\d){{8}}
    | \(?02\)?{_SEP}{{0,2}}\d{{3}}{_SEP}?\d{{4}}
    | \(?0[3457]\d\)?{_SEP}{{0,2}}\d{{3}}{_SEP}?\d{{3}}
    )(?!\d)""",
    re.VERBOSE,
)
_ACCOUNT = re.compile(r"(?<!\d)\d{3}[- ]\d[- ]\d{5}[- ]\d(?!\d)")
_ACCOUNT_NAMED = re.compile(
    r"(?:เลขที่บัญชี|เลขบัญชี|หมายเลขบัญชี|บัญชีธนาคาร|บัญชี|บ/ช|พร้อมเพย์|ธนาคาร|กสิกร|ไทยพาณิชย์|กรุงไทย|ออมสิน|"
    rf"ธ\.ก\.ส\.|[Aa]ccount(?: [Nn]o\.?| number)?)[^\d\n]{{0,25}}(?P<number>\d(?:{_SEP}?\d){{9,14}})(?!\d)"
)
_LINE = re.compile(
    r"(?:ไอดีไลน์|ไลน์ไอดี|(?<!ออน)ไลน์|(?<![A-Za-z])line)"
    r"(?:\s?(?:id|ไอดี)\s?[:=]?\s?@?|\s?[:=]\s?@?|\s?@)(?P<id>(?!https?\b|www\.)[a-z0-9][a-z0-9._-]{2,29})"
    r"|(?:ไอดีไลน์|ไลน์ไอดี|แอดไลน์|(?<!ออน)ไลน์)\s?(?P<bare>(?!https?\b|www\.)(?=[a-z._-]{0,29}[0-9._-])[a-z0-9][a-z0-9._-]{3,29})",
    re.IGNORECASE,
)
_PLATE = re.compile(
    r"(?<![ก-๙\d/.,])(?P<strict>[1-9](?P<pair>[ก-ฮ]{2})\s?-?\s?\d{1,4})(?![\d/.,]|\s?(?:บาท|คน|วัน|ปี|เดือน|%))"
    r"|(?:ทะเบียนรถ|ทะเบียน|ป้ายทะเบียน|ป้าย)(?:รถ|เลขที่|เลข|หมายเลข|คือ|:|\s){0,3}"
    r"(?P<named>[1-9]?[ก-ฮ]{1,3}\s?-?\s?\d{1,4})(?!\d)"
)
# Two consonants that are a word or a unit: "2คน 300" is no number plate.
_NOT_PLATES = frozenset(
    {
        "คน",
        "ผม",
        "รถ",
        "วง",
        "ลม",
        "ตน",
        "กม",
        "กก",
        "ซม",
        "ชม",
        "มม",
        "บท",
        "หน",
        "ยก",
        "ชน",
        "นม",
        "ตก",
        "จบ",
        "พบ",
        "ขน",
        "มด",
        "พศ",
        "คศ",
        "นท",
        "มก",
        "มล",
        "วน",
        "รอ",
        "ขอ",
        "ฯล",
        "ตร",
        "งบ",
        "ปป",
        "สส",
        "สว",
        "ศพ",
    }
)
_PLACE = r"(?:(?!ขอให้|ครับ|ค่ะ|เพราะ|ต้อง|อยาก|โทร|เบอร์|ไม่มี|เดือดร้อน|ช่วย|ได้รับ)[ก-๙A-Za-z]){1,25}"
_PART = (
    r"(?:(?:หมู่ที่|หมู่|ม\.)\s?\d{1,3}|หมู่บ้าน\s?"
    + _PLACE
    + r"|(?:ซอย|ซ\.|ตรอก)\s?(?:"
    + _PLACE
    + r")?(?:\s?\d{1,4}(?:/\d{1,4})?)?"
    r"|(?:ถนน|ถ\.|แขวง|ตำบล|ต\.|เขต|อำเภอ|อ\.|จังหวัด|จ\.|อาคาร|คอนโด)\s?" + _PLACE + r"|กรุงเทพมหานคร|กรุงเทพฯ?|กทม\.?)"
)
_ADDRESS = re.compile(
    r"(?P<cue>(?:บ้านเลขที่|ที่อยู่|อยู่เลขที่|อยู่ที่|อยู่บ้านเลขที่|อยู่|เลขที่)\s?)?"
    r"(?<![\d/])(?P<number>\d{1,5}(?:/\d{1,5})?)(?![\d/])(?P<parts>(?:,?\s{0,2}" + _PART + r"){0,9})(?:\s\d{5}(?!\d))?"
)
_NEAR_PART = re.compile(r"\s{0,2}(?:หมู่|ม\.|ซอย|ซ\.|ตรอก|ถนน|ถ\.|แขวง|ตำบล|ต\.)")


@dataclass(frozen=True, kw_only=True)
class Span:
    """A piece of personal data: offsets into the text as it was given, end exclusive."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class MaskedText:
    """A text that may be shown: `text` with tags, `kinds` found, sorted, each once."""

    text: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Masking:
    """A masked text that still knows where each character came from."""

    text: str
    spans: tuple[Span, ...]
    _sources: tuple[int, ...]
    _targets: tuple[int, ...]

    def offset(self, source: int) -> int:
        """Where a position of the original stands in the masked text; inside a span: its tag's start."""
        place = bisect_right(self._sources, source) - 1
        if place < 0:
            return source
        limit = self._targets[place + 1] if place + 1 < len(self._targets) else len(self.text)
        return min(self._targets[place] + source - self._sources[place], limit)


def mask(text: str) -> MaskedText:
    """Replace personal data by tags.

    >>> mask("โทร ๐๘๑-๒๓๔-๕๖๗๘ ครับ")
    MaskedText(text='โทร [เบอร์โทรศัพท์] ครับ', kinds=('phone',))
    """
    spans = find(text)
    return MaskedText(replace(text, spans).text, tuple(sorted({span.kind for span in spans})))


def find(text: str) -> tuple[Span, ...]:
    """Personal data in order of place, never overlapping; what was masked before is left alone.

    What is found is blotted out and the rest searched again, until nothing more is found: a number that
    clung to another is seen once that one is gone.
    """
    plain = _TAG_PATTERN.sub(lambda tag: _blot(tag[0]), text.translate(_THAI_DIGITS))
    found: list[Span] = []
    while True:
        fresh: list[Span] = []
        for start, end, kind in _candidates(plain):
            if all(end <= span.start or start >= span.end for span in fresh):
                fresh.append(Span(start=start, end=end, kind=kind))
        if not fresh:
            return tuple(sorted(found, key=lambda span: span.start))
        found += fresh
        for span in fresh:
            plain = plain[: span.start] + _blot(plain[span.start : span.end]) + plain[span.end :]


def _blot(piece: str) -> str:
    """As long as the piece, with the outline of a tag."""
    return "[" * (len(piece) - 1) + "]"


def replace(text: str, spans: Iterable[Span]) -> Masking:
    """Put tags where the spans are and remember how offsets moved."""
    pieces: list[str] = []
    sources: list[int] = []
    targets: list[int] = []
    last = length = 0
    for span in spans:
        tag = TAGS[span.kind]
        pieces += (text[last : span.start], tag)
        length += span.start - last
        sources += (span.start, span.end)
        targets += (length, length + len(tag))
        length += len(tag)
        last = span.end
    pieces.append(text[last:])
    return Masking(text="".join(pieces), spans=tuple(spans), _sources=tuple(sources), _targets=tuple(targets))


def is_national_id(digits: str) -> bool:
    """True when 13 digits carry the check digit of a Thai identity card."""
    if len(digits) != 13 or not digits.isdigit():
        return False
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == int(digits[12])


def _candidates(plain: str) -> Iterator[tuple[int, int, str]]:
    """Kinds from the surest to the least sure: the first to claim a stretch of text keeps it."""
    if "@" in plain or "＠" in plain or "at" in plain:
        yield from ((*hit.span(), "email") for hit in _EMAIL.finditer(plain))
    if any(character.isdigit() for character in plain):
        # A 13-digit number in the usual grouping is masked even when its check digit is wrong: a mistyped
        # number still points at a person. Any other grouping must pass the check.
        for hit in _ID_USUAL.finditer(plain):
            if set(re.sub(r"\D", "", hit[0])) != {"5"}:  # 555… is laughter
                yield (*hit.span(), "national_id")
        for hit in _ID_ODD.finditer(plain):
            if is_national_id(re.sub(r"\D", "", hit[0])):
                yield (*hit.span(), "national_id")
        yield from ((*hit.span(), "phone") for hit in _PHONE.finditer(plain))
        yield from ((*hit.span(), "bank_account") for hit in _ACCOUNT.finditer(plain))
        yield from ((*hit.span("number"), "bank_account") for hit in _ACCOUNT_NAMED.finditer(plain))
        yield from _addresses(plain)
        yield from _plates(plain)
    for hit in _LINE.finditer(plain):
        yield (*hit.span("id" if hit["id"] else "bare"), "line_id")
    yield from ((start, end, "name") for start, end in find_names(plain))


def _addresses(plain: str) -> Iterator[tuple[int, int, str]]:
    for hit in _ADDRESS.finditer(plain):
        parts = hit["parts"].strip()
        cue = (hit["cue"] or "").strip()
        house = "/" in hit["number"] and not re.search(r"/2[45]\d\d$", hit["number"])
        if cue in ("บ้านเลขที่", "อยู่บ้านเลขที่") or (parts and (cue or house) and _NEAR_PART.match(hit["parts"])):
            yield hit.start("number"), hit.end(), "address"


def _plates(plain: str) -> Iterator[tuple[int, int, str]]:
    for hit in _PLATE.finditer(plain):
        if hit["named"]:
            yield (*hit.span("named"), "plate")
        elif hit["pair"] not in _NOT_PLATES:
            yield (*hit.span("strict"), "plate")
