import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from .. import events, rules
from ..errors import NotAllowed, VersionWithoutSections
from ..models import Agency, Consultation, DraftVersion, Section, User
from .audit import record


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a citizen is told about a consultation beside the draft itself."""

    title: str
    policy_field: str
    summary: str
    rationale: str
    affected_groups: str
    opens_at: datetime
    closes_at: datetime
    tallies: str = Consultation.Tallies.LIVE
    is_demo: bool = False


@dataclass(frozen=True, kw_only=True)
class SectionText:
    """One section to be issued. ``anchor`` stays the same from version to version."""

    anchor: UUID
    text: str
    unit: str = ""
    number: str = ""
    heading: str = ""
    chapter_number: str = ""
    chapter_heading: str = ""
    sha256: str = field(init=False, default="")

    def __post_init__(self):
        digest = hashlib.sha256("\x1f".join((self.heading, self.text)).encode()).hexdigest()
        object.__setattr__(self, "sha256", digest)


@transaction.atomic
def publish_consultation(*, key: UUID, agency: Agency, facts: Facts, by: User) -> Consultation:
    """Announce a hearing, or correct what is said about it; ``key`` is the publisher's name for it.

    What the correction replaced is kept in the audit trail. A hearing an officer closed stays closed whatever dates are
    published; a withdrawn one comes back. The draft itself is issued by ``issue_version``. Raises NotAllowed.
    """
    if not rules.may_publish(by, agency):
        raise NotAllowed
    new = asdict(facts)
    consultation = Consultation.objects.select_for_update().filter(key=key).first()
    if consultation is None:
        consultation = Consultation.objects.create(key=key, agency=agency, **new)
        record(verb="publish_consultation", by=by, consultation=consultation)
        return consultation
    if consultation.agency_id != agency.pk:
        raise NotAllowed
    replaced = {name: str(getattr(consultation, name)) for name in new if getattr(consultation, name) != new[name]}
    if not replaced and consultation.withdrawn_at is None:
        return consultation
    for name, value in new.items():
        setattr(consultation, name, value)
    consultation.withdrawn_at = None
    consultation.save()
    record(verb="publish_consultation", by=by, consultation=consultation, replaced=replaced)
    events.announce(events.ConsultationChanged(consultation_id=consultation.pk))
    return consultation


@transaction.atomic
def issue_version(
    *, consultation: Consultation, sections: Sequence[SectionText], by: User, preamble: str = ""
) -> DraftVersion:
    """Put a wording to the people: an immutable snapshot of the draft (ออกร่างฉบับใหม่).

    The same wording again is the same version. A section whose text did not change keeps its votes; a reworded one
    starts anew; comments follow the anchor. Raises NotAllowed, VersionWithoutSections.
    """
    if not rules.may_publish(by, consultation.agency):
        raise NotAllowed
    if not sections:
        raise VersionWithoutSections
    content = "\x1e".join([preamble, *(_line(section) for section in sections)])
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    current = consultation.draft
    if current and current.content_sha256 == sha256:
        return current
    version = DraftVersion.objects.create(
        consultation=consultation,
        number=current.number + 1 if current else 1,
        preamble=preamble,
        content_sha256=sha256,
        issued_by=by,
    )
    earlier = {(row.anchor, row.text_sha256): row.ballot_id for row in current.sections.all()} if current else {}
    Section.objects.bulk_create(
        Section(
            version=version,
            origin_id=earlier.get((section.anchor, section.sha256)),
            anchor=section.anchor,
            order=order,
            chapter_number=section.chapter_number,
            chapter_heading=section.chapter_heading,
            unit=section.unit,
            number=section.number,
            heading=section.heading,
            text=section.text,
            text_sha256=section.sha256,
        )
        for order, section in enumerate(sections, start=1)
    )
    consultation.draft = version
    consultation.save(update_fields=["draft"])
    record(verb="issue_version", by=by, consultation=consultation, number=version.number, sha256=sha256)
    events.announce(events.ConsultationChanged(consultation_id=consultation.pk))
    return version


def _line(section: SectionText) -> str:
    return "\x1f".join(str(value) for value in asdict(section).values())


def _change(consultation: Consultation, by: User, verb: str, **values) -> Consultation:
    if not rules.may_close(by, consultation):
        raise NotAllowed
    for name, value in values.items():
        setattr(consultation, name, value)
    consultation.save(update_fields=list(values))
    record(verb=verb, by=by, consultation=consultation)
    events.announce(events.ConsultationChanged(consultation_id=consultation.pk))
    return consultation


@transaction.atomic
def close_consultation(*, consultation: Consultation, by: User) -> Consultation:
    """Stop accepting comments and votes now, before the announced time (ปิดรับฟังความคิดเห็นก่อนกำหนด). Raises NotAllowed."""
    if consultation.is_closed():
        return consultation
    return _change(consultation, by, "close_consultation", closed_at=timezone.now())


@transaction.atomic
def reopen_consultation(*, consultation: Consultation, by: User) -> Consultation:
    """Undo an early closing; the announced closing time holds again. Raises NotAllowed."""
    if consultation.closed_at is None:
        return consultation
    return _change(consultation, by, "reopen_consultation", closed_at=None)


@transaction.atomic
def withdraw_consultation(*, consultation: Consultation, by: User) -> Consultation:
    """Take a hearing off the public site; its record stays (ถอนการรับฟังความคิดเห็น). Raises NotAllowed."""
    if consultation.withdrawn_at:
        return consultation
    return _change(consultation, by, "withdraw_consultation", withdrawn_at=timezone.now())


@transaction.atomic
def record_export(*, consultation: Consultation, by: User, what: str) -> None:
    """Note who took a copy of the comments. Raises NotAllowed."""
    if not rules.may_analyse(by, consultation):
        raise NotAllowed
    record(verb="record_export", by=by, consultation=consultation, what=what)
