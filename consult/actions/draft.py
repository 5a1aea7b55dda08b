import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from uuid import UUID

from django.db import transaction

from .. import events, rules
from ..errors import NotAllowed, VersionWithoutSections
from ..models import Consultation, DraftVersion, Section, User
from .audit import record


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
