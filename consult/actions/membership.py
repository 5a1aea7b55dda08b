from django.db import transaction

from ..models import Agency, Membership, User
from .audit import record


@transaction.atomic
def appoint(*, user: User, agency: Agency, role: Membership.Role, by: User | None = None) -> Membership:
    """Give a member of staff a role at an agency (แต่งตั้งเจ้าหน้าที่)."""
    membership, created = Membership.objects.get_or_create(user=user, agency=agency, role=role)
    if created:
        record(verb="appoint", by=by, user=user.pk, agency=agency.pk, role=role)
    return membership


@transaction.atomic
def dismiss(*, user: User, agency: Agency, role: Membership.Role, by: User | None = None) -> None:
    """Take a role at an agency back (ถอนสิทธิ์เจ้าหน้าที่)."""
    removed, _ = Membership.objects.filter(user=user, agency=agency, role=role).delete()
    if removed:
        record(verb="dismiss", by=by, user=user.pk, agency=agency.pk, role=role)
