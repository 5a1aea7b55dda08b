from ..models import AuditEntry, Consultation, User


def record(*, verb: str, by: User | None, consultation: Consultation | None = None, **detail) -> AuditEntry:
    """Add a line to the audit trail; called by actions of staff, inside their transaction."""
    return AuditEntry.objects.create(verb=verb, by=by, consultation=consultation, detail=detail)
