from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .. import events, rules
from ..errors import (
    CommentHasChanged,
    CommentStands,
    CommentWasReleased,
    MandateEnded,
    NotAllowed,
    TextTooLong,
    TooManyComments,
)
from ..limits import is_within
from ..models import Comment, CommentRevision, Mandate, OfficialReply, Representation, User, Vote
from ..models.redaction import without
from ..thai.language import language_of
from ..thai.moments import moment_in_thai
from ..thai.normal_form import search_form
from .comment import clean_text, key_of, mask, must_be_visible, wait_for_turn
from .comment_leaves import log_comments_again
from .consultation import must_be_known, must_be_open_now, must_have_consented
from .mandate import must_act_for

Kind = CommentRevision.Kind


def edit_ends_at(comment: Comment) -> datetime:
    """Until when its author may put other words in the place of these, while nobody has voted on it or answered it."""
    return comment.posted_at + timedelta(minutes=settings.COMMENT_EDIT_MINUTES)


def may_be_edited(comment: Comment, now: datetime) -> bool:
    """Whether nobody has said anything to its words yet, no moderator closed some, and their time is not over, which one that waits for a
    moderator has until then (four queries at most)."""
    if not comment.held_at and now >= edit_ends_at(comment):
        return False
    answered = comment.replies.exists() or OfficialReply.objects.filter(comment=comment).exists()
    closed = comment.redactions.standing().exists()
    return not answered and not closed and not Vote.objects.filter(comment=comment).exists()


def edit_comment(*, comment: Comment, by: User, text: str, seen: int, client_key: UUID) -> Comment:
    """Put other words in the place of one's own, soon after writing and before anybody answered (แก้ไขความคิดเห็น).

    ``seen``: the newest revision its author had read, 0 for none. Sent again under its key it is one change; the same words change nothing.
    In whose name it is stays as it was. Raises NotAllowed, GuestMovedOn, ConsultationClosed and its kin, CommentIsHidden,
    CommentIsWithdrawn, CommentWasReleased, LevelTooLow, ConsentMissing, MandateEnded, CommentStands, CommentHasChanged, what ``clean_text`` raises, and TooManyComments.
    """
    text = clean_text(text)
    return _revise(comment, by, Kind.EDITED, text, seen, key_of(client_key, Kind.EDITED, text))


def add_to_comment(*, comment: Comment, by: User, text: str, client_key: UUID) -> Comment:
    """Add to one's own comment, marked with the moment, until closing (เขียนเพิ่มเติม).

    Sent again under its key it is one addition. Raises as ``edit_comment`` does, but neither CommentStands nor CommentHasChanged; the
    whole may be as long as a comment.
    """
    text = clean_text(text)
    return _revise(comment, by, Kind.ADDED, text, None, key_of(client_key, Kind.ADDED, text))


def _revise(
    comment: Comment, by: User, kind: CommentRevision.Kind, written: str, seen: int | None, key: UUID
) -> Comment:
    if not rules.wrote(by, comment):
        raise NotAllowed
    with transaction.atomic():
        wait_for_turn(by)
        # Not only against other changes: a vote or a reply that is being written refers to the row and waits, or is waited for.
        comment = Comment.objects.select_for_update().get(pk=comment.pk)
        if CommentRevision.objects.filter(comment=comment, client_key=key).exists():
            return comment
        now = must_be_open_now(comment.consultation)
        _must_take_changes(comment)
        must_be_known(by, comment.consultation.least_to_comment)
        must_have_consented(by, comment.consultation)
        _must_still_speak_for_it(comment, by)
        if kind == Kind.EDITED and written == comment.text:
            return comment
        number = CommentRevision.objects.filter(comment=comment).count()
        if kind == Kind.EDITED and not may_be_edited(comment, now):
            raise CommentStands
        if seen is not None and seen != number:
            raise CommentHasChanged
        text = written if kind == Kind.EDITED else added(comment.text, written, now)
        if len(text) > settings.COMMENT_MAX_LENGTH:
            raise TextTooLong(settings.COMMENT_MAX_LENGTH)
        if not is_within("revisions", by.pk, most=settings.COMMENTS_PER_HOUR, seconds=3600):
            raise TooManyComments
        if not number:
            _keep(comment, 1, Kind.WRITTEN, comment.text, None, comment.posted_at)
        _keep(comment, max(number, 1) + 1, kind, written, key, now)
        if kind == Kind.EDITED:
            comment.edited_at = now
        comment.text = text
        publish_words(comment, kind)
    return comment


def _must_take_changes(comment: Comment) -> None:
    """While it waits for a moderator its author may change it; what a moderator looked at stays, or words nobody looked at would be shown.

    Raises CommentIsWithdrawn, CommentIsHidden, CommentWasReleased.
    """
    if comment.held_at:
        return
    must_be_visible(comment)
    if comment.consultation.moderates_first:
        raise CommentWasReleased


def _must_still_speak_for_it(comment: Comment, by: User) -> None:
    """What stands in the name of a company is changed only while the mandate acts. Raises MandateEnded."""
    said_for = Representation.objects.filter(comment=comment).first()
    if said_for is None:
        return
    mandate = Mandate.objects.acting(by).filter(company_number=said_for.company_number).first()
    if mandate is None:
        raise MandateEnded
    must_act_for(by, mandate)


def _keep(comment: Comment, number: int, kind: CommentRevision.Kind, text: str, key: UUID | None, at: datetime) -> None:
    CommentRevision.objects.create(comment=comment, number=number, kind=kind, text=text, client_key=key, at=at)


def added(text: str, more: str, at: datetime) -> str:
    """The text with what was added to it later, under a line that says when; a tag of the site, as those of masking are."""
    return f"{text}\n\n[เพิ่มเติมเมื่อ {moment_in_thai(timezone.localtime(at))}]\n{more}"


def publish_words(comment: Comment, how: str) -> None:
    """Show what was written, but closed passages, by the rules of today, on every surface; inside the caller's transaction, with its row
    locked. ``how`` they came to be others: for the log."""
    comment.public_text = mask(without(comment.text, comment.redactions.standing()))
    comment.search_text = search_form(comment.public_text)
    comment.language = language_of(comment.text)
    comment.reworded_at = timezone.now()
    comment.save(update_fields=["text", "public_text", "search_text", "language", "edited_at", "reworded_at"])
    log_comments_again([comment], how)
    news = events.CommentHeld if comment.held_at else events.CommentReworded
    events.announce(news(consultation_id=comment.consultation_id, section_id=comment.section_id, comment_id=comment.pk))
