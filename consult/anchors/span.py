"""Words inside a section that somebody commented on, and where they stand when the section is reworded.

A span is a pair of W3C selectors (Web Annotation Data Model): TextQuoteSelector (exact, prefix, suffix) and TextPositionSelector
(start, end, in code points), both in the text of one section (`LawSection.text`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from .letters import LettersRead, letters_of
from .mapping import mapping
from .quote import QuoteFound, find, places

#: code points of prefix and suffix
CONTEXT = 32
#: of a span's letters, how many must stay, and how many both witnesses must say
_STAYS, _AGREE = 0.5, 0.4
#: what both witnesses together must say of 2: half and half is what any two sentences of a law have in common
_SURE = 1.2
#: a short span must also have kept this much of the letters around it
_SHORT, _SURROUNDINGS = 24, 0.3
#: words that differ by less than this share are twins
_TWIN = 0.3
#: fewer letters than this are strays when more than that stands between them and the others
_STRAY, _STRAY_GAP = 4, 6
#: letters one behind the other that are worth seeking by themselves
_ROW = 8


@dataclass(frozen=True, kw_only=True)
class TextSpan:
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


def span_of(text: str, start: int, end: int) -> TextSpan:
    """The span from `start` up to `end` of a section's text. Raises ValueError when no word stands there.

    >>> span_of("ภายในสิบห้าวัน", 5, 11)
    TextSpan(start=5, end=11, exact='สิบห้า', prefix='ภายใน', suffix='วัน')
    """
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise ValueError(f"No words stand from {start} to {end}.")
    return TextSpan(
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def move(span: TextSpan, old_text: str, new_text: str) -> TextSpan | None:
    """The span in the next wording of its section, or None: then the comment stays with the section and says so.

    It moves only when two witnesses agree: the comparison of the two wordings, in which at least half of its letters stayed, and the
    search for its words and their surroundings. Other digits, spaces and order of marks are no change. Raises ValueError when the
    span does not stand in `old_text`.
    """
    if old_text[span.start : span.end] != span.exact or not span.exact:
        raise ValueError("The span does not stand in this text.")
    if old_text == new_text:
        return span
    moved = move_among(span, old_text, [new_text])
    return moved and moved[1]


def move_among(span: TextSpan, old_text: str, new_texts: Sequence[str]) -> tuple[int, TextSpan] | None:
    """The same where a section became several: which of them holds the span, and where.

    They are read as one text, so that two parts never hold it both; what reaches over the end of a part stays with the part that
    has most of it.
    """
    if old_text[span.start : span.end] != span.exact or not span.exact:
        raise ValueError("The span does not stand in this text.")
    joined = "\n".join(new_texts)
    old, new = _letters(old_text), _letters(joined)
    stayed = _stayed(old.between(span.start, span.end), old, new)
    begins = list(accumulate((len(text) + 1 for text in new_texts), initial=0))
    for part, text in enumerate(new_texts):
        here = [place for place in stayed if begins[part] <= new.starts[place] < begins[part + 1]]
        if here and len(here) > len(stayed) / 2:
            start = max(0, new.starts[min(here)] - begins[part])
            return part, span_of(text, start, min(len(text), new.ends[max(here)] - begins[part]))
    return None


#: Of a few pairs of wordings, for many spans in them
_letters = lru_cache(maxsize=16)(letters_of)


@lru_cache(maxsize=8)
def _mapped(old: LettersRead, new: LettersRead) -> Mapping[int, int]:
    return mapping(old.forms, new.forms)


def _stayed(here: range, old: LettersRead, new: LettersRead) -> list[int]:
    """Where the letters of a span stand now, from its first to its last; none when the witnesses do not agree."""
    stood = _without_strays(here, _mapped(old, new))
    stayed = [stood[letter] for letter in here if letter in stood]
    if not stayed or len(stayed) < _STAYS * len(here) or not _has_surroundings(here, stood, len(old.forms)):
        return []
    match = _sought(here, old, new, stood, stayed)
    if match is None or _has_lost_twin(here, old, stood):
        return []
    # LettersRead lost at an end of the span: as many may be made up from what the search found there.
    lost_before = next(count for count, letter in enumerate(here) if letter in stood)
    lost_behind = next(count for count, letter in enumerate(reversed(here)) if letter in stood)
    first, last = min(stayed), max(stayed)
    first = min(first, max(match.start, first - lost_before))
    last = max(last, min(match.end - 1, last + lost_behind))
    return [first, *stayed, last]


def _without_strays(here: range, stood: Mapping[int, int]) -> dict[int, int]:
    """Without the few letters at an end of the span that were found far from the others: where words are put in behind ที่ดิน that
    end in วัน, the last น could be either."""
    rows = _rows(here, stood, shortest=1)
    kept = dict(stood)
    for ends in (rows, rows[::-1]):
        for row, following in pairwise(ends):
            gap = max(stood[following.start] - stood[row.stop - 1], stood[row.start] - stood[following.stop - 1])
            if len(row) >= _STRAY or gap <= _STRAY_GAP:
                break
            for letter in row:
                kept.pop(letter, None)
    return kept


def _has_surroundings(here: range, stood: Mapping[int, int], count: int) -> bool:
    around = [*range(max(0, here.start - CONTEXT), here.start), *range(here.stop, min(count, here.stop + CONTEXT))]
    kept = sum(letter in stood for letter in around)
    return len(here) >= _SHORT or kept >= _SURROUNDINGS * len(around)


def _has_lost_twin(here: range, old: LettersRead, stood: Mapping[int, int]) -> bool:
    """True when the old text said nearly the same elsewhere, and that went: what is left may be the one or the other, unless
    not a letter of its lines was lost."""
    forms = old.forms
    start = next((at + 1 for at in range(here.start - 1, -1, -1) if forms[at] == "\n"), 0)
    end = next((at for at in range(here.stop, len(forms)) if forms[at] == "\n"), len(forms))
    if all(letter in stood or forms[letter] == "\n" for letter in range(start, end)):
        return False
    for place in places(old.forms[here.start : here.stop], old.forms, _TWIN):
        apart = place.stop <= here.start or place.start >= here.stop
        if apart and sum(letter in stood for letter in place) < _STAYS * len(place):
            return True
    return False


def _sought(
    here: range, old: LettersRead, new: LettersRead, stood: Mapping[int, int], stayed: Sequence[int]
) -> QuoteFound | None:
    """Where the second witness finds the span, if the first one agrees."""
    match = _find(here, old, new)
    if match is not None:
        sure = len(stayed) / len(here) + 1 - match.edits / len(here)
        return match if sure >= _SURE and _agree(match, stayed) else None
    # More was written between its words than the search allows: the rows of letters that stayed are sought one by one.
    rows = [(row, _find(row, old, new)) for row in _rows(here, stood, _ROW)]
    agreed = [
        (row, match) for row, match in rows if match is not None and match.start == stood[row.start] and not match.edits
    ]
    if sum(len(row) for row, _ in agreed) < _AGREE * len(here):
        return None
    return agreed[0][1]


def _rows(here: range, stood: Mapping[int, int], shortest: int) -> list[range]:
    """LettersRead of a span that still stand one behind the other."""
    rows: list[range] = []
    for letter in here:
        if letter not in stood:
            continue
        if rows and rows[-1].stop == letter and stood[letter] == stood[letter - 1] + 1:
            rows[-1] = range(rows[-1].start, letter + 1)
        else:
            rows.append(range(letter, letter + 1))
    return [row for row in rows if len(row) >= shortest]


def _find(quote: range, old: LettersRead, new: LettersRead) -> QuoteFound | None:
    return find(
        old.forms[quote.start : quote.stop],
        new.forms,
        old.forms[max(0, quote.start - CONTEXT) : quote.start],
        old.forms[quote.stop : quote.stop + CONTEXT],
        quote.start,
    )


def _agree(match: QuoteFound, stayed: Sequence[int]) -> bool:
    """True when enough of what stayed lies in the match, and enough of the match among what stayed."""
    inside = sum(match.start <= letter < match.end for letter in stayed)
    among = min(max(stayed) + 1, match.end) - max(min(stayed), match.start)
    return inside >= _AGREE * len(stayed) and among >= _AGREE * (match.end - match.start)
