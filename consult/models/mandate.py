from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

COMPANY_NAME_MAX_LENGTH = 200
SCOPE_MAX_LENGTH = 500


class MandateQuerySet(models.QuerySet):
    def of(self, holder):
        return self.filter(holder=holder).order_by("-pk")

    def acting(self, holder, on: date | None = None):
        """Those by which this person acts on a day (today in Bangkok): confirmed, begun and not ended."""
        on = on or timezone.localdate()
        return self.filter(holder=holder, state=Mandate.State.CONFIRMED, begins_on__lte=on, ends_on__gte=on).order_by(
            "company_name", "pk"
        )

    def waiting(self):
        """Those nobody has decided on, the oldest first."""
        return self.filter(state=Mandate.State.WAITING).order_by("pk")


class Mandate(models.Model):
    """That a verified person speaks for a company or an association (การมอบอำนาจของนิติบุคคล): for what, how long, on what evidence."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("not confirmed")
        ENDED = "ended", _("ended")

    class Registry(models.TextChoices):
        UNCHECKED = "", _("not checked yet")
        KNOWN = "known", _("the company stands in the register")
        UNKNOWN = "unknown", _("the company does not stand in the register")

    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates")
    company_number = models.CharField(max_length=13)
    company_name = models.CharField(max_length=COMPANY_NAME_MAX_LENGTH)
    scope = models.CharField(max_length=SCOPE_MAX_LENGTH, help_text="What the person may say or do for the company.")
    begins_on = models.DateField()
    ends_on = models.DateField()
    evidence = models.CharField(
        max_length=SCOPE_MAX_LENGTH, help_text="Where the mandate is written, e.g. a letter and its day."
    )
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    registry = models.CharField(max_length=16, choices=Registry, default=Registry.UNCHECKED, blank=True)
    registry_name = models.CharField(
        max_length=COMPANY_NAME_MAX_LENGTH, blank=True, help_text="As the register has it."
    )
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=SCOPE_MAX_LENGTH, blank=True, help_text="Why it was not confirmed, or ended.")

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(begins_on__lte=F("ends_on")), name="a_mandate_begins_before_it_ends"),
            models.UniqueConstraint(
                fields=["holder", "company_number"],
                condition=Q(state__in=["waiting", "confirmed"]),
                name="a_person_has_one_mandate_of_a_company",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="mandates_by_state")]

    def __str__(self) -> str:
        return f"{self.company_number} {self.company_name}"

    @property
    def is_acting(self) -> bool:
        return self.state == self.State.CONFIRMED and self.begins_on <= timezone.localdate() <= self.ends_on


class Representation(models.Model):
    """In whose name a comment was written (ในนามของ), as it was on that day, for everybody to read. A row never changes."""

    comment = models.OneToOneField("consult.Comment", on_delete=models.PROTECT, related_name="representation")
    company_number = models.CharField(max_length=13, db_index=True)
    company_name = models.CharField(max_length=COMPANY_NAME_MAX_LENGTH)

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.company_name}"
