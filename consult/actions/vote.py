from django.db import transaction

from .. import events
from ..errors import CommentHidden, SectionRemoved, SectionReworded
from ..models import Comment, Consultation, Section, User, Vote
from .consultation import must_be_open_now


def _must_stand(section: Section, consultation: Consultation) -> None:
    """Raise the error that says why the draft no longer has this section with this very text, if it has not."""
    if section.version_id == consultation.draft_id:
        return
    current = Section.objects.filter(version=consultation.draft_id, anchor=section.anchor).first()
    if current is None:
        raise SectionRemoved
    if current.ballot_id != section.ballot_id:
        raise SectionReworded


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

    Raises ConsultationClosed and its kin, SectionReworded or SectionRemoved when the section no longer stands as it was
    read, CommentHidden.
    """
    now = must_be_open_now(consultation)
    if comment and not comment.is_visible:
        raise CommentHidden
    if section:
        _must_stand(section, consultation)
    vote, _ = Vote.objects.update_or_create(
        voter=voter, **_subject(section, comment), defaults={"choice": choice, "cast_at": now}
    )
    events.announce(
        events.VotesChanged(consultation_id=consultation.pk, section_id=vote.section_id, comment_id=vote.comment_id)
    )
    return vote
