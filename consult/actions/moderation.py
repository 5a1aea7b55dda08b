from django.db import transaction
from django.utils import timezone

from .. import events, rules
from ..errors import NotAllowed, ReasonDoesNotFit
from ..models import Comment, ModerationAct, User
from .audit import record

Kind = ModerationAct.Kind


def hide_comment(*, comment: Comment, by: User, reason: str) -> Comment:
    """Take a comment off every public page, and its replies with it; all stay in the record (ซ่อนความคิดเห็น).

    Hidden again for the same reason nothing changes; for another one the reason is added to the record.
    Raises NotAllowed, ReasonDoesNotFit.
    """
    return _moderate(comment, by, Kind.HIDE, reason)


def restore_comment(*, comment: Comment, by: User, reason: str) -> Comment:
    """Show a hidden comment again, and its replies but those hidden by themselves (ยกเลิกการซ่อน).

    One that was never hidden stays as it is. Raises NotAllowed, ReasonDoesNotFit.
    """
    return _moderate(comment, by, Kind.RESTORE, reason)


@transaction.atomic
def _moderate(comment: Comment, by: User, kind: ModerationAct.Kind, reason: str) -> Comment:
    if not rules.may_moderate(by, comment.consultation):
        raise NotAllowed
    if reason not in ModerationAct.REASONS[kind]:
        raise ReasonDoesNotFit
    # Replies that are being written wait here, so that none slips past its parent.
    comment.refresh_from_db(
        fields=["hidden_at", "withdrawn_at"], from_queryset=Comment.objects.select_for_update(no_key=True)
    )
    if _stands(comment, kind, reason):
        return comment
    _show(comment, kind == Kind.RESTORE)
    ModerationAct.objects.create(comment=comment, kind=kind, reason=reason, by=by)
    record(verb=f"{kind}_comment", by=by, consultation=comment.consultation, comment=comment.pk, reason=reason)
    event = events.CommentRestored if kind == Kind.RESTORE else events.CommentHidden
    events.announce(
        event(consultation_id=comment.consultation_id, section_id=comment.section_id, comment_id=comment.pk)
    )
    return comment


def _stands(comment: Comment, kind: ModerationAct.Kind, reason: str) -> bool:
    """Whether this is how it is already, and for this reason."""
    last = comment.moderation_acts.first()
    if last is None:
        return kind == Kind.RESTORE
    return (last.kind, last.reason) == (kind, reason)


def _show(comment: Comment, shown: bool) -> None:
    """Put the comment, and the replies that are not hidden by themselves, on every page or on none."""
    above = Comment.objects.filter(replies=comment.pk).first()
    comment.hidden_at = None if shown else comment.hidden_at or timezone.now()
    is_below_hidden = above is not None and above.hidden_at is not None
    comment.is_visible = shown and comment.withdrawn_at is None and not is_below_hidden
    comment.save(update_fields=["hidden_at", "is_visible"])
    comment.replies.filter(hidden_at=None, withdrawn_at=None).update(is_visible=shown)
