import re

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from .. import rules
from ..errors import CommentIsWithdrawn, NotAllowed, ReasonDoesNotFit, TextEmpty, WordsNotInComment
from ..models import Comment, ModerationAct, Notice, Redaction, User
from ..thai import text_rule
from .audit import record
from .comment_revision import publish_words
from .moderation import clean_note, settle
from .notice import tell_person

Kind = ModerationAct.Kind


@transaction.atomic
def redact_comment(*, comment: Comment, by: User, words: str, reason: str, note: str = "") -> Comment:
    """Close a passage of a comment wherever it stands in it, on every surface; the rest stays (ปิดข้อความบางส่วน).

    ``words``: as readers see them. Readers see that something was closed and why; the words stay in the record for the author and for
    moderators. The author is told and may appeal. Closed again nothing changes. Raises NotAllowed, ReasonDoesNotFit, TextTooLong,
    CommentIsWithdrawn, TextEmpty, WordsNotInComment.
    """
    comment = _held(comment, by, Kind.REDACT, reason)
    note, words = clean_note(note), text_rule.tidy(words)
    if text_rule.is_blank(words):
        raise TextEmpty
    closed = list(comment.redactions.standing())
    places = [found.span() for found in re.finditer(re.escape(words), comment.text)]
    if not places:
        raise WordsNotInComment
    if all(any(one.start <= start and end <= one.end for one in closed) for start, end in places):
        return comment
    if words not in comment.public_text:
        raise WordsNotInComment
    act = _put_on_record(comment, by, Kind.REDACT, reason, note)
    for start, end in places:
        if not any((one.start, one.end) == (start, end) for one in closed):
            Redaction.objects.create(comment=comment, act=act, start=start, end=end)
    return _publish(comment, act, Notice.Kind.COMMENT_REDACTED)


@transaction.atomic
def unredact_comment(*, comment: Comment, by: User, reason: str, note: str = "") -> Comment:
    """Show every closed passage of a comment again (เปิดข้อความที่ปิดไว้). One without any stays as it is.

    Raises NotAllowed, ReasonDoesNotFit, TextTooLong, CommentIsWithdrawn.
    """
    comment = _held(comment, by, Kind.UNREDACT, reason)
    note = clean_note(note)
    if not comment.redactions.standing().exists():
        return comment
    act = _put_on_record(comment, by, Kind.UNREDACT, reason, note)
    lift(comment.redactions.all())
    return _publish(comment, act, Notice.Kind.COMMENT_UNREDACTED)


def lift(redactions: QuerySet[Redaction]) -> None:
    """They close nothing any more: the words are shown again, or what anybody reads, signs and all, takes the place of the text."""
    redactions.filter(lifted_at=None).update(lifted_at=timezone.now())


def _held(comment: Comment, by: User, kind: ModerationAct.Kind, reason: str) -> Comment:
    """The comment as it is now, for whoever may moderate it; its author's changes wait, or are waited for."""
    if not rules.may_moderate(by, comment.consultation):
        raise NotAllowed
    if reason not in ModerationAct.REASONS[kind]:
        raise ReasonDoesNotFit
    comment = (
        Comment.objects.select_for_update(of=("self",))
        .select_related("consultation", "participant__account")
        .get(pk=comment.pk)
    )
    if comment.withdrawn_at:
        raise CommentIsWithdrawn
    return comment


def _put_on_record(comment: Comment, by: User, kind: ModerationAct.Kind, reason: str, note: str) -> ModerationAct:
    settle(comment)
    record(verb=f"{kind}_comment", by=by, consultation=comment.consultation, comment=comment.pk, reason=reason)
    return ModerationAct.objects.create(comment=comment, kind=kind, reason=reason, note=note, by=by)


def _publish(comment: Comment, act: ModerationAct, told: Notice.Kind) -> Comment:
    publish_words(comment, f"{act.kind}ed")
    if act.reason != ModerationAct.Reason.APPEAL:  # of an appeal its author is told the answer
        tell_person(person=comment.author, kind=told, act=act)
    return comment
