"""A folder of open data is checked: first the log, then every row against it, then every number against the rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analysis.core.errors import InputError
from consult.ledger.checkpoint import NotACheckpoint, notes_in
from consult.ledger.checkpoint import read as read_note

from .acts import open_log
from .counts import check_counts
from .figures import read_report
from .findings import VerifiedFindings
from .log import PublishedLog, read_log
from .package import check_package
from .receipt import check_old, check_receipt
from .tables import PublishedFolder


def verify(
    folder: str, *, receipts: Sequence[str] = (), checkpoints: Sequence[str] = (), keys: Sequence[str] = ()
) -> VerifiedFindings:
    """``receipts`` and ``checkpoints`` are files that somebody kept; ``keys`` those of the site, where its word is not taken for them.

    Raises InputError for what cannot be read at all.
    """
    found, published = VerifiedFindings(), PublishedFolder(folder)
    check_package(published, found)
    kept = [note for path in checkpoints for note in _notes(path)]
    log = read_log(published, keys, found, kept=[read_note(note).size for note in kept])
    check_basis(published, log, found)
    for note in kept:
        check_old(note, log, found)
    for path in receipts:
        check_receipt(path, log, found)
    opened = open_log(published, log, found)
    check_counts(published, log, opened, found)
    return found


def check_basis(folder: PublishedFolder, log: PublishedLog, found: VerifiedFindings) -> None:
    """Whether the report names a checkpoint of this log."""
    report = read_report(folder)
    told = report["basis"].get("checkpoint") if report else None
    if told:
        root = log.roots.get(told["size"])
        found.is_it(
            root is not None and root.hex() == told["root"],
            "รายงานอ้างจุดตรวจสอบของสมุดบันทึกนี้",
            "the report names a checkpoint of this log",
        )


def _notes(path: str) -> list[str]:
    try:
        notes = notes_in(Path(path).read_text(encoding="utf-8"))
        for note in notes:
            read_note(note)
    except (OSError, UnicodeDecodeError, NotACheckpoint) as error:
        raise InputError("no checkpoint", thai="ไม่ใช่จุดตรวจสอบ", path=path) from error
    if not notes:
        raise InputError("no checkpoint", thai="ไม่มีจุดตรวจสอบ", path=path)
    return notes
