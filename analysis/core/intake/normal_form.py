"""Text before any model: one spelling for what reads the same, with offsets; one fingerprint a message.

The record has a form of its own for comparing and finding (`consult.thai`); this one goes further, since it is only counted
and never shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from consult.thai.digits import to_arabic
from consult.thai.signs import without_signs

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f"
_ODD = re.compile(rf"[{_INVISIBLE}A-Z๐-๙]|\u0e4d[\u0e48-\u0e4b]?\u0e32|\u0e40\u0e40|([^\d\s])\1\1")
_FINGERPRINT_DROPS = re.compile(r"[^0-9a-zก-ฮะ-ฺเ-ๅ]+")
_POLITE = re.compile(r"(?:ครับผม|ครับ|ค่ะ|คะ|นะคะ|นะครับ|จ้า)")

# A letter with its vowels and tone marks, then something between it and the next: "ส ล็ อ ต", "ค_ว_า_ย".
_APART = re.compile(r"(?<![ก-๙])(?:[ก-ๆ][ะ-ฺ็-๎]{0,3}[ ._*\-]){2,}[ก-ๆ][ะ-ฺ็-๎]{0,3}(?![ก-๙])|(?<=[ก-๙])[_*](?=[ก-๙])")
_BETWEEN = re.compile(r"[ ._*\-]")


@dataclass(frozen=True)
class Normal:
    """Normalised text; `offsets[i]` is where its i-th character began in the original (None: same place)."""

    text: str
    offsets: tuple[int, ...] | None


def normalise(text: str) -> Normal:
    """One spelling for what reads the same: lower case, Arabic digits, whole ำ and แ, no invisible
    characters, no letter stretched three times or more ("ดีมากกกก" → "ดีมาก"), and spaces where the site says that a passage was closed.

    >>> normalise("เห็นด้วยยยย ๑๒").text
    'เห็นด้วย 12'
    """
    written, text = text, without_signs(text)
    if not _ODD.search(text):
        return Normal(text, None if text == written else tuple(range(len(text))))
    characters: list[str] = []
    offsets: list[int] = []
    place, end = 0, len(text)
    while place < end:
        character = text[place]
        step = 1
        if character in _INVISIBLE:
            place += 1
            continue
        if (
            text[place] == "\u0e4d"
            and text[place + 2 : place + 3] == "\u0e32"
            and "\u0e48" <= text[place + 1] <= "\u0e4b"
        ):
            characters.append(text[place + 1])  # นํ้า, typed in the wrong order
            offsets.append(place)
            character, step = "ำ", 3
        elif text.startswith("\u0e4d\u0e32", place):
            character, step = "ำ", 2
        elif text.startswith("\u0e40\u0e40", place):
            character, step = "แ", 2
        elif not (character.isdigit() or character.isspace()):
            while place + step < end and text[place + step] == character:
                step += 1
            step = step if step >= 3 else 1
        lower = to_arabic(character).lower()
        characters.append(lower if len(lower) == 1 else character)
        offsets.append(place)
        place += step
    return Normal("".join(characters), tuple(offsets))


def closed_up(text: str) -> str:
    """The text with words closed up whose letters were written apart to pass unseen.

    >>> closed_up("เล่น ส ล็ อ ต กัน")
    'เล่น สล็อต กัน'
    """
    return _APART.sub(lambda hit: _BETWEEN.sub("", hit[0]), text)


def fingerprint(text: str) -> str:
    """The text without spacing, punctuation, tone marks, emoji, case, stretching and polite particles: equal
    fingerprints are the same message.

    >>> fingerprint("เห็นด้วย ครับ!!!") == fingerprint("เห็นดวย")
    True
    """
    return _FINGERPRINT_DROPS.sub("", _POLITE.sub("", normalise(text).text))
