"""Letters of one page of a PDF, put into lines by where they stand."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

#: Thai letters that old fonts of Windows draw from places of their own: without a foot, or moved aside from a tall neighbour.
OLD_LETTERS = dict(
    zip(
        range(0xF700, 0xF71B),
        "ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์ฺุู",
        strict=True,
    )
)
MARKS = frozenset("ัิีึืฺุู็่้๊๋์ํ๎")
_TONES = frozenset("่้๊๋์")
_BEHIND_TONES = ("า", "ำ")
_TWICE = re.compile(r"([ก-ฮ][ัิีึืฺุู็่้๊๋์]*ำ|[ก-ฮ][ัิีึืฺุู็่้๊๋์]+)\1(?!ำ)")
_AM = re.compile("ํ([่-๋]?)า")


#: A letter, with the marks that were painted right after it, and where its base line begins, in points from the lower left corner.
Letter = tuple[float, float, str]
Row = list[Letter]


class PageLine(NamedTuple):
    """One line of a page: from where to where it reaches, how high it stands, what it says."""

    left: float
    right: float
    y: float
    text: str


def stands_on(base: Letter, x: float, y: float) -> bool:
    """Whether a mark at this place belongs to the letter painted before it: at its beginning or its end, as programs do."""
    return base[2][0] not in MARKS and base[2] != " " and -3 < x - base[0] < 20 and abs(y - base[1]) < 6


def with_mark(base: Letter, mark: str) -> Letter:
    """The letter with one more mark: each once, vowels before tones."""
    x, y, text = base
    marks = dict.fromkeys([*text[1:], mark])
    return x, y, text[0] + "".join(sorted(marks, key=_TONES.__contains__))


def rows_of(page: Sequence[Letter]) -> list[Row]:
    """Letters that stand on one base line, or nearly so, rows from the top."""
    rows: list[Row] = []
    height = 0.0
    for letter in sorted(page, key=_height):
        if rows and height - letter[1] < 4:
            rows[-1].append(letter)
        else:
            rows.append([letter])
            height = letter[1]
    return rows


def advances(pages: Sequence[Sequence[Row]]) -> dict[str, float]:
    """How far the next letter stands behind each letter when no space is between, as this file sets them most tightly."""
    steps: dict[str, list[float]] = defaultdict(list)
    for row in (row for page in pages for row in page):
        bases = sorted((letter for letter in row if letter[2] not in MARKS), key=_place)
        for (x, _, text), (following, _, _) in pairwise(bases):
            if 0.5 < following - x < 40:
                steps[text[0]].append(following - x)
    widths = {text: sorted(found)[len(found) // 12] for text, found in steps.items()}
    usual = _usual(widths)
    # these are followed by a space nearly always, so nearly always too far from what comes next
    most = dict.fromkeys("ๆฯ)”", 0.95) | dict.fromkeys("0123456789๐๑๒๓๔๕๖๗๘๙", 1.1)
    return widths | {text: min(widths[text], share * usual) for text, share in most.items() if text in widths}


def lines_of_page(rows: Sequence[Row], widths: Mapping[str, float]) -> list[PageLine]:
    """The lines of a page from top to bottom."""
    usual = _usual(widths)
    return [_line(row, widths, usual) for row in rows]


def _usual(widths: Mapping[str, float]) -> float:
    return sorted(widths.values())[len(widths) // 2] if widths else 6.0


_place, _height = itemgetter(0), lambda letter: -letter[1]


def _line(row: Row, widths: Mapping[str, float], usual: float) -> PageLine:
    bases: Row = []
    marks: Row = []
    for letter in row:
        (marks if letter[2] in MARKS else bases).append(letter)
    bases.sort(key=_place)  # stays in the order of painting where two stand at one place
    painted = len(bases)
    bases = _without_echoes(bases)
    above = _above(bases, marks, usual)
    words: list[str] = []
    behind = end = 0.0
    for number, (x, _, text) in enumerate(bases):
        if number and x > end and text != " " and words[-1] != " ":
            words.append(" ")
        tones = above.get(number)
        if tones:
            tones = sorted(dict.fromkeys(tones), key=_TONES.__contains__)
            words += (
                [*tones, text]
                if text in _BEHIND_TONES and number
                else [text, *(one for one in tones if one not in text)]
            )
        else:
            words.append(text)
        behind = x + widths.get(text[0], usual)
        end = behind + 0.3 * usual
    text = _AM.sub(r"\1ำ", "".join(words)) if bases else "".join(mark[2] for mark in marks)
    if len(bases) < painted:  # a program that says a mark's letter again says กำ again too
        text = _TWICE.sub(r"\1", text)
    return PageLine((bases or marks)[0][0], behind, row[0][1], text)


def _without_echoes(bases: Row) -> Row:
    """Some programs say of a mark's own glyph that it is the whole ที่: a second ท that takes no place behind the first."""
    kept: Row = []
    for number, letter in enumerate(bases):
        x, _, text = letter
        beside = [bases[near] for near in (number - 1, number + 1) if 0 <= near < len(bases)]
        if kept and len(text) > 1 and any(abs(one[0] - x) < 1.5 for one in beside):
            # behind the letter it echoes, or behind the next one, which stands at its place
            for back in (1, 2, 3, 4):
                if len(kept) >= back and kept[-back][2][0] == text[0] and 1.5 < x - kept[-back][0] < 15:
                    for mark in text[1:]:
                        kept[-back] = with_mark(kept[-back], mark)
                    break
            else:
                kept.append(letter)
        else:
            kept.append(letter)
    return kept


def _above(bases: Row, marks: Row, usual: float) -> dict[int, list[str]]:
    """The marks of each base: they are painted where the base ends."""
    above: dict[int, list[str]] = defaultdict(list)
    place = 0
    for x, _, text in sorted(marks, key=_place):
        while place + 1 < len(bases) and bases[place + 1][0] < x - 0.15 * usual:
            place += 1
        above[place].append(text)
    return above
