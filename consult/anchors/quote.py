"""Where a quotation stands in a text that may have changed: the second witness for a span.

The rule of Hypothesis (match-quote.ts) on letters instead of characters: at most half of the quotation may differ, and of several
places the best by quotation, words before, words behind and place counts. Distances by the bit vectors of Myers (1999).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_Forms = Sequence[str]
_MOST_EDITS = 0.5
_QUOTE, _BEFORE, _BEHIND, _PLACE = 50, 20, 20, 2
_MOST_PLACES = 12


@dataclass(frozen=True)
class QuoteFound:
    """Places of letters, how many edits away from the quotation, and the score from 0 to 1."""

    start: int
    end: int
    edits: int
    score: float


def find(quote: _Forms, text: _Forms, before: _Forms, behind: _Forms, place: int) -> QuoteFound | None:
    """The best place of a quotation, or None where none is close enough.

    >>> match = find("กขค", "กขคกxขคจ", before="ก", behind="จ", place=3)
    >>> match.start, match.end, match.edits
    (4, 7, 1)
    """
    if not quote or not text:
        return None
    most = int(len(quote) * _MOST_EDITS)
    matches = []
    for end, edits in _ends(quote, text, most):
        start = _start(quote, text, end, edits)
        parts = (
            (_QUOTE, 1 - edits / len(quote)),
            (_BEFORE, _alike(before, text[max(0, start - len(before)) : start])),
            (_BEHIND, _alike(behind, text[end : end + len(behind)])),
            (_PLACE, 1 - abs(start - place) / len(text)),
        )
        score = sum(weight * part for weight, part in parts) / sum(weight for weight, _ in parts)
        matches.append(QuoteFound(start, end, edits, score))
    return max(matches, key=lambda match: (match.score, -match.start), default=None)


def places(quote: _Forms, text: _Forms, most: float) -> list[range]:
    """The closest places that differ from the quotation by at most this share of it, each as a range."""
    ends = _ends(quote, text, int(len(quote) * most))
    return [range(_start(quote, text, end, edits), end) for end, edits in ends]


def _ends(quote: _Forms, text: _Forms, most: int) -> list[tuple[int, int]]:
    """(end, edits) of the closest places, closest first; of ends in a row only the best."""
    edits_at = distances(quote, text)
    lows = [
        (edits, at)
        for at, edits in enumerate(edits_at)
        if edits <= most
        and (at == 0 or edits_at[at - 1] > edits)
        and (at + 1 == len(edits_at) or edits_at[at + 1] >= edits)
    ]
    return [(at + 1, edits) for edits, at in sorted(lows)[:_MOST_PLACES]]


def _start(quote: _Forms, text: _Forms, end: int, edits: int) -> int:
    """Where the match that ends at `end` begins: the same search backwards."""
    window = text[max(0, end - len(quote) - edits) : end][::-1]
    edits_at = distances(quote[::-1], window, anchored=True)
    at = min(range(len(edits_at)), key=lambda place: (edits_at[place], abs(place + 1 - len(quote))), default=0)
    return end - at - 1


def distances(quote: _Forms, text: _Forms, *, anchored: bool = False) -> list[int]:
    """Edits from the quotation to its closest reading that ends behind each letter; `anchored`: and begins with the text."""
    size = len(quote)
    where: defaultdict[str, int] = defaultdict(int)
    for at, form in enumerate(quote):
        where[form] |= 1 << at
    full, last = (1 << size) - 1, 1 << (size - 1)
    up, down, distance = full, 0, size
    found = []
    for form in text:
        here = where.get(form, 0)
        diagonal = (((here & up) + up) ^ up) | here | down
        rises, falls = down | (full & ~(diagonal | up)), up & diagonal
        distance += bool(rises & last) - bool(falls & last)
        rises, falls = (rises << 1) | anchored, falls << 1
        up, down = (falls | (full & ~(diagonal | rises))) & full, rises & diagonal & full
        found.append(distance)
    return found


def _alike(one: _Forms, other: _Forms) -> float:
    if not one:
        return 1.0
    return SequenceMatcher(None, list(one), list(other), autojunk=False).ratio()
