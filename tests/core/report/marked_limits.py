"""Texts of tests/data/limits and tests/data/third without their marks, and every stretch of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Marked:
    """A text of tests/data/limits without its marks, and where they stood."""

    text: str
    limits: list[tuple[int, int]]
    #: places at which nothing may begin or end
    whole: list[int]
    #: the sentence the limits belong to; None: all that stands beside them
    sentence: tuple[int, int] | None

    def turned(self, start: int, end: int) -> bool:
        """Whether a piece of the text lost a limit, or begins or ends where nothing may."""
        inner = [place for place in self.whole if place not in {end for _, end in self.limits}]
        if any(start < place and end in (place - 1, place) or place <= start <= place + 1 for place in inner):
            return True
        return any(self._loses(first, last, start, end) for first, last in self.limits)

    def _loses(self, first: int, last: int, start: int, end: int) -> bool:
        if start <= first and end >= last:
            return False
        if first < end < last:
            return True
        if self.sentence:
            return start < self.sentence[1] and end > self.sentence[0]
        if self.text[:first].strip():
            return start < first and end >= first - 1
        return start < first or last - 1 <= start <= last + 1


def marked(line: str) -> Marked:
    text, opened, limits, whole, sentence = "", {}, [], [], None
    for letter in line:
        if letter in "{[":
            opened[letter] = len(text)
        elif letter == "}":
            limits.append((opened["{"], len(text)))
        elif letter == "]":
            sentence = (opened["["], len(text))
        elif letter == "^":
            whole.append(len(text))
        else:
            text += letter
    return Marked(text, limits, whole, sentence)


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Every stretch between two white spaces."""
    starts = [0, *(space.end() for space in re.finditer(r"\s+", text))]
    ends = [*(space.start() for space in re.finditer(r"\s+", text)), len(text)]
    return ((start, end) for start in starts for end in ends if end > start)
