from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from ..ledger.acts import Act
from ..ledger.leaf import commitment_of
from ..models import Answer, AuditEntry, Comment, LoggedAct, LogOpening, Vote
from .audit_leaves import AUDIT, log_audit_entry
from .comment_leaves import log_comments_again, told_comments
from .ledger import newest_of
from .vote_leaves import log_answer, log_votes_again, told_answer, told_vote

BATCH = 500
#: Of a row that was on record before the log began
RECORDED = "recorded"


def log_record(*, dry_run: bool = False) -> dict[str, int]:
    """Make leaves of what was on record before the log began, or what the log calls otherwise since (นำบันทึกเดิมเข้าสมุดบันทึก): after
    people got other names in it (PSEUDONYM_KEY, migration 0038). Run again it finds nothing.

    For operators, and with ``dry_run`` for whoever only wants to know. Returns how many comments, votes, answers and lines of the audit
    trail had none that opens.
    """
    ways = {"comment": _comments, "vote": _votes, "answer": _answers, "audit": _lines}
    return {name: sum(way(dry_run)) for name, way in ways.items()}


def _comments(dry_run: bool) -> Iterator[int]:
    for ids in _batches(Comment.objects.filter(withdrawn_at=None).order_by("pk").values_list("pk", flat=True)):
        comments = list(Comment.objects.filter(pk__in=ids).order_by("pk"))
        without = _without("comment", told_comments(comments))
        yield len(without)
        if without and not dry_run:
            with transaction.atomic():
                log_comments_again([one for one in comments if one.pk in without], RECORDED)


def _votes(dry_run: bool) -> Iterator[int]:
    hearing = Coalesce("comment__consultation", "section__version__consultation")
    for ids in _batches(Vote.objects.order_by("pk").values_list("pk", flat=True)):
        votes = list(Vote.objects.filter(pk__in=ids).annotate(hearing=hearing).order_by("pk"))
        without = _without("vote", {vote.pk: told_vote(vote, vote.hearing) for vote in votes})
        yield len(without)
        if without and not dry_run:
            with transaction.atomic():
                again = [(vote, vote.hearing) for vote in votes if vote.pk in without]
                log_votes_again(again, RECORDED, timezone.now())


def _without(family: str, told: dict[int, Act]) -> set[int]:
    """Rows without a leaf, and those whose newest one says something else than they tell now. Of those who erased who they are nothing
    opens it, and it is not asked."""
    newest = newest_of(family, told)
    salts = dict(LogOpening.objects.filter(entry__in=[one.pk for one in newest.values()]).values_list("entry", "salt"))
    opened = {row: salts[one.pk] for row, one in newest.items() if one.pk in salts}
    otherwise = {row for row, salt in opened.items() if _hex(salt, told[row]) != newest[row].commitment}
    return told.keys() - newest.keys() | otherwise


def _hex(salt: bytes | memoryview, act: Act) -> str:
    return commitment_of(bytes(salt), act).hex()


def _answers(dry_run: bool) -> Iterator[int]:
    """Of those who erased who they are nothing opens a leaf: whether there is one cannot be told, and is not asked."""
    questions = Answer.objects.order_by("question").values_list("question", "question__questionnaire__consultation")
    for question, hearing in list(questions.distinct()):
        given: dict[int, list[int]] = defaultdict(list)
        chosen = Answer.objects.filter(question=question, participant__account__is_active=True).order_by("choice")
        for participant, choice in chosen.values_list("participant", "choice"):
            given[participant].append(choice)
        leaves = LogOpening.objects.filter(entry__row=question, entry__kind__startswith="answer").order_by("entry")
        newest = {one.participant_id: one for one in leaves.exclude(participant=None).select_related("entry")}
        without = [
            participant
            for participant, choices in sorted(given.items())
            if not (one := newest.get(participant))
            or _hex(one.salt, told_answer(participant, hearing, question, choices)) != bytes(one.entry.commitment).hex()
        ]
        yield len(without)
        for participant in [] if dry_run else without:
            told = given[participant]
            with transaction.atomic():
                log_answer(
                    participant=participant,
                    hearing=hearing,
                    question=question,
                    choices=told,
                    at=timezone.now(),
                    how=RECORDED,
                )


def _lines(dry_run: bool) -> Iterator[int]:
    for ids in _batches(AuditEntry.objects.order_by("pk").values_list("pk", flat=True)):
        logged = LoggedAct.objects.filter(kind=AUDIT, row__in=ids).values_list("row", flat=True)
        without = sorted(set(ids) - set(logged))
        yield len(without)
        if without and not dry_run:
            with transaction.atomic():
                for entry in AuditEntry.objects.filter(pk__in=without).order_by("pk"):
                    log_audit_entry(entry, late=True)


def _batches(rows) -> Iterator[list[int]]:
    ids = rows.iterator(chunk_size=BATCH)
    while batch := list(islice(ids, BATCH)):
        yield batch
