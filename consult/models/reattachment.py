from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Reattachment(models.Model):
    """An officer put a comment, with its replies, on another section of the draft, since its own was taken out or split
    (การย้ายความคิดเห็นไปไว้กับมาตราอื่น). A row never changes.

    ``before`` is the section as its author read it, or where an earlier act put it; ``after`` a row of the version of that moment.
    """

    comment = models.ForeignKey("consult.Comment", on_delete=models.PROTECT, related_name="reattachments")
    before = models.ForeignKey("consult.Section", on_delete=models.PROTECT, db_index=False, related_name="+")
    after = models.ForeignKey("consult.Section", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="a_comment_is_put_on_another_section"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.before_id} → {self.after_id}"
