from django.conf import settings
from django.db import models
from django.db.models import Subquery

from consult.models.prepared import Prepared


class AnalysisRunQuerySet(models.QuerySet):
    def newest(self, consultation_id: int) -> "AnalysisRun | None":
        """The latest finished run, without its model and document: for when and from how much it was made."""
        return self.filter(consultation=consultation_id).defer("model", "document", "outline").order_by("-pk").first()

    def current_pk(self, consultation_id: int) -> int | None:
        """The run analysts read: the one frozen as the basis of the result, the one they chose last, or else the newest (one query)."""
        found = _CURRENT.rows(consultation_id)
        return next(filter(None, found[0])) if found else None

    def of_hearing(self, consultation_id: int, pk: int | None) -> "AnalysisRun | None":
        """A run of a hearing by its id, without its model; its document is read when something asks for it."""
        return None if pk is None else _RUN.first(consultation_id, pk)

    def current(self, consultation_id: int) -> "AnalysisRun | None":
        """The run analysts read, without its model; its document is read when something asks for it."""
        return self.of_hearing(consultation_id, self.current_pk(consultation_id))


def _current(consultation: int) -> models.QuerySet:
    """The run that was frozen last, the one that was chosen last, and the newest one."""
    from .freeze import RunFreeze

    last = {
        name: Subquery(rows.objects.filter(consultation=consultation).order_by("-pk").values("run")[:1])
        for name, rows in (("frozen", RunFreeze), ("chosen", RunChoice))
    }
    newest = AnalysisRun.objects.filter(consultation=consultation).order_by("-pk").annotate(**last)
    return newest.values_list("frozen", "chosen", "pk")[:1]


_CURRENT = Prepared(_current)
_RUN = Prepared(
    lambda consultation, pk: (
        AnalysisRun.objects.defer("model", "document").filter(consultation=consultation, pk=pk).order_by()
    ),
    2,
)


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
    read = models.JSONField(
        default=dict, help_text="How the hearing stood when it was read; runs/staleness.py compares"
    )
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", help_text="The run its themes were matched with"
    )
    document = models.JSONField(
        help_text="The result without its long lists (`RunList`); analysis/core/schema describes the whole"
    )
    outline = models.JSONField(help_text="What things in the document are called; runs/outline.py makes it")
    model = models.BinaryField(help_text="What assigns later comments; ThemeModel.from_bytes reads it")

    objects = AnalysisRunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.consultation} #{self.pk}"

    @property
    def shown_count(self) -> int:
        """Comments in the sense of every page, replies included and hidden ones not, as they stood when it was made."""
        return self.comment_count - self.hidden_count

    @property
    def themes(self) -> list[dict]:
        """Top-level themes, those of most people first."""
        return [theme for theme in self.document["themes"] if theme["parent_id"] is None]


class RunList(models.Model):
    """A list of a run's document that grows with comments; the document keeps how it begins. A row never changes nor goes.

    `runs.long_lists` takes lists out of a document and puts them back.
    """

    run = models.ForeignKey(AnalysisRun, on_delete=models.PROTECT, related_name="lists")
    place = models.CharField(max_length=200, help_text="Where it stands in the document: /themes/0/summary/0/cites")
    entries = models.JSONField(help_text="All of it, in order")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "place"], name="a_run_has_one_list_at_a_place")]

    def __str__(self) -> str:
        return f"{self.run} {self.place}"


class RunChoice(models.Model):
    """Which run analysts read from then on (ผลการวิเคราะห์ที่เลือกใช้). A row never changes; choosing again is a row of its own.

    Who asks for a run with a number of themes chooses it. Runs that are made by themselves replace none that was chosen.
    """

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="run_choices")
    run = models.ForeignKey(
        AnalysisRun, on_delete=models.PROTECT, null=True, related_name="choices", help_text="Empty: whichever is newest"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.consultation} #{self.run_id or 'newest'}"
