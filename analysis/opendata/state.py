"""Whether a release still says what the record says."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from consult.models import Comment, Consultation, Issue, LoggedAct, OfficialReply, Result

from ..models import AnalysisRun, OpenDataRelease
from .tables import TABLES


def state_of(consultation: Consultation) -> dict[str, Any]:
    """What changes when something of a release does: comments that may be read, their words, issues, replies. Plain values."""
    issues = Issue.objects.public().filter(consultation=consultation).aggregate(n=Count("pk"), last=Max("public"))
    replies = OfficialReply.objects.filter(comment__consultation=consultation, withdrawn_at=None).aggregate(
        n=Count("pk"), answered=Max("answered_at"), revised=Max("revised_at")
    )
    result = Result.objects.published().filter(consultation=consultation).first()
    return {
        "comments": _comments(consultation),
        "issues": _plain(issues),
        "replies": _plain(replies),
        "result": result.number if result else 0,
        "run": AnalysisRun.objects.current_pk(consultation.pk) or 0,
        "columns": [table.names for table in TABLES],
    }


def _comments(consultation: Consultation) -> dict[str, str]:
    """What may no longer be told: comments that are gone or read otherwise, and people who erased who they are (three queries, by
    indexes that hold those rows alone)."""
    comments = Comment.objects.filter(consultation=consultation)
    gone = comments.not_visible().aggregate(n=Count("pk"), hidden=Max("hidden_at"), withdrawn=Max("withdrawn_at"))
    reworded = comments.filter(reworded_at__isnull=False).aggregate(reworded=Max("reworded_at"), words=Count("pk"))
    erased = LoggedAct.objects.filter(hearing=consultation.pk, kind="erased", row=0).count()
    return _plain(gone | reworded | {"erased": erased})


def _plain(values: dict[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in values.items()}


def says_too_much(release: OpenDataRelease) -> bool:
    """Whether it holds words that nobody may read any more: its files are not served for another moment (three queries)."""
    return bool(release.state["comments"] != _comments(release.consultation))


def standing_release(consultation: Consultation) -> OpenDataRelease | None:
    """The release whose files are served: the last one, if it says nothing that was hidden since (four queries)."""
    release = consultation.open_data.standing().order_by("-number").first()
    if release is None or not consultation.is_closed() or says_too_much(release):
        return None
    return release


def listed_releases() -> QuerySet[OpenDataRelease]:
    """The last release of every hearing that is over and not withdrawn, in the order of hearings."""
    over = Consultation.objects.closed()
    standing = OpenDataRelease.objects.standing().filter(consultation__in=over)
    return standing.select_related("consultation__agency").order_by("consultation_id")


def due_open_data() -> Iterator[Consultation]:
    """Closed hearings whose last release does not say what the record says, or that published a result and have none."""
    told = Result.objects.published().values("consultation")
    released = OpenDataRelease.objects.values("consultation")
    over = Consultation.objects.closed().filter(Q(pk__in=told) | Q(pk__in=released), draft__isnull=False)
    for consultation in list(over.select_related("agency", "draft").order_by("pk")):
        release = consultation.open_data.standing().order_by("-number").first()
        if release is None or release.state != state_of(consultation):
            yield consultation
