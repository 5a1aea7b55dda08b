from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .run import AnalysisRun

#: Why a comment stands in no theme, for people
REASONS = {
    "too_short": _("says nothing to the matter"),
    "off_topic": _("off topic"),
    "other_language": _("in another language"),
    "duplicate_of": _("sent twice by the same person"),
    "withheld": _("hidden by a moderator"),
    "unclustered": _("fits no theme"),
}


class Assignment(models.Model):
    """Where a run put one comment: a theme, or the reason for none. Later comments are added as they come."""

    run = models.ForeignKey(AnalysisRun, on_delete=models.CASCADE, related_name="assignments")
    comment = models.ForeignKey("consult.Comment", on_delete=models.PROTECT, related_name="assignments")
    theme = models.CharField(max_length=64, blank=True)
    subtheme = models.CharField(
        max_length=64, blank=True, help_text="The part of the theme; empty when it has none, or the comment came later"
    )
    second_subtheme = models.CharField(
        max_length=64, blank=True, db_default="", help_text="Another part, which it is nearer to than to its own"
    )
    reason = models.CharField(max_length=32, blank=True)
    campaign = models.CharField(max_length=64, blank=True)
    confidence = models.FloatField(null=True)
    margin = models.FloatField(
        null=True, help_text="Of later comments: lead over the next best theme, under 0 when between two"
    )
    incremental = models.BooleanField(default=False, help_text="Assigned after the run, as the comment came in")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "comment"], name="a_run_assigns_each_comment_once"),
            models.CheckConstraint(
                condition=(Q(theme="") & ~Q(reason="")) | (~Q(theme="") & Q(reason="")),
                name="a_comment_has_a_theme_or_a_reason",
            ),
            models.CheckConstraint(condition=Q(subtheme="") | ~Q(theme=""), name="a_part_is_of_a_theme"),
        ]
        indexes = [
            models.Index(fields=["run", "theme"], name="assignments_by_theme"),
            models.Index(fields=["run", "campaign"], condition=~Q(campaign=""), name="assignments_by_campaign"),
        ]

    def __str__(self) -> str:
        return f"{self.comment} → {self.theme or self.reason}"
