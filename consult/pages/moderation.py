"""What a moderator sees around a comment, and what everybody may know of moderation in a hearing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Count, QuerySet

from ..models import Appeal, Comment, CommentReport, CommentRevision, Consultation, ModerationAct, Redaction, User
from ..models.prepared import Prepared, PreparedForIds
from .where import with_where

T = TypeVar("T")


def reported(consultation: Consultation) -> QuerySet[Comment]:
    """Comments with a report that waits."""
    return consultation.comments.filter(
        pk__in=CommentReport.objects.waiting().filter(consultation=consultation).values("comment")
    )


def _moderated(ids: Sequence[int]) -> QuerySet[Comment]:
    """What the list of moderators shows of comments, and no more: of fifty, every column counts."""
    of_account = (
        "first_name",
        "last_name",
        "email",
        "password",
        "last_login",
        "date_joined",
        "device",
        "alias_form",
        "sessions_ended_at",
    )
    rows = Comment.objects.with_section().select_related("participant__account", "parent")
    return (
        rows.defer(
            "search_text",
            "parent__text",
            "parent__search_text",
            *(f"participant__account__{name}" for name in of_account),
        )
        .filter(pk__in=ids)
        .order_by("-pk")
    )


_MODERATED = PreparedForIds(_moderated)
_ACTS = PreparedForIds(lambda ids: ModerationAct.objects.filter(comment__in=ids))
_FORMER_NAMES = PreparedForIds(
    lambda ids: (
        User.objects.filter(pk__in=ids, former_names__isnull=False)
        .order_by("-former_names__pk")
        .values_list("pk", "former_names__alias")
    )
)
_REPORTS = PreparedForIds(
    lambda ids: (
        CommentReport.objects.waiting()
        .filter(comment__in=ids)
        .order_by()
        .values_list("comment", "reason")
        .annotate(Count("pk"))
    )
)
_CLOSED = PreparedForIds(lambda ids: Redaction.objects.standing().filter(comment__in=ids))
_HIDDEN = PreparedForIds(
    lambda authors, hearing: (
        Comment.objects.filter(consultation=hearing, participant__in=authors)
        .exclude(hidden_reason="")
        .order_by()
        .values_list("participant", "pk")
    ),
    1,
)
_REVISIONS = PreparedForIds(
    lambda ids: CommentRevision.objects.filter(comment__in=ids).order_by().values_list("comment").annotate(Count("pk"))
)
_APPEALS = Prepared(
    lambda hearing: (
        Appeal.objects.waiting()
        .filter(consultation=hearing)
        .order_by()
        .values("consultation")
        .annotate(n=Count("pk"))
        .values_list("n")
    )
)


_HELD = Prepared(
    lambda hearing: (
        Comment.objects.filter(consultation=hearing)
        .held()
        .order_by()
        .values("consultation")
        .annotate(n=Count("pk"))
        .values_list("n")
    )
)


def held_count(consultation: Consultation) -> int:
    """How many comments of this hearing wait to be shown."""
    return sum(n for (n,) in _HELD.rows(consultation.pk))


def appeals_waiting(consultation: Consultation) -> int:
    """How many appeals of this hearing are to be decided."""
    return sum(n for (n,) in _APPEALS.rows(consultation.pk))


def moderated(ids: Sequence[int], consultation: Consultation) -> list[Comment]:
    """These comments as moderators see them, newest first, each with its section (``pages.where``), its author with ``formerly``, their
    former names, the last one first, and its ``acts`` of moderation; and all that ``with_context`` gives."""
    comments = _MODERATED.models(ids)
    with_where(comments, consultation)
    with_context(comments, consultation)
    acts = _grouped((act.comment_id, act) for act in _ACTS.models(ids))
    names = _grouped(_FORMER_NAMES.rows(sorted({one.author.pk for one in comments})))
    for one in comments:
        one.acts = acts.get(one.pk, [])
        one.author.formerly = names.get(one.author.pk, [])
    return comments


def with_context(comments: Sequence[Comment], consultation: Consultation) -> None:
    """Give comments their ``reported`` (reason → how many wait), ``reported_words`` (a few), and ``others_hidden``: how many other comments
    of the same author in this hearing are hidden, a number only; ``closed``: its closed passages; and ``seen``: how many revisions it has
    (four queries, five where something was reported)."""
    ids = [one.pk for one in comments]
    reports: dict[int, Counter] = {}
    for comment, reason, n in _REPORTS.rows(ids):
        reports.setdefault(comment, Counter())[str(CommentReport.Reason(reason).label)] = n
    words = _words_of_reports(list(reports))
    authors = sorted({one.participant_id for one in comments})
    by_author = {author: set(ids) for author, ids in _grouped(_HIDDEN.rows(authors, consultation.pk)).items()}
    closed = _grouped((one.comment_id, one) for one in _CLOSED.models(ids))
    seen = dict(_REVISIONS.rows(ids))
    for one in comments:
        one.seen = seen.get(one.pk, 0)
        one.closed = [Closed.of(one, redaction) for redaction in closed.get(one.pk, ())]
        one.reported = dict(reports.get(one.pk, {}))
        one.reported_words = words.get(one.pk, [])[:5]
        one.others_hidden = len(by_author.get(one.participant_id, set()) - {one.pk})


def _words_of_reports(comments: Sequence[int]) -> dict[int, list[str]]:
    """What people wrote who reported these comments."""
    if not comments:
        return {}
    waiting = CommentReport.objects.waiting().filter(comment__in=comments).exclude(words="")
    return _grouped(waiting.order_by("pk").values_list("comment", "words")[:200])


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
    held: int = 0
    closed_in_part: int = 0
    withdrawn: int = 0
    reports_waiting: int = 0
    appeals: int = 0
    appeals_waiting: int = 0
    appeals_granted: int = 0


def figures_of(consultation: Consultation) -> ModerationFigures:
    """Read off indexes of what was hidden, reported and appealed, which is little beside what was said (seven queries)."""
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
        held=consultation.comments.held().count(),
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
