from django.conf import settings
from django.db import transaction

from .. import rules
from ..errors import NotAllowed, TooManyExports
from ..limits import is_within
from ..models import AuditEntry, Consultation, User


def record(*, verb: str, by: User | None, consultation: Consultation | None = None, **detail) -> AuditEntry:
    """Add a line to the audit trail; called by actions of staff, inside their transaction."""
    return AuditEntry.objects.create(verb=verb, by=by, consultation=consultation, detail=detail)


@transaction.atomic
def record_export(*, consultation: Consultation, by: User, what: str) -> None:
    """Note who took a copy of the comments. Raises NotAllowed, TooManyExports."""
    if not rules.may_analyse(by, consultation):
        raise NotAllowed
    if not is_within("exports", by.pk, most=settings.EXPORTS_PER_HOUR, seconds=3600):
        raise TooManyExports
    record(verb="record_export", by=by, consultation=consultation, what=what)
