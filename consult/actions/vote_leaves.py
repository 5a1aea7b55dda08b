"""Votes and answers become leaves of the log, which tell the hour and keep what was chosen for those who have the salt."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone

from ..ledger.acts import Act, answer_act, vote_act
from ..models import LogOpening, Vote
from ..models.participant import ballot_pseudonym
from .ledger import LeafToWrite, Logged, gone_leaves, log_all, newest_of


def told_vote(vote: Vote, hearing: int) -> Act:
    """A vote as its leaf and open data tell it."""
    return vote_act(
        hearing=hearing,
        participant=ballot_pseudonym(vote.participant_id),
        section=vote.section_id,
        comment=vote.comment_id,
        choice=Vote.Choice(vote.choice).name.lower(),
    )


def log_vote(vote: Vote, hearing: int) -> None:
    """Somebody voted on this for the first time: one question more."""
    log_all([_vote_told(vote, hearing, "vote", vote.cast_at)])


def log_votes_again(votes: Sequence[tuple[Vote, int]], how: str, at: datetime) -> None:
    """They say otherwise now, or are somebody else's; each with its hearing. What they said before nobody can open any more."""
    before = newest_of("vote", [vote.pk for vote, _hearing in votes])
    gone = [(hearing, before[vote.pk]) for vote, hearing in votes if vote.pk in before]
    now = [_vote_told(vote, hearing, f"vote.{how}", at) for vote, hearing in votes]
    log_all([*gone_leaves("vote.replaced", at, gone), *now], closed=[one.pk for one in before.values()])


def _vote_told(vote: Vote, hearing: int, kind: str, at: datetime) -> LeafToWrite:
    return LeafToWrite(
        kind=kind, hearing=hearing, row=vote.pk, at=at, act=told_vote(vote, hearing), participant=vote.participant_id
    )


def log_withdrawn_votes(votes: Sequence[tuple[int, int]]) -> None:
    """Votes that are gone, each its id and its hearing."""
    before = newest_of("vote", [pk for pk, _hearing in votes])
    gone = gone_leaves("vote.withdrawn", timezone.now(), [(hearing, before.get(pk)) for pk, hearing in votes])
    log_all(gone, closed=[one.pk for one in before.values()])


def told_answer(participant: int, hearing: int, question: int, choices: Iterable[int]) -> Act:
    """What one person answered to one question, as its leaf and open data tell it."""
    return answer_act(hearing=hearing, participant=ballot_pseudonym(participant), question=question, options=choices)


def newest_answers_of(participant: int, questions: Iterable[int]) -> dict[int, Logged]:
    """The newest leaf of what somebody answered to each of these questions (one query)."""
    return {question: one for (_who, question), one in newest_answers_by([participant], questions).items()}


def newest_answers_by(participants: Iterable[int], questions: Iterable[int]) -> dict[tuple[int, int], Logged]:
    """The same of several at once, by who answered and the question."""
    found = LogOpening.objects.filter(
        participant__in=participants, entry__row__in=list(questions), entry__kind__startswith="answer"
    )
    rows = found.order_by("entry").values_list("participant", "entry__row", "entry", "entry__commitment")
    return {(who, row): Logged(pk, bytes(commitment).hex()) for who, row, pk, commitment in rows}


def log_answer(
    *, participant: int, hearing: int, question: int, choices: Iterable[int], at: datetime, how: str = ""
) -> None:
    """Somebody answered, or answered otherwise; ``how``: the kind, where nobody did and the row changed all the same."""
    before = newest_answers_of(participant, [question]).get(question)
    gone = gone_leaves("answer.replaced", at, [(hearing, before)]) if before else []
    act = told_answer(participant, hearing, question, choices)
    kind = f"answer.{how}" if how else "answer.changed" if before else "answer"
    now = LeafToWrite(kind=kind, hearing=hearing, row=question, at=at, act=act, participant=participant)
    log_all([*gone, now], closed=[before.pk] if before else [])


def log_withdrawn_answers(participant: int, hearing: int, questions: Sequence[int]) -> None:
    """What somebody answered to these questions is gone."""
    before = newest_answers_of(participant, questions)
    gone = gone_leaves("answer.withdrawn", timezone.now(), [(hearing, before.get(question)) for question in questions])
    log_all(gone, closed=[one.pk for one in before.values()])
