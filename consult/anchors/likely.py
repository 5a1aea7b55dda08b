"""Which of the sections that one became a comment most likely speaks of: a suggestion for who decides, never an act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .likeness import RUN, Runs, runs_of
from .span import TextSpan, move_among
from .wording import without_references, words_of

#: Letters of a comment that stand in one part alone: fewer than these are no word of a law
LEAST_LETTERS = 8
#: and so many times those of the part next to it
CLEARLY = 2


class Witness(StrEnum):
    ONLY = "only"
    """There is no other part."""
    SPAN = "span"
    """The words the comment was put on stand there now."""
    WORDS = "words"
    """It uses words that stand in this part alone."""


@dataclass(frozen=True, kw_only=True)
class Likely:
    """``part``: its place among the parts."""

    part: int
    witness: Witness


def likely_part(parts: Sequence[str], said: str, span: TextSpan | None = None, old_text: str = "") -> Likely | None:
    """The part a comment most likely speaks of, or None where nothing tells. ``span``: the words of ``old_text`` it was put on.

    Numbers of sections in it count for nothing: its author read other ones.

    >>> parts = ["นายทะเบียนรับคำขอใบอนุญาต", "คณะกรรมการพิจารณาให้แล้วเสร็จภายในสามสิบวัน"]
    >>> likely_part(parts, "พิจารณาให้แล้วเสร็จเร็วกว่านี้ได้ไหม").part
    1
    >>> likely_part(parts, "ไม่เห็นด้วย") is None
    True
    """
    if len(parts) < 2:
        return Likely(part=0, witness=Witness.ONLY) if parts else None
    reads = [words_of(part) for part in parts]
    tells = span and sum(words_of(span.exact) in read for read in reads) < 2  # words in several parts tell none of them
    if span and tells and (found := move_among(span, old_text, parts)):
        return Likely(part=found[0], witness=Witness.SPAN)
    words = without_references(words_of(said))
    runs = [runs_of(read) for read in reads]
    told = [_letters(words, one.difference(*(runs[:at] + runs[at + 1 :]))) for at, one in enumerate(runs)]
    second, first = sorted(told)[-2:]
    if first < LEAST_LETTERS or first < CLEARLY * second:
        return None
    return Likely(part=told.index(first), witness=Witness.WORDS)


def _letters(words: str, runs: Runs) -> int:
    """Of how many letters these runs are, where they stand in the words."""
    covered: set[int] = set()
    for at in range(len(words) - RUN + 1):
        if words[at : at + RUN] in runs:
            covered.update(range(at, at + RUN))
    return len(covered)
