from django.db import transaction

from .. import rules
from ..errors import NotAllowed
from ..models import AuditEntry, Consultation, User


def record(*, verb: str, by: User | None, consultation: Consultation | None = None, **detail) -> AuditEntry:
    """Add a line to the audit trail; called by actions of staff, inside their transaction."""
    return AuditEntry.objects.create(verb=verb, by=by, consultation=consultation, detail=detail)


@transaction.atomic
def record_export(*, consultation: Consultation, by: User, what: str) -> None:
    """Note who took a copy of the comments. Raises NotAllowed."""
    if not rules.may_analyse(by, consultation):
        raise NotAllowed
    record(verb="record_export", by=by, consultation=consultation, what=what)
