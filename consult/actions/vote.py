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
from ..models import Announcement, Comment, Consultation, Mandate, Section, User, Vote
from ..models.announcement import announcing
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
#: With the level of the account now
_FIRST = f"""
    INSERT INTO consult_vote ({_COLUMNS}) SELECT who.id, {{values}}, account.level FROM {{{{0}}}}
    ON CONFLICT DO NOTHING RETURNING id, participant_id
"""  # noqa: S608
_FIRST_SQLITE = _FIRST.format(values="%s, %s, %s, %s")
#: Both at once on PostgreSQL, where one of them finds nothing to do, and the announcement of what the other did
_WRITE = """, changed AS (
        UPDATE consult_vote vote SET choice = %s::smallint, cast_at = %s::timestamptz FROM {{0}}
        WHERE vote.participant_id = who.id AND vote.{column} = %s::bigint AND vote.choice <> %s::smallint
        RETURNING vote.id, vote.participant_id
    ), first AS ({first}),
    written AS (SELECT 'first' AS how, id, participant_id FROM first UNION ALL SELECT 'changed', id, participant_id FROM changed),
    news AS ({news} FROM written RETURNING id)
    SELECT how, id, participant_id FROM written
"""
_SUBJECTS = ("section_id", "comment_id")
_WRITE_ON = {
    column: _WRITE.format(
        column=column,
        first=_FIRST.format(values="%s::bigint, %s::bigint, %s::smallint, %s::timestamptz"),
        news=announcing("%s", "%s::bigint", "%s::bigint", "%s::bigint", "NULL", "%s::timestamptz"),
    )
    for column in _SUBJECTS
}
_CHANGE_SQLITE = """
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
    column = "comment_id" if vote.comment_id else "section_id"
    vote._state.adding = False
    whose = _whose(voter, consultation, company)
    for _attempt in range(5):  # again where another first act, or another vote on this, of theirs was under way
        if written := _write(vote, voter, consultation, company, column):
            ((how, vote.pk, vote.participant_id),) = written
            return str(how)
        stands = Vote.objects.filter(**whose, **{column: getattr(vote, column)}).order_by()
        same = stands.select_for_update(of=("self",)).first()  # held, so that the next attempt is the last
        if same and same.choice == vote.choice:
            vote.pk, vote.participant_id, vote.cast_at = same.pk, same.participant_id, same.cast_at
            return "same"
    raise GuestMovedOn


def _write(vote: Vote, voter: User, consultation: Consultation, company: str, column: str) -> list[tuple]:
    """The row that was written, and announced: how, its id and whose it is. None where there is nothing to write, or somebody else was
    writing it."""
    subject, choice = getattr(vote, column), int(vote.choice)
    cast_at = connection.ops.adapt_datetimefield_value(vote.cast_at)
    told = [vote.section_id, vote.comment_id, choice, cast_at]
    if connection.vendor == "postgresql":
        news = [events.VotesChanged.type, consultation.pk, vote.section_id, vote.comment_id, cast_at]
        values = [choice, cast_at, subject, choice, *told, *news]
        return ask_as(voter.pk, consultation.pk, _WRITE_ON[column], values, company=company)
    change = _CHANGE_SQLITE.format(_COMPANYS if company else _OWN, column)
    stands = [company or voter.pk, consultation.pk, subject]
    first = ask_as(voter.pk, consultation.pk, _FIRST_SQLITE, told, company=company)
    written = [("first", *row) for row in first] or [
        ("changed", *row) for row in ask(change, [choice, cast_at, *stands, choice])
    ]
    for _row in written:
        Announcement.objects.append(events.VotesChanged.type, consultation.pk, vote.section_id, vote.comment_id, None)
    return written


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
    news = events.VotesChanged(consultation_id=consultation.pk, section_id=vote.section_id, comment_id=vote.comment_id)
    events.announce(news, is_recorded=True)
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
    cast = Vote.objects.filter(**whose, **subject).values_list("pk", flat=True)
    held = Vote.objects.filter(
        pk__in=list(cast)
    ).select_for_update()  # one that is being changed tells the log so first
    stands = list(held.values_list("pk", flat=True))
    taken, _rows = Vote.objects.filter(pk__in=stands).delete()
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
