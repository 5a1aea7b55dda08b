from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from ..report import Report
from .comment import Comment
from .consultation import Consultation, ConsultationQuerySet
from .membership import Membership

#: How many people beside its writer sign a result; nobody publishes one alone, nor what they wrote
SIGNATURES = 2


class ResultQuerySet(models.QuerySet):
    def published(self):
        """What everybody reads, the latest first; its corrections stand before it."""
        return self.filter(published_at__isnull=False).order_by("-number")

    def draft_of(self, consultation) -> "Result | None":
        """The one that waits for signatures; at most one a hearing."""
        return self.filter(consultation=consultation, published_at=None, withdrawn_at=None).first()


class Result(models.Model):
    """The summary of what was heard and what became of it (สรุปผลการรับฟังความคิดเห็น), as one document.

    A draft until the second signature publishes it. The document of a row never changes (the database refuses): another document is
    another row, a correction of a published one has the next number and says why. Of the row itself three moments are written, once
    each: ``published_at``, ``withdrawn_at``, ``told_at``.
    """

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="results")
    number = models.PositiveIntegerField(
        help_text="Of the hearing: 1 is the first that is published, then its corrections."
    )
    document = models.JSONField(help_text="consult.report.Report.as_json()")
    sha256 = models.CharField(
        max_length=64, help_text="Report.seal(): of the document, words of citizens by their digest."
    )
    reason = models.TextField(blank=True, help_text="Why the result before it is corrected; empty for the first.")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(
        null=True, help_text="A draft that another one replaced, or that nobody wanted."
    )
    told_at = models.DateTimeField(null=True, help_text="When everybody who took part had been told of it.")

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"],
                condition=Q(withdrawn_at=None),
                name="each_result_of_a_hearing_has_its_own_number",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(withdrawn_at=None), name="a_published_result_stays"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} · {self.number}"

    @classmethod
    def next_number(cls, consultation: Consultation) -> int:
        published = cls.objects.filter(consultation=consultation, published_at__isnull=False)
        return (published.aggregate(last=Max("number"))["last"] or 0) + 1

    @property
    def report(self) -> Report:
        return Report.from_json(self.document)


class ResultSignature(models.Model):
    """That somebody read a result and answers for it (ลงนาม). A row never changes."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="signatures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(
        max_length=16, choices=Membership.Role, blank=True, help_text="As which they signed; empty for administrators."
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["result", "by"], name="a_person_signs_a_result_once"),
        ]

    def __str__(self) -> str:
        return f"{self.result_id} · {self.get_role_display()}"


def result_is_due(at: datetime | None = None) -> Q:
    """Of hearings: ended longer ago than a result may take (settings.RESULT_DAYS), with something said in them."""
    due = (at or timezone.now()) - timedelta(days=settings.RESULT_DAYS)
    said = Comment.objects.filter(consultation=OuterRef("pk")).visible()
    return ConsultationQuerySet.ended_q(due) & Q(withdrawn_at=None) & Exists(said)


def result_is_awaited(at: datetime | None = None) -> Q:
    """Of those: no result is published. Issues, answers and new versions are parts of one, and end no waiting alone."""
    return result_is_due(at) & ~Exists(Result.objects.published().filter(consultation=OuterRef("pk")))


def awaits_result(consultation: Consultation) -> bool:
    """Whether people wait for the result of this hearing (one query)."""
    return Consultation.objects.filter(result_is_awaited(), pk=consultation.pk).exists()
