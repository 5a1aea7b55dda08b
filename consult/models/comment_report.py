from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CommentReportQuerySet(models.QuerySet):
    def waiting(self):
        """Those no moderator has looked at yet."""
        return self.filter(settled_at=None)


class CommentReport(models.Model):
    """Somebody asked a moderator to look at a comment, and why (การแจ้งความคิดเห็น). However many there are, they hide nothing."""

    class Reason(models.TextChoices):
        PERSONAL_DATA = "personal_data", _("reveals somebody's personal data")
        INSULT = "insult", _("insults or threatens")
        SPAM = "spam", _("advertising or spam")
        ILLEGAL = "illegal", _("against the law")
        OTHER = "other", _("for another reason")

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, db_index=False, related_name="reports"
    )
    comment = models.ForeignKey("consult.Comment", on_delete=models.PROTECT, db_index=False, related_name="reports")
    participant = models.ForeignKey("consult.Participant", on_delete=models.PROTECT, related_name="reports")
    reason = models.CharField(max_length=24, choices=Reason)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(
        null=True, help_text="A moderator looked at the comment, whatever they did, or its author withdrew it."
    )

    objects = CommentReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "participant"], name="one_report_per_person_per_comment")
        ]
        indexes = [
            models.Index(fields=["consultation", "comment"], condition=Q(settled_at=None), name="reports_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.get_reason_display()}"
