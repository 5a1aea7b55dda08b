from django.db import models


class OfficialReply(models.Model):
    """What the agency answers to a comment, in its own name (คำชี้แจงของหน่วยงาน).

    It stands apart from comments, so that nothing that counts or reads what people said can take it for one of them. There
    is one to a comment: the words the agency stands by now. Who wrote them, and what they were before, is in the audit trail.
    """

    comment = models.OneToOneField("consult.Comment", on_delete=models.PROTECT, related_name="official_reply")
    text = models.TextField(help_text="As the officer wrote it.")
    public_text = models.TextField(help_text="The same with personal data masked.")
    revision = models.PositiveIntegerField(default=1, help_text="Counts every change, so that none is made unseen.")
    answered_at = models.DateTimeField()
    revised_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "official replies"

    def __str__(self) -> str:
        return f"{self.comment} · {self.revision}"

    @property
    def masks_something(self) -> bool:
        return self.text != self.public_text
