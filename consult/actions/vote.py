from django.conf import settings
from django.db import connection, transaction

from .. import events, rules
from ..errors import GuestMovedOn, OwnComment, SectionRemoved, SectionReworded, StaffDoNotVote, TooManyChanges
from ..limits import is_within
from ..models import Comment, Consultation, Section, User, Vote
from ..models.prepared import ask
from .comment import is_in_draft, must_be_visible
from .consultation import must_be_known, must_be_open_now


def _subject(section: Section | None, comment: Comment | None) -> dict:
    """The columns that say what is voted on."""
    if comment:
        return {"comment": comment}
    if section:
        return {"section_id": section.ballot_id}
    raise ValueError("a vote is on a section or on a comment")


_COLUMNS = "voter_id, section_id, comment_id, choice, cast_at, level"
#: With the level of the voter now, whose row is held: whoever moves up at this moment waits, or is waited for
_FIRST = {
    vendor: f"INSERT INTO consult_vote ({_COLUMNS}) SELECT id, {values}, level FROM consult_user WHERE id = %s {lock} "  # noqa: S608
    "ON CONFLICT DO NOTHING RETURNING id"
    for vendor, values, lock in (
        ("sqlite", "%s, %s, %s, %s", ""),
        ("postgresql", "%s::bigint, %s::bigint, %s::smallint, %s::timestamptz", "FOR KEY SHARE"),
    )
}
_CHANGE = (
    "UPDATE consult_vote SET choice = %s, cast_at = %s WHERE voter_id = %s AND {} = %s AND choice <> %s RETURNING id"
)


def _is_first(vote: Vote) -> bool:
    """Write it where this person has no vote on this yet. Django has no word for what both databases do in one question."""
    cast_at = connection.ops.adapt_datetimefield_value(vote.cast_at)
    pk = _id(_FIRST[connection.vendor], vote.section_id, vote.comment_id, int(vote.choice), cast_at, vote.voter_id)
    vote.pk, vote._state.adding = pk, False
    return pk is not None


def _is_changed(vote: Vote) -> bool:
    """Write it in place of the one that stands, if it says otherwise; ``vote`` is then the one that stands."""
    column, subject = ("comment_id", vote.comment_id) if vote.comment_id else ("section_id", vote.section_id)
    choice, cast_at = int(vote.choice), connection.ops.adapt_datetimefield_value(vote.cast_at)
    pk = _id(_CHANGE.format(column), choice, cast_at, vote.voter_id, subject, choice)
    if pk is None:
        stands = Vote.objects.filter(voter=vote.voter_id, **{column: subject}).values_list("pk", "cast_at").first()
        if stands is None:
            raise GuestMovedOn
        vote.pk, vote.cast_at = stands
        return False
    vote.pk = pk
    return True


def _id(question: str, *values) -> int | None:
    """The id that the question returns, if any."""
    rows = ask(question, values)
    return rows[0][0] if rows else None


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

    Raises ConsultationClosed and its kin, LevelTooLow, GuestMovedOn, SectionReworded or SectionRemoved when the section no
    longer stands as it was read, CommentIsHidden, CommentIsWithdrawn, OwnComment, StaffDoNotVote, TooManyChanges.
    """
    now = must_be_open_now(consultation)
    must_be_known(voter, consultation.least_to_vote)
    if not rules.may_vote(voter, consultation):
        raise StaffDoNotVote
    if comment and rules.wrote(voter, comment):
        raise OwnComment
    if comment:
        must_be_visible(comment)
    if section and not section.stands_in(consultation.draft_id):
        raise SectionReworded if is_in_draft(section, consultation) else SectionRemoved
    vote = Vote(voter=voter, **_subject(section, comment), choice=choice, cast_at=now)
    if not _is_first(vote):
        if not _is_changed(vote):
            return vote
        if not is_within("changes", voter.pk, most=settings.VOTE_CHANGES_PER_MINUTE, seconds=60):
            raise TooManyChanges
    events.announce(
        events.VotesChanged(consultation_id=consultation.pk, section_id=vote.section_id, comment_id=vote.comment_id)
    )
    return vote


@transaction.atomic
def withdraw_vote(
    *, consultation: Consultation, voter: User, section: Section | None = None, comment: Comment | None = None
) -> bool:
    """Take one's vote on a section or a comment back, as if it had not been cast, until closing (ถอนโหวต).

    Also from what is hidden by now. Returns whether there was one. Raises ConsultationClosed and its kin.
    """
    must_be_open_now(consultation)
    subject = _subject(section, comment)
    taken, _rows = Vote.objects.filter(voter=voter, **subject).delete()
    if taken:
        events.announce(
            events.VotesChanged(
                consultation_id=consultation.pk,
                section_id=subject.get("section_id"),
                comment_id=comment.pk if comment else None,
            )
        )
    return bool(taken)
