"""Rows and openings against the log: each opens its leaf, and no leaf is left that nothing accounts for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from analysis.core.errors import InputError
from consult.ledger.acts import Act, answer_act, comment_act, vote_act
from consult.ledger.leaf import commitment_of

from .findings import VerifiedFindings
from .log import PublishedLog
from .tables import PublishedFolder, as_written, number, parts

OPENINGS, UNOPENED = "openings.csv", "unopened.csv"
AUDIT = "audit"
#: Why an entry may be opened by nothing, beside what the log itself says
REASONS = {"on_withheld": ("โหวตต่อความคิดเห็นที่ไม่เผยแพร่", "votes on comments that are withheld")}
_FAMILIES = ("comment", "vote", "answer")


@dataclass
class Opened:
    """``acts``: what openings say, in the order of the log, each with its index. ``closed``: leaves that comments anybody may read do not
    open; ``gone``: those that others replaced."""

    acts: list[tuple[int, Act]] = field(default_factory=list)
    rows: set[bytes] = field(default_factory=set)
    gone: set[bytes] = field(default_factory=set)
    closed: set[bytes] = field(default_factory=set)
    erased: set[bytes] = field(default_factory=set)
    #: entries of votes that the folder says nothing opens
    unseen_votes: int = 0

    def told(self, act: str) -> Iterator[tuple[int, Act]]:
        return ((index, one) for index, one in self.acts if one["act"] == act)


def open_log(folder: PublishedFolder, log: PublishedLog, found: VerifiedFindings) -> Opened:
    """Raises InputError where files are missing or cannot be read."""
    opened = Opened()
    _read_openings(folder, log, opened, found)
    counts = {family: _open_rows(folder, log, opened, family, found) for family in _FAMILIES}
    _account(folder, log, opened, found)
    told = ", ".join(f"{family} {n}" for family, n in counts.items())
    if not found.differ:
        found.matches(f"ทุกแถวเปิดรายการของตนได้: {told}", f"every row opens its entry: {told}")
    return opened


def _read_openings(folder: PublishedFolder, log: PublishedLog, opened: Opened, found: VerifiedFindings) -> None:
    for row in folder.rows(OPENINGS, "commitment", "salt", "act"):
        commitment, act = _opening(row)
        entry = log.entries.get(commitment)
        if act is None or entry is None or entry[1] != act.get("act") or entry[2] != act.get("at"):
            found.fault("การกระทำที่ไม่ตรงกับรายการใด", "acts that open no entry", row["commitment"][:16])
        elif commitment in opened.rows:
            found.fault("การกระทำที่ซ้ำ", "acts that are told twice", row["commitment"][:16])
        else:
            opened.rows.add(commitment)
            opened.acts.append((entry[0], act))
    opened.acts.sort(key=lambda one: one[0])
    for index, act in opened.acts:
        for name, taken in (("replaces", opened.gone), ("closes", opened.closed)):
            for one in act.get(name, ()):
                commitment = bytes.fromhex(one)
                if commitment not in log.entries:
                    found.fault("การกระทำที่อ้างรายการที่ไม่มี", "acts that name entries that are not there", index)
                taken.add(commitment)
                if act["act"] == "erased":
                    opened.erased.add(commitment)
        for one in act.get("opens", ()):
            opened.closed.discard(bytes.fromhex(one))


def _opening(row: dict[str, str]) -> tuple[bytes, Act | None]:
    try:
        commitment, salt, act = bytes.fromhex(row["commitment"]), bytes.fromhex(row["salt"]), json.loads(row["act"])
        return commitment, act if commitment_of(salt, act) == commitment else None
    except (ValueError, AttributeError, TypeError):
        return b"", None


def _comment(row: dict[str, str], hearing: int) -> Iterator[Act]:
    for words, text in as_written(row["words"], row["text"]):
        yield comment_act(
            hearing=hearing,
            id=int(row["id"]),
            section=number(row["section"]),
            words=words,
            reply_to=number(row["reply_to"]),
            stance=row["stance"],
            channel=row["channel"],
            participant=row["participant"],
            posted_on=row["posted_on"],
            text=text,
        )


def _vote(row: dict[str, str], hearing: int) -> Iterator[Act]:
    section, comment = number(row["section"]), number(row["comment"])
    yield vote_act(
        hearing=hearing, participant=row["participant"], section=section, comment=comment, choice=row["choice"]
    )


def _answer(row: dict[str, str], hearing: int) -> Iterator[Act]:
    options = [int(one) for one in parts(row["options"])]
    yield answer_act(hearing=hearing, participant=row["participant"], question=int(row["question"]), options=options)


_ACTS: dict[str, Callable[[dict[str, str], int], Iterator[Act]]] = {
    "comment": _comment,
    "vote": _vote,
    "answer": _answer,
}
_COLUMNS = {
    "comment": ("id", "section", "words", "reply_to", "stance", "channel", "participant", "posted_on", "text"),
    "vote": ("participant", "section", "comment", "choice"),
    "answer": ("participant", "question", "options"),
}


def _open_rows(folder: PublishedFolder, log: PublishedLog, opened: Opened, family: str, found: VerifiedFindings) -> int:
    opens, count, lost = _ACTS[family], 0, 0
    name = f"{family}s.csv"
    for count, row in enumerate(folder.rows(name, *_COLUMNS[family], "commitment", "salt"), start=1):
        try:
            commitment, salt = bytes.fromhex(row["commitment"]), bytes.fromhex(row["salt"])
            if not row["commitment"]:
                lost += 1
                continue
            entry = log.entries.get(commitment)
            if salt:
                holds = any(commitment_of(salt, act) == commitment for act in opens(row, log.hearing))
            else:
                holds = commitment in opened.erased
        except ValueError:
            entry, holds = None, False
        if not holds or entry is None or entry[1].partition(".")[0] != family:
            found.fault(f"แถวใน {name} ที่ไม่ตรงกับสมุดบันทึก", f"rows of {name} that do not match the log", f"{name}:{count}")
        elif commitment in opened.rows or commitment in opened.gone:
            found.fault(f"แถวใน {name} ที่ซ้ำหรือถูกแทนที่แล้ว", f"rows of {name} told twice, or replaced", f"{name}:{count}")
        elif salt and commitment in opened.closed:
            found.fault(f"แถวใน {name} ที่ควรถูกซ่อน", f"rows of {name} that should be hidden", f"{name}:{count}")
        else:
            opened.rows.add(commitment)
    erased = sum(1 for one in opened.erased if log.entries.get(one, (0, ""))[1].partition(".")[0] == family)
    if lost > erased:
        found.differs(
            f"แถวใน {name} ที่ไม่มีรายการ {lost - erased} แถว", f"{lost - erased} rows of {name} have no entry in the log"
        )
    return count


def _account(folder: PublishedFolder, log: PublishedLog, opened: Opened, found: VerifiedFindings) -> None:
    stated = _stated(folder, log, found)
    opened.unseen_votes = len(stated)
    why: Counter[str] = Counter()
    for commitment, (index, kind, _at) in log.entries.items():
        if commitment in opened.rows:
            why["opened"] += 1
        elif kind == AUDIT:
            why["audit"] += 1
        elif commitment in opened.gone:
            why["replaced"] += 1
        elif commitment in opened.closed:
            why["closed"] += 1
        elif commitment in stated:
            why[stated[commitment]] += 1
        else:
            found.fault("รายการที่ไม่มีแถวใดเปิด", "entries that nothing accounts for", f"{index}: {kind}")
    told = {
        "opened": ("เปิดได้", "opened"),
        "replaced": ("ถูกแทนที่หรือถอน", "replaced or withdrawn"),
        "closed": ("ซ่อนหรือลบตัวตน", "hidden, or erased"),
        "audit": ("บันทึกการตรวจสอบภายใน", "of the internal audit trail"),
    } | REASONS
    thai = ", ".join(f"{told[name][0]} {n}" for name, n in why.items())
    english = ", ".join(f"{told[name][1]} {n}" for name, n in why.items())
    found.note(
        f"รายการของการรับฟังนี้ {len(log.entries)}: {thai}", f"{len(log.entries)} entries of this hearing: {english}"
    )


def _stated(folder: PublishedFolder, log: PublishedLog, found: VerifiedFindings) -> dict[bytes, str]:
    """Entries that the folder says are opened by nothing, with the reason."""
    stated: dict[bytes, str] = {}
    if not folder.has(UNOPENED):
        return stated
    for row in folder.rows(UNOPENED, "commitment", "reason"):
        try:
            commitment = bytes.fromhex(row["commitment"])
        except ValueError as error:
            raise InputError("no commitment", thai="ไม่ใช่รหัสผูกมัด", path=str(folder.path / UNOPENED)) from error
        entry = log.entries.get(commitment)
        if row["reason"] not in REASONS or entry is None or entry[1].partition(".")[0] != "vote":
            found.fault("รายการที่ไม่เปิดโดยไม่มีเหตุ", "entries left unopened for no stated reason", row["commitment"][:16])
        else:
            stated[commitment] = row["reason"]
    return stated
