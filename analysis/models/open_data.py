from django.db import models


class OpenDataReleaseQuerySet(models.QuerySet):
    def standing(self):
        """Those whose files are there; none that is replaced by a later one or was taken away."""
        return self.filter(removed_at=None)


class OpenDataRelease(models.Model):
    """One folder of open data of a closed hearing (ข้อมูลเปิดที่เผยแพร่ครั้งหนึ่ง): made once, and anew when something of it was hidden.

    ``counted``: tables of counts without the few, as the first release told them. A later one counts nothing anew, since two counts
    could be subtracted.
    """

    class Reason(models.TextChoices):
        FIRST = "first"
        HIDDEN = "hidden"
        CHANGED = "changed"

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="open_data")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    reason = models.CharField(max_length=16, choices=Reason)
    removed_comments = models.PositiveIntegerField(
        default=0, help_text="How many comments were hidden or withdrawn since the release before."
    )
    state = models.JSONField(help_text="How the record stood; opendata/state.py compares.")
    files = models.JSONField(help_text="Name, size, sha256, rows and table of each file.")
    counted = models.JSONField(default=dict)
    removed_at = models.DateTimeField(null=True, help_text="Its files are served no more.")

    objects = OpenDataReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"], name="each_release_of_open_data_has_its_own_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} · {self.number}"
