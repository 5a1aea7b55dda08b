"""A draft law as a text that was read: what stands before the first section, headings, sections, and what found no place."""

from dataclasses import dataclass, field

from consult.anchors.section import LawSection


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A heading above sections (ภาค, ลักษณะ, หมวด, ส่วนที่, บทเฉพาะกาล …).

    ``unit`` and ``number`` as written; ``title`` what the heading is called, empty where it has none. ``line`` is where it stands
    in the text it was read from and no part of what it is.
    """

    unit: str = ""
    number: str = ""
    title: str = ""
    line: int = field(default=0, compare=False)

    @property
    def label(self) -> str:
        return " ".join(filter(None, [self.unit, self.number]))

    @property
    def name(self) -> str:
        return " ".join(filter(None, [self.unit, self.number, self.title]))


@dataclass(frozen=True, kw_only=True)
class DraftSection(LawSection):
    """A section with what its officer wrote beside it: one line in plain words (อย่างง่าย), which is no part of the law."""

    plain_summary: str = ""
    line: int = field(default=0, compare=False)
    lines: tuple[int, ...] = field(default=(), compare=False)
    """The line of each paragraph."""


@dataclass(frozen=True, kw_only=True)
class Unplaced:
    """A line that belongs to no section: between a heading and its first section, or after the last (signature, หมายเหตุ)."""

    text: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """A line that begins like a section but stands out of order, so that it was read as text."""

    unit: str
    number: str
    line: int


Part = Chapter | DraftSection | Unplaced


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A whole draft in order. Two drafts are equal when they say the same, on whatever lines."""

    preamble: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    preamble_lines: tuple[int, ...] = field(default=(), compare=False)
    """The line of each paragraph of the preamble."""
    doubts: tuple[Doubt, ...] = field(default=(), compare=False)
    open_quote: int = field(default=0, compare=False)
    """The line of a “ that is never closed, or 0."""

    def sections(self) -> list[DraftSection]:
        return [part for part in self.parts if isinstance(part, DraftSection)]

    @property
    def unrecognised(self) -> list[tuple[int, str]]:
        """Line number and text of all that found no place."""
        return [(part.line, part.text) for part in self.parts if isinstance(part, Unplaced)]
