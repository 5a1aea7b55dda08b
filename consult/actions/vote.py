from django.conf import settings
from django.db import connection, transaction

from .. import events, rules
from ..errors import (
    CompaniesVoteOnDrafts,
    GuestMovedOn,
    OwnComment,
    SectionRemoved,
    SectionReworded,
    StaffDoNotVote,
    TooManyChanges,
)
from ..limits import is_within
from ..models import Comment, Consultation, Mandate, Section, User, Vote
from ..models.participant import ask_as
from ..models.prepared import ask
from .comment import is_in_draft, must_be_visible
from .consultation import must_be_known, must_be_open_now, must_have_consented
from .mandate import must_act_for
from .vote_leaves import log_vote, log_votes_again, log_withdrawn_votes


def _subject(section: Section | None, comment: Comment | None) -> dict:
    """The columns that say what is voted on."""
    if comment:
        return {"comment": comment}
    if section:
        return {"section_id": section.ballot_id}
    raise ValueError("a vote is on a section or on a comment")


_COLUMNS = "participant_id, section_id, comment_id, choice, cast_at, level"
_VALUES = {"sqlite": "%s, %s, %s, %s", "postgresql": "%s::bigint, %s::bigint, %s::smallint, %s::timestamptz"}
#: With the level of the account now
_FIRST = {
    vendor: f"INSERT INTO consult_vote ({_COLUMNS}) SELECT who.id, {values}, account.level FROM {{}} "  # noqa: S608
    "ON CONFLICT DO NOTHING RETURNING id, participant_id"
    for vendor, values in _VALUES.items()
}
_CHANGE = """
    UPDATE consult_vote SET choice = %s, cast_at = %s
    WHERE participant_id = (SELECT id FROM consult_participant WHERE {} AND consultation_id = %s)
    AND {} = %s AND choice <> %s RETURNING id, participant_id
"""
#: Whose vote it is: a person's own, or a company's
_OWN, _COMPANYS = "account_id = %s AND company_number = ''", "company_number = %s"


def _written(vote: Vote, voter: User, consultation: Consultation, company: str) -> str:
    """Write what somebody says; ``vote`` is then the one that stands. It is their "first" on this, "changed", or says the "same" as before.

    Django has no word for what both databases do in one question. Raises GuestMovedOn.
    """
    column, subject = ("comment_id", vote.comment_id) if vote.comment_id else ("section_id", vote.section_id)
    choice, cast_at = int(vote.choice), connection.ops.adapt_datetimefield_value(vote.cast_at)
    stands, told = [company or voter.pk, consultation.pk, subject], [vote.section_id, vote.comment_id, choice, cast_at]
    change = _CHANGE.format(_COMPANYS if company else _OWN, column)
    vote._state.adding = False
    for _attempt in range(2):  # again where another first act of theirs in this hearing was under way
        if first := ask_as(voter.pk, consultation.pk, _FIRST[connection.vendor], told, company=company):
            ((vote.pk, vote.participant_id),) = first
            return "first"
        if changed := ask(change, [choice, cast_at, *stands, choice]):
            ((vote.pk, vote.participant_id),) = changed
            return "changed"
        whose = _whose(voter, consultation, company)
        if same := Vote.objects.filter(**whose, **{column: subject}).first():
            vote.pk, vote.participant_id, vote.cast_at = same.pk, same.participant_id, same.cast_at
            return "same"
    raise GuestMovedOn


def _whose(voter: User, consultation: Consultation, company: str) -> dict:
    """Which participant of the hearing, as conditions on votes: the company for whoever acts in its name."""
    who = {} if company else {"participant__account": voter}
    return {"participant__consultation": consultation, "participant__company_number": company, **who}


@transaction.atomic
def cast_vote(
    *,
    consultation: Consultation,
    voter: User,
    choice: Vote.Choice,
    section: Section | None = None,
    comment: Comment | None = None,
    mandate: Mandate | None = None,
) -> Vote:
    """Record one person's position on a section or a comment; a second vote replaces the first.
    The same choice again changes nothing and is no news.

    ``mandate``: of the juristic person in whose name it is, which has one vote on a section beside the voter's own, counted apart, whoever casts it.
    Raises MandateEnded, ConsultationClosed and its kin, LevelTooLow, ConsentMissing, GuestMovedOn, SectionReworded or SectionRemoved when the section no
    longer stands as it was read, CommentIsHidden, CommentIsWithdrawn, OwnComment, CompaniesVoteOnDrafts, StaffDoNotVote, TooManyChanges.
    """
    now = must_be_open_now(consultation)
    must_be_known(voter, consultation.least_to_vote)
    must_have_consented(voter, consultation)
    must_act_for(voter, mandate)
    if not rules.may_vote(voter, consultation):
        raise StaffDoNotVote
    if comment and mandate:
        raise CompaniesVoteOnDrafts
    if comment and rules.wrote(voter, comment):
        raise OwnComment
    if comment:
        must_be_visible(comment)
    if section and not section.stands_in(consultation.draft_id):
        raise SectionReworded if is_in_draft(section, consultation) else SectionRemoved
    vote = Vote(**_subject(section, comment), choice=choice, cast_at=now)
    how = _written(vote, voter, consultation, mandate.company_number if mandate else "")
    if how == "same":
        return vote
    if how == "first":
        log_vote(vote, consultation.pk)
    else:
        if not is_within("changes", voter.pk, most=settings.VOTE_CHANGES_PER_MINUTE, seconds=60):
            raise TooManyChanges
        log_votes_again([(vote, consultation.pk)], "changed", now)
    events.announce(
        events.VotesChanged(consultation_id=consultation.pk, section_id=vote.section_id, comment_id=vote.comment_id)
    )
    return vote


@transaction.atomic
def withdraw_vote(
    *,
    consultation: Consultation,
    voter: User,
    section: Section | None = None,
    comment: Comment | None = None,
    mandate: Mandate | None = None,
) -> bool:
    """Take one's vote on a section or a comment back, as if it had not been cast, until closing (ถอนโหวต).

    Also from what is hidden by now. Returns whether there was one. Raises ConsultationClosed and its kin, MandateEnded.
    """
    must_be_open_now(consultation)
    must_act_for(voter, mandate)
    subject = _subject(section, comment)
    whose = _whose(voter, consultation, mandate.company_number if mandate else "")
    cast = Vote.objects.filter(**whose, **subject)
    stands = list(cast.values_list("pk", flat=True))
    taken, _rows = cast.delete()
    if taken:
        log_withdrawn_votes([(pk, consultation.pk) for pk in stands])
        events.announce(
            events.VotesChanged(
                consultation_id=consultation.pk,
                section_id=subject.get("section_id"),
                comment_id=comment.pk if comment else None,
            )
        )
    return bool(taken)
