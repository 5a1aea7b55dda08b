"""From a draft to the text an officer types: reading it gives the draft again."""

from collections.abc import Iterator

from .draft import Chapter, Draft, DraftSection, Part, Unplaced
from .lines import LONGEST_TITLE, Kind, Line, as_points, bare, lines_of
from .numbers import key_of
from .reading import LONGEST_POINT, read_text


def write_text(draft: Draft) -> str:
    """The draft in the grammar of `cms.drafting`: one line a paragraph, a blank line above each heading and section.

    A paragraph that would be read as something else gets a backslash in front of it, and only then.
    """
    for guarded, apart in ((False, False), (True, False)):
        text = _written(draft, guarded=guarded, apart=apart)
        again = read_text(text)
        if (again.preamble, again.parts) == (draft.preamble, draft.parts):
            return text
    return _written(draft, guarded=True, apart=True)


def _written(draft: Draft, *, guarded: bool, apart: bool) -> str:
    """``guarded``: backslashes where a paragraph looks like more; ``apart``: no paragraph beside a number, and brackets behind each bare one."""
    lines = [_paragraph(text, guarded=guarded) for text in draft.preamble]
    last: Part | None = None
    first = next(iter(draft.sections()), None)
    for place, part in enumerate(draft.parts):
        if lines and not (isinstance(part, Unplaced) and isinstance(last, Unplaced | Chapter)):
            lines.append("")
        last = part
        if isinstance(part, Unplaced):
            lines.append(_paragraph(part.text, guarded=guarded and not _is(part.text, Kind.CLOSING)))
        elif isinstance(part, Chapter):
            lines += _chapter(part, guarded=guarded)
        else:
            beside = not apart and _may_stand_beside(part, draft.parts[place + 1 : place + 2])
            lines += _section(part, first=part is first, beside=beside, guarded=guarded, apart=apart)
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


def _section(section: DraftSection, *, first: bool, beside: bool, guarded: bool, apart: bool) -> Iterator[str]:
    """The lines of a section. ``first``: no section stands before it; ``beside``: its first paragraph, beside the number."""
    paragraphs = list(section.paragraphs)
    if not section.unit and not section.number:
        whole = _is(section.heading, Kind.ANNEX) and not section.heading.startswith("[")
        yield section.heading if whole and not first else f"[{section.heading}]"
    else:
        bare_heading = not section.unit and not apart and paragraphs and 0 < len(section.heading) <= LONGEST_POINT
        if bare_heading and section.heading[0] != "[":
            label = f"{_label(section)} {section.heading}"
        else:
            # brackets say that a bare number begins a section, where a list stands before it
            marked = section.heading or (apart and not section.unit)
            label = _label(section) + (f" [{section.heading}]" if marked else "")
            if beside:
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


def _may_stand_beside(section: DraftSection, above: tuple[Part, ...]) -> bool:
    """Whether the first paragraph, put behind the number, is read as what it is."""
    if not section.paragraphs or section.plain_summary:
        return False
    first = section.paragraphs[0]
    if section.heading:
        return True
    if first.startswith("["):
        return False
    if not section.unit:  # a short line behind 1. is a heading of what stands below it
        return len(first) > LONGEST_TITLE or (len(section.paragraphs) == 1 and not _counts_on(section, above))
    line = _only(f"{_label(section)} {first}")
    return line.kind is Kind.SECTION and line.number == section.number and bare(line.rest) == first


def _counts_on(section: DraftSection, above: tuple[Part, ...]) -> bool:
    key = key_of(section.number)
    return any(key_of(part.number)[: len(key)] == key for part in above if isinstance(part, DraftSection))


def _only(text: str) -> Line:
    return lines_of(text)[0]


def _is(text: str, kind: Kind) -> bool:
    return bool(text) and _only(text).kind is kind


def _looks_like_more(text: str) -> bool:
    line = _only(text)
    return line.kind is not Kind.TEXT or as_points(line) is not None or text.startswith(("อย่างง่าย", "\\"))
