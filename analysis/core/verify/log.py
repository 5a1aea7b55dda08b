"""The log as the folder tells it: checkpoints and their signatures, entries and the roots they lead to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from analysis.core.errors import InputError
from consult.ledger.acts import BALLOTS
from consult.ledger.checkpoint import Checkpoint, NotACheckpoint, PublicKey, is_signed, notes_in
from consult.ledger.checkpoint import read as read_note
from consult.ledger.leaf import Leaf, moment
from consult.ledger.tree import GrowingTree

from .findings import VerifiedFindings
from .tables import PublishedFolder

ENTRIES, CHECKPOINTS, KEYS = "entries.csv", "checkpoints.txt", "keys.txt"
#: An act is in the log so soon after its moment; a vote tells only its hour, and waits until that is over
SOON = timedelta(minutes=10)
HOUR = timedelta(hours=1)
_ZERO = "0000-00-00T00:00:00.000000Z"


@dataclass
class PublishedLog:
    """``entries``: this hearing's own, by commitment: (index, kind, moment). ``roots``: at each size of a checkpoint, as entries lead to it."""

    size: int = 0
    hearing: int = 0
    entries: dict[bytes, tuple[int, str, str]] = field(default_factory=dict)
    roots: dict[int, bytes] = field(default_factory=dict)
    checkpoints: list[Checkpoint] = field(default_factory=list)
    keys: list[PublicKey] = field(default_factory=list)


def read_log(
    folder: PublishedFolder, keys: Sequence[str], found: VerifiedFindings, kept: Sequence[int] = ()
) -> PublishedLog:
    """``kept``: sizes of checkpoints that somebody kept, at which roots are worked out too. Raises InputError where files are missing or cannot be read."""
    log = PublishedLog(keys=_keys(folder, keys, found))
    _read_checkpoints(folder, log, found)
    _read_entries(folder, log, found, kept)
    for one in log.checkpoints:
        if one.size > log.size:
            found.differs(
                f"จุดตรวจสอบบอกว่าสมุดบันทึกมี {one.size} รายการ แต่ในแฟ้มมี {log.size}",
                f"a checkpoint says the log has {one.size} entries, the folder holds {log.size}",
            )
        elif one.size not in log.roots:
            found.fault("จุดตรวจสอบที่แฟ้มนี้คำนวณไม่ถึง", "checkpoints whose root these entries do not lead to", one.size)
        elif log.roots[one.size] != one.root:
            found.fault(
                "จุดตรวจสอบที่รากไม่ตรงกับรายการ", "checkpoints with another root than the entries", f"{one.size}, {one.at}"
            )
    newest = log.checkpoints[-1] if log.checkpoints else None
    if newest and newest.size < log.size:
        found.differs(
            f"มี {log.size - newest.size} รายการหลังจุดตรวจสอบล่าสุด ไม่มีใครลงนาม",
            f"{log.size - newest.size} entries stand after the newest checkpoint: nobody signed them",
        )
    if newest and log.roots.get(newest.size) == newest.root:
        found.matches(
            f"รายการทั้ง {log.size} นำไปสู่รากของจุดตรวจสอบล่าสุด ({newest.at})",
            f"the {log.size} entries lead to the root of the newest checkpoint ({newest.at})",
        )
    return log


def _keys(folder: PublishedFolder, given: Sequence[str], found: VerifiedFindings) -> list[PublicKey]:
    written = list(given)
    if not written and folder.has(KEYS):
        written = folder.text(KEYS).split()
        found.note(
            "ใช้กุญแจที่แฟ้มบอกเอง โปรดเทียบกับที่เว็บไซต์ประกาศที่ /log/ แล้วสั่งด้วย --key",
            "the keys are those the folder itself names; compare them with those the site tells at /log/ and use --key",
        )
    try:
        return [PublicKey.read(one) for one in written]
    except NotACheckpoint as error:
        raise InputError(str(error), thai="กุญแจนี้อ่านไม่ได้") from error


def _read_checkpoints(folder: PublishedFolder, log: PublishedLog, found: VerifiedFindings) -> None:
    notes = notes_in(folder.text(CHECKPOINTS))
    unsigned = 0
    for note in notes:
        try:
            log.checkpoints.append(read_note(note))
        except NotACheckpoint as error:
            raise InputError("no checkpoint", thai="ไม่ใช่จุดตรวจสอบ", path=str(folder.path / CHECKPOINTS)) from error
        unsigned += not is_signed(note, log.keys)
    sizes = [one.size for one in log.checkpoints]
    moments = [one.at for one in log.checkpoints]
    if not notes:
        found.differs("ไม่มีจุดตรวจสอบในแฟ้ม", "there is no checkpoint in the folder")
    elif unsigned:
        found.differs(
            f"ลายเซ็นของจุดตรวจสอบ {unsigned} จุดไม่ถูกต้อง", f"{unsigned} checkpoints are not signed by a known key"
        )
    elif sizes != sorted(sizes) or moments != sorted(moments):
        found.differs("จุดตรวจสอบไม่เรียงตามเวลา", "the checkpoints do not stand in the order of time")
    else:
        found.matches(
            f"ลายเซ็นของจุดตรวจสอบถูกต้องทั้ง {len(notes)} จุด", f"all {len(notes)} checkpoints are signed by a known key"
        )


def _read_entries(folder: PublishedFolder, log: PublishedLog, found: VerifiedFindings, kept: Sequence[int]) -> None:
    tree, sizes = GrowingTree(), {*kept, *(one.size for one in log.checkpoints)}
    times = _Times(log.checkpoints)
    columns = ("index", "leaves", "hearing", "kind", "at", "commitment", "hash")
    for row in folder.rows(ENTRIES, *columns):
        try:
            index, leaves = int(row["index"]), int(row["leaves"])
            if index != tree.size:
                found.fault("รายการที่หายไปหรือสลับที่", "entries that are missing or stand elsewhere", index)
                return
            if row["hash"]:
                tree.add(bytes.fromhex(row["hash"]), leaves)
            else:
                _add_own(row, index, tree, log, found)
                if not times.fit(index, row["kind"], row["at"]):
                    found.fault(
                        "รายการที่ลงเวลาย้อนหลังหรือล่วงหน้า", "entries dated before or after their place in the log", index
                    )
        except ValueError:
            found.fault("รายการที่อ่านไม่ได้", "entries that cannot be read", row["index"])
            return
        if tree.size in sizes:
            log.roots[tree.size] = tree.root()
    log.size = tree.size


def _add_own(row: dict[str, str], index: int, tree: GrowingTree, log: PublishedLog, found: VerifiedFindings) -> None:
    hearing = int(row["hearing"])
    if log.entries and hearing != log.hearing:
        found.fault("รายการของการรับฟังอื่น", "entries of another hearing", index)
    log.hearing = hearing
    commitment = bytes.fromhex(row["commitment"])
    if commitment in log.entries:
        found.fault("รายการที่ซ้ำ", "entries that stand twice", index)
    log.entries[commitment] = (index, row["kind"], row["at"])
    tree.add(Leaf(hearing, row["kind"], row["at"], row["commitment"]).hash())


class _Times:
    """What moments an entry may tell by its place between checkpoints, compared as text: all moments have one spelling."""

    def __init__(self, checkpoints: Sequence[Checkpoint]) -> None:
        self._sizes = [one.size for one in checkpoints]
        signed = [datetime.fromisoformat(one.at) for one in checkpoints]
        self._until = [moment(at.astimezone(UTC) + SOON) for at in signed]
        self._from = [moment(at.astimezone(UTC) - SOON) for at in signed]
        self._from_hour = [moment(at.astimezone(UTC) - SOON - HOUR) for at in signed]

    def fit(self, index: int, kind: str, at: str) -> bool:
        place = bisect_right(self._sizes, index)
        earliest = self._from_hour if kind.partition(".")[0] in BALLOTS else self._from
        return len(at) == len(_ZERO) and (
            (place == 0 or at >= earliest[place - 1]) and (place == len(self._until) or at <= self._until[place])
        )
