"""What two versions of a section are compared by: the same words in one form, references by number, labels as numbers.

Typing a law in again changes marks, spaces, quotation marks and the system of digits, and none of them is a change of the law. So
the words of a section are its heading and paragraphs in normal form with Arabic digits, plain quotation marks and dashes, and
without spaces, except between two digits or two Latin letters, where a space parts what would read as one. The end of a
paragraph stays: which words are a วรรค of their own is cited by number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from consult.thai.digits import to_arabic
from consult.thai.normal_form import normal_form

from .section import LawSection

_PLAIN = str.maketrans("“”„‟‘’‚‛‐‑‒–—―−", "\"\"\"\"''''-------")
_SPACE = re.compile(r"(?<![0-9A-Za-z]) | (?![0-9A-Za-z])")
_LINES = re.compile(r"\n{2,}")
_ORDINALS = ("ทวิ", "ตรี", "จัตวา", "เบญจ", "ฉ", "สัตต", "อัฏฐ", "นว", "ทศ")
_ORDINAL = "|".join(_ORDINALS)
_NUMBER = rf"\d+(?:/\d+)*(?:(?:{_ORDINAL})(?![ก-๎]))?"
_REFERENCE = re.compile(rf"(?:มาตรา|ข้อ)(?:{_NUMBER})(?:(?:,|และ|หรือ|ถึง|กับ)(?:มาตรา|ข้อ)?(?:{_NUMBER}))*")
_IN_REFERENCE = re.compile(r"\d+(?:/\d+)*")
_PARTS_OF_NUMBER = re.compile(r"(\d+)(.*)", re.DOTALL)


class Number(NamedTuple):
    """A label as it counts: ``มาตรา ๗/๑`` is ("มาตรา", 7, "/1"). What has no digit has the base None and is all tail."""

    unit: str
    base: int | None
    tail: str

    def shifted(self, by: int) -> Number:
        return self if self.base is None else self._replace(base=self.base + by)


@lru_cache(maxsize=4096)
def words_of(text: str) -> str:
    """The words of a text, however they were typed; kept, because what is compared is issued next.

    >>> words_of("ตามมาตรา ๑๐  ทวิ") == words_of("ตาม มาตรา 10 ทวิ\\u200b")
    True
    """
    form = to_arabic(normal_form(text)).translate(_PLAIN)
    return _LINES.sub("\n", _SPACE.sub("", form))


class WordsRead:
    """The words of sections, each wording read once: most sections stand in every version letter by letter."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, tuple[str, ...]], str] = {}

    def of(self, section: LawSection) -> str:
        typed = (section.heading, section.paragraphs)
        if typed not in self._read:
            self._read[typed] = words_of("\n".join([section.heading, *section.paragraphs]))
        return self._read[typed]


def number_of(section: LawSection) -> Number:
    """The label of a section as it counts.

    >>> number_of(LawSection(unit="มาตรา", number="๒๗๗ ทวิ"))
    Number(unit='มาตรา', base=277, tail='ทวิ')
    """
    unit, number = map(_label, (section.unit, section.number))
    found = _PARTS_OF_NUMBER.fullmatch(number)
    if found is None or len(found[1]) > 9:  # no law counts that far
        return Number(unit, None, number)
    return Number(unit, int(found[1]), found[2])


@lru_cache(maxsize=8192)
def _label(part: str) -> str:
    return words_of(part).replace(" ", "")


def without_references(words: str) -> str:
    """The words with every reference to a section left open: two that differ only here may be one that followed a renumbering."""
    return _REFERENCE.sub("§", words)


def following(words: str, renumbered: Mapping[str, str]) -> str:
    """The words as they would read with each reference after the renumbering (``{"10": "11"}``).

    >>> following("ตามมาตรา10และ12", {"10": "11"})
    'ตามมาตรา11และ12'
    """
    return _REFERENCE.sub(
        lambda found: _IN_REFERENCE.sub(lambda number: renumbered.get(number[0], number[0]), found[0]), words
    )
