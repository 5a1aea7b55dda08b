import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction

from .. import events, rules
from ..errors import NotAllowed, VersionWithoutSections
from ..models import Consultation, DraftVersion, Section, User
from ..models.issued import issue, wording_sha256
from .audit import record
from .consultation import wait_for_acts


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


@transaction.atomic
def issue_version(
    *, consultation: Consultation, sections: Sequence[SectionText], by: User, preamble: str = ""
) -> DraftVersion:
    """Put a wording to the people: an immutable snapshot of the draft (ออกร่างฉบับใหม่).

    The same content again is the same version. A section whose wording stood in any earlier version keeps the votes cast
    on it; a reworded one starts anew; comments follow the anchor. Raises NotAllowed, VersionWithoutSections.
    """
    if not rules.may_publish(by, consultation.agency):
        raise NotAllowed
    if not sections:
        raise VersionWithoutSections
    content = "\x1e".join([preamble, *(section.as_line() for section in sections)])
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    wait_for_acts(consultation)
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
    rows = (
        Section(version=version, wording_sha256=wording_sha256(one.heading, one.text), **asdict(one))
        for one in sections
    )
    earlier = Section.objects.filter(version__consultation=consultation)
    Section.objects.bulk_create(issue(rows, earlier=earlier))
    consultation.draft = version
    consultation.save(update_fields=["draft"])
    record(verb="issue_version", by=by, consultation=consultation, number=version.number, sha256=sha256)
    events.announce(events.ConsultationChanged(consultation_id=consultation.pk))
    return version
