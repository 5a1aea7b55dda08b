"""One form for what reads the same, and one for what a search should find.

Thai keyboards, word processors and PDF files write one word in many ways: นำ้, นํ้า and น้ํา are drawn as น้ำ, เเก้ as แก้, and
marks nobody sees stand between letters. `normal_form` brings them together and changes nothing a reader could tell apart but
the width of spaces; `search_form` also forgets the script of digits and the case of letters. What was written is stored and
shown as it was written; these forms are for comparing and finding. Names are kept apart by `public_names.name_form`.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache, lru_cache

from .digits import to_arabic

_NIKHAHIT, _SARA_AA, _SARA_AM, _LAKKHANGYAO = "\u0e4d", "\u0e32", "\u0e33", "\u0e45"
#: The order in which marks stand on their consonant: vowels below and above, then the tone, then ์ and ๎.
_MARKS = "\u0e3a\u0e38\u0e39\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e4d\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4e"
_PLACE_OF_MARK = {mark: place for place, mark in enumerate(_MARKS)}
#: The vowels that follow a consonant on the line: a tone typed behind one belongs in front of it.
_ON_LINE = "ะาำๅ"
_LONGEST_KEPT = 6
_LINE_ENDS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_LINE_END = re.compile(" ?\n ?")

#: Letters of other scripts, marks and a Braille cell that take no ink, though Unicode counts them as letters or signs.
_INKLESS = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
_BRAILLE_BLANK = "\u2800"


def normal_form(text: str) -> str:
    """The one spelling of all that read alike.

    Composed letters; marks in one order and each once; ำ and แ as one character; no character without ink; one space for any
    run of spaces, none at the ends of lines and before ๆ.

    >>> normal_form("นํ้า") == normal_form("นำ้") == normal_form("น้\u200bำ") == "น้ำ"
    True
    """
    text = _LINE_ENDS.sub("\n", text).translate(_inkless())
    text = unicodedata.normalize("NFC", text).replace("เเ", "แ")
    text = _after_consonant().sub(_in_order, text)
    text = _AROUND_LINE_END.sub("\n", _SPACES.sub(" ", text)).replace(" ๆ", "ๆ")
    return unicodedata.normalize("NFC", text).strip()


def search_form(text: str) -> str:
    """The normal form as a search compares it: Arabic digits, no case, letters of full or half width alike, single spaces.

    >>> search_form("มาตรา  ๑๐\\n ThaiD")
    'มาตรา 10 thaid'
    """
    text = unicodedata.normalize("NFKC", normal_form(text)).casefold()
    text = normal_form(unicodedata.normalize("NFKC", text).casefold())
    return " ".join(to_arabic(text).split()).replace(" ๆ", "ๆ").replace("ๆ ", "ๆ")


def _in_order(found: re.Match[str]) -> str:
    """The same few runs stand all over a text, so their answers are kept; long runs are the work of a prankster and are not."""
    letter_before, run = found.groups()
    return _ordered(letter_before, run) if len(run) <= _LONGEST_KEPT else _ordered.__wrapped__(letter_before, run)


@lru_cache(maxsize=4096)
def _ordered(letter_before: str, run: str) -> str:
    """Marks in order and each once, the vowels on the line behind them; ํ before า is ำ, and ๅ belongs to ฤๅ and ฦๅ only."""
    marks = sorted(
        dict.fromkeys(letter for letter in run if letter not in _ON_LINE),
        key=lambda mark: _PLACE_OF_MARK.get(mark, len(_MARKS)),  # those of other scripts last, as they came
    )
    vowels = "".join(letter for letter in run if letter in _ON_LINE)
    if not letter_before:
        vowels = vowels.replace(_LAKKHANGYAO, _SARA_AA)
    if _NIKHAHIT in marks and vowels.startswith((_SARA_AA, _SARA_AM)):
        marks.remove(_NIKHAHIT)
        vowels = _SARA_AM + vowels[1:]
    return "".join([letter_before, *marks, vowels])


@cache
def _after_consonant() -> re.Pattern[str]:
    """A run of vowels on the line and of marks, of other scripts too, since composing letters moves those among ours.

    One mark alone is in order; most of a text's are, and are passed over.
    """
    foreign = (chr(code) for code in range(0x300, sys.maxunicode + 1) if unicodedata.combining(chr(code)))
    return re.compile(f"([ฤฦ]?)([{_ON_LINE}{_MARKS}{''.join(foreign)}]{{2,}}|{_LAKKHANGYAO})")


@cache
def _inkless() -> dict[int, str | None]:
    """For str.translate: every character without ink to nothing; controls too, but for ends of lines and tabs."""
    table: dict[int, str | None] = {ord(letter): None for letter in _INKLESS}
    for code in range(sys.maxunicode + 1):
        category = unicodedata.category(chr(code))
        if category in ("Cf", "Cs") or (category == "Cc" and chr(code) not in "\n\t"):
            table[code] = None
    table[ord(_BRAILLE_BLANK)] = " "
    return table
