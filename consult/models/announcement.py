from datetime import timedelta

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from .prepared import ask

TAKING_BACK = (
    "comment.hidden",
    "comment.withdrawn",
    "comment.reworded",
    "official_reply.changed",
    "consultation.changed",
)


class AnnouncementQuerySet(models.QuerySet):
    def waiting_for(self, seconds: float):
        """Those that have waited this long for their number."""
        return self.filter(seq=None, at__lt=timezone.now() - timedelta(seconds=seconds))

    def about_to_take_back(self, consultation_id: int):
        """Those of a consultation, without a number yet, after which words that were public no longer are."""
        return self.filter(consultation=consultation_id, seq=None, type__in=TAKING_BACK)

    def append(self, type: str, consultation: int, *about: int | None) -> None:
        """News of one kind, about a section, a comment or a question; every act does this, so it costs no model."""
        at = connection.ops.adapt_datetimefield_value(timezone.now())
        ask(_APPEND, [type, consultation, *about, at])


_COLUMNS = "type, consultation_id, section_id, comment_id, question_id, at"
_APPEND = f"INSERT INTO consult_announcement ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s) RETURNING id"  # noqa: S608


def announcing(*values: str) -> str:
    """The beginning of a question in SQL that writes news for each row of what follows (FROM …): a value or mark for each column, the
    type, the hearing, a section, a comment, a question and the moment. For acts that tell of themselves in the question that makes them."""
    return f"INSERT INTO consult_announcement ({_COLUMNS}) SELECT {', '.join(values)}"


class Announcement(models.Model):
    """News for everyone watching a consultation, written in the transaction that made it.

    The ticker gives the waiting ones (``seq`` null) their sequence number once a second, after they are committed. The
    number therefore has no holes and no late-comers, which an auto-increment id on PostgreSQL cannot promise.
    """

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.CASCADE, related_name="announcements")
    seq = models.PositiveBigIntegerField(null=True)
    type = models.CharField(max_length=32)
    section = models.ForeignKey("consult.Section", on_delete=models.CASCADE, null=True, related_name="+")
    comment = models.ForeignKey("consult.Comment", on_delete=models.CASCADE, null=True, related_name="+")
    question = models.ForeignKey("consult.Question", on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["consultation", "seq"], name="announcements_in_order"),
            models.Index(fields=["id"], condition=Q(seq__isnull=True), name="announcements_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.type} #{self.seq}"
