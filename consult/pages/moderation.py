"""What a moderator sees around a comment, and what everybody may know of moderation in a hearing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from ..models import Appeal, Comment, CommentReport, Consultation, ModerationAct


def reported(consultation: Consultation) -> QuerySet[Comment]:
    """Comments with a report that waits."""
    return consultation.comments.filter(
        pk__in=CommentReport.objects.waiting().filter(consultation=consultation).values("comment")
    )


def with_context(comments: Sequence[Comment], consultation: Consultation) -> None:
    """Give comments their ``reported`` (reason → how many wait), ``reported_words`` (a few), and ``others_hidden``: how many other comments
    of the same author in this hearing are hidden, a number only (three queries)."""
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
    for one in comments:
        one.reported = dict(reports.get(one.pk, {}))
        one.reported_words = words.get(one.pk, [])[:5]
        one.others_hidden = len(by_author.get(one.author_id, set()) - {one.pk})


def _grouped(pairs) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


@dataclass(frozen=True, kw_only=True)
class ModerationFigures:
    """How a hearing was moderated, for everybody. ``hidden``: (reason, how many comments are hidden for it now)."""

    hidden: list[tuple[str, int]] = field(default_factory=list)
    hidden_in_all: int = 0
    withdrawn: int = 0
    reports_waiting: int = 0
    appeals: int = 0
    appeals_waiting: int = 0
    appeals_granted: int = 0


def figures_of(consultation: Consultation) -> ModerationFigures:
    """Read off indexes of what was hidden, reported and appealed, which is little beside what was said (five queries)."""
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
        withdrawn=consultation.comments.filter(withdrawn_at__isnull=False).count(),
        reports_waiting=CommentReport.objects.waiting().filter(consultation=consultation).count(),
        appeals=sum(outcomes.values()),
        appeals_waiting=Appeal.objects.waiting().filter(consultation=consultation).count(),
        appeals_granted=outcomes.get(Appeal.Outcome.GRANTED, 0),
    )
