from django.db import models
from django.utils.translation import gettext_lazy as _


class HourReading(models.Model):
    """How many comments and votes a hearing had when an hour began: what was done within an hour is the difference of two.

    ``votes``: row of the wording → level → number of votes, as strings, since JSON knows no other keys.
    """

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.CASCADE, related_name="+")
    hour = models.DateTimeField()
    comments = models.IntegerField()
    votes = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "hour"], name="an_hour_is_read_once")]

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.hour:%Y-%m-%d %H}"


class Burst(models.Model):
    """An hour in which far more was done than in the other hours of the same hearing (ชั่วโมงที่มากผิดปกติ).

    An observation for officers and analysts, shown beside the figures: a broadcast or a crowd does this as well as one person with
    many devices. Nothing is deleted or counted otherwise for it.
    """

    class Kind(models.TextChoices):
        COMMENTS = "comments", _("comments")
        VOTES = "votes", _("votes on one section")
        GUESTS = "guests", _("votes of guests on one section")

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="bursts")
    kind = models.CharField(max_length=8, choices=Kind)
    section = models.ForeignKey("consult.Section", on_delete=models.PROTECT, null=True, related_name="+")
    hour = models.DateTimeField()
    count = models.IntegerField(help_text="Within the hour.")
    usual = models.IntegerField(help_text="What 95 of 100 earlier hours of the hearing had at most.")

    class Meta:
        ordering = ["-hour", "-count"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "kind", "section", "hour"], name="an_unusual_hour_of_a_section_is_told_once"
            ),
            models.UniqueConstraint(
                fields=["consultation", "kind", "hour"],
                condition=models.Q(section=None),
                name="an_unusual_hour_is_told_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.kind} {self.count}"
