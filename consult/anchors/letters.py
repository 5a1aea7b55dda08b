"""A text as the letters a reader sees, each with the place where it was typed, so that two typings of one text compare equal.

A letter is a consonant with its marks and the vowels behind it, a vowel in front, a sign, or the end of a line. Spaces and
characters without ink belong to no letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .wording import words_of

_BEHIND = "ะาำๅ\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0300-\u036f\u200b-\u200f\u2060\ufeff\u00ad"
_LETTER = re.compile(f"เ[\u200b-\u200f\u2060\ufeff\u00ad]*เ|\r\n|.[{_BEHIND}]*", re.DOTALL)


@dataclass(frozen=True)
class LettersRead:
    """The letters of a text as they compare, and where each begins and ends in it."""

    forms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def between(self, start: int, end: int) -> range:
        """The letters that stand in a stretch of the text, if only in part."""
        return range(
            next((at for at, stop in enumerate(self.ends) if stop > start), len(self.ends)),
            next((at for at, begin in enumerate(self.starts) if begin >= end), len(self.starts)),
        )


def letters_of(text: str) -> LettersRead:
    """The letters of a text.

    >>> letters_of("ที่ ๑๐").forms
    ('ที่', '1', '0')
    >>> letters_of("น\u0e4d\u0e49า").forms == letters_of("น้ำ").forms
    True
    """
    forms, starts, ends = [], [], []
    for found in _LETTER.finditer(text):
        form = _form(found[0])
        if form:
            forms.append(form)
            starts.append(found.start())
            ends.append(found.end())
    return LettersRead(tuple(forms), tuple(starts), tuple(ends))


@lru_cache(maxsize=8192)
def _form(letter: str) -> str:
    if letter.strip(" \t") in ("\n", "\r\n", "\r", "\u2028", "\u2029"):
        return "\n"
    return words_of(letter).strip()
