"""The language of a text, as far as the analysis must know: Thai, English, or one it cannot read."""

from __future__ import annotations

import re
from typing import Literal

from analysis.core.intake.word_lists import english_words

_THAI = re.compile(r"[ก-๎]")
_LATIN_WORD = re.compile(r"[A-Za-z']+")


def language(text: str) -> Literal["thai", "english", "other", "none"]:
    """By letters: Thai when a fifth of them are Thai; Latin script counts as English when it has common
    English words or is too short to tell; anything else is another language; no letters, none.
    """
    letters = sum(character.isalpha() for character in text)
    thai = len(_THAI.findall(text))
    if not letters and not thai:
        return "none"
    if thai >= 0.2 * (letters + thai):
        return "thai"
    words = [word.lower() for word in _LATIN_WORD.findall(text)]
    if 2 * sum(map(len, words)) < letters:
        return "other"
    return "english" if len(words) < 6 or not english_words().isdisjoint(words) else "other"
