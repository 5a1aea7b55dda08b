import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from uuid import UUID

from django.db import transaction

from .. import events, rules
from ..errors import NotAllowed, VersionIsNotCurrent, VersionMoved, VersionWithoutSections
from ..models import (
    ChangeCause,
    ChangedSection,
    Comment,
    Consultation,
    DraftVersion,
    Notice,
    Section,
    SectionChange,
    User,
    VersionRetraction,
)
from ..models.issued import issue, wording_sha256
from .audit import record
from .consultation import clean_reason, must_not_be_withdrawn, wait_for_acts
from .notice import tell


@dataclass(frozen=True, kw_only=True)
class SectionText:
    """One section to be issued. ``anchor`` stays the same from version to version."""

    anchor: UUID
    text: str
    unit: str = ""
    number: str = ""
    heading: str = ""
    plain_summary: str = ""
    chapter_number: str = ""
    chapter_heading: str = ""

    def as_line(self) -> str:
        return "\x1f".join(str(value) for value in asdict(self).values())


@dataclass(frozen=True, kw_only=True)
class PlannedChange:
    """What a version is to do to one place of the draft, by the anchors of the version before and of the new one.

    ``causes`` are ids of comments that it answers.
    """

    kind: SectionChange.Kind
    old: tuple[UUID, ...] = ()
    new: tuple[UUID, ...] = ()
    reason: str = ""
    theme: str = ""
    causes: tuple[int, ...] = ()


@transaction.atomic
def issue_version(
    *,
    consultation: Consultation,
    sections: Sequence[SectionText],
    by: User,
    preamble: str = "",
    changes: Sequence[PlannedChange] | None = None,
    seen: int | None = None,
) -> DraftVersion:
    """Put a wording to the people: an immutable snapshot of the draft (ออกร่างฉบับใหม่).

    The same content again is the same version. A section whose wording stood in any earlier version keeps the votes cast
    on it; a reworded one starts anew; comments follow the anchor. ``changes`` are put on record with it; without them they
    are taken from the anchors alone. ``seen`` is the number of the version the officer compared with, so that none is replaced
    unread. Everybody who commented or voted on a section that reads differently now, or is gone, is told once.
    Raises NotAllowed, ConsultationWithdrawn, VersionWithoutSections, VersionMoved, TextTooLong (a reason).
    """
    if not rules.may_publish(by, consultation.agency):
        raise NotAllowed
    if not sections:
        raise VersionWithoutSections
    wait_for_acts(consultation)
    must_not_be_withdrawn(consultation)
    current = consultation.draft
    sha256 = _content_sha256(preamble, sections)
    if current and current.content_sha256 == sha256:
        return current
    if seen is not None and seen != (current.number if current else 0):
        raise VersionMoved
    version, gone = _put_on_record(consultation, sections, preamble, by, changes)
    tell(kind=Notice.Kind.VERSION_ISSUED, version=version, anchors=gone)
    record(verb="issue_version", by=by, consultation=consultation, number=version.number, sha256=sha256)
    events.announce(events.ConsultationChanged(consultation_id=consultation.pk))
    return version


@transaction.atomic
def retract_version(*, version: DraftVersion, by: User, reason: str) -> VersionRetraction:
    """Take back a version that was issued by mistake (เพิกถอนร่างที่ออกโดยผิดพลาด): the text before it is issued again.

    The retracted one stays readable, marked, with its votes; those cast on the text before count again.
    Retracting it again changes nothing. Raises NotAllowed, ConsultationWithdrawn, ReasonMissing, TextTooLong, VersionIsNotCurrent.
    """
    consultation = version.consultation
    if not rules.may_publish(by, consultation.agency):
        raise NotAllowed
    reason = clean_reason(reason)
    wait_for_acts(consultation)
    must_not_be_withdrawn(consultation)
    if done := VersionRetraction.objects.filter(version=version).first():
        return done
    before = consultation.versions.filter(number=version.number - 1).first()
    if consultation.draft_id != version.pk or before is None:
        raise VersionIsNotCurrent
    retraction = VersionRetraction.objects.create(version=version, reason=reason, by=by)
    names = [one.name for one in fields(SectionText)]
    sections = [SectionText(**row) for row in before.sections.values(*names)]
    _, gone = _put_on_record(consultation, sections, before.preamble, by, None)
    tell(kind=Notice.Kind.VERSION_RETRACTED, version=version, anchors=gone)
    record(verb="retract_version", by=by, consultation=consultation, number=version.number, reason=reason)
    events.announce(events.ConsultationChanged(consultation_id=consultation.pk))
    return retraction


def _content_sha256(preamble: str, sections: Sequence[SectionText]) -> str:
    content = "\x1e".join([preamble, *(section.as_line() for section in sections)])
    return hashlib.sha256(content.encode()).hexdigest()


def _put_on_record(
    consultation: Consultation,
    sections: Sequence[SectionText],
    preamble: str,
    by: User,
    changes: Sequence[PlannedChange] | None,
) -> tuple[DraftVersion, set[UUID]]:
    """Make it the version people read, with what it changes. Returns it and the anchors whose earlier wording is gone."""
    current = consultation.draft
    version = DraftVersion.objects.create(
        consultation=consultation,
        number=current.number + 1 if current else 1,
        preamble=preamble,
        content_sha256=_content_sha256(preamble, sections),
        issued_by=by,
    )
    rows = (
        Section(version=version, wording_sha256=wording_sha256(one.heading, one.text), **asdict(one))
        for one in sections
    )
    earlier = Section.objects.filter(version__consultation=consultation)
    made = Section.objects.bulk_create(issue(rows, earlier=earlier))
    consultation.draft = version
    consultation.save(update_fields=["draft"])
    if current is None:
        return version, set()
    before = list(current.sections.defer("text", "search_text"))
    _put_changes_on_record(version, before, made, _changes_by_anchor(before, made) if changes is None else changes)
    return version, _no_longer_read(before, made)


def _no_longer_read(before: Sequence[Section], after: Sequence[Section]) -> set[UUID]:
    """Anchors of sections that read differently in the later version, or are gone from it."""
    wordings = {section.anchor: section.wording_sha256 for section in after}
    return {section.anchor for section in before if wordings.get(section.anchor) != section.wording_sha256}


def _changes_by_anchor(before: Sequence[Section], after: Sequence[Section]) -> list[PlannedChange]:
    """What the anchors alone say of two versions, in the order of the later one."""
    Kind = SectionChange.Kind
    old = {section.anchor: section for section in before}
    found = []
    for section in after:
        was = old.pop(section.anchor, None)
        if was is None:
            found.append(PlannedChange(kind=Kind.ADDED, new=(section.anchor,)))
        elif was.wording_sha256 != section.wording_sha256:
            found.append(PlannedChange(kind=Kind.REWORDED, old=(was.anchor,), new=(section.anchor,)))
        elif was.label != section.label:
            found.append(PlannedChange(kind=Kind.RENUMBERED, old=(was.anchor,), new=(section.anchor,)))
    return found + [PlannedChange(kind=Kind.REMOVED, old=(anchor,)) for anchor in old]


def _put_changes_on_record(
    version: DraftVersion, before: Sequence[Section], after: Sequence[Section], changes: Sequence[PlannedChange]
) -> None:
    old, new = ({section.anchor: section for section in rows} for rows in (before, after))
    said = {pk for one in changes for pk in one.causes}
    known = set(Comment.objects.filter(consultation=version.consultation_id, pk__in=said).values_list("pk", flat=True))
    made = SectionChange.objects.bulk_create(
        SectionChange(
            version=version, order=order, kind=one.kind, reason=one.reason and clean_reason(one.reason), theme=one.theme
        )
        for order, one in enumerate(changes, start=1)
    )
    ChangedSection.objects.bulk_create(
        ChangedSection(change=change, section=section)
        for change, one in zip(made, changes, strict=True)
        for section in (*(old[anchor] for anchor in one.old), *(new[anchor] for anchor in one.new))
    )
    ChangeCause.objects.bulk_create(
        ChangeCause(change=change, comment_id=pk)
        for change, one in zip(made, changes, strict=True)
        for pk in one.causes
        if pk in known
    )
