from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """Something a member of staff did, kept for an auditor. Rows are only ever added (the database refuses changes)."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, null=True, related_name="audit")
    verb = models.CharField(max_length=40, help_text="The name of the action, e.g. hide_comment")
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb}"
