"""The order of the Thai dictionary (พจนานุกรม) for names."""

from __future__ import annotations

import re

from .normal_form import search_form

_LEADING_VOWEL = re.compile("([เ-ไ])([ก-ฮ])")
_TONES = re.compile("[็-์]")


def sort_key(name: str) -> str:
    """A key that any database sorts in the order of the dictionary, whatever its collation: digits and letters a to f.

    A vowel written before its consonant is read after it; tones decide only between words that are otherwise alike.

    >>> sorted(["เทศบาล", "แพทยสภา", "กรม", "สำนักงาน"], key=sort_key)
    ['กรม', 'เทศบาล', 'แพทยสภา', 'สำนักงาน']
    """
    name = search_form(name)
    letters = _LEADING_VOWEL.sub(r"\2\1", _TONES.sub("", name))
    return f"{letters}\0{name}".encode("utf-16-be").hex()
