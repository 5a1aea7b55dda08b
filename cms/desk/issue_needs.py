"""What issues of closed hearings ask of somebody at the desk, and which comments they answer."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db.models import Count, F, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from consult import rules
from consult.models import Consultation, Issue, IssueComment, IssueRevision

from .need_line import NeedLine


def to_approve(user, records: Sequence[Consultation], now: datetime) -> Iterator[NeedLine]:
    """Decided issues of closed hearings that somebody else wrote and nobody approved yet."""
    hearings = {one.pk: one for one in records if one.is_closed(now) and rules.may_approve_issues(user, one)}
    written = IssueRevision.objects.filter(
        issue__consultation__in=hearings, issue__dropped_at=None, number=F("issue__revision"), approval=None
    )
    decided = written.exclude(Q(decision="") | Q(reason="") | Q(by=user)).select_related("issue", "by")
    for place, revision in enumerate(decided.order_by("at")):
        issue = revision.issue
        yield NeedLine(
            about=hearings[issue.consultation_id].title,
            what=_("issue %(number)s: %(title)s") % {"number": issue.number, "title": revision.title},
            leads_to=reverse("consult:issue_change", args=[issue.consultation_id, issue.number]),
            urgency=place,
        )


def answered_by_issues(records: Iterable[Consultation]) -> dict[int, tuple[int, datetime]]:
    """Hearing → comments that only a public issue answers, and when the last issue was approved (two queries)."""
    public = Issue.objects.standing().filter(consultation__in=records, public__isnull=False).order_by()
    last = dict(public.values_list("consultation").annotate(at=Max("public__approval__at")))
    inside = IssueComment.objects.filter(
        Q(comment__official_reply=None) | Q(comment__official_reply__withdrawn_at__isnull=False),
        issue__in=public.values("pk"),
        comment__is_visible=True,
        comment__parent=None,
    )
    counts = dict(inside.values_list("issue__consultation").annotate(n=Count("comment", distinct=True)))
    return {pk: (counts.get(pk, 0), at) for pk, at in last.items()}
