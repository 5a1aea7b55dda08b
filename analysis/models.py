"""What the pipeline found, kept for ever; and the jobs that find it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

THEME_NAME_MAX_LENGTH = 120


class AnalysisRun(models.Model):
    """One finished analysis of a consultation (การวิเคราะห์ความคิดเห็น). A row never changes (the database refuses)."""

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="runs")
    created_at = models.DateTimeField(auto_now_add=True)
    duration_seconds = models.FloatField()
    input_sha256 = models.CharField(max_length=64)
    code_version = models.CharField(max_length=64)
    options = models.JSONField(help_text="Number of themes asked for, seed, encoder")
    comment_count = models.PositiveIntegerField(help_text="Comments read, hidden ones included")
    hidden_count = models.PositiveIntegerField()
    newest_comment = models.PositiveBigIntegerField(default=0, help_text="Largest comment id read")
    document = models.JSONField(help_text="The result; analysis/core/schema describes it")
    model = models.BinaryField(help_text="What assigns later comments; ThemeModel.from_bytes reads it")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.consultation} #{self.pk}"

    @property
    def themes(self) -> list[dict]:
        """Top-level themes, those of most people first."""
        return [theme for theme in self.document["themes"] if theme["parent_id"] is None]


class Assignment(models.Model):
    """Where a run put one comment: a theme, or the reason for none. Later comments are added as they come."""

    run = models.ForeignKey(AnalysisRun, on_delete=models.CASCADE, related_name="assignments")
    comment = models.ForeignKey("consult.Comment", on_delete=models.PROTECT, related_name="assignments")
    theme = models.CharField(max_length=64, blank=True)
    subtheme = models.CharField(
        max_length=64, blank=True, help_text="The part of the theme; empty when it has none, or the comment came later"
    )
    reason = models.CharField(max_length=32, blank=True)
    campaign = models.CharField(max_length=64, blank=True)
    confidence = models.FloatField(null=True)
    margin = models.FloatField(
        null=True, help_text="Of later comments: lead over the next best theme, under 0 when between two"
    )
    incremental = models.BooleanField(default=False, help_text="Assigned after the run, as the comment came in")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "comment"], name="a_run_assigns_each_comment_once"),
            models.CheckConstraint(
                condition=(Q(theme="") & ~Q(reason="")) | (~Q(theme="") & Q(reason="")),
                name="a_comment_has_a_theme_or_a_reason",
            ),
            models.CheckConstraint(condition=Q(subtheme="") | ~Q(theme=""), name="a_part_is_of_a_theme"),
        ]
        indexes = [models.Index(fields=["run", "theme"], name="assignments_by_theme")]

    def __str__(self) -> str:
        return f"{self.comment} → {self.theme or self.reason}"


class LeasedWork(models.Model):
    """Work that one worker at a time holds a lease of, from the moment it starts until it is done or given back.

    Work without a lease waits: for a free worker, or for a message that was lost. Only work with a lease can be lost.
    """

    lease = models.UUIDField(null=True, editable=False, help_text="Of the worker that started; empty while it waits")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often a worker started it")
    seen_at = models.DateTimeField(auto_now_add=True, help_text="Last handed out, started, or shown to be alive")

    class Meta:
        abstract = True


class LeasedWorkQuerySet(models.QuerySet):
    def held_as(self, work: LeasedWork):
        """The row itself, as long as its lease is the one in hand: writes through it come from the holder alone."""
        return self.filter(pk=work.pk, lease=work.lease)

    def silent_since(self, at):
        """Work that was started and whose holder has not been heard of since."""
        return self.filter(lease__isnull=False, seen_at__lt=at)

    def waiting_since(self, at):
        """Work that nobody has started and that was last handed out before."""
        return self.filter(lease=None, seen_at__lt=at)


class AnalysisJobQuerySet(LeasedWorkQuerySet):
    def ready(self):
        """Those a worker may take up: waiting, with no text left to embed."""
        embedding = EmbeddingChunk.objects.filter(job=OuterRef("pk"), done_at=None)
        return self.filter(~Exists(embedding), state=AnalysisJob.State.WAITING)


class AnalysisJob(LeasedWork):
    """A request for a run, and how far it is (งานวิเคราะห์)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

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
    def stage_label(self) -> str:
        return str(STAGES.get(self.stage, ""))


class ThemeEdit(models.Model):
    """What an analyst did to the themes (การแก้ไขประเด็น). A row never changes; undoing is a row of its own.

    ``payload`` holds, as the kind needs: theme, into (ids), name, was, comments (ids), reason, stood (comment → where it
    stood), and theme_label, into_label as they read at the time.
    """

    class Kind(models.TextChoices):
        RENAME = "rename", _("renamed")
        MERGE = "merge", _("merged")
        SPLIT = "split", _("split off")
        MOVE = "move", _("moved")
        EXCLUDE = "exclude", _("taken out")
        REVERT = "revert", _("undone")

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="theme_edits")
    kind = models.CharField(max_length=16, choices=Kind)
    payload = models.JSONField(default=dict)
    reverts = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="revert", reverts__isnull=False) | (~Q(kind="revert") & Q(reverts=None)),
                name="only_undoing_names_another_edit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation} {self.get_kind_display()}"

    @property
    def reason_label(self) -> str:
        return str(REASONS.get(self.payload.get("reason"), ""))


class Embedding(models.Model):
    """A text as a vector of one model, computed once. Holds no text and nobody's id; an old model's are forgotten."""

    text_sha256 = models.CharField(max_length=64, help_text="Of the text the encoder reads: words without stance")
    encoder = models.CharField(max_length=64, help_text="Name and version of the model")
    vector = models.BinaryField(help_text="Little-endian 32-bit floats")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text_sha256", "encoder"], name="a_text_is_embedded_once")]

    def __str__(self) -> str:
        return f"{self.encoder} {self.text_sha256[:12]}"


class EmbeddingChunk(LeasedWork):
    """A share of a large job: comments of a range of ids, to be embedded by any worker before the run starts."""

    job = models.ForeignKey(AnalysisJob, on_delete=models.CASCADE, related_name="chunks")
    first_comment = models.PositiveBigIntegerField()
    last_comment = models.PositiveBigIntegerField()
    done_at = models.DateTimeField(null=True)

    objects = LeasedWorkQuerySet.as_manager()

    class Meta:
        ordering = ["first_comment"]

    def __str__(self) -> str:
        return f"{self.job}: {self.first_comment}–{self.last_comment}"


#: Names of the core's stages for people
STAGES = {
    "normalise": _("reading comments and masking personal data"),
    "campaigns": _("finding repeated texts"),
    "encode": _("reading for meaning"),
    "themes": _("grouping into themes"),
    "labels": _("naming the themes"),
    "summary": _("choosing quotes and writing the summary"),
}

#: Why a comment stands in no theme, for people
REASONS = {
    "too_short": _("says nothing to the matter"),
    "off_topic": _("off topic"),
    "other_language": _("in another language"),
    "duplicate_of": _("sent twice by the same person"),
    "withheld": _("hidden by a moderator"),
    "unclustered": _("fits no theme"),
}
