"""From a draft to the text an officer types: reading it gives the draft again."""

from collections.abc import Iterator

from .draft import Chapter, Draft, DraftSection, Part, Unplaced
from .lines import Kind, Line, as_points, bare, lines_of
from .reading import LONGEST_POINT, read_text


def write_text(draft: Draft) -> str:
    """The draft in the grammar of `cms.drafting`: one line a paragraph, a blank line above each heading and section.

    A paragraph that would be read as something else gets a backslash in front of it, and only then.
    """
    text = _written(draft, guarded=False)
    return text if read_text(text) == draft else _written(draft, guarded=True)


def _written(draft: Draft, *, guarded: bool) -> str:
    lines = [_paragraph(text, guarded=guarded) for text in draft.preamble]
    last: Part | None = None
    for part in draft.parts:
        if lines and not (isinstance(part, Unplaced) and isinstance(last, Unplaced | Chapter)):
            lines.append("")
        last = part
        if isinstance(part, Unplaced):
            lines.append(_paragraph(part.text, guarded=guarded and not _is(part.text, Kind.CLOSING)))
        elif isinstance(part, Chapter):
            lines += _chapter(part, guarded=guarded)
        else:
            lines += _section(part, guarded=guarded)
    return "\n".join([*lines, ""]) if lines else ""


def _paragraph(text: str, *, guarded: bool) -> str:
    if text.startswith("\\") or (guarded and _looks_like_more(text)):
        return "\\" + text
    return text


def _chapter(chapter: Chapter, *, guarded: bool) -> list[str]:
    line = _only(chapter.name)
    if line.kind is Kind.CHAPTER and bare(line.rest) == chapter.title or not chapter.title:
        return [chapter.name]
    point = as_points(line)
    if not chapter.unit and point and point.rest == chapter.title:
        return [chapter.name]
    return [chapter.label, _paragraph(chapter.title, guarded=guarded)]


def _section(section: DraftSection, *, guarded: bool) -> Iterator[str]:
    paragraphs = list(section.paragraphs)
    if not section.unit and not section.number:
        whole = _is(section.heading, Kind.ANNEX) and not section.heading.startswith("[")
        yield section.heading if whole else f"[{section.heading}]"
    else:
        label = _label(section)
        if section.heading:
            by_itself = not section.unit and len(section.heading) <= LONGEST_POINT and paragraphs
            heading = section.heading if by_itself and section.heading[0] != "[" else f"[{section.heading}]"
            label = f"{label} {heading}"
            first = "" if by_itself and not heading.startswith("[") else None
        else:
            first = None
        if first is None and paragraphs and not section.plain_summary and _may_stand_beside(section, paragraphs):
            label = f"{label} {paragraphs.pop(0)}"
        yield label
    if section.plain_summary:
        yield f"อย่างง่าย: {section.plain_summary}"
    for text in paragraphs:
        yield _paragraph(text, guarded=guarded)


def _label(section: DraftSection) -> str:
    if section.unit:
        return f"{section.unit} {section.number}"
    return section.number if "." in section.number else f"{section.number}."


def _may_stand_beside(section: DraftSection, paragraphs: list[str]) -> bool:
    """Whether the first paragraph, put behind the number, is read as what it is."""
    first = paragraphs[0]
    if first.startswith("[") and not section.heading:
        return False
    if not section.unit:
        return bool(section.heading) or len(paragraphs) == 1 or len(first) > LONGEST_POINT
    line = _only(f"{_label(section)} {first}")
    return line.kind is Kind.SECTION and line.number == section.number and bare(line.rest) == first


def _only(text: str) -> Line:
    return lines_of(text)[0]


def _is(text: str, kind: Kind) -> bool:
    return bool(text) and _only(text).kind is kind


def _looks_like_more(text: str) -> bool:
    line = _only(text)
    return line.kind is not Kind.TEXT or as_points(line) is not None or text.startswith(("อย่างง่าย", "\\"))
