from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LawStageQuerySet(models.QuerySet):
    def standing(self):
        """Those nobody took back, in the order in which they happened."""
        return self.filter(taken_back=None, takes_back=None).order_by("on", "pk")


class LawStage(models.Model):
    """What became of a draft after it was heard (ขั้นตอนของร่างหลังการรับฟัง), told by an officer. A row never changes: one that was
    wrong is taken back by another, with the reason.
    """

    class Kind(models.TextChoices):
        """The states of a bill on the site of Parliament about section 77, less those of the hearing itself, which the record knows."""

        PROPOSED = "proposed", _("proposed to Parliament")
        REPORTED = "reported", _("result of the hearing reported to Parliament")
        AWAITS_ENDORSEMENT = "awaits_endorsement", _("waits for the Prime Minister's endorsement")
        NOT_ENDORSED = "not_endorsed", _("not endorsed by the Prime Minister")
        ON_AGENDA = "on_agenda", _("on the agenda of Parliament")
        CONSIDERED = "considered", _("considered by Parliament")

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="law_stages")
    kind = models.CharField(_("what happened"), max_length=24, choices=Kind)
    on = models.DateField(_("on which day"))
    note = models.TextField(_("note"), blank=True)
    takes_back = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="taken_back")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = LawStageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(takes_back=None) | ~models.Q(note=""), name="a_stage_is_taken_back_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation}: {self.get_kind_display()}"
