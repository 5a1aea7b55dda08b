"""From a text as an officer types it to a draft."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from consult.anchors.section import CHAPTER_JOINT

from .draft import Chapter, Doubt, Draft, DraftSection, Part, Unplaced
from .lines import LONGEST_TITLE, RANK_OF_POINTS, Kind, Line, as_points, bare, lines_of, plain_line, quotations, rank
from .order import goes_on, in_order, speaks_of
from .unwrapping import join, without_hard_breaks

#: A heading that stands behind ``1.`` without brackets is no longer than this; what is longer is a paragraph.
LONGEST_POINT = 80


@lru_cache(maxsize=4)
def read_text(text: str) -> Draft:
    """The draft that a text is. Whatever is typed can be read; what finds no place is in ``unrecognised``.

    The last few are remembered: one text is looked at, saved and previewed within seconds."""
    lines = without_hard_breaks(lines_of(text))
    inside, open_quote = quotations([line.text for line in lines])
    for line, quoted in zip(lines, inside, strict=True):
        line.quoted = quoted
    sections, doubts = _sections_among(lines)
    reader = _Reader()
    for line in lines:
        begins = sections.get(line.place)
        if begins is None and line.kind is Kind.SECTION:
            line.kind = Kind.TEXT
        reader.read(begins or line)
    return reader.draft(tuple(doubts), open_quote)


def _sections_among(lines: Sequence[Line]) -> tuple[dict[int, Line], list[Doubt]]:
    """The lines that begin a section, by place. A draft counts มาตรา, or ข้อ, or 1. and 1.1; what it does not count is text."""
    begins = [line for line in lines if line.kind is Kind.SECTION and not line.quoted]
    chosen: list[Line] = []
    candidates: list[Line] = []
    surest = 0.0
    for unit in ("มาตรา", "ข้อ"):
        of_unit = [line for line in begins if line.unit == unit]
        found, sure = in_order(lines, of_unit)
        if sure > surest:
            chosen, surest, candidates = found, sure, of_unit
    if not chosen:
        chosen, _ = in_order(lines, [point for line in lines if (point := as_points(line))])
        _headings_among(lines, chosen)
    places = {line.place for line in chosen}
    doubts = [
        Doubt(unit=line.unit, number=line.number, line=line.place)
        for line in candidates
        if line.place not in places and not speaks_of(line) and not _continues(lines, line)
    ]
    return {line.place: line for line in chosen}, doubts


def _continues(lines: Sequence[Line], line: Line) -> bool:
    return line.place > 1 and goes_on(lines[line.place - 2].text)


def _headings_among(lines: Sequence[Line], points: Sequence[Line]) -> None:
    """``1. ยุทธศาสตร์`` right above ``1.1`` is a heading of what it counts, not a section."""
    for line, below in pairwise(points):
        deeper = len(below.key) > len(line.key) and below.key[: len(line.key)] == line.key
        between = lines[line.place : below.place - 1]
        titled = 0 < len(line.rest) <= LONGEST_TITLE and not line.rest.startswith("[")
        if deeper and titled and all(one.kind is Kind.BLANK for one in between):
            line.kind = Kind.CHAPTER


@dataclass(kw_only=True)
class _Section:
    """A section while its lines are read."""

    line: Line
    heading: str
    chapter: str
    paragraphs: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    plain: str = ""
    below: int = 0
    """Lines that stand below its label."""

    def done(self) -> DraftSection:
        heading, paragraphs, lines = self.heading, self.paragraphs, self.lines
        point = not self.line.unit and self.line.key and self.line.rest and self.line.rest[0] != "["
        if point and len(paragraphs) > 1 and len(paragraphs[0]) <= LONGEST_POINT:
            heading, paragraphs, lines = paragraphs[0], paragraphs[1:], lines[1:]
        return DraftSection(
            unit=self.line.unit,
            number=self.line.number,
            heading=heading,
            chapter=self.chapter,
            paragraphs=tuple(paragraphs),
            plain_summary=self.plain,
            line=self.line.place,
            lines=tuple(lines),
        )

    def add(self, text: str, line: int) -> None:
        self.paragraphs.append(text)
        self.lines.append(line)


class _Reader:
    """Takes lines one by one and puts each where it belongs."""

    def __init__(self) -> None:
        self.preamble: list[Line] = []
        self.parts: list[Chapter | _Section | Unplaced] = []
        self.path: list[tuple[int, str]] = []
        self.section: _Section | None = None
        self.has_section = False
        self.untitled: Chapter | None = None
        self.last: Line | None = None

    def read(self, line: Line) -> None:
        if line.kind is not Kind.BLANK:
            self._place(line, Kind.TEXT if line.quoted or line.forced else line.kind)
        self.last = line

    def _place(self, line: Line, kind: Kind) -> None:
        if kind is Kind.SECTION:
            self._begin_section(line)
        elif kind is Kind.CHAPTER and not self._is_title(line) and not (line.number and self._goes_on()):
            self._begin_chapter(line)
        elif kind is Kind.ANNEX and (self.has_section or line.text[0] == "[") and line.rest != "ร่าง":
            self.path = []
            self._open(_Section(line=line, heading=line.rest, chapter=""))
        elif kind is Kind.CLOSING and self.has_section:
            self._close()
            self.parts.append(Unplaced(text=line.text, line=line.place))
        else:
            self._text(line)

    def _is_title(self, line: Line) -> bool:
        """บททั่วไป below หมวด ๑ is what หมวด ๑ is called."""
        return self.untitled is not None and not line.number

    def _goes_on(self) -> bool:
        return self.last is not None and self.last.kind in (Kind.TEXT, Kind.SECTION) and goes_on(self.last.text)

    def _begin_section(self, line: Line) -> None:
        if not line.unit:
            self._leave(RANK_OF_POINTS + len(line.key))
        rest, heading = bare(line.rest), ""
        if rest.startswith("[") and (end := _closing_bracket(rest)):
            heading, rest = bare(rest[1:end]), bare(rest[end + 1 :])
        self._open(_Section(line=line, heading=heading, chapter=CHAPTER_JOINT.join(name for _, name in self.path)))
        if rest and self.section:
            self.section.add(rest, line.place)

    def _open(self, section: _Section) -> None:
        self._close()
        self.parts.append(section)
        self.section, self.has_section = section, True

    def _close(self) -> None:
        self.section, self.untitled = None, None

    def _leave(self, rank_: int) -> None:
        """Go out of all headings that are not above one of this rank."""
        while self.path and (self.path[-1][0] >= rank_ or self.path[-1][0] == 0):
            self.path.pop()

    def _begin_chapter(self, line: Line) -> None:
        self._close()
        here = rank(line.unit) + (0 if line.unit else len(line.key))
        self._leave(here)
        # as it was written, so that it is written so again: 1. stands for no other heading
        number = line.number if line.unit or "." in line.number else f"{line.number}."
        chapter = Chapter(unit=line.unit, number=number, title=bare(line.rest), line=line.place)
        self.parts.append(chapter)
        self.path.append((here, chapter.name))
        if not chapter.title and line.number:
            self.untitled = chapter

    def _text(self, line: Line) -> None:
        section = self.section
        if section is not None:
            section.below += 1
            if section.below == 1 and not line.forced and (plain := plain_line(line.text)):
                section.plain = plain
            elif self._continues(line) and section.paragraphs:
                section.paragraphs[-1] = join(section.paragraphs[-1], line.text)
            else:
                section.add(line.text, line.place)
        elif not self.parts:
            self.preamble.append(line)
        elif self.untitled and len(line.text) <= LONGEST_TITLE:
            self._entitle(self.untitled, line.text)
        else:
            self.untitled = None
            self.parts.append(Unplaced(text=line.text, line=line.place))

    def _continues(self, line: Line) -> bool:
        """มาตรา ๕ at the start of a line, but part of the sentence above it."""
        return not line.forced and not line.quoted and bool(line.number) and self._goes_on()

    def _entitle(self, chapter: Chapter, title: str) -> None:
        titled = Chapter(unit=chapter.unit, number=chapter.number, title=title, line=chapter.line)
        self.parts[-1] = titled
        self.path[-1] = (self.path[-1][0], titled.name)
        self.untitled = None

    def draft(self, doubts: tuple[Doubt, ...], open_quote: int) -> Draft:
        parts: list[Part] = [part.done() if isinstance(part, _Section) else part for part in self.parts]
        above = self.preamble
        if not self.has_section:  # nothing stands before the first section of a text that has none
            parts = [*(Unplaced(text=line.text, line=line.place) for line in above), *parts]
            above = []
        return Draft(
            preamble=tuple(line.text for line in above),
            preamble_lines=tuple(line.place for line in above),
            parts=tuple(parts),
            doubts=doubts,
            open_quote=open_quote,
        )


def _closing_bracket(text: str) -> int:
    """Where the bracket that begins a text is closed, or 0."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "[") - (letter == "]")
        if not depth:
            return place
    return 0
