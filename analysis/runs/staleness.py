"""When a run is out of date: how the hearing stood when it was read, against how it stands."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from consult.models import Answer, Comment, Consultation, DraftVersion, Vote
from consult.models.kept import comment_counts, count_in

from ..models import AnalysisJob, AnalysisRun, Assignment, RunFreeze, ThemeEdit

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

    news: int
    """The number of the last news there was; it is no figure of its own, but says whether the others need to be counted."""

    @classmethod
    def of(cls, consultation: Consultation) -> "HearingState":
        news = Consultation.objects.values_list("live_seq", flat=True).get(
            pk=consultation.pk
        )  # before all that it speaks of
        comments = Comment.objects.filter(consultation=consultation).aggregate(
            last_hidden=Max("hidden_at"), last_masked=Max("reworded_at")
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
            **_at_a_glance(consultation),
            draft=draft or "",
            news=news,
        )

    @staticmethod
    def is_as_in(read: dict[str, Any], consultation: Consultation) -> bool:
        """Whether the hearing stands as it was read. Everything a run speaks of is news; votes are counted only where there was
        some, once for each number."""
        if any(read.get(name) != figure for name, figure in _at_a_glance(consultation).items()):
            return False
        known = {read.get("news"), cache.get(key := f"nothing new:{consultation.pk}:{_mark(read)}")}
        if consultation.live_seq in known and not consultation.announcements.filter(seq=None).exists():
            return True
        stands = HearingState.of(consultation)
        if stands.as_json() | {"news": 0} != read | {"news": 0}:
            return False
        cache.set(key, stands.news, RETRY_AFTER.total_seconds())
        return True

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def _at_a_glance(consultation: Consultation) -> dict[str, int]:
    """Figures that are kept, or found at the end of an index."""
    counts = count_in(consultation)
    newest = Comment.objects.filter(consultation=consultation).order_by("-pk").values_list("pk", flat=True).first()
    edits = ThemeEdit.objects.filter(consultation=consultation).shaping().aggregate(last=Max("pk", default=0))
    return {
        "comments": counts.in_all + counts.hidden,
        "hidden": counts.hidden,
        "newest_comment": newest or 0,
        "last_edit": edits["last"],
    }


def _mark(read: dict[str, Any]) -> str:
    return sha256(repr(sorted(read.items())).encode()).hexdigest()


def _without_moments(figures: dict[str, Any]) -> dict[str, Any]:
    """Figures as they come back from JSON: a moment is a text, empty for none."""
    return {
        name: value if isinstance(value, int) else value.isoformat() if value else "" for name, value in figures.items()
    }


def stale_consultations(at: datetime | None = None) -> list[Consultation]:
    """Consultations that have moved on from their newest run (or that have none and five comments or more).

    Grown by a fifth, or later comments fit the themes badly (drift): at once. Changed by anything (a comment, a vote, an
    answer, a new wording, an edit of an analyst, a comment newly hidden or masked anew): after ten minutes, or later when
    runs take long. One whose analysis failed is left alone for an hour; an analyst may start it at any time.
    One with a frozen run is left alone. The figures
    are settings (docs/operator.md).
    """
    at = at or timezone.now()
    active = AnalysisJob.objects.filter(consultation=OuterRef("pk"), state__in=AnalysisJob.ACTIVE)
    failing = AnalysisJob.objects.filter(
        consultation=OuterRef("pk"), state=AnalysisJob.State.FAILED, seen_at__gt=at - RETRY_AFTER
    )
    resting = list(
        Consultation.objects.visible()
        .filter(~Exists(active), ~Exists(failing))
        .exclude(pk__in=RunFreeze.objects.frozen_hearings())
    )
    counts = comment_counts(consultation.pk for consultation in resting)
    written = {pk: sum(one.in_all + one.hidden for one in places.values()) for pk, places in counts.items()}
    large = [consultation for consultation in resting if written[consultation.pk] >= FIRST_RUN_FROM]
    return [consultation for consultation in large if _is_stale(consultation, written[consultation.pk], at)]


def _is_stale(consultation: Consultation, comments: int, at: datetime) -> bool:
    run = AnalysisRun.objects.newest(consultation.pk)
    if run is None:
        return True
    new = comments - run.comment_count
    if new > settings.ANALYSIS_GROWTH_SHARE * run.comment_count or drift(run) > settings.ANALYSIS_DRIFT_SHARE:
        return True
    rest = max(60 * settings.ANALYSIS_REFRESH_MINUTES, run.duration_seconds / BUSY_SHARE)
    rested = at - run.created_at > timedelta(seconds=rest)
    return rested and not HearingState.is_as_in(run.read, consultation)


def drift(run: AnalysisRun) -> float:
    """Share of the last later comments that stand between two themes; 0 while there are too few to tell."""
    later = Assignment.objects.filter(run=run, incremental=True, margin__isnull=False).order_by("-pk")
    margins = later.values_list("margin", flat=True)[: settings.ANALYSIS_DRIFT_WINDOW]
    low = sum(margin < 0 for margin in margins)
    return low / len(margins) if len(margins) >= DRIFT_LEAST else 0.0


def masked_since(run: AnalysisRun):
    """Comments that read differently now than when the run quoted them: edited, added to, or masked again by other rules."""
    masked = Comment.objects.filter(consultation=run.consultation_id, reworded_at__isnull=False)
    before = run.read.get("last_masked")
    return masked.filter(reworded_at__gt=before) if before else masked
