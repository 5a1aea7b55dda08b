"""What changed from one version of a draft to the next, section by section; the words inside a section are compared
when the page is drawn."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from ..models import ChangeCause, Consultation, DraftVersion, Section, SectionChange
from ..models.kept import comment_counts
from ..models.prepared import Prepared


@dataclass(frozen=True, kw_only=True)
class Change:
    """A place of the draft that is not what it was.

    ``before`` and ``after`` are the sections there in the two versions: none before for a new one, none after for one that was
    taken out, several where one was split or several were merged. ``record`` is what the agency put on record about it.
    """

    before: tuple[Section, ...] = ()
    after: tuple[Section, ...] = ()
    is_moved: bool = False
    record: SectionChange | None = None

    @property
    def section(self) -> Section:
        return (self.after or self.before)[0]

    @property
    def old_text(self) -> str:
        return _words_of(self.before)

    @property
    def new_text(self) -> str:
        return _words_of(self.after)

    @property
    def is_split(self) -> bool:
        return len(self.after) > 1

    @property
    def is_merged(self) -> bool:
        return len(self.before) > 1

    @property
    def is_reworded(self) -> bool:
        return self._is_one_of_both and self.before[0].wording_sha256 != self.after[0].wording_sha256

    @property
    def is_renumbered(self) -> bool:
        return self._is_one_of_both and self.before[0].label != self.after[0].label

    @property
    def chapter_before(self) -> str:
        """The chapter it stood in, where it stands in another one now."""
        if not self._is_one_of_both:
            return ""
        was, now = (f"{one.chapter_number} {one.chapter_heading}".strip() for one in (self.before[0], self.after[0]))
        return was if was != now else ""

    @property
    def _is_one_of_both(self) -> bool:
        return len(self.before) == len(self.after) == 1


def _words_of(sections: Sequence[Section]) -> str:
    return "\n".join(part for section in sections for part in (section.heading, section.text) if part)


def changes(before: DraftVersion, after: DraftVersion) -> list[Change]:
    """Every place that is new, gone, reworded, renumbered, split, merged or moved, in the order of the later version; one that
    is gone stands after the section it followed (two queries, and three where one version follows the other)."""
    old = {section.anchor: section for section in before.sections.all()}
    new = {section.anchor: section for section in after.sections.all()}
    moved = _moved([anchor for anchor in old if anchor in new], [anchor for anchor in new if anchor in old])
    recorded = _recorded(before, after)
    found, told = [], set()
    for anchor in _in_order(list(old), list(new)):
        record, sides = recorded.get(anchor, (None, (anchor,)))
        if record and record.pk in told:
            continue
        if record:
            told.add(record.pk)
        change = Change(
            before=_sections_of(old, sides),
            after=_sections_of(new, sides),
            is_moved=anchor in moved,
            record=record,
        )
        if len(change.before) != 1 or len(change.after) != 1 or _differs(change):
            found.append(change)
    return found


def _sections_of(version: dict[UUID, Section], anchors: Sequence[UUID]) -> tuple[Section, ...]:
    """Those of the anchors that a version has, in its order: parts of a split section need not keep the order of their anchors."""
    return tuple(sorted((version[one] for one in anchors if one in version), key=lambda section: section.order))


def _recorded(before: DraftVersion, after: DraftVersion) -> dict[UUID, tuple[SectionChange, list[UUID]]]:
    """Anchor → what was put on record when the later version followed the earlier one, and all anchors it speaks of."""
    if after.number != before.number + 1:
        return {}
    sections = Prefetch("sections", Section.objects.only("anchor", "order").order_by("order"))
    causes = Prefetch("causes", ChangeCause.objects.filter(comment__is_visible=True).select_related("comment"))
    rows = after.changes.prefetch_related(sections, causes)
    sides = [(row, list(dict.fromkeys(section.anchor for section in row.sections.all()))) for row in rows]
    return {anchor: (row, anchors) for row, anchors in sides for anchor in anchors}


def _differs(change: Change) -> bool:
    return change.is_reworded or change.is_renumbered or change.is_moved or bool(change.chapter_before)


def _moved(old: list[UUID], new: list[UUID]) -> set[UUID]:
    """Those that stand in another order among the ones both versions have."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    stayed = {anchor for start, _, size in blocks for anchor in old[start : start + size]}
    return set(old) - stayed


def _in_order(old: list[UUID], new: list[UUID]) -> list[UUID]:
    followers: dict[UUID | None, list[UUID]] = {}
    last, present = None, set(new)
    for anchor in old:
        if anchor in present:
            last = anchor
        else:
            followers.setdefault(last, []).append(anchor)
    ordered = list(followers.get(None, []))
    for anchor in new:
        ordered += [anchor, *followers.get(anchor, [])]
    return ordered


def effects_of(consultation: Consultation, comments: Sequence[int]) -> list[SectionChange]:
    """Changes of the draft that answer one of these comments, by their ids, oldest first (no query for a first version, else two)."""
    if consultation.draft.number == 1:
        return []
    found = SectionChange.objects.filter(causes__comment__in=comments, version__retraction=None).distinct()
    sections = Prefetch(
        "sections", Section.objects.only("anchor", "unit", "number", "heading", "version").order_by("order")
    )
    return list(found.select_related("version").prefetch_related(sections).order_by("version__number", "order"))


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A wording that replaced an earlier one.

    ``sections``: those of the new wording that read differently, or are new, and that people had commented on in earlier
    words, in the order of the draft. ``comment_count``: visible comments on those words.
    """

    version: DraftVersion
    sections: Sequence[Section]
    comment_count: int


def latest_revisions(*, limit: int) -> list[Revision]:
    """Of the wordings people read now, those issued last in place of one that had been commented on, newest first.

    Three queries for each that is looked at, of which there are ``LOOKED_AT``, and one.
    """
    revisions = [revision(version) for version in _LATEST.models()]
    return [one for one in revisions if one.sections][:limit]


def _latest() -> QuerySet[DraftVersion]:
    drafts = Consultation.objects.visible().values("draft")
    current = DraftVersion.objects.filter(pk__in=drafts, number__gt=1).defer("preamble")
    return current.select_related("consultation__agency").order_by("-issued_at", "-pk")[:LOOKED_AT]


LOOKED_AT = 6
_LATEST = Prepared(_latest, size=0)


def revision(version: DraftVersion) -> Revision:
    """What a version changed of what people had spoken about (three queries)."""
    new = {section.anchor: section for section in version.sections.filter(origin=None).defer("text")}
    earlier = Section.objects.filter(
        version__consultation=version.consultation_id, version__number__lt=version.number, anchor__in=new
    )
    places = comment_counts([version.consultation_id])[version.consultation_id]
    counts: dict[UUID, int] = Counter()
    for pk, anchor in earlier.values_list("pk", "anchor"):
        if pk in places and places[pk].in_all:
            counts[anchor] += places[pk].in_all
    return Revision(
        version=version,
        sections=[section for anchor, section in new.items() if anchor in counts],
        comment_count=sum(counts.values()),
    )
