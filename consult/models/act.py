from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ConsultationActQuerySet(models.QuerySet):
    def done(self):
        """What happened: the timeline that everybody reads."""
        return self.filter(stage=ConsultationAct.Stage.DONE)

    def waiting(self):
        """Requests that no second officer has answered yet."""
        return self.filter(stage=ConsultationAct.Stage.ASKED, answer=None)


class ConsultationAct(models.Model):
    """An officer decided when a hearing takes place, and why (การกำหนดวันรับฟัง). Rows are only ever added.

    What takes two people is asked for in one row and done, or declined, in a second one that answers it. ``opens_at`` and
    ``ends_at`` are how the hearing stands after the act, or would.
    """

    class Kind(models.TextChoices):
        ANNOUNCE = "announce", _("announced")
        OPEN = "open", _("opening moved")
        EXTEND = "extend", _("extended")
        CLOSE = "close", _("closed early")
        REOPEN = "reopen", _("opened again")
        WITHDRAW = "withdraw", _("withdrawn by the agency")

    class Stage(models.TextChoices):
        ASKED = "asked", _("waits for a second officer")
        DONE = "done", _("done")
        DECLINED = "declined", _("declined")

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=16, choices=Kind)
    stage = models.CharField(max_length=16, choices=Stage)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who decided it, or asked for it.",
    )
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="The other officer, who approved or declined it.",
    )
    answers = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="answer")
    reason = models.TextField(_("reason"))
    opens_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = ConsultationActQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="announce") | ~Q(reason=""), name="an_act_about_dates_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(second=None) | ~Q(second=F("by")), name="nobody_approves_what_they_asked_for"
            ),
            models.CheckConstraint(
                condition=~Q(kind="reopen", stage="done") | Q(second__isnull=False), name="opening_again_takes_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation}: {self.get_kind_display()} ({self.get_stage_display()})"
