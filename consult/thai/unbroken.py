"""Names and terms that a line of print keeps whole: libthai breaks at words, and พระนครศรี|อยุธยา are two of them."""

import re
from collections.abc import Iterator
from functools import cache

from .word_lists import listed, names_of_provinces

#: Letters of the longest thing kept whole in a narrow column: a cell of a table has room for no more
NARROW = 18
#: A number stays with what it counts or names: มาตรา ๑๒/๑, ข้อ 3 (2), พ.ศ. 2562
_NUMBERED = r"(?:มาตรา|หมวด|ส่วนที่|ข้อ|วรรค|อนุมาตรา|พ\.ศ\.|ฉบับที่|ครั้งที่|รอบที่|ประเด็นที่)\s?[0-9๐-๙][0-9๐-๙/,.]*(?<![,.])(?:\s?\([0-9๐-๙]+\))?"


@cache
def _kept() -> re.Pattern[str]:
    terms = sorted({*listed("unbroken"), *names_of_provinces()}, key=lambda term: (-len(term), term))
    return re.compile("|".join([_NUMBERED, *map(re.escape, terms)]))


def unbroken(text: str, longest: int = 60) -> Iterator[tuple[str, bool]]:
    """``text`` in pieces, in order: each with whether a line must keep it whole. ``longest``: letters of the longest that is."""
    end = 0
    for found in _kept().finditer(text):
        if len(found[0]) <= longest:
            if found.start() > end:
                yield text[end : found.start()], False
            yield found[0], True
            end = found.end()
    if end < len(text):
        yield text[end:], False
