from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import override

from ..thai.signs import sign_of


class RedactionQuerySet(models.QuerySet):
    def standing(self):
        """Those that close a passage now, in the order of the text."""
        return self.filter(lifted_at=None).select_related("act").order_by("start", "pk")


class Redaction(models.Model):
    """A passage of a comment that a moderator closed (ปิดข้อความ): readers see in its place that it was closed and why.

    The places are in ``Comment.text``, which keeps the words: it does not change at its beginning while one stands.
    """

    comment = models.ForeignKey("consult.Comment", on_delete=models.PROTECT, related_name="redactions")
    act = models.ForeignKey("consult.ModerationAct", on_delete=models.PROTECT, related_name="redactions")
    start = models.PositiveIntegerField(help_text="In code points of the text as it was written.")
    end = models.PositiveIntegerField()
    lifted_at = models.DateTimeField(
        null=True, help_text="It closes nothing any more: its words are shown again, or gone with who wrote them."
    )

    objects = RedactionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="a_closed_passage_has_words"),
            models.UniqueConstraint(
                fields=["comment", "start", "end"], condition=Q(lifted_at=None), name="a_passage_is_closed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.start}-{self.end}"

    @property
    def sign(self) -> str:
        """What stands in place of the words, in the language of the record; a tag of the site, as those of masking are."""
        with override(settings.LANGUAGE_CODE):
            return sign_of(self.act.get_reason_display())


def without(text: str, redactions: Iterable[Redaction]) -> str:
    """The text with a sign in the place of each closed passage; ``redactions`` in the order of the text, passages that overlap under one."""
    left, at = [], 0
    for one in redactions:
        if one.start >= at:
            left += [text[at : one.start], one.sign]
        at = max(at, one.end)
    return "".join([*left, text[at:]])
