"""For comments that lost their section, the part of the draft they most likely speak of, as a suggestion to who moves them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from operator import itemgetter
from uuid import UUID

from ..anchors.likely import Witness, likely_part
from ..models import ChangedSection, Comment, Consultation, Section, SectionChange

_PARTED = (SectionChange.Kind.SPLIT, SectionChange.Kind.MERGED)


@dataclass(frozen=True, kw_only=True)
class SuggestedSection:
    section: Section
    witness: Witness


@dataclass(frozen=True, kw_only=True)
class _Parting:
    """A split or a merger of the version with this number, by anchors."""

    number: int
    old: frozenset[UUID]
    new: frozenset[UUID]


def with_suggestions(comments: Sequence[Comment], consultation: Consultation) -> None:
    """Give comments ``suggestion``: a section of the draft, or None. They come with ``section__version`` and ``span`` (four queries)."""
    partings = _partings(consultation)
    by_anchor = {row.anchor: row for row in consultation.draft.sections.all()} if partings else {}
    read = Section.objects.in_bulk(
        {one.span.section_id for one in comments if hasattr(one, "span")} if partings else ()
    )
    for comment in comments:
        became = _became(comment, partings)
        parts = [row for anchor, row in by_anchor.items() if anchor in became]
        span = comment.span if hasattr(comment, "span") else None
        found = likely_part(
            [row.text for row in parts],
            comment.public_text,
            span and span.as_read,
            read[span.section_id].text if span and span.section_id in read else "",
        )
        comment.suggestion = found and SuggestedSection(section=parts[found.part], witness=found.witness)


def _partings(consultation: Consultation) -> list[_Parting]:
    rows = ChangedSection.objects.filter(
        change__version__consultation=consultation, change__version__retraction=None, change__kind__in=_PARTED
    ).values_list("change", "change__version", "change__version__number", "section__version", "section__anchor")
    found: dict[int, tuple[int, set[UUID], set[UUID]]] = {}
    for change, issued, number, version, anchor in rows:
        _number, old, new = found.setdefault(change, (number, set(), set()))
        (new if version == issued else old).add(anchor)
    return [
        _Parting(number=number, old=frozenset(old), new=frozenset(new))
        for number, old, new in sorted(found.values(), key=itemgetter(0))
    ]


def _became(comment: Comment, partings: Sequence[_Parting]) -> Collection[UUID]:
    """Anchors of what the section of a comment was parted into or joined with since, also over several versions."""
    anchors: set[UUID] = set()
    if comment.section:
        for one in partings:
            if one.number > comment.section.version.number and one.old & (anchors | {comment.section.anchor}):
                anchors |= one.new
    return anchors
