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
from .handles import find_handles, find_mail
from .names import find_names
from .numbers import find_numbers
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


def _candidates(plain: str) -> Iterator[tuple[int, int, str]]:
    """Kinds from the surest to the least sure: the first to claim a stretch of text keeps it."""
    yield from find_mail(plain)
    if any(character.isdigit() for character in plain):
        yield from find_numbers(plain)
        yield from find_addresses(plain)
        yield from find_plates(plain)
    yield from find_handles(plain)
    yield from ((start, end, "name") for start, end in find_names(plain))
    yield from ((start, end, "name") for start, end in find_bare_names(plain))
