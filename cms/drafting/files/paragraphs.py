"""Lines of pages put into paragraphs by where they begin and end."""

import re
from collections import Counter
from collections.abc import Sequence

from consult.thai.digits import to_arabic

from ..lines import Kind, lines_of
from ..order import goes_on, speaks_of
from ..unwrapping import join
from .found import Found
from .page_lines import PageLine

_PAGE_NUMBER = re.compile(
    r"[\s\-–—/|()\[\].,0-9๐-๙]*(?:(?:หน้า|ที่|ของ|จาก|page|of)[\s\-–—/|()\[\].,0-9๐-๙]*)*", re.IGNORECASE
)
_FIGURES = re.compile("[0-9๐-๙]+")
_ITEM = re.compile(r"\([0-9๐-๙ก-ฮ]{1,3}\)|[0-9๐-๙]+[.)]\s|[-•]\s")
#: How many lines at the head and at the foot of a page may be the same on every page.
_EDGE = 2


def paragraphs(pages: Sequence[Sequence[PageLine]]) -> Found:
    """One line a paragraph; heads and feet that most pages share are put aside, numbers of pages left out."""
    found = Found()
    repeated, first = _repeated(pages), _first_number(pages)
    pages = [_without_edges(page, repeated, first + number, found) for number, page in enumerate(pages)]
    lines = [line for page in pages for line in page]
    if not lines:
        return found
    left, right, leading = _shape(pages)
    before: PageLine | None = None
    for page in pages:
        for number, line in enumerate(page):
            gap = before.y - line.y if before and number else 0.0
            if before is None or _begins(line, before, gap, left, right, leading):
                found.add(line.text)
            else:
                space = " " if before and before.text.endswith(" ") else ""
                found.lines[-1] = join(found.lines[-1] + space, line.text.strip())
            before = line
    return found


def _begins(line: PageLine, before: PageLine, gap: float, left: float, right: float, leading: float) -> bool:
    """Whether a line begins a paragraph."""
    width = right - left
    if gap > 1.3 * leading or gap < 0:
        return True
    if _centred(line, left, right) or _centred(before, left, right):
        return True
    only = lines_of(line.text)[0]
    if only.kind is Kind.SECTION and not speaks_of(only) and not goes_on(before.text.strip()):
        return line.left > left + 6 or before.right < right - 0.1 * width or before.left <= left + 6
    new_page = not gap  # where a page ends no gap says whether a paragraph does
    if only.kind is Kind.CHAPTER or (_ITEM.match(line.text) and (new_page or before.right < right - 0.04 * width)):
        return True
    if line.left > left + 6 and line.left > before.left - 3:
        return True
    return before.right < right - 0.2 * width


def _centred(line: PageLine, left: float, right: float) -> bool:
    """Whether a line stands in the middle with room on both sides."""
    before, behind = line.left - left, right - line.right
    return before > 30 and behind > 30 and abs(before - behind) < 0.2 * (right - left)


def _shape(pages: Sequence[Sequence[PageLine]]) -> tuple[float, float, float]:
    """Where most lines begin, where full ones end, and how far apart lines of one paragraph stand."""
    lines = [line for page in pages for line in page]
    rights = sorted(line.right for line in lines)
    right = rights[int(len(rights) * 0.95)]
    left = min(Counter(round(line.left) for line in lines).most_common(3), key=lambda one: one[0])[0] - 1.0
    gaps = sorted(
        above.y - below.y
        for page in pages
        for above, below in zip(page, page[1:], strict=False)
        if above.y - below.y > 3
    )
    return left, right, gaps[len(gaps) // 3] if gaps else 20.0


def _repeated(pages: Sequence[Sequence[PageLine]]) -> set[str]:
    """What stands at the edge of most pages, whatever its figures."""
    times = Counter(text for page in pages for text in _edges(page))
    return {text for text, count in times.items() if count >= 3 and count >= 0.5 * len(pages)}


def _edges(page: Sequence[PageLine]) -> set[str]:
    """The lines at the edges of a page without their figures; what begins a section is no head of a page."""
    lines = [*page[:_EDGE], *page[-_EDGE:]]
    return {_bare(line.text) for line in lines if lines_of(line.text)[0].kind is not Kind.SECTION}


def _bare(text: str) -> str:
    return _FIGURES.sub("", "".join(text.split()))


def _first_number(pages: Sequence[Sequence[PageLine]]) -> int:
    """The number of the first page, by the numbers that most pages have at an edge."""
    firsts = Counter(
        value - number
        for number, page in enumerate(pages)
        for value in {_number(line) for line in [*page[:_EDGE], *page[-_EDGE:]]}
        if value is not None
    )
    first, times = firsts.most_common(1)[0] if firsts else (0, 0)
    return first if times >= max(1, 0.3 * len(pages)) else -len(pages)


def _number(line: PageLine) -> int | None:
    """The number on a line that holds nothing else, as a page number does."""
    figures = _FIGURES.search(line.text)
    return int(to_arabic(figures[0])) if figures and _PAGE_NUMBER.fullmatch(line.text) else None


def _without_edges(page: Sequence[PageLine], repeated: set[str], number: int, found: Found) -> list[PageLine]:
    kept = []
    for place, line in enumerate(page):
        if place < _EDGE or place >= len(page) - _EDGE:
            if _number(line) == number:
                continue
            if _bare(line.text) and _bare(line.text) in repeated:
                if _bare(line.text) not in {_bare(text) for _, text in found.aside}:
                    found.put_aside(line.text)
                continue
        if line.text.strip():
            kept.append(line)
    return kept
