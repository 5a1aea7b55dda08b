from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AppealQuerySet(models.QuerySet):
    def waiting(self):
        """Those to be decided; of a comment that its author withdrew nothing is left to show again."""
        return self.filter(decided_at=None, act__comment__withdrawn_at=None)

    def decided_on(self, comment):
        """What became of appeals about a comment, whichever act they were of, the last first."""
        return self.filter(act__comment=comment, decided_at__isnull=False).select_related("act").order_by("-decided_at")


class Appeal(models.Model):
    """The author of a hidden comment asks a second moderator to look at it (การอุทธรณ์): once for each act of hiding."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("granted: the comment is shown again")
        DECLINED = "declined", _("declined: the comment stays hidden")

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, db_index=False, related_name="appeals"
    )
    act = models.OneToOneField("consult.ModerationAct", on_delete=models.PROTECT, related_name="appeal")
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(help_text="As its author wrote it; moderators of the agency read it.")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, outcome="", answer="")
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(outcome="") & ~Q(answer="")),
                name="an_appeal_is_decided_with_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("hidden_by")), name="who_hid_does_not_decide_the_appeal"
            ),
        ]
        indexes = [
            models.Index(fields=["consultation", "id"], condition=Q(decided_at=None), name="appeals_waiting"),
            models.Index(fields=["consultation", "outcome"], name="appeals_by_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.act_id}: {self.outcome}"
