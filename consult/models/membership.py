from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .prepared import Prepared


class Membership(models.Model):
    """What a member of staff may do for an agency (เจ้าหน้าที่ของหน่วยงาน)."""

    class Role(models.TextChoices):
        HEAD = "head", _("head officer")
        OFFICER = "officer", _("officer")
        REVIEWER = "reviewer", _("legal reviewer")
        APPROVER = "approver", _("approver")
        ANALYST = "analyst", _("analyst")
        MODERATOR = "moderator", _("moderator")
        AUDITOR = "auditor", _("auditor")
        PROTECTION = "protection", _("data-protection officer")

    #: Held for the whole platform too
    OF_THE_PLATFORM = (Role.AUDITOR, Role.PROTECTION)

    user = models.ForeignKey("consult.User", on_delete=models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(
        "consult.Agency",
        on_delete=models.CASCADE,
        null=True,
        related_name="memberships",
        help_text="Empty for an auditor or the data-protection officer of the whole platform.",
    )
    role = models.CharField(max_length=16, choices=Role)
    since = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Who gave the role; the audit trail says it for good.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "agency", "role"], name="each_role_is_given_once"),
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(agency=None), name="each_role_of_the_platform_is_given_once"
            ),
            models.CheckConstraint(
                condition=models.Q(agency__isnull=False) | models.Q(role__in=["auditor", "protection"]),
                name="only_auditors_and_data_protection_are_of_the_platform",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.agency}"


def staff_of(agency: int) -> set[int]:
    """Ids of everybody who works for this agency now (one query)."""
    return {user for (user,) in _STAFF.rows(agency)}


_STAFF = Prepared(lambda agency: Membership.objects.filter(agency=agency).order_by().values_list("user"))
