"""Questions about runs: which is the newest, what is out of date, what has not been read yet."""

from datetime import date, timedelta

from django.db.models import Count, Exists, F, FilteredRelation, Max, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from consult.models import Comment, Consultation

from .models import AnalysisJob, AnalysisRun, Assignment

FIRST_RUN_FROM = 5
STALE_AFTER = timedelta(minutes=10)
STALE_SHARE = 0.2
LOST_AFTER = timedelta(minutes=3)
RETRY_AFTER = timedelta(hours=1)


def newest_run(consultation_id: int) -> AnalysisRun | None:
    """The latest finished run, without its model."""
    return AnalysisRun.objects.filter(consultation=consultation_id).defer("model").order_by("-pk").first()


def stale_consultations(at=None) -> list[Consultation]:
    """Consultations whose comments have moved on from their newest run (or that have none and five comments or more).

    Moved on by a fifth: at once. By anything, a newly hidden comment included: after ten minutes. One whose analysis failed
    is left alone for an hour; an analyst may start it at any time.
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
    if not new and consultation.hidden == run.hidden_count:
        return False
    return new > STALE_SHARE * run.comment_count or at - run.created_at > STALE_AFTER


def lost_jobs(at=None):
    """Jobs nobody works on: waiting or running without a sign of life for three minutes."""
    at = at or timezone.now()
    return AnalysisJob.objects.filter(state__in=AnalysisJob.ACTIVE, seen_at__lt=at - LOST_AFTER)


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
    """Visible comments, each with ``theme``, ``reason`` and ``campaign`` of this run (None where it has none)."""
    comments = consultation.comments.visible().select_related("section")
    here = FilteredRelation("assignments", condition=Q(assignments__run=run.pk if run else 0))
    return comments.annotate(placed=here).annotate(
        theme=F("placed__theme"), reason=F("placed__reason"), campaign=F("placed__campaign")
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
