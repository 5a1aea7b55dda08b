"""Words that a reader chose in a section, checked against its text; and the pieces of a text that can be chosen without pointing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .letters import letters_of
from .span import TextSpan, span_of
from .wording import words_of

#: code points that a piece has at least, so that a number or a word between two spaces is none by itself
_SHORTEST = 16
_PIECE = re.compile(r"\S(?:.*?\S)??(?=\s+|$)")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph by its places in the text of the section, in code points, and the pieces between its spaces."""

    start: int
    end: int
    pieces: tuple[tuple[int, int], ...]


def chosen(text: str, start: int, end: int, exact: str = "") -> TextSpan:
    """The span from `start` up to `end`, widened to whole letters and without spaces at its ends.

    `exact`: the words as the reader's screen showed them, in whatever digits and normal form. Raises ValueError when no word stands
    there, or other words than those.

    >>> chosen("ภายใน ๑๕ วัน", 5, 9, "15").exact
    '๑๕'
    """
    if not 0 <= start < end <= len(text):
        raise ValueError("The words reach out of the section.")
    if exact and words_of(exact).strip() != words_of(text[start:end]).strip():
        raise ValueError("Other words stand there.")
    letters = letters_of(text)
    here = [at for at in letters.between(start, end) if letters.forms[at] != "\n"]
    if not here:
        raise ValueError("No word stands there.")
    return span_of(text, letters.starts[here[0]], letters.ends[here[-1]])


def paragraphs(text: str) -> list[Paragraph]:
    """Paragraphs that have words, each with its pieces where it has more than one; short pieces go with the one behind them.

    >>> paragraphs("(๑) ที่ดินซึ่งเป็นที่อยู่อาศัย และสิ่งปลูกสร้างบนที่ดินนั้น")
    [Paragraph(start=0, end=56, pieces=((0, 30), (31, 56)))]
    """
    found, begin = [], 0
    for line in text.split("\n"):
        if line.strip():
            first = begin + len(line) - len(line.lstrip())
            pieces = _pieces(line, begin)
            found.append(Paragraph(first, begin + len(line.rstrip()), pieces if len(pieces) > 1 else ()))
        begin += len(line) + 1
    return found


def _pieces(line: str, begin: int) -> tuple[tuple[int, int], ...]:
    pieces: list[tuple[int, int]] = []
    open_at: int | None = None
    for word in _PIECE.finditer(line):
        start = word.start() if open_at is None else open_at
        if word.end() - start >= _SHORTEST:
            pieces.append((begin + start, begin + word.end()))
            open_at = None
        else:
            open_at = start
    if open_at is not None:
        last = (begin + open_at, begin + len(line.rstrip()))
        pieces[-1:] = [(pieces[-1][0], last[1])] if pieces else [last]
    return tuple(pieces)
