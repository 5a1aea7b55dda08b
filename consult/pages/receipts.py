"""Receipts (ใบรับ): a code for each act, and the file by which its owner proves to anybody that the log has it."""

from collections.abc import Iterable
from typing import Any

from ..actions.comment_leaves import told_comments
from ..actions.vote_leaves import newest_answers_by, told_answer, told_vote
from ..ledger.acts import Act
from ..ledger.leaf import beginning_of, code_of, commitment_of, moment
from ..ledger.tree import inclusion_proof
from ..models import Answer, Comment, LogCheckpoint, LoggedAct, LogOpening, User, Vote
from ..models.ledger import newest_leaves
from ..models.log_tree import TreeOfLog
from .ledger import newest_checkpoint


def codes_of(family: str, rows: Iterable[int]) -> dict[int, str]:
    """The code of the newest leaf of each of these rows ("comment", "vote"); those from before the log have none (one query)."""
    return {row: code_of(bytes(commitment)) for row, _leaf, commitment in newest_leaves(family, list(rows))}


def codes_of_answers(participants: Iterable[int], questions: Iterable[int]) -> dict[tuple[int, int], str]:
    """The same of what was answered, by who answered and the question."""
    found = newest_answers_by(participants, questions)
    return {key: code_of(bytes.fromhex(one.commitment)) for key, one in found.items()}


def act_by_code(code: str) -> LoggedAct | None:
    """The act of which a receipt code is the beginning. Raises ValueError for what is no code."""
    begin = beginning_of(code)
    return LoggedAct.objects.filter(commitment__gte=begin, commitment__lte=begin + b"\xff" * 22).first()


def proof_of(act: LoggedAct, checkpoint: LogCheckpoint | None = None) -> dict[str, Any] | None:
    """That the act is in the log of the newest checkpoint: its place, the path (RFC 9162, section 2.1.3), the signed note. None while no
    checkpoint holds it."""
    checkpoint = checkpoint or newest_checkpoint()
    if checkpoint is None or act.leaf_index is None or act.leaf_index >= checkpoint.size:
        return None
    path = inclusion_proof(act.leaf_index, checkpoint.size, TreeOfLog())
    return {"index": act.leaf_index, "path": [step.hex() for step in path], "checkpoint": checkpoint.note}


def receipt_of(person: User, code: str) -> dict[str, Any] | None:
    """What opens an act of this person, with the proof. None where it is nobody's of theirs, or says what no more stands.

    Raises ValueError for what is no code.
    """
    act = act_by_code(code)
    opening = act and LogOpening.objects.filter(entry=act, participant__account=person).first()
    if not act or not opening:
        return None
    told = _told(act, opening.participant_id)
    if told is None or commitment_of(bytes(opening.salt), told) != bytes(act.commitment):
        return None
    leaf = act.leaf
    return {
        "code": code_of(bytes(act.commitment)),
        "entry": {"hearing": leaf.hearing, "kind": leaf.kind, "at": leaf.at, "commitment": leaf.commitment},
        "salt": bytes(opening.salt).hex(),
        "act": told,
        "proof": proof_of(act),
    }


def _told(act: LoggedAct, participant: int) -> Act | None:
    """What the row of the act says now."""
    family = act.kind.partition(".")[0]
    if family == "comment":
        return told_comments(list(Comment.objects.filter(pk=act.row))).get(act.row)
    if family == "vote":
        vote = Vote.objects.filter(pk=act.row).first()
        return told_vote(vote, act.hearing) if vote else None
    choices = Answer.objects.filter(participant=participant, question=act.row).values_list("choice", flat=True)
    return told_answer(participant, act.hearing, act.row, choices)


def entries_from(start: int, most: int) -> dict[str, Any]:
    """So many leaves of the log from this one on, up to the newest checkpoint, and where to go on."""
    checkpoint = newest_checkpoint()
    size = checkpoint.size if checkpoint else 0
    rows = LoggedAct.objects.numbered(size).filter(leaf_index__gte=start)[:most]
    columns = ("leaf_index", "hearing", "kind", "at", "commitment")
    entries = [
        [index, hearing, kind, moment(at), bytes(commitment).hex()]
        for index, hearing, kind, at, commitment in rows.values_list(*columns)
    ]
    after = start + len(entries)
    return {"size": size, "entries": entries, "next": after if entries and after < size else None}
