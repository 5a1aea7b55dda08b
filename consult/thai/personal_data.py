"""Personal data in free text: find it, replace it by readable Thai tags.

Standard library only, so that a web process may mask each posted comment: importing this costs
milliseconds; the word lists for names (some 20,000 strings, from PyThaiNLP) load with the first text
that has a run of Thai letters in it.

Masking is deterministic and safe to repeat: `mask(mask(text).text).text == mask(text).text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .addresses import find_addresses
from .bare_names import find_bare_names
from .digits import to_arabic
from .names import find_names
from .plates import find_plates

TAGS = {
    "national_id": "[เลขประจำตัวประชาชน]",
    "passport": "[เลขหนังสือเดินทาง]",
    "phone": "[เบอร์โทรศัพท์]",
    "email": "[อีเมล]",
    "bank_account": "[เลขบัญชีธนาคาร]",
    "line_id": "[ไอดีไลน์]",
    "social": "[บัญชีโซเชียล]",
    "address": "[ที่อยู่]",
    "plate": "[ทะเบียนรถ]",
    "name": "[ชื่อบุคคล]",
}

#: How far around what was found it is searched again, and how near to a cut edge nothing is believed: the longest of the
#: patterns' looks to the side is 30.
_WINDOW, _EDGE = 120, 40

_TAG_PATTERN = re.compile("|".join(map(re.escape, TAGS.values())))

# A separator inside a written number: space, hyphens, underscore, dot, invisible joiners.
_SEP = "[ \\-_.\u2010-\u2015\u00a0\u200b-\u200d\u2060\ufeff]"

#: What a writer is warned of while writing, before anything is sent: an e-mail address, or a number as long as a telephone
#: number or longer that is no sum of money and no laughter (555…). The page hands this very pattern to the browser, so it keeps
#: to what both languages of patterns know.
LOOKS_PERSONAL = (
    r"[^\s@]+@[^\s@]+\.[^\s@]{2}"
    r"|(?<![0-9๐-๙/=])(?<![0-9๐-๙][.,])"
    r"(?![5๕](?:[ .-]?[5๕])+(?![ .-]?[0-9๐-๙]))"
    r"[0-9๐-๙](?:[ ._()-]{0,2}[0-9๐-๙]){8,12}"
    r"(?![0-9๐-๙,]| ?(?:บาท|ล้าน|คน|ราย|ครั้ง|ตัน|กิโล))"
)
_LOOKS_PERSONAL = re.compile(LOOKS_PERSONAL)

_LATIN = re.compile("[A-Za-z]")
# What follows a sum of money or a count is no number of a person.
_NO_AMOUNT = r"(?!\s?(?:บาท|ล้าน|คน|ราย|ครั้ง|ตัน|กิโล))"
_AT = r"(?:@|＠|[(\[{] ?at ?[)\]}])"
_DOT = r"(?: ?\. ?| ?[(\[{] ?dot ?[)\]}] ?| dot | ?ดอท ?| ?จุด ?)"
# An @ or a dot that is spelled out or stands apart is believed only before a well known mail service.
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}(?:"
    rf"{_AT}[A-Za-z0-9-]{{1,63}}(?:(?:\.|\[dot\]|\(dot\))[A-Za-z0-9-]{{1,63}}){{0,4}}(?:\.|\[dot\]|\(dot\))[A-Za-z]{{2,24}}"
    rf"|(?: ?(?:{_AT}|แอทไซน์|แอท|แอ็ท|แอด) ?| at )(?:gmail|g-mail|hotmail|yahoo|outlook|icloud|live|proton){_DOT}(?:com|co{_DOT}th|me)"
    r")(?![A-Za-z0-9])",
    re.IGNORECASE,
)
# Not after a slash (the number of a web page) nor in the middle of a longer row of digits.
_ID_USUAL = re.compile(
    rf"(?<![\d/=])(?<!\d[-.])\d{_SEP}?\d{{4}}{_SEP}?\d{{5}}{_SEP}?\d{{2}}{_SEP}?\d(?!\d){_NO_AMOUNT}"
)
_ID_ODD = re.compile(rf"(?<![\d/=])(?<!\d[-.])\d(?:{_SEP}?\d){{12}}(?!\d)")
_FIRM = re.compile(r"0(?:[1-9]\d[1-9][45]\d{8}|99\d{10})")
# What is numbered so is a request or a parcel and no person.
_OF_FILE = re.compile(
    r"(?:คำขอ|คำร้อง|เลขรับ|เรื่องที่|ใบสั่ง|พัสดุ|ใบเสร็จ|อ้างอิง|รายการ|สัญญา|โครงการ|เอกสาร|หนังสือที่)[ก-๙\s:.]{0,12}$"
)
_PHONE = re.compile(
    rf"""(?<![\d+])(?:
      (?:\(?\+{_SEP}?66\)?|0066|66(?=[689]\d{{8}}(?!\d))){_SEP}?(?:\(0\)|0)?{_SEP}?
          (?:[689]\d?{_SEP}?\d{{3,4}}{_SEP}?\d{{3,4}}|[2-57]{_SEP}?\d{{3,4}}{_SEP}?\d{{3,4}})
    | \(?0[689]\d\)?{_SEP}?\d{{3}}{_SEP}?\d{{4}}
    | 0[689]{_SEP}\d{{4}}{_SEP}\d{{4}}
    | 0{_SEP}[689]\d{{3}}{_SEP}\d{{5}}
    | 0{_SEP}[2-7]\d{{3}}{_SEP}\d{{4}}
    | 0[689]\d{_SEP}\d{{4}}{_SEP}\d{{3}}
    | 0[689](?:{_SEP}\d{{2}}){{4}}
    | 0{_SEP}[689](?:{_SEP}\d){{8}}
    | \(?02\)?{_SEP}{{0,2}}\d{{3}}{_SEP}?\d{{4}}
    | \(?0[3457]\d\)?{_SEP}{{0,2}}\d{{3}}{_SEP}?\d{{3}}
    )(?!\d)""",
    re.VERBOSE,
)
# After a word that announces it, a telephone number may be cut up in any way.
_PHONE_NAMED = re.compile(
    rf"(?:โทร|เบอร์|มือถือ|แฟกซ์|แฟ็กซ์|ติดต่อ|phone|mobile|tel\b|whats ?app)[^\d\n]{{0,15}}(?P<number>\(?0\)?(?:{_SEP}{{0,2}}\d){{8,9}})(?!\d){_NO_AMOUNT}",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"(?<!\d)(?:\d{3}[- ]\d[- ]\d{5}[- ]\d|\d{3}-\d{6}-\d)(?!\d)")
_ACCOUNT_NAMED = re.compile(
    r"(?:เลขที่บัญชี|เลขบัญชี|หมายเลขบัญชี|บัญชีธนาคาร|บัญชี|บ/ช|พร้อมเพย์|ธนาคาร|กสิกร|ไทยพาณิชย์|กรุงไทย|กรุงศรี|ออมสิน|ทหารไทย|"
    r"ธนชาต|ธ\.?ก\.?ส\.?|ธ\.?อ\.?ส\.?|(?<![a-z])(?:k-?bank|scb|ktb|bbl|ttb|gsb|baac|promptpay|account(?: no\.?| number)?))"
    rf"[^\d\n]{{0,25}}(?P<number>\d(?:{_SEP}?\d){{9,14}})(?!\d){_NO_AMOUNT}",
    re.IGNORECASE,
)
_PASSPORT = re.compile(
    r"(?:หนังสือเดินทาง|พาสปอร์ต|พาสปอร์ท|พาสสปอร์ต|passport)[^\dA-Za-z\n]{0,15}(?:(?:no|number)\b[.:\s]{0,3})?(?P<number>[a-z]{1,2}[ -]?\d{6,8})(?!\d)",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"(?:ไอดีไลน์|ไลน์ไอดี|(?:id|ไอดี)\s?line|(?<!ออน)ไลน์|(?<![A-Za-z])line)"
    r"(?:\s?(?:id|ไอดี)\s?[:=]?\s?|\s?[:=]\s?|\s?(?=@)|(?<=id line)\s)(?P<id>@?(?!https?\b|www\.)[a-z0-9][a-z0-9._-]{2,29})"
    r"|(?:ไอดีไลน์|ไลน์ไอดี|แอดไลน์|(?<!ออน)ไลน์)\s?(?P<bare>(?!https?\b|www\.)(?=[a-z._-]{0,29}[0-9._-])[a-z0-9][a-z0-9._-]{3,29})",
    re.IGNORECASE,
)
# A page of a person, or a handle after the name of the service; groups, films and the like are nobody's.
_PAGE = re.compile(
    r"(?<![a-z0-9./])(?:https?://)?(?:(?!pic)[a-z]{1,3}\.)?(?:facebook|fb|instagram|tiktok|twitter|x)\.com/"
    r"(?!(?:groups|watch|share|sharer|posts|hashtag|photo|photos|events|reel|reels|p|story|explore|search|messages|msg|pages|notes|i)\b)@?[a-z0-9][\w.=?-]{2,60}",
    re.IGNORECASE,
)
_HANDLE = re.compile(
    r"(?:เฟซบุ๊ก|เฟสบุ๊ค|เฟสบุ๊ก|เฟซบุ๊ค|เฟซ|เฟส|ไอจี|ทวิตเตอร์|ติ๊กต็อก|ติ๊กตอก|(?<![a-z])(?:facebook|fb|ig|instagram|twitter|tiktok|telegram)(?![a-z]))"
    r"(?:\s?[:=]?\s?(?P<handle>@[a-z0-9._-]{3,30}|(?!https?\b|www\.|live|\S{0,20}\.com\b)[a-z][a-z0-9-]{1,29}[._][a-z0-9._-]{1,29}\b|(?!live)[a-z]{3,20}\d{1,4}\b)"
    r"|\s?[:=]\s?(?P<named>(?!https?\b|www\.)[a-z][a-z0-9._-]{3,29}(?:\s(?-i:[A-Z])[a-z]{1,20})?))",
    re.IGNORECASE,
)


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


def mask(text: str) -> MaskedText:
    """Replace personal data by tags.

    >>> mask("โทร ๐๘๑-๒๓๔-๕๖๗๘ ครับ")
    MaskedText(text='โทร [เบอร์โทรศัพท์] ครับ', kinds=('phone',))
    """
    spans = find(text)
    return MaskedText(replace(text, spans), tuple(sorted({span.kind for span in spans})))


def find(text: str) -> tuple[Span, ...]:
    """Personal data in order of place, never overlapping; what was masked before is left alone."""
    return find_counting(text)[0]


def find_counting(text: str) -> tuple[tuple[Span, ...], int]:
    """What `find` finds, and how many characters were searched for it: the bench watches that they grow as the text does.

    What is found is blotted out and its surroundings searched again, since a number that clung to another is seen once that
    one is gone. When nothing more is found there, the whole text is searched once more, so that masking twice changes nothing.
    """
    letters = list(_TAG_PATTERN.sub(lambda tag: _blot(tag[0]), to_arabic(text)))
    is_claimed = bytearray(len(letters))
    found: list[Span] = []
    searched = 0
    windows = whole = [(0, len(letters))]
    while windows:
        fresh = [span for window in windows for span in _claimed_in(window, letters, is_claimed)]
        searched += sum(end - start for start, end in windows)
        for span in fresh:
            letters[span.start : span.end] = _blot("".join(letters[span.start : span.end]))
        found += fresh
        if fresh:
            windows = _around(fresh, len(letters))
        else:
            windows = [] if windows == whole else whole
    return tuple(sorted(found, key=lambda span: span.start)), searched


def _claimed_in(window: tuple[int, int], letters: list[str], is_claimed: bytearray) -> Iterator[Span]:
    """Personal data inside a window, each stretch of text claimed once; what touches a cut edge is not believed."""
    first, last = window
    for start, end, kind in _candidates("".join(letters[first:last])):
        start, end = start + first, end + first
        is_cut = (first > 0 and start < first + _EDGE) or (last < len(letters) and end > last - _EDGE)
        if not is_cut and not any(is_claimed[start:end]):
            is_claimed[start:end] = b"\1" * (end - start)
            yield Span(start=start, end=end, kind=kind)


def _around(spans: Iterable[Span], length: int) -> list[tuple[int, int]]:
    """Windows around the spans, those that meet joined."""
    windows: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: span.start):
        start, end = max(0, span.start - _WINDOW), min(length, span.end + _WINDOW)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(end, windows[-1][1]))
        else:
            windows.append((start, end))
    return windows


def _blot(piece: str) -> str:
    """As long as the piece, with the outline of a tag."""
    return "[" * (len(piece) - 1) + "]"


def replace(text: str, spans: Iterable[Span]) -> str:
    """The text with a tag in the place of each span."""
    pieces: list[str] = []
    last = 0
    for span in spans:
        pieces += (text[last : span.start], TAGS[span.kind])
        last = span.end
    return "".join([*pieces, text[last:]])


def looks_personal(text: str) -> bool:
    """True when a name that is shown to everybody holds an address or a long number."""
    return bool(_LOOKS_PERSONAL.search(text))


def is_national_id(digits: str) -> bool:
    """True when 13 digits carry the check digit of a Thai identity card."""
    if len(digits) != 13 or not digits.isdigit():
        return False
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == int(digits[12])


def is_of_firm(digits: str) -> bool:
    """True when 13 digits number a firm or an office (0, province, kind, year of three digits, or 099 for offices) and no person.

    People without a nationality have a 0 in front too, and 89 in the sixth and seventh place.
    """
    return bool(_FIRM.fullmatch(digits)) and digits[5:7] != "89"


def _may_be_of_person(digits: str, before: str) -> bool:
    """Whether 13 digits in the usual grouping are masked although they may be mistyped: no laughter, no firm, no file."""
    if set(digits) == {"5"} or is_of_firm(digits):  # 555… is laughter
        return False
    return is_national_id(digits) or not _OF_FILE.search(before)


def _candidates(plain: str) -> Iterator[tuple[int, int, str]]:
    """Kinds from the surest to the least sure: the first to claim a stretch of text keeps it."""
    if "@" in plain or "＠" in plain or "at" in plain or "AT" in plain or "แอ" in plain:
        yield from ((*hit.span(), "email") for hit in _EMAIL.finditer(plain))
    if any(character.isdigit() for character in plain):
        # A 13-digit number in the usual grouping is masked even when its check digit is wrong: a mistyped
        # number still points at a person. Any other grouping must pass the check.
        for hit in _ID_USUAL.finditer(plain):
            if _may_be_of_person(re.sub(r"\D", "", hit[0]), plain[max(0, hit.start() - 25) : hit.start()]):
                yield (*hit.span(), "national_id")
        for hit in _ID_ODD.finditer(plain):
            digits = re.sub(r"\D", "", hit[0])
            if is_national_id(digits) and not is_of_firm(digits):
                yield (*hit.span(), "national_id")
        yield from ((*hit.span(), "phone") for hit in _PHONE.finditer(plain))
        yield from ((*hit.span("number"), "phone") for hit in _PHONE_NAMED.finditer(plain))
        yield from ((*hit.span("number"), "passport") for hit in _PASSPORT.finditer(plain))
        yield from ((*hit.span(), "bank_account") for hit in _ACCOUNT.finditer(plain))
        yield from ((*hit.span("number"), "bank_account") for hit in _ACCOUNT_NAMED.finditer(plain))
        yield from find_addresses(plain)
        yield from find_plates(plain)
    if _LATIN.search(plain):
        for hit in _LINE.finditer(plain):
            yield (*hit.span("id" if hit["id"] else "bare"), "line_id")
        if ".com/" in plain or ".COM/" in plain:
            yield from ((*hit.span(), "social") for hit in _PAGE.finditer(plain))
        yield from ((*hit.span("handle" if hit["handle"] else "named"), "social") for hit in _HANDLE.finditer(plain))
    yield from ((start, end, "name") for start, end in find_names(plain))
    yield from ((start, end, "name") for start, end in find_bare_names(plain))
