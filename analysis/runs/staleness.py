"""When a run is out of date: how the hearing stood when it was read, against how it stands."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from consult.models import Answer, Comment, Consultation, DraftVersion, Vote

from ..models import AnalysisJob, AnalysisRun, Assignment, ThemeEdit

FIRST_RUN_FROM = 5
RETRY_AFTER = timedelta(hours=1)
#: later comments before drift is spoken of
DRIFT_LEAST = 100
#: an analysis shall take no more than this share of the time
BUSY_SHARE = 0.05


@dataclass(frozen=True, kw_only=True)
class HearingState:
    """How a hearing stands, in figures that change with everything a run may say something about.

    Rows that never change are told by the last of them; votes, which may be cast anew, by the last time too.
    """

    comments: int
    hidden: int
    last_hidden: str
    newest_comment: int
    votes: int
    last_vote: str
    answers: int
    last_answer: int
    draft: str
    last_edit: int
    last_masked: str

    @classmethod
    def of(cls, consultation: Consultation) -> "HearingState":
        comments = Comment.objects.filter(consultation=consultation).aggregate(
            comments=Count("pk"),
            hidden=Count("pk", filter=Q(is_visible=False)),
            last_hidden=Max("hidden_at"),
            newest_comment=Max("pk", default=0),
            last_masked=Max("masked_at"),
        )
        votes = Vote.objects.filter(
            Q(comment__consultation=consultation) | Q(section__version__consultation=consultation)
        ).aggregate(votes=Count("pk"), last_vote=Max("cast_at"))
        answers = Answer.objects.filter(question__questionnaire__consultation=consultation).aggregate(
            answers=Count("pk"), last_answer=Max("pk", default=0)
        )
        draft = DraftVersion.objects.filter(pk=consultation.draft_id).values_list("content_sha256", flat=True).first()
        return cls(
            **_without_moments(comments),
            **_without_moments(votes),
            **answers,
            draft=draft or "",
            last_edit=ThemeEdit.objects.filter(consultation=consultation).aggregate(last=Max("pk", default=0))["last"],
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def _without_moments(figures: dict[str, Any]) -> dict[str, Any]:
    """Figures as they come back from JSON: a moment is a text, empty for none."""
    return {
        name: value if isinstance(value, int) else value.isoformat() if value else "" for name, value in figures.items()
    }


def stale_consultations(at: datetime | None = None) -> list[Consultation]:
    """Consultations that have moved on from their newest run (or that have none and five comments or more).

    Grown by a fifth, or later comments fit the themes badly (drift): at once. Changed by anything (a comment, a vote, an
    answer, a new wording, an edit of an analyst, a comment newly hidden or masked anew): after ten minutes, or later when
    runs take long. One whose analysis failed is left alone for an hour; an analyst may start it at any time. The figures
    are settings (docs/operator.md).
    """
    at = at or timezone.now()
    active = AnalysisJob.objects.filter(consultation=OuterRef("pk"), state__in=AnalysisJob.ACTIVE)
    failing = AnalysisJob.objects.filter(
        consultation=OuterRef("pk"), state=AnalysisJob.State.FAILED, seen_at__gt=at - RETRY_AFTER
    )
    counted = Consultation.objects.visible().annotate(n=Count("comments"))
    counted = counted.filter(~Exists(active), ~Exists(failing), n__gte=FIRST_RUN_FROM)
    return [consultation for consultation in counted if _is_stale(consultation, at)]


def _is_stale(consultation: Consultation, at: datetime) -> bool:
    run = AnalysisRun.objects.newest(consultation.pk)
    if run is None:
        return True
    new = consultation.n - run.comment_count
    if new > settings.ANALYSIS_GROWTH_SHARE * run.comment_count or drift(run) > settings.ANALYSIS_DRIFT_SHARE:
        return True
    rest = max(60 * settings.ANALYSIS_REFRESH_MINUTES, run.duration_seconds / BUSY_SHARE)
    rested = at - run.created_at > timedelta(seconds=rest)
    return rested and run.read != HearingState.of(consultation).as_json()


def drift(run: AnalysisRun) -> float:
    """Share of the last later comments that stand between two themes; 0 while there are too few to tell."""
    later = Assignment.objects.filter(run=run, incremental=True, margin__isnull=False).order_by("-pk")
    margins = later.values_list("margin", flat=True)[: settings.ANALYSIS_DRIFT_WINDOW]
    low = sum(margin < 0 for margin in margins)
    return low / len(margins) if len(margins) >= DRIFT_LEAST else 0.0


def masked_since(run: AnalysisRun):
    """Comments that read differently now than when the run quoted them: masked again by other rules."""
    masked = Comment.objects.filter(consultation=run.consultation_id, masked_at__isnull=False)
    before = run.read.get("last_masked")
    return masked.filter(masked_at__gt=before) if before else masked
