from django.db import transaction
from django.utils import timezone

from .. import events, rules
from ..errors import NotAllowed
from ..models import Comment, ModerationAct, User
from .audit import record


def _moderate(comment: Comment, by: User, kind: ModerationAct.Kind, reason: str) -> Comment:
    if not rules.may_moderate(by, comment.consultation):
        raise NotAllowed
    comment.hidden_at = timezone.now() if kind == ModerationAct.Kind.HIDE else None
    comment.save(update_fields=["hidden_at"])
    ModerationAct.objects.create(comment=comment, kind=kind, reason=reason, by=by)
    record(verb=f"{kind}_comment", by=by, consultation=comment.consultation, comment=comment.pk, reason=reason)
    return comment


@transaction.atomic
def hide_comment(*, comment: Comment, by: User, reason: ModerationAct.Reason) -> Comment:
    """Take a comment off every public page; it stays in the record (ซ่อนความคิดเห็น). Raises NotAllowed."""
    _moderate(comment, by, ModerationAct.Kind.HIDE, reason)
    events.announce(
        events.CommentHidden(
            consultation_id=comment.consultation_id, section_id=comment.section_id, comment_id=comment.pk
        )
    )
    return comment


@transaction.atomic
def restore_comment(*, comment: Comment, by: User, reason: ModerationAct.Reason) -> Comment:
    """Show a hidden comment again (ยกเลิกการซ่อน). Raises NotAllowed."""
    _moderate(comment, by, ModerationAct.Kind.RESTORE, reason)
    events.announce(
        events.CommentRestored(
            consultation_id=comment.consultation_id, section_id=comment.section_id, comment_id=comment.pk
        )
    )
    return comment
