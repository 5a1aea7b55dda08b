"""What may stand in a text that others read: something to see, no hidden direction, no tower of marks."""

from __future__ import annotations

import re
import unicodedata

from .normal_form import normal_form

#: marks on one letter; Thai needs two
MOST_MARKS = 3

#: Characters that turn the direction of what follows, of other people's words too.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")


def tidy(text: str) -> str:
    """The text as it is recorded: composed letters, plain line ends, no controls and no turned direction.

    Nothing a reader sees is changed: the normal form is for comparing.
    """
    text = _DIRECTION.sub("", _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))).replace("\t", " ")
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs")).strip()


def is_blank(text: str) -> bool:
    """True when a reader would see no letter and no digit.

    >>> is_blank("\u200b"), is_blank("\u0e49"), is_blank("ก")
    (True, True, False)
    """
    return not any(unicodedata.category(char)[0] in "LN" for char in normal_form(text))


def shows_signs(text: str) -> bool:
    """True when a reader would see a sign or a picture, whether there are words or not.

    >>> shows_signs("👍"), shows_signs("..."), shows_signs("\u200b")
    (True, True, False)
    """
    return any(unicodedata.category(char)[0] in "SP" for char in normal_form(text))


def has_tower_of_marks(text: str) -> bool:
    """True when a letter carries more than MOST_MARKS marks, which then cover the lines above and below."""
    height = 0
    for char in text:
        category = unicodedata.category(char)
        if category in ("Mn", "Me"):
            height += 1
            if height > MOST_MARKS:
                return True
        elif category != "Cf":  # a joiner between two marks parts nothing
            height = 0
    return False
