"""Between the draft an officer typed and the sections on record."""

from collections.abc import Sequence
from uuid import UUID

from consult.actions.draft import SectionText
from consult.anchors.section import LawSection
from consult.models import Section

from ..drafting import Chapter, Draft

#: Longer ones have no column on record; a line of this length is no number and no heading.
#: Far above the longest code there is; more are no draft, and comparing them would hold the desk up.
MOST_SECTIONS = 5000
LONGEST_NUMBER, LONGEST_HEADING, LONGEST_CHAPTER, LONGEST_SUMMARY = 40, 500, 1000, 300


def texts_to_issue(draft: Draft, anchors: Sequence[UUID]) -> list[SectionText]:
    """The sections of a draft as they are put on record, each under its anchor (in the same order)."""
    chapters = {part.name: part for part in draft.parts if isinstance(part, Chapter)}
    return [
        SectionText(
            anchor=anchor,
            unit=section.unit,
            number=section.number,
            heading=section.heading,
            plain_summary=section.plain_summary,
            text=section.text,
            **_chapter(chapters.get(section.chapter), section.chapter),
        )
        for anchor, section in zip(anchors, draft.sections(), strict=True)
    ]


def _chapter(only: Chapter | None, path: str) -> dict[str, str]:
    """A chapter by number and title; one inside others, or without a title, by all that is written."""
    if only and only.number and only.title:
        return {"chapter_number": only.label, "chapter_heading": only.title}
    return {"chapter_number": "", "chapter_heading": path}


def preamble_of(draft: Draft) -> str:
    return "\n".join(draft.preamble)


def as_law(section: Section) -> LawSection:
    """A section on record as the alignment of drafts reads it."""
    return LawSection(
        unit=section.unit,
        number=section.number,
        heading=section.heading,
        chapter=" ".join(filter(None, [section.chapter_number, section.chapter_heading])),
        paragraphs=tuple(section.paragraphs),
    )
