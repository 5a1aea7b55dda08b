"""What a moderator sees around a comment, and what everybody may know of moderation in a hearing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Count, QuerySet

from ..models import Appeal, Comment, CommentReport, Consultation, ModerationAct, Redaction

T = TypeVar("T")


def reported(consultation: Consultation) -> QuerySet[Comment]:
    """Comments with a report that waits."""
    return consultation.comments.filter(
        pk__in=CommentReport.objects.waiting().filter(consultation=consultation).values("comment")
    )


def with_context(comments: Sequence[Comment], consultation: Consultation) -> None:
    """Give comments their ``reported`` (reason → how many wait), ``reported_words`` (a few), and ``others_hidden``: how many other comments
    of the same author in this hearing are hidden, a number only; and ``closed``: its closed passages (four queries)."""
    waiting = CommentReport.objects.waiting().filter(comment__in=[one.pk for one in comments])
    reports: dict[int, Counter] = {}
    for comment, reason, n in waiting.order_by().values_list("comment", "reason").annotate(Count("pk")):
        reports.setdefault(comment, Counter())[str(CommentReport.Reason(reason).label)] = n
    words = {}
    for comment, said in waiting.exclude(words="").order_by("pk").values_list("comment", "words")[:200]:
        words.setdefault(comment, []).append(said)
    authors = {one.author_id for one in comments}
    hidden = consultation.comments.filter(author__in=authors).exclude(hidden_reason="").order_by()
    by_author = {author: set(ids) for author, ids in _grouped(hidden.values_list("author", "pk")).items()}
    closed = _grouped(
        (one.comment_id, one) for one in Redaction.objects.standing().filter(comment__in=[one.pk for one in comments])
    )
    for one in comments:
        one.closed = [Closed.of(one, redaction) for redaction in closed.get(one.pk, ())]
        one.reported = dict(reports.get(one.pk, {}))
        one.reported_words = words.get(one.pk, [])[:5]
        one.others_hidden = len(by_author.get(one.author_id, set()) - {one.pk})


@dataclass(frozen=True, kw_only=True)
class Closed:
    """A passage that a moderator closed, for its author and for moderators. ``reason``: in words."""

    words: str
    reason: str

    @classmethod
    def of(cls, comment: Comment, redaction: Redaction) -> "Closed":
        return cls(words=comment.text[redaction.start : redaction.end], reason=redaction.act.get_reason_display())


def _grouped(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


@dataclass(frozen=True, kw_only=True)
class ModerationFigures:
    """How a hearing was moderated, for everybody. ``hidden``: (reason, how many comments are hidden for it now)."""

    hidden: list[tuple[str, int]] = field(default_factory=list)
    hidden_in_all: int = 0
    closed_in_part: int = 0
    withdrawn: int = 0
    reports_waiting: int = 0
    appeals: int = 0
    appeals_waiting: int = 0
    appeals_granted: int = 0


def figures_of(consultation: Consultation) -> ModerationFigures:
    """Read off indexes of what was hidden, reported and appealed, which is little beside what was said (six queries)."""
    by_reason = (
        consultation.comments.exclude(hidden_reason="").order_by().values_list("hidden_reason").annotate(n=Count("pk"))
    )
    hidden = sorted(((str(ModerationAct.Reason(reason).label), n) for reason, n in by_reason), key=lambda one: -one[1])
    outcomes = dict(
        Appeal.objects.filter(consultation=consultation).order_by().values_list("outcome").annotate(Count("pk"))
    )
    return ModerationFigures(
        hidden=hidden,
        hidden_in_all=sum(n for _, n in hidden),
        closed_in_part=Redaction.objects.filter(comment__consultation=consultation, lifted_at=None)
        .values("comment")
        .distinct()
        .count(),
        withdrawn=consultation.comments.filter(withdrawn_at__isnull=False).count(),
        reports_waiting=CommentReport.objects.waiting().filter(consultation=consultation).count(),
        appeals=sum(outcomes.values()),
        appeals_waiting=Appeal.objects.waiting().filter(consultation=consultation).count(),
        appeals_granted=outcomes.get(Appeal.Outcome.GRANTED, 0),
    )
