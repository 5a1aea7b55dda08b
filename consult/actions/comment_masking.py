import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from .. import events
from ..models import Comment, Consultation, OfficialReply, Redaction
from ..models.redaction import without
from ..thai.normal_form import search_form
from .audit import record
from .comment import mask
from .comment_leaves import log_comments_again
from .official_reply import announce_official_reply

BATCH = 500

#: What a masker puts in place of what it hides; an author's own brackets look the same, which does no harm here.
_TAG = re.compile(r"\[[^\[\]\n]*\]")


@dataclass(frozen=True, kw_only=True)
class MaskedAgain:
    """What became of one batch. ``last``: the comment to go on after, None when there was none left to look at.

    ``changed`` and ``shows_more`` are ids of comments: those that (or whose official reply) read differently now, and those
    among them that show something the rules before had masked.
    """

    last: int | None = None
    looked_at: int = 0
    changed: Sequence[int] = ()
    shows_more: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True)
class _Rewording:
    row: Comment | OfficialReply
    comment: Comment
    public_text: str


def mask_again(*, consultation: Consultation, after: int = 0, limit: int = BATCH, dry_run: bool = False) -> MaskedAgain:
    """Mask what is stored by the rules of today: a batch of comments, hidden ones too, with their official replies.

    For operators, after an upgrade of the rules (ปิดบังข้อมูลส่วนบุคคลใหม่); call it with ``after`` until ``last`` is None. Reads what
    was written, never what was masked before, so it may be done twice; with ``dry_run`` it only says what it would change.
    """
    written = consultation.comments.filter(pk__gt=after, withdrawn_at=None)
    comments = list(written.select_related("official_reply").order_by("pk")[:limit])
    if not comments:
        return MaskedAgain()
    texts = list(_texts(comments))
    # Masking takes its time: done before the transaction, so that nobody's comment waits for it.
    found = [one for one in texts if one.public_text != one.row.public_text]
    if found and not dry_run:
        found = _write(consultation, found)
    return MaskedAgain(
        last=comments[-1].pk,
        looked_at=len(texts),
        changed=_comments_of(found),
        shows_more=_comments_of([one for one in found if _shows_more(one)]),
    )


def _texts(comments: Sequence[Comment]) -> Iterator[_Rewording]:
    closed: dict[int, list[Redaction]] = {}
    for one in Redaction.objects.standing().filter(comment__in=comments):
        closed.setdefault(one.comment_id, []).append(one)
    for comment in comments:
        for row in (comment, getattr(comment, "official_reply", None)):
            if row is not None:
                text = without(row.text, closed.get(comment.pk, [])) if row is comment else row.text
                yield _Rewording(row=row, comment=comment, public_text=mask(text))


@transaction.atomic
def _write(consultation: Consultation, found: Sequence[_Rewording]) -> list[_Rewording]:
    """Those that were still as they were read; what somebody changed meanwhile was masked by the rules of today."""
    done = [one for one in found if _replace(one)]
    if not done:
        return done
    reworded = Comment.objects.filter(pk__in=[one.row.pk for one in done if one.row is one.comment])
    log_comments_again(list(reworded.order_by("pk")), "masked")
    record(
        verb="mask_again",
        by=None,
        consultation=consultation,
        count=len(done),
        comments=_comments_of([one for one in done if one.row is one.comment]),
        official_replies=_comments_of([one for one in done if one.row is not one.comment]),
        shows_more=_comments_of([one for one in done if _shows_more(one)]),
    )
    _announce(consultation, done)
    return done


def _replace(one: _Rewording) -> bool:
    words = {"public_text": one.public_text}
    as_read = {"pk": one.row.pk, "text": one.row.text, "public_text": one.row.public_text}
    if isinstance(one.row, OfficialReply):
        return bool(OfficialReply.objects.filter(**as_read).update(**words))
    return bool(
        Comment.objects.filter(**as_read).update(
            **words, search_text=search_form(one.public_text), reworded_at=timezone.now()
        )
    )


def _announce(consultation: Consultation, done: Sequence[_Rewording]) -> None:
    """Open pages put answers in place by themselves; a comment they already have they do not fetch again, so they are told
    that they are out of date. Nobody has those that are hidden now."""
    visible = set(Comment.objects.filter(pk__in=_comments_of(done)).visible().values_list("pk", flat=True))
    shown = [one for one in done if one.comment.pk in visible]
    if any(one.row is one.comment for one in shown):
        events.announce(events.ConsultationChanged(consultation_id=consultation.pk))
    for one in shown:
        if isinstance(one.row, OfficialReply):
            announce_official_reply(one.comment)


def _shows_more(one: _Rewording) -> bool:
    """Whether something can be read now that could not before: a piece between two tags that was not there in one piece."""
    return any(piece not in one.row.public_text for piece in _TAG.split(one.public_text))


def _comments_of(rewordings: Sequence[_Rewording]) -> list[int]:
    return list(dict.fromkeys(one.comment.pk for one in rewordings))
