"""Where in a text the words of a search stand, however the text spells them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from .digits import ARABIC, FULL_WIDTH, THAI
from .normal_form import search_form

_INKLESS = "[\u00ad\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f]{0,3}"
_NO_BASE = frozenset("ะาำๅ") | frozenset(map(chr, [0x0E31, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F)]))


def places(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Offsets of each word of a search in the text as it is written, end exclusive, none overlapping."""
    sought = search_form(words).split()
    if sought:
        for hit in _pattern(tuple(sought)).finditer(text):
            if search_form(hit[0]) in sought:
                yield hit.span()


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Loose, so that every spelling fits; what it finds is then compared by its search form."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(_loose, longest_first)), re.IGNORECASE)


def _loose(word: str) -> str:
    pieces = []
    for is_mark, run in groupby(word, key=_NO_BASE.__contains__):
        letters = "".join(run)
        if is_mark:
            pieces.append(f"[{letters}\u0e4dาๅ]{{1,{2 * len(letters) + 2}}}")
        else:
            pieces += map(_letter, letters)
    return _INKLESS.join(pieces)


def _letter(letter: str) -> str:
    if letter in ARABIC:
        place = ARABIC.index(letter)
        return f"[{letter}{THAI[place]}{FULL_WIDTH[place]}]"
    return {"แ": "(?:แ|เเ)", "ๆ": r"\s{0,3}ๆ"}.get(letter, re.escape(letter))
