"""The log nobody can rewrite, as far as this hearing is concerned: what ``python -m analysis.core verify`` reads beside the tables."""

from collections.abc import Iterator
from pathlib import Path

from consult.pages import ledger

from .basis import Basis
from .declared import OpenColumn
from .files import OpenFile, described, write_lines

COMMITMENT = OpenColumn(
    name="commitment",
    thai="รหัสผูกมัดของแถวนี้ในสมุดบันทึก (entries.csv)",
    english="What the log holds of this row (entries.csv)",
)
SALT = OpenColumn(
    name="salt",
    thai="กุญแจที่เปิดรหัสผูกมัด ว่างถ้าเจ้าของลบตัวตนแล้ว",
    english="What opens the commitment; empty where its author erased who they are",
)


class LeavesInStep:
    """What opens the leaves of rows that are asked for in their order: by id, answers by question and participant."""

    def __init__(self, basis: Basis, family: str):
        size = basis.checkpoint.size if basis.checkpoint else 0
        self._openings: Iterator[ledger.RowOpening] = ledger.row_openings(basis.consultation, family, size)
        self._next = next(self._openings, None)

    def of(self, row: int, participant: int = 0) -> tuple[str | None, str | None]:
        """Commitment and salt."""
        while self._next and (self._next.row, (self._next.participant or 0) if participant else 0) < (row, participant):
            self._next = next(self._openings, None)
        found = self._next
        if found and found.row == row and (not participant or found.participant == participant):
            return found.commitment, found.salt or None
        return None, None


def write_log(folder: Path, basis: Basis) -> list[OpenFile]:
    """Nothing where no checkpoint was ever signed."""
    if basis.checkpoint is None:
        return []
    consultation, size = basis.consultation, basis.checkpoint.size
    files = [
        write_lines(folder / "entries.csv", ledger.ENTRY_COLUMNS, ledger.entries_of(consultation, size)),
        write_lines(folder / "openings.csv", ledger.OPENING_COLUMNS, ledger.openings_of(consultation, size)),
        write_lines(folder / "unopened.csv", ledger.UNOPENED_COLUMNS, ledger.unopened_of(consultation, size)),
    ]
    notes = folder / "checkpoints.txt"
    notes.write_text("\n".join(ledger.checkpoint_notes(basis.checkpoint)), encoding="utf-8")
    keys = folder / "keys.txt"
    keys.write_text("".join(f"{key}\n" for key in ledger.public_key_lines()), encoding="utf-8")
    return [*files, described(notes), described(keys)]
