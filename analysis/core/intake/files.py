"""Tables in files: what spreadsheets write in Thailand goes in, and what was taken is said; CSV goes out.

UTF-8 with or without byte-order mark, UTF-16, Windows-874 (TIS-620) and XLSX; columns separated by commas, semicolons or
tabs; header names in Thai or English (`columns`). Every refusal names file and line.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from analysis.core.errors import InputError
from analysis.core.intake.columns import Names, canonical

Warn = Callable[[str], None]
Records = list[tuple[int, tuple[str, ...]]]

_FIELD_LIMIT = 2**31 - 1
_MARK = "\ufeff"
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
#: how a formula begins, also behind white space that a spreadsheet drops and in its full-width forms
_FORMULA = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠\t\r]")
_NUMBER = re.compile(r"[+\-]?\d[\d,]*(?:\.\d+)?")
#: the high half of letters that are Latin, Thai, or typographic
_HIGH = frozenset({0x00, 0x0E, 0x20})
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_THAI = re.compile(r"[\u0e01-\u0e5b“”‘’–—…•\u00a0€]")
#: a Thai mark where none can stand: behind no letter of Thai
_LOOSE_MARK = re.compile(r"(?<![ก-๎])[ัิ-ฺ็-๎]")


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with a header: records as (line of the file it begins on, fields)."""

    path: str
    columns: tuple[str, ...]
    records: tuple[tuple[int, tuple[str, ...]], ...]
    #: the file began with a byte-order mark, or was no UTF-8: a spreadsheet wrote it and wants a mark back
    marked: bool = False

    def place(self, *names: str) -> int:
        """Column number of the first of these names the table has."""
        for name in names:
            if name in self.columns:
                return self.columns.index(name)
        wanted, held = " or ".join(map(repr, names)), ", ".join(self.columns)
        raise InputError(
            f"no column {wanted}; the header has: {held}", thai=f"ไม่พบคอลัมน์ {names[0]}", path=self.path, line=1
        )

    def values(self, name: str) -> Iterator[str]:
        """One optional column, stripped; empty strings when the table lacks it."""
        if name not in self.columns:
            return iter([""] * len(self.records))
        column = self.columns.index(name)
        return (fields[column].strip() for _, fields in self.records)


def read_table(path: str, names: Mapping[str, Names], *, warn: Warn) -> Table:
    """Read a table; `names`: how its columns may be called. What is not plain UTF-8 with commas is said with `warn`."""
    data = _bytes(path)
    if data[:4] == b"PK\x03\x04":
        lines, taken = _workbook(path, data)
        marked = True
    else:
        if data[:4] == b"\xd0\xcf\x11\xe0":
            raise InputError(
                "an old Excel file (.xls); save it as .xlsx or CSV UTF-8",
                thai="ไฟล์ Excel แบบเก่า (.xls) โปรดบันทึกเป็น .xlsx หรือ CSV UTF-8",
                path=path,
            )
        text, encoding = _decoded(path, data)
        lines, separator = _records(path, text.removeprefix(_MARK), names)
        taken = [encoding] if encoding != "UTF-8" else []
        taken += [f"separated by {_SEPARATORS[separator]}"] if separator != "," else []
        marked = text.startswith(_MARK) or encoding != "UTF-8"
    if not lines:
        raise InputError("the file is empty; a header line is needed", thai="ไฟล์ว่าง ต้องมีบรรทัดหัวตาราง", path=path)
    written = [name.strip() for name in lines[0][1]]
    twice = sorted({name for name in written if name and written.count(name) > 1})
    if twice:
        raise InputError(
            f"the header names a column twice: {', '.join(twice)}",
            thai=f"หัวตารางมีคอลัมน์ซ้ำ: {', '.join(twice)}",
            path=path,
            line=lines[0][0],
        )
    columns = canonical(written, names)
    taken += [f"column {old!r} as {new}" for old, new in zip(written, columns, strict=True) if old != new]
    for line, fields in lines[1:]:
        if len(fields) != len(columns):
            raise InputError(
                f"{len(fields)} fields where the header has {len(columns)}",
                thai=f"มี {len(fields)} ช่อง แต่หัวตารางมี {len(columns)} ช่อง",
                path=path,
                line=line,
            )
    if taken:
        warn(f"{path}: read as {', '.join(taken)}")
    return Table(path=path, columns=tuple(columns), records=tuple(lines[1:]), marked=marked)


def read_text(path: str) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-874, without byte-order mark."""
    return _decoded(path, _bytes(path))[0].removeprefix(_MARK)


def write_csv(path: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, marked: bool) -> None:
    """Write UTF-8 CSV, all at once or not at all, with a byte-order mark when `marked`.

    What a spreadsheet would run as a formula gets an apostrophe before it, which Excel and LibreOffice take as "this is text".
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(map(inert, columns))
    writer.writerows(map(inert, row) for row in rows)
    write_whole(path, (_MARK if marked else "") + file.getvalue())


def inert(field: str) -> str:
    """A field that no spreadsheet takes for a formula.

    >>> inert("=1+1"), inert(" @SUM(A1)"), inert("ขอบคุณ"), inert("-5")
    ("'=1+1", "' @SUM(A1)", 'ขอบคุณ', '-5')
    """
    return f"'{field}" if _FORMULA.match(field) and not _NUMBER.fullmatch(field.strip()) else field


def write_whole(path: str, text: str) -> None:
    """Write beside the target, then rename: nobody ever reads half a file."""
    target = Path(path)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise InputError(f"cannot write: {error.strerror}", thai="เขียนไฟล์ไม่ได้", path=path) from error


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot read: {error.strerror}", thai="อ่านไฟล์ไม่ได้", path=path) from error


def _decoded(path: str, data: bytes) -> tuple[str, str]:
    """The text of these bytes, and what they are."""
    text, encoding = _guessed(path, data)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError(
            "holds a NUL byte; the file is damaged or not text", thai="ไฟล์เสียหรือไม่ใช่ข้อความ", path=path, line=line
        )
    return text, encoding


def _guessed(path: str, data: bytes) -> tuple[str, str]:
    if codec := _wide(data):
        try:
            return data.decode(codec), "UTF-16"
        except UnicodeDecodeError:
            pass
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    try:
        text = data.decode("cp874")
    except UnicodeDecodeError:
        text = ""
    odd = _NOT_ASCII.findall(text)
    if odd and len(_THAI.findall(text)) >= 0.9 * len(odd) and len(_LOOSE_MARK.findall(text)) <= 0.05 * len(odd):
        return text, "Windows-874 (TIS-620)"
    raise InputError(
        "neither UTF-8, UTF-16 nor Windows-874; save it as UTF-8 (in Excel: CSV UTF-8)",
        thai="อ่านรหัสตัวอักษรของไฟล์ไม่ได้ โปรดบันทึกเป็น UTF-8 (ใน Excel: CSV UTF-8)",
        path=path,
        line=line,
    )


def _wide(data: bytes) -> str | None:
    """Which UTF-16 these bytes are: by their mark, or by the half that says "Latin" or "Thai" in every letter of the beginning."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    head = data[:200]
    if len(data) % 2 == 0 and len(head) >= 4:
        for codec, half in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
            if set(half) <= _HIGH:
                return codec
    return None


def _records(path: str, text: str, names: Mapping[str, Names]) -> tuple[Records, str]:
    """The records of a CSV text, blank lines skipped, and what separates its columns."""
    separator = _separator(text, names)
    lines: Records = []
    before = csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    began = 1
    try:
        for read in reader:
            if any(field.strip() for field in read):
                lines.append((began, tuple(read)))
            began = reader.line_num + 1
    except csv.Error as error:
        never_closed = "end of data" in str(error)
        hint = "a quotation mark is opened and never closed" if never_closed else str(error)
        thai = "เปิดเครื่องหมายคำพูดแล้วไม่ได้ปิด" if never_closed else "รูปแบบ CSV ไม่ถูกต้อง"
        raise InputError(f"broken CSV: {hint}", thai=thai, path=path, line=began) from error
    finally:
        csv.field_size_limit(before)
    return lines, separator


def _separator(text: str, names: Mapping[str, Names]) -> str:
    """What the first line is separated by: whatever makes most names of it that are known, commas in doubt."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def known(separator: str) -> tuple[int, int]:
        fields = [field.strip().strip('"') for field in first.split(separator)]
        return sum(name != "" for name in canonical(fields, names, unknown="")), len(fields)

    return max(_SEPARATORS, key=lambda separator: (*known(separator), separator == ","))


def _workbook(path: str, data: bytes) -> tuple[Records, list[str]]:
    """The records of the first sheet of an XLSX file that holds any."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = [
                (number, tuple(map(_cell, row)))
                for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
                if any(value not in (None, "") for value in row)
            ]
            if rows:
                width = max(place + 1 for _, row in rows for place, field in enumerate(row) if field)
                return [(number, (*row, *[""] * width)[:width]) for number, row in rows], [
                    f"Excel (XLSX), sheet {sheet.title!r}"
                ]
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise InputError(
            "not a workbook that can be read; save it as .xlsx or CSV UTF-8",
            thai="เปิดไฟล์ตารางนี้ไม่ได้ โปรดบันทึกเป็น .xlsx หรือ CSV UTF-8",
            path=path,
        ) from error
    return [], []


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)
