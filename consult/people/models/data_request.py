import uuid
from datetime import datetime, time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DataRequestQuerySet(models.QuerySet):
    def waiting(self):
        """Not answered yet, the most urgent first."""
        return self.filter(answered_at=None).order_by("due_on", "pk")

    def answered(self):
        return self.filter(answered_at__isnull=False).order_by("-pk")


class DataRequest(models.Model):
    """What somebody asks of the site about data on them (คำขอใช้สิทธิ), answered by the data-protection officer by a day."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("see data about me")
        CORRECTION = "correction", _("correct data about me")
        ERASURE = "erasure", _("erase data about me")
        OBJECTION = "objection", _("object to what is done with it")

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        PARTLY = "partly", _("done in part")
        REFUSED = "refused", _("refused")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_requests")
    kind = models.CharField(max_length=16, choices=Kind)
    text = models.TextField()
    client_key = models.UUIDField(
        default=uuid.uuid4, help_text="Of the form and of what was sent with it: the same one twice is one request."
    )
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(
        help_text="By when an answer is owed: settings.DATA_REQUEST_DAYS at the time it was asked."
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "client_key"], name="a_data_request_sent_twice_is_one"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, outcome="", answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome="") & ~Q(answer=""),
                name="an_answered_data_request_has_an_answer_and_who_gave_it",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(answered_at=None), name="data_requests_waiting"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def due_moment(self) -> datetime:
        """The day as pages show days."""
        return timezone.make_aware(datetime.combine(self.due_on, time()))

    @property
    def is_overdue(self) -> bool:
        return self.answered_at is None and self.due_on < timezone.localdate()
