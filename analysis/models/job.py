from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.models.kept import comment_counts

from .leased_work import LeasedWork, LeasedWorkQuerySet, lost_since
from .run import AnalysisRun

#: Names of the core's stages for people
STAGES = {
    "normalise": _("reading comments and masking personal data"),
    "campaigns": _("finding repeated texts"),
    "encode": _("reading for meaning"),
    "themes": _("grouping into themes"),
    "labels": _("naming the themes"),
    "summary": _("choosing quotes and writing the summary"),
}


class AnalysisJobQuerySet(LeasedWorkQuerySet):
    def ready(self):
        """Those a worker may take up: waiting, with no text left to embed."""
        embedding = EmbeddingChunk.objects.filter(job=OuterRef("pk"), done_at=None)
        return self.filter(~Exists(embedding), state=AnalysisJob.State.WAITING)

    def lost(self, at=None):
        """Those that were started and whose worker has shown no sign of life for three minutes."""
        return self.filter(state=AnalysisJob.State.RUNNING).silent_since(lost_since(at))

    def long_ready(self, at=None):
        """Those ready to start and handed out more than three minutes ago: workers are busy, or the message was lost."""
        return self.ready().waiting_since(lost_since(at))


class AnalysisJob(LeasedWork):
    """A request for a run, and how far it is (งานวิเคราะห์)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        GIVEN_UP = "given_up", _("given up")

    ACTIVE = (State.WAITING, State.RUNNING)

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="analysis_jobs")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty: the sweep",
    )
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    stage = models.CharField(max_length=32, blank=True)
    fraction = models.FloatField(default=0)
    error = models.TextField(blank=True)
    run = models.OneToOneField(AnalysisRun, on_delete=models.CASCADE, null=True, related_name="job")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AnalysisJobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_analysis_at_a_time_per_consultation",
            ),
            models.CheckConstraint(
                condition=Q(state="running", lease__isnull=False) | (~Q(state="running") & Q(lease=None)),
                name="a_job_that_runs_has_a_holder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation} {self.get_state_display()}"

    @property
    def is_active(self) -> bool:
        return self.state in self.ACTIVE

    @property
    def percent(self) -> int:
        return round(100 * self.fraction)

    @property
    def is_asked_for(self) -> bool:
        """Whether a person asked, with a number of themes or without; else the timetable did."""
        return self.requested_by_id is not None

    @property
    def stage_label(self) -> str:
        return str(STAGES.get(self.stage, ""))

    def expected_end(self, at: datetime | None = None) -> datetime | None:
        """When it may be done, if each comment takes as long as in the run before; None with nothing to judge by."""
        run = AnalysisRun.objects.filter(consultation=self.consultation_id).only("duration_seconds", "comment_count")
        before = run.order_by("-pk").first()
        if self.state != self.State.RUNNING or before is None or not before.comment_count:
            return None
        counts = comment_counts([self.consultation_id])[self.consultation_id].values()
        comments = sum(count.in_all + count.hidden for count in counts)
        whole = before.duration_seconds * comments / before.comment_count
        return (at or timezone.now()) + timedelta(seconds=whole * (1 - self.fraction))


class EmbeddingChunkQuerySet(LeasedWorkQuerySet):
    def to_do(self):
        """Those of jobs under way that have not all their vectors."""
        return self.filter(job__state__in=AnalysisJob.ACTIVE, done_at=None).select_related("job")

    def lost(self, at=None):
        """Those that were started and whose worker has shown no sign of life for three minutes."""
        return self.to_do().silent_since(lost_since(at))

    def long_ready(self, at=None):
        """Those that nobody has started, of jobs in which nothing has moved for three minutes."""
        since = lost_since(at)
        return self.to_do().waiting_since(since).filter(job__seen_at__lt=since)


class EmbeddingChunk(LeasedWork):
    """A share of a large job: comments of a range of ids, to be embedded by any worker before the run starts."""

    job = models.ForeignKey(AnalysisJob, on_delete=models.CASCADE, related_name="chunks")
    first_comment = models.PositiveBigIntegerField()
    last_comment = models.PositiveBigIntegerField()
    done_at = models.DateTimeField(null=True)

    objects = EmbeddingChunkQuerySet.as_manager()

    class Meta:
        ordering = ["first_comment"]

    def __str__(self) -> str:
        return f"{self.job}: {self.first_comment}–{self.last_comment}"
