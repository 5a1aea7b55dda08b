from django.conf import settings
from django.db import transaction

from .. import rules
from ..errors import NotAllowed, TooManyExports
from ..ledger.acts import Act
from ..limits import is_within
from ..models import Agency, AuditEntry, Consultation, User
from .audit_leaves import log_audit_entry


def record(
    *,
    verb: str,
    by: User | None,
    consultation: Consultation | None = None,
    agency: Agency | None = None,
    told: Act | None = None,
    **detail,
) -> AuditEntry:
    """Add a line to the audit trail, and to the log; called by actions of staff, inside their transaction.

    The agency of a hearing need not be said. ``told``: what anybody may read of the act, for open data (see ``log_audit_entry``).
    """
    whose = consultation.agency_id if consultation else agency.pk if agency else None
    entry = AuditEntry.objects.create(verb=verb, by=by, consultation=consultation, agency_id=whose, detail=detail)
    log_audit_entry(entry, told)
    return entry


@transaction.atomic
def record_export(*, consultation: Consultation, by: User, what: str) -> None:
    """Note who took a copy of the comments. Raises NotAllowed, TooManyExports."""
    if not rules.may_analyse(by, consultation):
        raise NotAllowed
    _only_so_often(by)
    record(verb="record_export", by=by, consultation=consultation, what=what)


@transaction.atomic
def record_audit_export(*, by: User, what: str) -> None:
    """Note who took a copy of the audit trail. Raises NotAllowed, TooManyExports."""
    if not rules.may_audit(by):
        raise NotAllowed
    _only_so_often(by)
    record(verb="record_audit_export", by=by, what=what)


def _only_so_often(by: User) -> None:
    if not is_within("exports", by.pk, most=settings.EXPORTS_PER_HOUR, seconds=3600):
        raise TooManyExports
