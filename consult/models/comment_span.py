from django.db import models
from django.db.models import F, Q

from ..anchors.span import CONTEXT, TextSpan


class CommentSpanQuerySet(models.QuerySet):
    def newest(self, consultation: int):
        """Of visible comments of a hearing, the newest first, each with the anchor its comment stands at now (``stands_at``)."""
        visible = self.filter(comment__consultation=consultation, comment__is_visible=True)
        return visible.annotate(stands_at=F("comment__section__anchor")).order_by("-comment_id")


class CommentSpan(models.Model):
    """The words of a section that a comment speaks of (ถ้อยคำที่กล่าวถึง), as its author read them. A row never changes.

    W3C selectors: TextQuoteSelector (exact, prefix, suffix) and TextPositionSelector (start, end, in code points), in the text of
    ``section``, a row of one version. Where the words stand in a later wording is worked out when it is read (pages/words.py).
    """

    comment = models.OneToOneField("consult.Comment", on_delete=models.PROTECT, related_name="span")
    section = models.ForeignKey("consult.Section", on_delete=models.PROTECT, db_index=False, related_name="+")
    anchor = models.UUIDField(help_text="Of the section, so that the newest of all its versions are found at once.")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    prefix = models.CharField(max_length=CONTEXT, blank=True)
    suffix = models.CharField(max_length=CONTEXT, blank=True)

    objects = CommentSpanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="commented_words_are_not_empty"),
        ]
        indexes = [models.Index(fields=["anchor", "-comment"], name="newest_words_of_a_section")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.start}-{self.end}"

    @property
    def as_read(self) -> TextSpan:
        return TextSpan(start=self.start, end=self.end, exact=self.exact, prefix=self.prefix, suffix=self.suffix)
