"""The log as it leaves this site: entries of a hearing, what opens them, signed checkpoints; row by row, whatever their number."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ..actions.audit_leaves import AUDIT
from ..ledger.leaf import moment
from ..log_keys import public_keys
from ..models import Consultation, LogCheckpoint, LoggedAct, LogOpening, Vote
from ..models.log_tree import TreeOfLog

CHUNK = 5_000
ENTRY_COLUMNS = ("index", "leaves", "hearing", "kind", "at", "commitment", "hash")
OPENING_COLUMNS = ("commitment", "salt", "act")


@dataclass(frozen=True, slots=True)
class RowOpening:
    """What opens the newest leaf of a row: columns ``commitment`` and ``salt`` of its line in open data, in hexadecimal digits.

    ``salt`` is empty where its author erased who they are. ``row``: the comment, the vote, or the question that was answered by
    ``participant``.
    """

    row: int
    participant: int | None
    commitment: str
    salt: str


def newest_checkpoint(consultation: Consultation | None = None) -> LogCheckpoint | None:
    """The last one that was signed, or the last one at a closing of this hearing."""
    found = LogCheckpoint.objects.all()
    return (found.filter(hearing=consultation.pk) if consultation else found).first()


def checkpoint_notes(checkpoint: LogCheckpoint | None = None) -> Iterator[str]:
    """The signed notes, oldest first, up to this one: ``"\\n".join`` makes checkpoints.txt of them."""
    found = LogCheckpoint.objects.order_by("pk")
    if checkpoint:
        found = found.filter(pk__lte=checkpoint.pk)
    return found.values_list("note", flat=True).iterator(chunk_size=CHUNK)


def entries_of(consultation: Consultation, size: int) -> Iterator[tuple[int, int, str, str, str, str, str]]:
    """``ENTRY_COLUMNS`` of the first ``size`` leaves: those of this hearing as they are, runs of others as the hashes of the largest
    perfect subtrees they are made of (``leaves`` each), so that the root can be worked out, and that of every checkpoint before."""
    tree, at = TreeOfLog(), 0
    signed = sorted(set(LogCheckpoint.objects.filter(size__lt=size).values_list("size", flat=True)))
    own = LoggedAct.objects.numbered(size).filter(hearing=consultation.pk)
    columns = ("leaf_index", "kind", "at", "commitment")
    for index, kind, when, commitment in own.values_list(*columns).iterator(chunk_size=CHUNK):
        yield from _run_of_others(at, index, tree, signed)
        yield index, 1, str(consultation.pk), kind, moment(when), bytes(commitment).hex(), ""
        at = index + 1
    yield from _run_of_others(at, size, tree, signed)


def _run_of_others(
    start: int, end: int, tree: TreeOfLog, signed: Sequence[int]
) -> Iterator[tuple[int, int, str, str, str, str, str]]:
    place = bisect_right(signed, start)
    while start < end:
        while place < len(signed) and signed[place] <= start:
            place += 1
        until = min(end, signed[place]) if place < len(signed) else end
        level = (until - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        yield start, 1 << level, "", "", "", "", tree(level, start >> level).hex()
        start += 1 << level


def public_key_lines() -> list[str]:
    """The keys that sign checkpoints, the one of today first: keys.txt of open data."""
    return [str(key) for key in public_keys()]


UNOPENED_COLUMNS = ("commitment", "reason")


def unopened_of(consultation: Consultation, size: int) -> Iterator[tuple[str, str]]:
    """``UNOPENED_COLUMNS`` of votes that stand and that no row tells, since what they were cast on is withheld."""
    withheld = Vote.objects.filter(comment__consultation=consultation, comment__is_visible=False)
    votes = withheld.order_by("pk").values_list("pk", flat=True)
    for batch in _batches(votes.iterator(chunk_size=CHUNK)):
        newest = LoggedAct.objects.about("vote", batch).filter(leaf_index__lt=size).values_list("row", "commitment")
        for commitment in dict(newest).values():
            yield bytes(commitment).hex(), "on_withheld"


def _batches(ids: Iterator[int]) -> Iterator[list[int]]:
    while batch := list(islice(ids, 500)):
        yield batch


def openings_of(consultation: Consultation, size: int) -> Iterator[tuple[str, str, str]]:
    """``OPENING_COLUMNS`` of every act that no row of open data tells and anybody may read, in the order of the log: of staff, and that
    something was withdrawn, hidden, or erased."""
    found = LogOpening.objects.filter(entry__hearing=consultation.pk, entry__leaf_index__lt=size).exclude(act="")
    rows = found.exclude(entry__kind=AUDIT).order_by("entry__leaf_index")
    for commitment, salt, act in rows.values_list("entry__commitment", "salt", "act").iterator(chunk_size=CHUNK):
        yield bytes(commitment).hex(), bytes(salt).hex(), act


def row_openings(consultation: Consultation, family: str, size: int) -> Iterator[RowOpening]:
    """What opens the newest leaf of each row of a ``family`` ("comment", "vote", "answer"), by row (of answers by question and person);
    those that were withdrawn are among them."""
    acts = LoggedAct.objects.about(family).filter(hearing=consultation.pk, leaf_index__lt=size, row__gt=0)
    by_person = family == "answer"
    if by_person:
        acts = acts.filter(opening__isnull=False)
    columns = ("row", "opening__participant", "commitment", "opening__salt")
    rows = acts.order_by("row", *(["opening__participant"] if by_person else []), "pk").values_list(*columns)
    last = None
    for row, participant, commitment, salt in rows.iterator(chunk_size=CHUNK):
        if last and (row, participant if by_person else None) != (last.row, last.participant if by_person else None):
            yield last
        last = RowOpening(row, participant, bytes(commitment).hex(), bytes(salt or b"").hex())
    if last:
        yield last
