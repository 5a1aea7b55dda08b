"""Questions about runs: which is the newest, what is out of date, what has not been read yet."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, F, FilteredRelation, Max, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from consult.models import AuditEntry, Comment, Consultation

from .models import AnalysisJob, AnalysisRun, Assignment, EmbeddingChunk, ThemeEdit

FIRST_RUN_FROM = 5
RETRY_AFTER = timedelta(hours=1)
#: later comments before drift is spoken of
DRIFT_LEAST = 100
#: an analysis shall take no more than this share of the time
BUSY_SHARE = 0.05


def newest_run(consultation_id: int) -> AnalysisRun | None:
    """The latest finished run, without its model."""
    return AnalysisRun.objects.filter(consultation=consultation_id).defer("model").order_by("-pk").first()


def stale_consultations(at=None) -> list[Consultation]:
    """Consultations whose comments have moved on from their newest run (or that have none and five comments or more).

    Grown by a fifth, or later comments fit its themes badly (drift): at once. Changed by anything, an edit of an analyst, a newly
    hidden comment or one masked anew included: after ten minutes, or later when runs take long. One whose analysis failed is left alone for an
    hour; an analyst may start it at any time. The figures are settings (docs/operator.md).
    """
    at = at or timezone.now()
    counted = Consultation.objects.visible().annotate(
        n=Count("comments"),
        hidden=Count("comments", filter=Q(comments__hidden_at__isnull=False)),
        newest=Max("comments"),
    )
    active = AnalysisJob.objects.filter(consultation=OuterRef("pk"), state__in=AnalysisJob.ACTIVE)
    failing = AnalysisJob.objects.filter(
        consultation=OuterRef("pk"), state=AnalysisJob.State.FAILED, seen_at__gt=at - RETRY_AFTER
    )
    counted = counted.filter(~Exists(active), ~Exists(failing), n__gte=FIRST_RUN_FROM)
    return [consultation for consultation in counted if _is_stale(consultation, newest_run(consultation.pk), at)]


def _is_stale(consultation, run: AnalysisRun | None, at) -> bool:
    if run is None:
        return True
    new = consultation.n - run.comment_count
    if new > settings.ANALYSIS_GROWTH_SHARE * run.comment_count or drift(run) > settings.ANALYSIS_DRIFT_SHARE:
        return True
    changed = (
        new
        or consultation.hidden != run.hidden_count
        or edits_since(run).exists()
        or maskings_since(run).exclude(detail__comments=[]).exists()
    )
    rest = max(60 * settings.ANALYSIS_REFRESH_MINUTES, run.duration_seconds / BUSY_SHARE)
    return bool(changed) and at - run.created_at > timedelta(seconds=rest)


def drift(run: AnalysisRun) -> float:
    """Share of the last later comments that stand between two themes; 0 while there are too few to tell."""
    later = Assignment.objects.filter(run=run, incremental=True, margin__isnull=False).order_by("-pk")
    margins = later.values_list("margin", flat=True)[: settings.ANALYSIS_DRIFT_WINDOW]
    low = sum(margin < 0 for margin in margins)
    return low / len(margins) if len(margins) >= DRIFT_LEAST else 0.0


def edits_since(run: AnalysisRun):
    """Edits of themes a run was not taught."""
    return ThemeEdit.objects.filter(consultation=run.consultation_id, at__gt=_read_at(run))


def maskings_since(run: AnalysisRun):
    """Entries of the audit trail about comments that were masked again after a run had read them."""
    return AuditEntry.objects.filter(consultation=run.consultation_id, verb="mask_again", at__gt=_read_at(run))


def masked_since(run: AnalysisRun) -> set[int]:
    """Comments that read differently now than when the run quoted them."""
    return {pk for detail in maskings_since(run).values_list("detail", flat=True) for pk in detail["comments"]}


def _read_at(run: AnalysisRun) -> datetime:
    return run.created_at - timedelta(seconds=run.duration_seconds)


def edits_with_names(consultation: Consultation):
    """Everything analysts did to the themes, newest first, with who did it and whether it was undone."""
    edits = ThemeEdit.objects.filter(consultation=consultation).select_related("by", "reverts", "undone_by")
    return edits.order_by("-pk")


def expected_end(job: AnalysisJob, at=None) -> datetime | None:
    """When a job under way may be done, if each comment takes as long as in the run before; None with nothing to judge by."""
    run = newest_run(job.consultation_id)
    if job.state != AnalysisJob.State.RUNNING or run is None or not run.comment_count:
        return None
    comments = Comment.objects.filter(consultation=job.consultation_id).visible().count()
    whole = run.duration_seconds * comments / run.comment_count
    return (at or timezone.now()) + timedelta(seconds=whole * (1 - job.fraction))


def _lost_since(at):
    return (at or timezone.now()) - timedelta(seconds=settings.ANALYSIS_LOST_SECONDS)


def lost_jobs(at=None):
    """Jobs that were started and whose worker has shown no sign of life for three minutes."""
    return AnalysisJob.objects.filter(state=AnalysisJob.State.RUNNING).silent_since(_lost_since(at))


def waiting_jobs(at=None):
    """Jobs ready to start and handed out more than three minutes ago: workers are busy, or the message was lost."""
    return AnalysisJob.objects.ready().waiting_since(_lost_since(at))


def lost_chunks(at=None):
    """Chunks that were started and whose worker has shown no sign of life for three minutes."""
    return _chunks_to_do().silent_since(_lost_since(at))


def waiting_chunks(at=None):
    """Chunks that nobody has started, of jobs in which nothing has moved for three minutes."""
    since = _lost_since(at)
    return _chunks_to_do().waiting_since(since).filter(job__seen_at__lt=since)


def _chunks_to_do():
    return EmbeddingChunk.objects.filter(job__state__in=AnalysisJob.ACTIVE, done_at=None).select_related("job")


def comments_to_embed(job: AnalysisJob) -> list[int]:
    """Visible comments that no run with this job's encoder has read, oldest first."""
    before = AnalysisRun.objects.filter(consultation=job.consultation_id, options__encoder=job.options["encoder"])
    newest = before.aggregate(newest=Max("newest_comment"))["newest"] or 0
    comments = Comment.objects.filter(consultation=job.consultation_id, pk__gt=newest).visible()
    return list(comments.order_by("pk").values_list("pk", flat=True))


def texts_of(chunk: EmbeddingChunk) -> list[str]:
    """What the visible comments of a chunk say in public."""
    ids = (chunk.first_comment, chunk.last_comment)
    comments = Comment.objects.filter(consultation=chunk.job.consultation_id, pk__range=ids).visible()
    return list(comments.order_by("pk").values_list("public_text", flat=True))


def unassigned_comments(run: AnalysisRun, limit: int = 500):
    """Visible comments this run has not seen, oldest first."""
    seen = Assignment.objects.filter(run=run, comment=OuterRef("pk"))
    comments = Comment.objects.filter(consultation=run.consultation_id).visible()
    return comments.filter(~Exists(seen)).order_by("pk")[:limit]


def consultations_with_unassigned_comments() -> list[int]:
    """Consultations with a comment newer than everything their newest run has placed."""
    newest = AnalysisRun.objects.values("consultation").annotate(newest=Max("pk")).values("newest")
    placed = AnalysisRun.objects.filter(pk__in=newest).annotate(last=Max("assignments__comment"))
    return [
        run["consultation"]
        for run in placed.values("consultation", "last")
        if Comment.objects.filter(consultation=run["consultation"], pk__gt=run["last"] or 0).visible().exists()
    ]


def comments_with_assignment(consultation: Consultation, run: AnalysisRun | None):
    """Visible comments, each with ``theme``, ``subtheme``, ``reason`` and ``campaign`` of this run (None where it has none)."""
    comments = consultation.comments.visible().select_related("section", "official_reply")
    here = FilteredRelation("assignments", condition=Q(assignments__run=run.pk if run else 0))
    return comments.annotate(placed=here).annotate(
        theme=F("placed__theme"),
        subtheme=F("placed__subtheme"),
        reason=F("placed__reason"),
        campaign=F("placed__campaign"),
    )


def comments_per_day(consultation: Consultation) -> list[tuple[date, int]]:
    """Visible comments on each day from the first to the last, days without any included; Bangkok days."""
    counted = consultation.comments.visible().annotate(day=TruncDate("posted_at")).values_list("day")
    by_day = dict(counted.annotate(n=Count("pk")).order_by("day"))
    if not by_day:
        return []
    first, last = min(by_day), max(by_day)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return [(day, by_day.get(day, 0)) for day in days]
