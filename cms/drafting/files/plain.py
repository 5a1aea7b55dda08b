"""Plain text in the encodings that Thai offices have used."""

import codecs
import re

from ..unwrapping import joined_where_lines_are_full
from .found import Found
from .refusal import NOT_TEXT, DraftRefused

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_THAI = re.compile("[\u0e01-\u0e5b]")


def read_plain(content: bytes) -> Found:
    """The lines of a text; those that were broken because the page ended, put together."""
    text = decoded(content)
    if re.search("[\x00-\x08\x0e-\x1a\x1c-\x1f]", text):
        raise DraftRefused(NOT_TEXT)
    return Found(lines=joined_where_lines_are_full(text.splitlines()))


def decoded(content: bytes) -> str:
    """UTF-8, UTF-16 or the one-byte Thai of Windows and TIS-620."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _as(content, encoding)
    if b"\0" in content[:2000]:  # UTF-16 without its mark: the zeros of spaces and figures say which way round
        even, odd = content[0:2000:2].count(0), content[1:2000:2].count(0)
        return _as(content, "utf-16-be" if even > odd else "utf-16-le")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = _as(content, "cp874")
        if len(_THAI.findall(text)) < 0.2 * len(text.replace(" ", "")):
            raise DraftRefused(NOT_TEXT) from None
        return text


def _as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise DraftRefused(NOT_TEXT) from None
