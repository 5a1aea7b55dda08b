import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets import CommentQuerySet


class Comment(models.Model):
    """What someone said about a section or the whole draft (ความคิดเห็น).

    ``text`` is what was written, kept for the record. ``public_text`` is what anybody else sees: the same with personal
    data masked. A hidden comment stays in the record and leaves every public page.
    """

    class Stance(models.TextChoices):
        """The position its author chose with a button; never guessed."""

        AGREE = "agree", _("agree")
        PARTLY = "partly", _("agree in part")
        DISAGREE = "disagree", _("disagree")

    class Channel(models.TextChoices):
        WEB = "web", _("this website")
        EMAIL = "email", _("e-mail")
        MEETING = "meeting", _("meeting")
        PAPER = "paper", _("letter or paper form")

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="comments")
    section = models.ForeignKey("consult.Section", on_delete=models.PROTECT, null=True, related_name="comments")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    public_text = models.TextField()
    search_text = models.TextField(help_text="public_text folded for searching; see search.fold")
    stance = models.CharField(max_length=16, choices=Stance, blank=True)
    channel = models.CharField(max_length=16, choices=Channel, default=Channel.WEB)
    client_key = models.UUIDField(
        default=uuid.uuid4, help_text="Sent with the form: the same one twice is one comment."
    )
    posted_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["author", "client_key"], name="a_form_sent_twice_is_one_comment"),
        ]
        indexes = [
            models.Index(
                fields=["consultation", "section", "parent", "hidden_at", "-id"],
                name="comments_shown_on_section",
            ),
            models.Index(fields=["author", "posted_at"], name="comments_by_author_and_time"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def masks_something(self) -> bool:
        return self.text != self.public_text
