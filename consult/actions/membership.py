from django.db import transaction

from .. import rules
from ..errors import LastHead, NobodyByThatAddress, NotAllowed, OwnRole, TooManyLookUps
from ..limits import is_within
from ..models import Agency, Membership, User
from .audit import record

#: Of one person: so that nobody finds out by trying which addresses have an account
LOOK_UPS_PER_HOUR = 30


@transaction.atomic
def appoint(*, user: User, agency: Agency | None, role: Membership.Role, by: User) -> Membership:
    """Give somebody a role at an agency, or (None) an auditor the whole platform (แต่งตั้งเจ้าหน้าที่); given again it is the same.

    Raises NotAllowed, OwnRole.
    """
    if not rules.may_appoint(by, agency):
        raise NotAllowed
    if user.pk == by.pk:
        raise OwnRole
    membership, created = Membership.objects.get_or_create(user=user, agency=agency, role=role, defaults={"by": by})
    if created:
        record(verb="appoint", by=by, agency=agency, user=user.pk, role=role)
    return membership


def appoint_by_address(*, address: str, agency: Agency | None, role: Membership.Role, by: User) -> Membership:
    """Appoint the owner of an e-mail address (แต่งตั้งด้วยอีเมล), who has an account already.

    An address without one is said to be so, and the look-up is on record, without the address. Raises NotAllowed, OwnRole,
    TooManyLookUps, NobodyByThatAddress.
    """
    if not rules.may_appoint(by, agency):
        raise NotAllowed
    if not is_within("appointments", by.pk, most=LOOK_UPS_PER_HOUR, seconds=3600):
        raise TooManyLookUps
    user = User.objects.filter(email__iexact=address, is_active=True).first()
    if user is None:
        record(verb="appoint_by_address", by=by, agency=agency, role=role)
        raise NobodyByThatAddress
    return appoint(user=user, agency=agency, role=role, by=by)


@transaction.atomic
def dismiss(*, user: User, agency: Agency | None, role: Membership.Role, by: User) -> None:
    """Take a role at an agency back (ถอนสิทธิ์เจ้าหน้าที่); also one's own. Raises NotAllowed, LastHead."""
    if agency is not None:
        Agency.objects.select_for_update().get(pk=agency.pk)  # two heads who dismiss each other wait here
    if not rules.may_appoint(by, agency):
        raise NotAllowed
    held = Membership.objects.filter(agency=agency, role=role)
    if role == Membership.Role.HEAD and held.filter(user=user) and not held.exclude(user=user):
        raise LastHead
    removed, _ = held.filter(user=user).delete()
    if removed:
        record(verb="dismiss", by=by, agency=agency, user=user.pk, role=role)
