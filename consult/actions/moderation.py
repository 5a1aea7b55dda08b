from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .. import events, rules
from ..errors import CommentIsWithdrawn, CommentReadsOtherwise, NotAllowed, ReasonDoesNotFit, TextTooLong
from ..models import Comment, CommentReport, ModerationAct, Notice, User
from ..thai import text_rule
from .audit import record
from .comment_leaves import commitments_of
from .notice import tell_person

Kind = ModerationAct.Kind
NOTE_LENGTH = 1_000
_TOLD = {
    Kind.RELEASE: Notice.Kind.COMMENT_RELEASED,
    Kind.HIDE: Notice.Kind.COMMENT_HIDDEN,
    Kind.RESTORE: Notice.Kind.COMMENT_RESTORED,
}
_NEWS: dict[Kind, type[events.Event]] = {
    Kind.RELEASE: events.CommentPosted,
    Kind.HIDE: events.CommentHidden,
    Kind.RESTORE: events.CommentRestored,
}


def release_comment(*, comment: Comment, by: User, reason: str, seen: int, note: str = "") -> Comment:
    """Show a comment that waited for a moderator, also after the end; its author is told (เผยแพร่ความคิดเห็นที่รอตรวจ).

    ``seen``: how many revisions of it there were on the page. To refuse it is to hide it. Released again nothing changes. Raises NotAllowed,
    ReasonDoesNotFit, TextTooLong, CommentIsWithdrawn, CommentReadsOtherwise.
    """
    return _moderate(comment, by, Kind.RELEASE, reason, note, seen=seen)


def hide_comment(*, comment: Comment, by: User, reason: str, note: str = "") -> Comment:
    """Take a comment off every public page, or keep one off that waits, and its replies with it; all stay in the record (ซ่อนความคิดเห็น).

    Its author is told the rule and the way to appeal. Hidden again for the same reason nothing changes; for another one the reason is
    added to the record. Raises NotAllowed, ReasonDoesNotFit, TextTooLong.
    """
    return _moderate(comment, by, Kind.HIDE, reason, note)


def restore_comment(*, comment: Comment, by: User, reason: str, note: str = "") -> Comment:
    """Show a hidden comment again, and its replies but those hidden by themselves (ยกเลิกการซ่อน).

    One that was never hidden stays as it is. Raises NotAllowed, ReasonDoesNotFit, TextTooLong.
    """
    return _moderate(comment, by, Kind.RESTORE, reason, note)


def keep_comment(*, comment: Comment, by: User, reason: str, note: str = "") -> Comment:
    """Say that a comment was looked at and stays as it is, which settles what was reported of it (คงความคิดเห็นไว้).

    Raises NotAllowed, ReasonDoesNotFit, TextTooLong.
    """
    return _moderate(comment, by, Kind.KEEP, reason, note)


@transaction.atomic
def _moderate(
    comment: Comment, by: User, kind: ModerationAct.Kind, reason: str, note: str, *, seen: int = 0
) -> Comment:
    if not rules.may_moderate(by, comment.consultation):
        raise NotAllowed
    if reason not in ModerationAct.REASONS[kind]:
        raise ReasonDoesNotFit
    note = clean_note(note)
    # Replies that are being written wait here, so that none slips past its parent.
    comment.refresh_from_db(
        fields=["held_at", "hidden_at", "withdrawn_at"], from_queryset=Comment.objects.select_for_update(no_key=True)
    )
    _must_fit(comment, kind)
    if _stands(comment, kind, reason):
        return comment
    if kind == Kind.RELEASE and comment.revisions.count() != seen:
        raise CommentReadsOtherwise
    told = None if kind == Kind.KEEP else _show(comment, kind != Kind.HIDE, reason)
    settle(comment)
    act = ModerationAct.objects.create(comment=comment, kind=kind, reason=reason, note=note, by=by)
    record(
        verb=f"{kind}_comment", by=by, consultation=comment.consultation, told=told, comment=comment.pk, reason=reason
    )
    if kind in _TOLD:
        events.announce(
            _NEWS[kind](consultation_id=comment.consultation_id, section_id=comment.section_id, comment_id=comment.pk)
        )
        if not comment.withdrawn_at and reason != ModerationAct.Reason.APPEAL:  # of an appeal they are told its answer
            tell_person(person=comment.author, kind=_TOLD[kind], act=act)
    return comment


def _must_fit(comment: Comment, kind: ModerationAct.Kind) -> None:
    """Raises CommentIsWithdrawn, ReasonDoesNotFit."""
    if kind == Kind.RELEASE and comment.withdrawn_at:
        raise CommentIsWithdrawn
    of_shown = (Kind.KEEP, Kind.RELEASE) if comment.hidden_at else (Kind.KEEP, Kind.RESTORE) if comment.held_at else ()
    if kind in of_shown:
        raise ReasonDoesNotFit


def _stands(comment: Comment, kind: ModerationAct.Kind, reason: str) -> bool:
    """Whether this is how it is already, and for this reason."""
    if kind == Kind.RELEASE:
        return comment.held_at is None
    last = comment.moderation_acts.exclude(kind__in=[Kind.REDACT, Kind.UNREDACT]).first()
    if last is None:
        return kind == Kind.RESTORE
    if kind == Kind.RESTORE and last.kind == Kind.KEEP:  # it was not hidden
        return True
    return (last.kind, last.reason) == (kind, reason) and not comment.reports.waiting().exists()


def clean_note(note: str) -> str:
    """Raises TextTooLong."""
    note = text_rule.tidy(note)
    if len(note) > NOTE_LENGTH:
        raise TextTooLong(NOTE_LENGTH)
    return note


def settle(comment: Comment) -> None:
    """A moderator has looked at it: nothing that was reported of it waits any more."""
    now = timezone.now()
    CommentReport.objects.waiting().filter(comment=comment).update(settled_at=now)
    Comment.objects.filter(pk=comment.pk).update(reviewed_at=now)


def _show(comment: Comment, shown: bool, reason: str) -> dict[str, list[str]]:
    """Put the comment, and the replies that are not hidden by themselves, on every page or on none. Returns the leaves that this closes or
    opens."""
    seen_before = _seen(comment)
    above = Comment.objects.filter(replies=comment.pk).first()
    comment.held_at = None
    comment.hidden_at = None if shown else comment.hidden_at or timezone.now()
    comment.hidden_reason = "" if shown else reason
    is_below_hidden = above is not None and above.hidden_at is not None
    comment.is_visible = shown and comment.withdrawn_at is None and not is_below_hidden
    comment.save(update_fields=["held_at", "hidden_at", "hidden_reason", "is_visible"])
    comment.replies.filter(held_at=None, hidden_at=None, withdrawn_at=None).update(is_visible=shown)
    changed = _seen(comment) ^ seen_before
    return {"opens" if shown else "closes": commitments_of(changed)}


def _seen(comment: Comment) -> set[int]:
    """The comment and its replies, as far as anybody may read them."""
    both = Comment.objects.filter(Q(pk=comment.pk) | Q(parent=comment.pk))
    return set(both.visible().values_list("pk", flat=True))
