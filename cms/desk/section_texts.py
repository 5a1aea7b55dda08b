"""Between the draft an officer typed and the sections on record."""

import hashlib
from collections.abc import Sequence
from itertools import chain
from uuid import UUID

from consult.actions.draft import SectionText
from consult.anchors.section import LawSection
from consult.models import DraftVersion, Section

from ..drafting import Chapter, Draft, read_text

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


def mark_of(text: str) -> str:
    """Tells whether a draft is still the one that somebody looked at."""
    return hashlib.sha256(text.encode()).hexdigest()


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


def text_of_last_version(page) -> str:
    """The text as an officer typed it when the version that people read now was issued; what was typed later is not of it.

    Looked for among what the page holds and its revisions, newest first: which of them reads as the version does.
    """
    version = page.consultation.draft
    issued = _issued(version)
    drafts = (revision.content.get("draft", "") for revision in page.revisions.order_by("-pk").iterator())
    seen = set()
    for text in chain([page.draft], drafts):
        if text in seen:
            continue
        seen.add(text)
        if _is_issued(read_text(text), version.preamble, issued):
            return text
    return page.draft


def reads_as(draft: Draft, version: DraftVersion) -> bool:
    """Whether issuing a draft would change no letter of a version."""
    return _is_issued(draft, version.preamble, _issued(version))


def _issued(version: DraftVersion) -> list[tuple[str, ...]]:
    return [_as_issued(section) for section in version.sections.all()]


def _is_issued(draft: Draft, preamble: str, issued: list[tuple[str, ...]]) -> bool:
    anchors = [UUID(int=0)] * len(draft.sections())
    return preamble_of(draft) == preamble and [_as_issued(one) for one in texts_to_issue(draft, anchors)] == issued


def _as_issued(section: Section | SectionText) -> tuple[str, ...]:
    """What of a section reads alike in every issue of the same text."""
    return (
        section.unit,
        section.number,
        section.heading,
        section.plain_summary,
        section.text,
        section.chapter_number,
        section.chapter_heading,
    )
