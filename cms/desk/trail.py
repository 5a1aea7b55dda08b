"""Acts of staff that pass no action of ours leave a line in the audit trail too: Wagtail's, and signing in.

Whatever Wagtail or a package of it does and says so, it says to Wagtail's registry of logs. What says nothing there is noted by the
door of the desk (docs/decisions/0088).
"""

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in
from wagtail.log_actions import LogActionRegistry, get_active_log_context, registry
from wagtail.models import Page

from consult import rules
from consult.actions.audit import record
from consult.models import Agency, AuditEntry, Consultation, User

from ..models import AgencyPage
from .guards import PublishedPage

LONGEST_VERB = AuditEntry._meta.get_field("verb").max_length


class RegistryWithTrail(LogActionRegistry):
    """Wagtail's own, whose ``log`` every act of it ends in, also of kinds of things it keeps no log of."""

    def log(self, instance, action, user=None, uuid=None, **kwargs):
        entry = super().log(instance, action, user=user, uuid=uuid, **kwargs)
        who = user or get_active_log_context().user
        consultation, agency = whose(instance if isinstance(instance, Page) else None)
        record(
            verb=action[:LONGEST_VERB],
            by=User.objects.filter(pk=who.pk).first() if who else None,
            consultation=consultation,
            agency=agency,
            kind=instance._meta.label_lower,
            id=str(instance.pk),
            title=kwargs.get("title") or str(instance),
        )
        return entry


def whose(page: Page | None) -> tuple[Consultation | None, Agency | None]:
    """The hearing a page put on record and the agency it stands below."""
    if page is None:
        return None, None
    published = PublishedPage.objects.select_related("consultation").filter(page=page.pk).first()
    above = AgencyPage.objects.ancestor_of(page, inclusive=True).select_related("agency").last()
    return published and published.consultation, above and above.agency


def _signed_in(sender, user: User, **kwargs) -> None:
    if rules.is_staff(user):
        record(verb="sign_in", by=user)


def _set_up(sender, user: User, authenticator: Authenticator, **kwargs) -> None:
    if rules.is_staff(user) and authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record(verb="set_up_second_factor", by=user)


def _took_off(sender, user: User, authenticator: Authenticator, **kwargs) -> None:
    if rules.is_staff(user) and authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record(verb="take_off_second_factor", by=user)


def newest_line(user: User) -> int | None:
    """Id of the newest line about somebody's acts."""
    return AuditEntry.objects.filter(by=user.pk).values_list("pk", flat=True).first()


def note_door(request) -> None:
    """Something was done at a door whose own log says nothing of it."""
    match = request.resolver_match
    record(verb="use_desk", by=request.user, where=match.view_name, **_places(match))


def note_file(request) -> None:
    record(verb="take_file", by=request.user, what=request.get_full_path())


def _places(match) -> dict:
    return {"id": "/".join(str(value) for value in match.kwargs.values())} if match.kwargs else {}


def keep() -> None:
    """Begin. The registry stays the one object every module of Wagtail has imported."""
    registry.__class__ = RegistryWithTrail
    user_logged_in.connect(_signed_in, dispatch_uid="staff who sign in are in the audit trail")
    authenticator_added.connect(_set_up, dispatch_uid="a second factor of staff is in the audit trail")
    authenticator_removed.connect(_took_off, dispatch_uid="one taken off is in the audit trail")
