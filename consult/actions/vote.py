from django.db import transaction
from django.utils import timezone

from .. import events
from ..errors import CommentHidden, SectionReworded
from ..models import Comment, Consultation, Section, User, Vote


def _stands(section: Section, consultation: Consultation) -> bool:
    """Whether the current draft has this section with this very text."""
    if section.version_id == consultation.draft_id:
        return True
    current = consultation.draft.sections.filter(anchor=section.anchor).first()
    return current is not None and current.ballot_id == section.ballot_id


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

    Raises ConsultationClosed and its kin, SectionReworded when the section no longer stands as it was read, CommentHidden.
    """
    now = timezone.now()
    consultation.must_be_open(now)
    if comment and comment.hidden_at:
        raise CommentHidden
    if section and not _stands(section, consultation):
        raise SectionReworded
    subject = {"comment": comment} if comment else {"section_id": section.ballot_id}
    vote, _ = Vote.objects.update_or_create(voter=voter, **subject, defaults={"choice": choice, "cast_at": now})
    events.announce(
        events.VotesChanged(consultation_id=consultation.pk, section_id=vote.section_id, comment_id=vote.comment_id)
    )
    return vote
