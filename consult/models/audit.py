from collections.abc import Collection

from django.conf import settings
from django.db import models


class AuditQuerySet(models.QuerySet):
    def of_agencies(self, agencies: Collection[int]):
        return self.filter(agency__in=agencies)


class AuditEntry(models.Model):
    """Something a member of staff did, kept for an auditor (บันทึกการตรวจสอบ). Rows are only ever added (the database refuses
    changes)."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, null=True, related_name="audit")
    agency = models.ForeignKey(
        "consult.Agency",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,  # an index below begins with it
        help_text="Whose auditors read it; empty where it concerns the platform.",
    )
    verb = models.CharField(
        max_length=40, help_text="The name of the action, e.g. hide_comment, or Wagtail's word for it"
    )
    detail = models.JSONField(default=dict)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["agency", "-id"], name="audit_of_an_agency"),
            models.Index(fields=["at"], name="audit_of_a_time"),
            models.Index(fields=["verb", "-id"], name="audit_of_an_act"),
            models.Index(fields=["by", "-id"], name="audit_of_a_person"),
            models.Index(fields=["consultation", "-id"], name="audit_of_a_hearing"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb}"
