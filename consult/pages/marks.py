"""What the newest version did to a draft, told beside the text: a mark on each section that changed, and sections that were taken out
where they stood."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..models import Consultation, Section, SectionChange
from ..models.section_change import ChangedSection
from .draft import ShownDraft


@dataclass(frozen=True, kw_only=True)
class SectionMark:
    """What became of a section since the version before. ``was``: what the sections it came from were called there, if otherwise."""

    kind: SectionChange.Kind
    was: tuple[str, ...] = ()


def mark_changes(consultation: Consultation, reading: ShownDraft, gone: Sequence[Section]) -> None:
    """Give the sections of a page their ``mark``, and ``gone_after``: those of ``gone`` (rows of ``taken_out``) that stood after it.

    No query for a first version, one for others, three more where something was taken out. Sections taken out before all that is left
    stand in ``reading.gone_first``. Who looks for words sees what was found and no more.
    """
    marks, reading.change_count = _marks(consultation) if consultation.draft.number > 1 else ({}, 0)
    places = _places(consultation, gone) if gone and not reading.query else {}
    for section in reading.sections:
        section.mark = marks.get(section.pk)
        section.gone_after = places.get(section.pk, [])
    reading.gone_first = places.get(None, []) if reading.shows_beginning else []
    shown = [one for section in reading.sections for one in section.gone_after] + reading.gone_first
    texts = dict(Section.objects.filter(pk__in=[one.pk for one in shown]).values_list("pk", "text")) if shown else {}
    for one in shown:
        one.text = texts[one.pk]


def _marks(consultation: Consultation) -> tuple[dict[int, SectionMark], int]:
    """Section of the newest version → its mark, and how many changes were put on record with the version."""
    rows = ChangedSection.objects.filter(change__version=consultation.draft_id).select_related("change", "section")
    asked = ("change__kind", "section__version", "section__unit", "section__number", "section__heading")
    sides: dict[int, tuple[list[Section], list[Section]]] = {}
    kinds = {}
    for row in rows.only("id", *asked).order_by("change__order", "section__order"):
        kinds[row.change_id] = SectionChange.Kind(row.change.kind)
        before, after = sides.setdefault(row.change_id, ([], []))
        (after if row.section.version_id == consultation.draft_id else before).append(row.section)
    found = {}
    for change, (before, after) in sides.items():
        names = tuple(one.label for one in before)
        same = names == tuple(one.label for one in after)
        mark = SectionMark(kind=kinds[change], was=() if same else names)
        found |= dict.fromkeys((one.pk for one in after), mark)
    return found, len(sides)


def _places(consultation: Consultation, gone: Sequence[Section]) -> dict[int | None, list[Section]]:
    """Section of the newest version → those taken out that stood after it, in their order; None → those before all others."""
    standing = dict(consultation.draft.sections.order_by().values_list("anchor", "pk"))
    of_versions = Section.objects.filter(version__in={one.version_id for one in gone}).order_by("version", "order")
    by_row = {one.pk: one for one in gone}
    found: dict[int | None, list[Section]] = {}
    version, last = None, None
    for pk, anchor, in_version in of_versions.values_list("pk", "anchor", "version"):
        if in_version != version:
            version, last = in_version, None
        if anchor in standing:
            last = standing[anchor]
        elif pk in by_row:
            found.setdefault(last, []).append(by_row[pk])
    return found
