"""Cutting Thai into words: the fewest words of the dictionary that cover the text.

For comparing wordings, where every cut must be the same each time and no letter may be torn from its marks. The analysis cuts
with PyThaiNLP instead, whose words its models have learned.
"""

from __future__ import annotations

import re
from functools import cache

from .word_lists import dictionary

_PIECE = re.compile(r"(?:[ก-ฮ]{1,3}\.)+|[ก-๎]+|[A-Za-z]+|\d+(?:[.,]\d+)*|\n|[^\S\n]+|.", re.DOTALL)
# A consonant with what stands before, above, below and behind it: nothing may be cut inside.
_CLUSTER = re.compile(r"[เ-ไ]{0,2}[ก-ฮฤฦ]?[ัิ-ฺ็-๎]*[ะาำๅ]{0,2}|.", re.DOTALL)
#: what one cluster outside the dictionary costs, in words: an unknown word is better left whole than cut into short ones
_UNKNOWN = 3


def segment(text: str) -> list[str]:
    """Words, numbers, spaces and signs; joined they give the text back.

    >>> segment("ภายในสามสิบวัน")
    ['ภายใน', 'สามสิบ', 'วัน']
    """
    words: list[str] = []
    for piece in _PIECE.findall(text):
        words += _thai_words(piece) if "ก" <= piece[0] <= "๎" and piece[-1] != "." else [piece]
    return words


def _thai_words(run: str) -> list[str]:
    """A run of Thai letters as the fewest words; clusters the dictionary does not know stay together."""
    ends = [0]
    ends += (hit.end() for hit in _CLUSTER.finditer(run) if hit.end() > hit.start())
    best: list[tuple[int, int, bool]] = [
        (0, 0, True)
    ]  # cost of the text up to here, where its last word begins, known?
    for last in range(1, len(ends)):
        best.append(min(_ways(run, ends, best, last)))
    return _joined(run, ends, best)


def _ways(run: str, ends: list[int], best: list[tuple[int, int, bool]], last: int) -> list[tuple[int, int, bool]]:
    """Ways to end a word at cluster `last`; of equal ones the longest last word wins, since its beginning is smaller."""
    known, longest = dictionary(), _longest()
    ways = [(best[last - 1][0] + _UNKNOWN, last - 1, False)]
    for first in range(last - 1, -1, -1):
        if ends[last] - ends[first] > longest:
            break
        if run[ends[first] : ends[last]] in known:
            ways.append((best[first][0] + 1, first, True))
    return ways


def _joined(run: str, ends: list[int], best: list[tuple[int, int, bool]]) -> list[str]:
    words: list[str] = []
    place, was_known = len(ends) - 1, True
    while place:
        _, first, is_known = best[place]
        word = run[ends[first] : ends[place]]
        if words and not (is_known or was_known):
            words[-1] = word + words[-1]
        else:
            words.append(word)
        place, was_known = first, is_known
    return words[::-1]


@cache
def _longest() -> int:
    """How many letters the longest word of the dictionary has."""
    return max(map(len, dictionary()))
