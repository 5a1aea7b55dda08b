"""Rows into files, one row in memory at a time: CSV and XLSX for spreadsheets, JSON Lines for programs, the same columns in each."""

import csv
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from consult.pages.spreadsheet import inert

from .declared import OpenTable

#: Rows a sheet takes before another one begins; Excel reads 1,048,576
SHEET_ROWS = 1_000_000
#: Characters a cell of Excel holds; the rest stands in the other files
CELL_LENGTH = 32_767
BOM = "\ufeff"
#: What each form is, by the end of a file's name
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".jsonl": "application/jsonl",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".txt": "text/plain",
    ".zip": "application/zip",
}


@dataclass(frozen=True, kw_only=True)
class OpenFile:
    """A file of a release as it lies there. ``rows``: None where it is no table; ``table``: the one it holds."""

    name: str
    size: int
    sha256: str
    rows: int | None = None
    table: str = ""

    @property
    def form(self) -> str:
        """``CSV``, ``XLSX``: what people call it."""
        return Path(self.name).suffix.removeprefix(".").upper()

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES.get(Path(self.name).suffix, "application/octet-stream")


def described(path: Path, *, rows: int | None = None, table: str = "") -> OpenFile:
    """What a reader needs to check the file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return OpenFile(name=path.name, size=path.stat().st_size, sha256=digest, rows=rows, table=table)


def write_table(folder: Path, table: OpenTable, rows: Iterable[Sequence[Any]]) -> list[OpenFile]:
    """The table in its three forms; the rows are asked for once."""
    paths = [folder / f"{table.name}{end}" for end in (".csv", ".jsonl", ".xlsx")]
    with paths[0].open("w", encoding="utf-8", newline="") as as_csv, paths[1].open("w", encoding="utf-8") as as_lines:
        as_csv.write(BOM)
        sheets, lines = csv.writer(as_csv), as_lines
        sheets.writerow(table.names)
        book = _Book(table)
        count = 0
        for row in rows:
            cells = [_cell(value) for value in row]
            sheets.writerow(cells)
            lines.write(json.dumps(dict(zip(table.names, map(_plain, row), strict=True)), ensure_ascii=False) + "\n")
            book.add(row, cells)
            count += 1
    book.save(paths[2])
    return [described(path, rows=count, table=table.name) for path in paths]


def write_archive(path: Path, files: Sequence[OpenFile]) -> OpenFile:
    """All files of the folder in one, for whoever wants to check them together."""
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for file in files:
            archive.write(path.with_name(file.name), file.name)
    return described(path)


def write_lines(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> OpenFile:
    """A CSV file that programs read: no byte-order mark, since its columns are found by their names."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_cell(value) for value in row])
            count += 1
    return described(path, rows=count)


def _cell(value: Any) -> Any:
    """As CSV takes it: text that no spreadsheet computes, true and false in words, a list in one cell."""
    if isinstance(value, list):
        value = ";".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return inert(value) if isinstance(value, str) else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


class _Book:
    """The table in a workbook that is written as it comes; a second sheet where one is full."""

    def __init__(self, table: OpenTable):
        self.table, self.rows = table, 0
        self.book = Workbook(write_only=True)
        self._begin()

    def _begin(self) -> None:
        number = self.rows // SHEET_ROWS + 1
        self.sheet = self.book.create_sheet(self.table.name if number == 1 else f"{self.table.name} {number}")
        self.sheet.freeze_panes = "A2"
        self.sheet.append(self.table.names)

    def add(self, row: Sequence[Any], cells: Sequence[Any]) -> None:
        if self.rows and self.rows % SHEET_ROWS == 0:
            self._begin()
        self.sheet.append([_printable(value, cell) for value, cell in zip(row, cells, strict=True)])
        self.rows += 1

    def save(self, path: Path) -> None:
        about = self.book.create_sheet("columns")
        for column in self.table.columns:
            about.append([column.name, column.thai, column.english])
        self.book.save(path)


def _printable(value: Any, cell: Any) -> Any:
    if isinstance(cell, str) and not isinstance(value, date | bool):
        return ILLEGAL_CHARACTERS_RE.sub("", cell)[:CELL_LENGTH]
    return value
