"""What is said, withdrawn or shown otherwise becomes a leaf of the log."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone

from ..ledger.acts import Act, comment_act
from ..ledger.leaf import moment
from ..models import Comment, CommentSpan, Reattachment
from ..models.participant import pseudonym
from .ledger import LeafToWrite, gone_leaves, log_act, log_all, newest_of


def told_comments(comments: Sequence[Comment]) -> dict[int, Act]:
    """Comments as their leaves and open data tell them, by their ids (two queries)."""
    moved: dict[int, int] = {}
    first = Reattachment.objects.filter(comment__in={one.parent_id or one.pk for one in comments}).order_by("pk")
    for pk, before in first.values_list("comment", "before"):
        moved.setdefault(pk, before)
    spoken_of = CommentSpan.objects.filter(comment__in=[one.pk for one in comments])
    words = dict(spoken_of.values_list("comment", "exact"))
    return {
        one.pk: _told_comment(one, moved.get(one.parent_id or one.pk, one.section_id), words.get(one.pk, ""))
        for one in comments
    }


def _told_comment(comment: Comment, section: int | None, words: str) -> Act:
    return comment_act(
        hearing=comment.consultation_id,
        id=comment.pk,
        section=section,
        words=words,
        reply_to=comment.parent_id,
        stance=comment.stance,
        channel=comment.channel,
        participant=pseudonym(comment.participant_id),
        posted_on=timezone.localtime(comment.posted_at).date().isoformat(),
        text=comment.public_text,
    )


def log_comment(comment: Comment, words: str) -> None:
    """Somebody wrote it just now, and spoke of these words of its section."""
    act = (
        told_comments([comment])[comment.pk] if comment.parent_id else _told_comment(comment, comment.section_id, words)
    )
    made = log_all([_comment_told(comment, act, "comment", comment.posted_at)])
    if comment.held_at:
        _log_closed("held", comment.consultation_id, comment.held_at, made)


def log_comments_again(comments: Sequence[Comment], how: str) -> None:
    """They read otherwise now, or stand elsewhere, or are somebody else's: ``how`` is the kind. Withdrawn ones have nothing to say."""
    comments = [comment for comment in comments if comment.withdrawn_at is None]
    if not comments:
        return
    now, before = timezone.now(), newest_of("comment", [comment.pk for comment in comments])
    log_all(
        gone_leaves(
            "comment.replaced", now, [(one.consultation_id, before[one.pk]) for one in comments if one.pk in before]
        )
    )
    acts = told_comments(comments)
    told = [_comment_told(comment, acts[comment.pk], f"comment.{how}", now) for comment in comments]
    made: dict[int, list[str]] = {}
    for comment, commitment in zip(comments, log_all(told), strict=True):
        if not comment.is_visible:
            made.setdefault(comment.consultation_id, []).append(commitment)
    for hearing, closed in made.items():  # what nobody may read is opened by nothing: the log says that it is so
        _log_closed("still_hidden", hearing, timezone.now(), closed)


def _log_closed(kind: str, hearing: int, at: datetime, closed: Sequence[str]) -> None:
    act = {"act": kind, "hearing": hearing, "at": moment(at), "closes": sorted(closed)}
    log_act(kind=kind, hearing=hearing, row=0, at=at, act=act)


def _comment_told(comment: Comment, act: Act, kind: str, at: datetime) -> LeafToWrite:
    return LeafToWrite(
        kind=kind,
        hearing=comment.consultation_id,
        row=comment.pk,
        at=at,
        act=act,
        participant=comment.participant_id,
    )


def log_withdrawn_comment(comment: Comment) -> None:
    before = newest_of("comment", [comment.pk]).get(comment.pk)
    assert comment.withdrawn_at is not None
    log_all(gone_leaves("comment.withdrawn", comment.withdrawn_at, [(comment.consultation_id, before)]))


def commitments_of(comments: Iterable[int]) -> list[str]:
    """Of the newest leaves of these comments, for an act that closes or opens them."""
    return sorted(one.commitment for one in newest_of("comment", comments).values())
