"""Lines that were broken because the page ended, put together again."""

import re
from collections.abc import Sequence

from .lines import Kind, Line, lines_of
from .order import speaks_of

_THAI = range(0x0E01, 0x0E4F)
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_ITEM = re.compile(r"\(\s*[0-9๐-๙ก-ฮ]{1,3}(?:/[0-9๐-๙]+)?\s*\)|[0-9๐-๙.]+[.)]\s|[-•“|]")


def join(before: str, after: str) -> str:
    """Two parts of one paragraph: Thai words need no space between them, figures and other letters do.

    >>> join("ตามความใน", "มาตรา ๕"), join("มาตรา ๕", "วรรคสอง")
    ('ตามความในมาตรา ๕', 'มาตรา ๕ วรรคสอง')
    """
    if before and after and ord(before[-1]) in _THAI and ord(after[0]) in _THAI:
        return before + after
    return f"{before} {after}".strip()


def without_hard_breaks(lines: Sequence[Line]) -> list[Line]:
    """Lines flush left put behind the indented line they belong to, where a text is set like that throughout.

    Only where paragraphs are indented and others are not, and nearly every line that is not stands below a full one. A line
    that was put elsewhere leaves a blank one. A text that `write_text` wrote has no indentation and is never touched.
    """
    full = _full_width(lines)
    if not full:
        return list(lines)
    begins = [line for line in lines if line.kind is Kind.SECTION]
    kinds = {Kind.TEXT}
    if sum(line.indented for line in begins) * 2 >= len(begins):
        kinds.add(Kind.SECTION)  # sections begin further in: one flush left is spoken of
    joined: list[Line] = []
    paragraph: Line | None = None
    width = 0
    for line in lines:
        if paragraph and width >= full and line.kind in kinds and not line.indented and not line.forced:
            paragraph.text = join(paragraph.text, line.text)
            paragraph.rest = join(paragraph.rest, line.text)
            joined.append(Line(line.place, "", kind=Kind.BLANK))
        else:
            paragraph = line if line.kind in (Kind.TEXT, Kind.SECTION) else None
            joined.append(line)
        width = len(line.text)
    return joined


def _full_width(lines: Sequence[Line]) -> float:
    """From which length on a line is a full one; 0 where lines are whole paragraphs."""
    widths = sorted(len(line.text) for line in lines if line.text)
    flush = [line for line in lines if line.kind is Kind.TEXT and not line.indented]
    indented = sum(line.indented for line in lines if line.kind in (Kind.TEXT, Kind.SECTION))
    if min(len(flush), indented) < 3:
        return 0
    full = 0.6 * widths[int(len(widths) * 0.95)]
    if not 24 < full <= 90:
        return 0
    below_full = sum(line.place > 1 and len(lines[line.place - 2].text) >= full for line in flush)
    return full if below_full >= 0.8 * len(flush) else 0


def joined_where_lines_are_full(texts: Sequence[str]) -> list[str]:
    """Paragraphs of a text whose lines end where the page did, though nothing is indented: a line goes on below a full one.

    Only where nearly all lines are full or end a paragraph, as a saved page has them; the lines of a section, heading or item stay.
    """
    lengths = sorted(_columns(text) for text in texts if text.strip())
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    if len(lengths) < 8 or not 40 <= width <= 130 or lengths[-1] > 1.25 * width:
        return list(texts)
    if sum(length >= 0.85 * width for length in lengths) < 0.45 * len(lengths):
        return list(texts)
    joined: list[str] = []
    full = False
    for text in texts:
        line = lines_of(text)[0]
        begins = line.kind is not Kind.TEXT or line.indented or bool(_ITEM.match(line.text))
        if line.kind is Kind.SECTION and speaks_of(line):
            begins = line.indented
        if joined and full and not begins and line.text:
            joined[-1] = join(joined[-1].rstrip(), line.text)
        else:
            joined.append(text)
        full = bool(line.text) and _columns(text) >= 0.85 * width
    return joined


def _columns(text: str) -> int:
    """How wide a line is: marks above and below a letter take no place."""
    return len(_MARKS.sub("", text.strip()))
