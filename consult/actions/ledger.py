"""Every act becomes a leaf of the log in its own transaction, by what open data tells of it."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from ..ledger.acts import BALLOTS, Act, gone_act, moment_of_ballot
from ..ledger.leaf import SALT_BYTES, canonical, commitment_of, moment
from ..models import LoggedAct, LogOpening
from ..models.ledger import newest_leaves


@dataclass(frozen=True, kw_only=True)
class LeafToWrite:
    """One act that is to become a leaf. ``kept``: the act itself is kept beside its salt, since no row tells it."""

    kind: str
    hearing: int
    row: int
    at: datetime
    act: Act
    participant: int | None = None
    kept: bool = False


def log_act(*, kind: str, hearing: int, row: int, at: datetime, act: Act) -> str:
    """Make an act a leaf that keeps what it says and that anybody may read; inside the transaction of the act. Returns its commitment in
    hexadecimal digits."""
    return log_all([LeafToWrite(kind=kind, hearing=hearing, row=row, at=at, act=act, kept=True)])[0]


#: Leaves that are written in one question; more are written in batches
FEW = 2


def log_all(told: Sequence[LeafToWrite], *, closed: Iterable[int] = ()) -> list[str]:
    """Make acts leaves; inside their transaction. Returns their commitments in hexadecimal digits. What opens the ``closed`` leaves is
    forgotten with it: there are too few choices to leave a salt behind."""
    entries, closed = [_entry(one) for one in told], list(closed)
    if entries and max(len(entries), len(closed)) <= FEW:
        LoggedAct.objects.append(entries, closed)
    else:
        LogOpening.objects.filter(entry__in=closed).delete()
        LoggedAct.objects.bulk_create([act for act, _opening in entries], batch_size=500)
        for act, opening in entries:
            opening.entry_id = act.pk
        LogOpening.objects.bulk_create([opening for _act, opening in entries], batch_size=500)
    return [act.commitment.hex() for act, _opening in entries]


def _entry(one: LeafToWrite) -> tuple[LoggedAct, LogOpening]:
    salt = secrets.token_bytes(SALT_BYTES)
    commitment = commitment_of(salt, one.act)
    at = moment_of_ballot(one.at) if _is_of_ballot(one.kind) else one.at
    entry = LoggedAct(hearing=one.hearing, kind=one.kind, row=one.row, at=at, commitment=commitment)
    kept = canonical(one.act).decode() if one.kept else ""
    return entry, LogOpening(participant_id=one.participant, salt=salt, act=kept)


def _is_of_ballot(kind: str) -> bool:
    return kind.partition(".")[0] in BALLOTS


@dataclass(frozen=True)
class Logged:
    """The newest leaf of a row: its id, and its commitment in hexadecimal digits."""

    pk: int
    commitment: str


def newest_of(family: str, rows: Iterable[int]) -> dict[int, Logged]:
    """The newest leaf of each of these rows that has one (one query)."""
    found = newest_leaves(family, list(rows))
    return {row: Logged(pk, bytes(commitment).hex()) for row, pk, commitment in found}


def gone_leaves(kind: str, at: datetime, gone: Iterable[tuple[int, Logged | None]]) -> list[LeafToWrite]:
    """That these leaves, each with its hearing, hold no more: something was withdrawn, or others take their place. In each hearing it is a
    leaf, which says no more of what they were."""
    replaced: dict[int, list[str]] = defaultdict(list)
    for hearing, before in gone:
        replaced[hearing] += [before.commitment] if before else []
    at = moment_of_ballot(at) if _is_of_ballot(kind) else at
    return [
        LeafToWrite(
            kind=kind,
            hearing=hearing,
            row=0,
            at=at,
            act=gone_act(kind=kind, hearing=hearing, at=moment(at), replaces=commitments),
            kept=True,
        )
        for hearing, commitments in replaced.items()
    ]


def log_erasure(person: int) -> None:
    """Before what opens somebody's leaves goes: in each hearing it is a leaf that these ones nobody can open any more."""
    now, closed = timezone.now(), defaultdict(list)
    theirs = LogOpening.objects.filter(participant__account=person).order_by("entry")
    for hearing, commitment in theirs.values_list("entry__hearing", "entry__commitment"):
        closed[hearing].append(bytes(commitment).hex())
    for hearing, commitments in closed.items():
        act = {"act": "erased", "hearing": hearing, "at": moment(now), "closes": sorted(commitments)}
        log_act(kind="erased", hearing=hearing, row=0, at=now, act=act)
