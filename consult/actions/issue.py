from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from .. import events, rules
from ..errors import (
    IssueGone,
    IssueMoved,
    IssueTooEarly,
    IssueUndecided,
    NeedsAnotherOfficer,
    NotAllowed,
    NotInThisHearing,
    TextTooLong,
)
from ..ledger.leaf import canonical
from ..models import Comment, Consultation, Issue, IssueApproval, IssueComment, IssueRevision, User
from ..models.issue import TITLE_MAX_LENGTH
from .audit import record
from .comment import clean_text, mask
from .consultation import clean_reason, must_not_be_withdrawn, wait_for_acts
from .notice import tell_of_issue

_BATCH = 2000


def draft_issue(
    *, consultation: Consultation, by: User, title: str, said: str = "", comments: Iterable[int] = ()
) -> Issue:
    """Begin an issue of a hearing, with the comments that raised it (ตั้งประเด็นชี้แจง).

    The same title again is the same issue: the comments are put into it, and nothing else changes. Raises NotAllowed,
    ConsultationWithdrawn, TextEmpty, TextWithoutWords, TextTooLong, TooManyMarks, NotInThisHearing.
    """
    if not rules.may_write_issues(by, consultation):
        raise NotAllowed
    words = _clean(title=title, said=said)
    with transaction.atomic():
        wait_for_acts(consultation)
        must_not_be_withdrawn(consultation)
        ids = _of_hearing(consultation, comments)
        issue = _titled(consultation, str(words["title"]))
        if issue is not None:
            _must_hold(issue, by)
        else:
            issue = Issue.objects.create(consultation=consultation, number=Issue.next_number(consultation))
            IssueRevision.objects.create(issue=issue, number=1, by=by, **words)
            record(verb="draft_issue", by=by, consultation=consultation, number=issue.number, count=len(ids))
        _put(issue, ids, by)
    return issue


def change_issue(
    *,
    issue: Issue,
    by: User,
    seen: int,
    title: str,
    said: str,
    decision: str,
    reason: str,
    effect: str,
    anchors: Sequence[str] = (),
) -> Issue:
    """Write other words for an issue, or decide it (แก้ประเด็นชี้แจง). ``seen``: the revision that was read before.

    Readers go on with what was approved until these words are. Raises NotAllowed, ConsultationWithdrawn, IssueGone, IssueMoved,
    and what is wrong with the words.
    """
    if not rules.may_write_issues(by, issue.consultation):
        raise NotAllowed
    words = _clean(title=title, said=said, reason=reason, effect=effect) | {
        "decision": IssueRevision.Decision(decision).value,
        "anchors": sorted(set(anchors)),
    }
    with transaction.atomic():
        issue = _in_turn(issue)
        must_not_be_withdrawn(issue.consultation)
        latest = issue.latest()
        if latest.words() == words:
            return issue
        if seen != issue.revision:
            raise IssueMoved
        issue.revision += 1
        issue.save(update_fields=["revision"])
        IssueRevision.objects.create(issue=issue, number=issue.revision, by=by, **words)
        record(
            verb="change_issue", by=by, consultation=issue.consultation, number=issue.number, revision=issue.revision
        )
    return issue


@transaction.atomic
def approve_issue(*, issue: Issue, by: User, seen: int) -> Issue:
    """Let everybody read a decided issue, as another person than its writer (อนุมัติประเด็นชี้แจง).

    Raises NotAllowed, ConsultationWithdrawn, IssueGone, IssueMoved, IssueTooEarly,
    IssueUndecided, NeedsAnotherOfficer.
    """
    if not rules.may_approve_issues(by, issue.consultation):
        raise NotAllowed
    issue = _in_turn(issue)
    must_not_be_withdrawn(issue.consultation)
    latest = issue.latest()
    if issue.public_id == latest.pk:
        return issue
    if seen != issue.revision:
        raise IssueMoved
    if not issue.consultation.is_closed():
        raise IssueTooEarly
    if not latest.is_decided:
        raise IssueUndecided
    if latest.by_id == by.pk:
        raise NeedsAnotherOfficer
    IssueApproval.objects.create(revision=latest, by=by)
    issue.public = latest
    issue.save(update_fields=["public"])
    record(
        verb="approve_issue",
        by=by,
        consultation=issue.consultation,
        told={"sha256": sha256(canonical(latest.words())).hexdigest()},
        number=issue.number,
        revision=issue.revision,
    )
    tell_of_issue(issue)
    _announce(issue)
    return issue


@transaction.atomic
def drop_issue(*, issue: Issue, by: User, reason: str) -> Issue:
    """Take an issue away (ถอนประเด็นชี้แจง); where it was public, readers see that it was taken away and why.

    Raises NotAllowed, ReasonMissing, TextTooLong, and IssueGone when it went for another reason.
    """
    if not rules.may_write_issues(by, issue.consultation):
        raise NotAllowed
    reason = mask(clean_reason(reason))
    try:
        issue = _in_turn(issue)
    except IssueGone:
        gone = Issue.objects.get(pk=issue.pk)
        if gone.drop_reason != reason:
            raise
        return gone
    _must_hold(issue, by)
    issue.dropped_at, issue.drop_reason = timezone.now(), reason
    issue.save(update_fields=["dropped_at", "drop_reason"])
    told = {"number": issue.number, "reason": reason} if issue.public_id else None
    record(verb="drop_issue", by=by, consultation=issue.consultation, told=told, number=issue.number, reason=reason)
    _announce(issue)
    return issue


@transaction.atomic
def put_in_issue(*, issue: Issue, by: User, comments: Iterable[int]) -> int:
    """Put comments into an issue (จัดความคิดเห็นเข้าประเด็นชี้แจง). Returns how many were not in it before.

    Raises NotAllowed, ConsultationWithdrawn, IssueGone, NotInThisHearing.
    """
    if not rules.may_write_issues(by, issue.consultation):
        raise NotAllowed
    issue = _in_turn(issue)
    must_not_be_withdrawn(issue.consultation)
    _must_hold(issue, by)
    return _put(issue, _of_hearing(issue.consultation, comments), by)


@transaction.atomic
def take_out_of_issue(*, issue: Issue, by: User, comments: Iterable[int]) -> int:
    """Take comments out of an issue (นำความคิดเห็นออกจากประเด็นชี้แจง). Returns how many were in it. Raises NotAllowed, IssueGone."""
    if not rules.may_write_issues(by, issue.consultation):
        raise NotAllowed
    issue = _in_turn(issue)
    _must_hold(issue, by)
    inside = issue.members.filter(comment__in=list(comments))
    ids = sorted(inside.values_list("comment", flat=True))
    inside.delete()
    if ids:
        record(
            verb="take_out_of_issue",
            by=by,
            consultation=issue.consultation,
            number=issue.number,
            count=len(ids),
            comments=ids,
        )
        if issue.public_id:
            _announce(issue)
    return len(ids)


def _clean(*, title: str, **texts: str) -> dict[str, object]:
    """The words as they are kept, masked: before the transaction, so that nobody's act waits for it."""
    title = mask(" ".join(clean_text(title).split()))
    if len(title) > TITLE_MAX_LENGTH:  # the sign of what was masked may be longer than it
        raise TextTooLong(TITLE_MAX_LENGTH)
    kept = {name: mask(clean_text(text)) if text.strip() else "" for name, text in texts.items()}
    return {"title": title, **kept}


def _in_turn(issue: Issue) -> Issue:
    """The issue as it is now; two people who write it go one after the other. Raises IssueGone."""
    now: Issue = Issue.objects.select_for_update(of=("self",)).select_related("consultation__agency").get(pk=issue.pk)
    if now.dropped_at:
        raise IssueGone
    return now


def _must_hold(issue: Issue, by: User) -> None:
    """What everybody reads is changed by who may publish alone. Raises NotAllowed."""
    if issue.public_id and not rules.may_approve_issues(by, issue.consultation):
        raise NotAllowed


def _titled(consultation: Consultation, title: str) -> Issue | None:
    """The standing issue whose latest words have this title."""
    for issue in Issue.objects.standing().filter(consultation=consultation, revisions__title=title).distinct():
        if issue.latest().title == title:
            found: Issue = issue
            return found
    return None


def _of_hearing(consultation: Consultation, comments: Iterable[int]) -> list[int]:
    """These comments, every one of this hearing and to be read by anybody. Raises NotInThisHearing."""
    asked = sorted(set(comments))
    found: list[int] = []
    for start in range(0, len(asked), _BATCH):
        batch = Comment.objects.filter(consultation=consultation, pk__in=asked[start : start + _BATCH]).visible()
        found += batch.order_by("pk").values_list("pk", flat=True)
    if found != asked:
        raise NotInThisHearing
    return found


def _put(issue: Issue, ids: list[int], by: User) -> int:
    inside = set(issue.members.values_list("comment", flat=True))
    fresh = [pk for pk in ids if pk not in inside]
    rows = [IssueComment(issue=issue, comment_id=pk, by=by) for pk in fresh]
    IssueComment.objects.bulk_create(rows, batch_size=_BATCH)
    if fresh:
        record(verb="put_in_issue", by=by, consultation=issue.consultation, number=issue.number, count=len(fresh))
        if issue.public_id:
            tell_of_issue(issue)
            _announce(issue)
    return len(fresh)


def _announce(issue: Issue) -> None:
    events.announce(events.ConsultationChanged(consultation_id=issue.consultation_id))
