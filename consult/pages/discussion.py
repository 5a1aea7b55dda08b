"""Comments as a page shows them: each with its tally, the reader's own vote, and its first replies, in a fixed number of
queries however many there are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from .. import rules
from ..models import Comment, Consultation, OfficialReply, Vote
from ..models.comment import first_replies
from ..models.kept import received
from ..models.membership import staff_of
from ..models.vote import NO_VOTES, Tally
from .where import with_where


@dataclass(kw_only=True)
class Thread:
    """A comment with what stands around it. ``tally`` is None where the reader may not see it yet; ``official`` is what the
    agency answered, also when it has taken that back; ``may_answer``: the reader answers for it; ``is_own``: the reader wrote it;
    ``is_trace``: nothing of it is shown but that it stood here; ``by_staff``: its author works for the agency; ``may_vote``: the
    reader is neither its author nor of that agency."""

    comment: Comment
    address: str
    tally: Tally | None
    choice: int | None
    official: OfficialReply | None = None
    may_answer: bool = False
    is_own: bool = False
    is_trace: bool = False
    by_staff: bool = False
    may_vote: bool = True
    replies: list["Thread"] = field(default_factory=list)
    reply_count: int = 0

    @property
    def more_replies(self) -> int:
        return self.reply_count - len(self.replies)


def visible_tally(consultation: Consultation, tally: Tally | None, choice: int | None) -> Tally | None:
    """The tally if this reader may see it now: always, after voting, or after closing, as the consultation says."""
    return (tally or NO_VOTES) if consultation.shows_tallies(voted=choice is not None) else None


def threads(
    consultation: Consultation, comments: Iterable[Comment], *, reader, with_replies: bool = True
) -> list[Thread]:
    """Dress comments for the page (six queries; where the draft was issued more than once ``with_where``'s too)."""
    comments = list(comments)
    parents = [comment.pk for comment in comments if comment.parent_id is None] if with_replies else []
    replies = first_replies(parents)
    with_where([*comments, *replies], consultation)
    ids = [comment.pk for comment in [*comments, *replies]]
    how = received(ids)
    choices = Vote.objects.comment_choices(reader, ids)
    may_answer, may_vote = rules.may_reply_officially(reader, consultation), rules.may_vote(reader, consultation)
    staff = staff_of(consultation.agency_id)
    place = reverse("consult:consultation_detail", args=[consultation.pk])  # once: reversing costs more than a query

    def dress(comment: Comment) -> Thread:
        if not comment.is_visible:
            return Thread(
                comment=comment, address=f"{place}comments/{comment.pk}/", choice=None, tally=None, is_trace=True
            )
        choice = choices.get(comment.pk)
        tally = visible_tally(consultation, Tally.of(how[comment.pk]), choice)
        return Thread(
            comment=comment,
            address=f"{place}comments/{comment.pk}/",
            choice=choice,
            tally=tally,
            official=getattr(comment, "official_reply", None),
            may_answer=may_answer,
            is_own=rules.wrote(reader, comment),
            by_staff=comment.participant.account_id in staff,
            may_vote=may_vote and not rules.wrote(reader, comment),
        )

    by_parent = defaultdict(list)
    for reply in replies:
        by_parent[reply.parent_id].append(dress(reply))
    dressed = [dress(comment) for comment in comments]
    for thread in dressed:
        thread.replies = by_parent[thread.comment.pk]
        thread.reply_count = how[thread.comment.pk].replies if with_replies else 0
    return dressed


NOBODY = AnonymousUser()
