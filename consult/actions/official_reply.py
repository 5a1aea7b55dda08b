from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from .. import events, rules
from ..errors import NotAllowed, OfficialReplyMoved
from ..models import Comment, OfficialReply, OfficialReplyRevision, User
from .audit import record
from .comment import clean_text, mask, must_be_visible
from .consultation import must_not_be_withdrawn


def reply_officially(*, comment: Comment, by: User, text: str, seen: int = 0) -> OfficialReply:
    """Answer a comment in the agency's name, or put other words in place of its answer (ออกหรือแก้คำชี้แจง).

    Also after closing, which is when agencies answer. ``seen`` is the revision the officer read, 0 for none: a colleague's
    words are never replaced unread. The same words again change nothing.
    Raises NotAllowed, ConsultationWithdrawn, CommentIsHidden, CommentIsWithdrawn, TextEmpty, TextTooLong, OfficialReplyMoved.
    """
    consultation = comment.consultation
    if not rules.may_reply_officially(by, consultation):
        raise NotAllowed
    text = clean_text(text)
    public_text = mask(text)  # before the transaction: nobody's comment waits for it
    with transaction.atomic():
        consultation.refresh_from_db(fields=["withdrawn_at"])
        must_not_be_withdrawn(consultation)
        comment, reply = _in_turn(comment)
        must_be_visible(comment)
        if reply and not reply.withdrawn_at and reply.text == text:
            return reply
        if seen != (reply.revision if reply else 0):
            raise OfficialReplyMoved
        is_change = reply is not None and reply.withdrawn_at is None
        reply = _write(comment, reply, text, public_text)
        _note(reply, OfficialReplyRevision.Kind.CHANGED if is_change else OfficialReplyRevision.Kind.PUBLISHED, by)
        verb = "revise_official_reply" if is_change else "reply_officially"
        told = {"sha256": sha256(reply.public_text.encode()).hexdigest()}
        record(verb=verb, by=by, consultation=consultation, told=told, comment=comment.pk, revision=reply.revision)
        announce_official_reply(comment)
    return reply


@transaction.atomic
def withdraw_official_reply(*, reply: OfficialReply, by: User, seen: int) -> OfficialReply:
    """Take the agency's answer back; its words stay among its revisions, readers see that there was one (ถอนคำชี้แจง).

    Raises NotAllowed, OfficialReplyMoved.
    """
    consultation = reply.comment.consultation
    if not rules.may_reply_officially(by, consultation):
        raise NotAllowed
    comment, current = _in_turn(reply.comment)
    if current is None or current.withdrawn_at:
        return current or reply
    if seen != current.revision:
        raise OfficialReplyMoved
    current.withdrawn_at = timezone.now()
    current.revision += 1
    current.save(update_fields=["withdrawn_at", "revision"])
    _note(current, OfficialReplyRevision.Kind.WITHDRAWN, by)
    record(
        verb="withdraw_official_reply",
        by=by,
        consultation=consultation,
        comment=comment.pk,
        revision=current.revision,
    )
    announce_official_reply(comment)
    return current


def _in_turn(comment: Comment) -> tuple[Comment, OfficialReply | None]:
    """The comment and its answer as they are now; two officers who answer the same comment go one after the other."""
    comment = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    return comment, OfficialReply.objects.filter(comment=comment).first()


def _write(comment: Comment, reply: OfficialReply | None, text: str, public_text: str) -> OfficialReply:
    now = timezone.now()
    if reply is None:
        return OfficialReply.objects.create(comment=comment, text=text, public_text=public_text, answered_at=now)
    if reply.withdrawn_at:
        reply.answered_at, reply.revised_at, reply.withdrawn_at = now, None, None
    else:
        reply.revised_at = now
    reply.text, reply.public_text = text, public_text
    reply.revision += 1
    reply.save()
    return reply


def _note(reply: OfficialReply, kind: OfficialReplyRevision.Kind, by: User) -> None:
    """Keep who did what to the reply, with the words of that revision."""
    withdrawn = kind == OfficialReplyRevision.Kind.WITHDRAWN
    OfficialReplyRevision.objects.create(
        reply=reply,
        number=reply.revision,
        kind=kind,
        public_text="" if withdrawn else reply.public_text,
        by=by,
        at=reply.withdrawn_at or reply.revised_at or reply.answered_at,
    )


def announce_official_reply(comment: Comment) -> None:
    """Tell open pages that the answer to a comment is another one."""
    events.announce(
        events.OfficialReplyChanged(
            consultation_id=comment.consultation_id, section_id=comment.section_id, comment_id=comment.pk
        )
    )
