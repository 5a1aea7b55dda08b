from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ModerationAct(models.Model):
    """A moderator released, hid or restored a comment, closed a part of it, or looked at it and left it as it is, and why (การดูแลความคิดเห็น)."""

    class Kind(models.TextChoices):
        RELEASE = "release", _("looked at and shown")
        HIDE = "hide", _("hidden")
        RESTORE = "restore", _("restored")
        KEEP = "keep", _("looked at and kept")
        REDACT = "redact", _("a part closed")
        UNREDACT = "unredact", _("shown whole again")

    class Reason(models.TextChoices):
        PERSONAL_DATA = "personal_data", _("reveals somebody's personal data")
        INSULT = "insult", _("insults or threatens")
        SPAM = "spam", _("advertising or spam")
        ILLEGAL = "illegal", _("against the law")
        MISTAKE = "mistake", _("was hidden by mistake")
        APPEAL = "appeal", _("the appeal was granted")
        IN_ORDER = "in_order", _("keeps to the rules")
        SHARP = "sharp", _("sharp, but within the rules")
        OTHER = "other", _("for another reason")

    #: For each act the reasons that fit it.
    REASONS = {
        Kind.RELEASE: (Reason.IN_ORDER, Reason.SHARP),
        Kind.HIDE: (Reason.PERSONAL_DATA, Reason.INSULT, Reason.SPAM, Reason.ILLEGAL),
        Kind.RESTORE: (Reason.MISTAKE, Reason.APPEAL, Reason.OTHER),
        Kind.KEEP: (Reason.IN_ORDER, Reason.SHARP),
        Kind.REDACT: (Reason.PERSONAL_DATA, Reason.INSULT, Reason.SPAM, Reason.ILLEGAL),
        Kind.UNREDACT: (Reason.MISTAKE, Reason.APPEAL, Reason.OTHER),
    }

    comment = models.ForeignKey("consult.Comment", on_delete=models.PROTECT, related_name="moderation_acts")
    kind = models.CharField(max_length=16, choices=Kind)
    reason = models.CharField(max_length=24, choices=Reason)
    note = models.TextField(blank=True, help_text="For colleagues and auditors; nobody else reads it.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.comment} {self.get_kind_display()}: {self.get_reason_display()}"
