from django.db import models


class CommentRevision(models.Model):
    """One wording of a comment that its author changed or added to, as it was written (ถ้อยคำของความคิดเห็นแต่ละครั้ง). A row
    never changes, but that its words are emptied when its author erases who they are, or a site keeps them no longer. There are none of
    a comment that was written once; number 1 is what was written first. Sealed like ``Comment.text``.
    """

    class Kind(models.TextChoices):
        WRITTEN = "written"
        EDITED = "edited"
        ADDED = "added"

    comment = models.ForeignKey("consult.Comment", on_delete=models.PROTECT, db_index=False, related_name="revisions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.TextField(help_text="The whole wording; of an addition what was added.")
    client_key = models.UUIDField(
        null=True, help_text="Of the form and of what was sent with it; none of the first wording."
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="each_wording_of_a_comment_has_its_own_number"),
            models.UniqueConstraint(fields=["comment", "client_key"], name="a_change_sent_twice_is_one_change"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} · {self.number}"
