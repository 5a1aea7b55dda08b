"""Texts that are drawn alike have one skeleton (Unicode Technical Standard 39, section 4), with what Thai needs beside it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from .normal_form import normal_form
from .word_lists import listed

#: Marks that may stand over or under any letter of any script; Thai writes none of them.
_STRAY_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]"
)
#: A ring over a Thai letter is drawn like nikhahit, which with า is ำ.
_RING_OVER_THAI = re.compile("(?<=[\u0e00-\u0eff])([\u0e48-\u0e4b\u0ec8-\u0ecb]?)\u030a")
#: Folding what was folded changes little after the first time; more often than this never.
_MOST_ROUNDS = 6


def skeleton(text: str) -> str:
    """What is left of a text when all that is drawn alike is one letter: other scripts' twins, digits of every script, case,
    widths, marks that mean nothing in Thai, characters nobody sees.

    For comparing only: it is no text to show. Two texts of one skeleton need not be equal, but a reader in a hurry takes one
    for the other.

    >>> skeleton("Раураl") == skeleton("PAYPAI")
    True
    """
    text = _RING_OVER_THAI.sub("\\1\u0e4d", unicodedata.normalize("NFD", text))
    for _ in range(_MOST_ROUNDS):
        before, text = text, _fold(text)
        if text == before:
            break
    return text


def _fold(text: str) -> str:
    text = normal_form(unicodedata.normalize("NFKC", normal_form(text)))
    text = "".join(map(_digit, text)).translate(_of_thai())
    # Capitals first: Н is drawn like H, its small letter н like no small Latin one.
    text = unicodedata.normalize("NFD", text).translate(_prototypes()).casefold()
    text = _STRAY_MARKS.sub("", unicodedata.normalize("NFD", text)).translate(_of_thai()).translate(_prototypes())
    return normal_form(text)


def _digit(char: str) -> str:
    return str(unicodedata.digit(char)) if unicodedata.category(char) == "Nd" else char


@cache
def _of_thai() -> dict[int, str]:
    return {
        int(code, 16): _text(stands_for)
        for code, _, stands_for in (line.partition(" ") for line in listed("look_alikes"))
    }


@cache
def _prototypes() -> dict[int, str]:
    """Unicode's table, without the characters that ours speaks of."""
    rows = (line.split(" ") for line in listed("confusables"))
    return {int(code, 16): _text(prototype) for code, prototype in rows if int(code, 16) not in _of_thai()}


def _text(codes: str) -> str:
    return "".join(chr(int(code, 16)) for code in codes.split("+") if code)
