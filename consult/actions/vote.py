from django.conf import settings
from django.db import transaction

from .. import events
from ..errors import CommentIsHidden, SectionRemoved, SectionReworded, TooManyChanges
from ..limits import is_within
from ..models import Comment, Consultation, Section, User, Vote
from .comment import is_in_draft
from .consultation import must_be_open_now


def _subject(section: Section | None, comment: Comment | None) -> dict:
    """The columns that say what is voted on."""
    if comment:
        return {"comment": comment}
    if section:
        return {"section_id": section.ballot_id}
    raise ValueError("a vote is on a section or on a comment")


@transaction.atomic
def cast_vote(
    *,
    consultation: Consultation,
    voter: User,
    choice: Vote.Choice,
    section: Section | None = None,
    comment: Comment | None = None,
) -> Vote:
    """Record one person's position on a section or a comment; a second vote replaces the first.
    The same choice again changes nothing and is no news.

    Raises ConsultationClosed and its kin, SectionReworded or SectionRemoved when the section no longer stands as it was
    read, CommentIsHidden, TooManyChanges.
    """
    now = must_be_open_now(consultation)
    if comment and not comment.is_visible:
        raise CommentIsHidden
    if section and not section.stands_in(consultation.draft_id):
        raise SectionReworded if is_in_draft(section, consultation) else SectionRemoved
    vote, is_first = Vote.objects.select_for_update().get_or_create(
        voter=voter, **_subject(section, comment), defaults={"choice": choice, "cast_at": now}
    )
    if not is_first:
        if vote.choice == choice:
            return vote
        if not is_within("changes", voter.pk, most=settings.VOTE_CHANGES_PER_MINUTE, seconds=60):
            raise TooManyChanges
        vote.choice, vote.cast_at = choice, now
        vote.save(update_fields=["choice", "cast_at"])
    events.announce(
        events.VotesChanged(consultation_id=consultation.pk, section_id=vote.section_id, comment_id=vote.comment_id)
    )
    return vote
