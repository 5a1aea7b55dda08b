from django.conf import settings
from django.db import models


class PackIssue(models.Model):
    """All that was told about a hearing from one moment on, attachments with their hashes included (ข้อมูลประกอบการรับฟัง ครั้งที่ n).

    A row never changes (the database refuses); a correction is another one. What people read now is the newest.
    """

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="pack_issues")
    number = models.PositiveIntegerField()
    facts = models.JSONField(help_text="Everything of ConsultationFacts.facts(), moments in ISO form.")
    content_sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField(auto_now_add=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="each_pack_has_its_own_number"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation} · {self.number}"
