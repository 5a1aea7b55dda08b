from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficialReply(models.Model):
    """What the agency answers to a comment, in its own name (คำชี้แจงของหน่วยงาน).

    It stands apart from comments, so that nothing that counts or reads what people said can take it for one of them. There
    is one to a comment: the words the agency stands by now. Who wrote them, and what they were before, is in ``revisions``.
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


class OfficialReplyRevision(models.Model):
    """One act on an official reply: published, changed or withdrawn, by whom and with which words. A row never changes."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("Answer published")
        CHANGED = "changed", _("Answer changed")
        WITHDRAWN = "withdrawn", _("Answer withdrawn")

    reply = models.ForeignKey(OfficialReply, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(help_text="The revision of the reply that this act made.")
    kind = models.CharField(max_length=16, choices=Kind)
    public_text = models.TextField(blank=True, help_text="The words of this revision, masked; none when withdrawn.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "number"], name="each_revision_of_a_reply_has_its_own_number"),
        ]

    def __str__(self) -> str:
        return f"{self.reply_id} · {self.number} · {self.get_kind_display()}"
