"""Files of a folder of open data, read a row at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from analysis.core.errors import InputError

#: How cells begin before which an apostrophe stands, so that no spreadsheet computes them
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
csv.field_size_limit(256 * 1024 * 1024)


class PublishedFolder:
    def __init__(self, path: str | Path) -> None:
        """Raises InputError where there is no such folder."""
        self.path = Path(path)
        if not self.path.is_dir():
            raise InputError("this is no folder", thai="ไม่ใช่โฟลเดอร์", path=str(path))

    def has(self, name: str) -> bool:
        return (self.path / name).is_file()

    def text(self, name: str) -> str:
        """Raises InputError."""
        try:
            return (self.path / name).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError("this file cannot be read", thai="อ่านไฟล์นี้ไม่ได้", path=str(self.path / name)) from error

    def json(self, name: str) -> Any:
        """Raises InputError."""
        try:
            return json.loads(self.text(name))
        except ValueError as error:
            raise InputError("this is no JSON", thai="ไฟล์นี้ไม่ใช่ JSON", path=str(self.path / name)) from error

    def rows(self, name: str, *columns: str) -> Iterator[dict[str, str]]:
        """Each row by the names of its columns. Raises InputError where the file or one of ``columns`` is missing."""
        path = self.path / name
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.reader(file, strict=True)
                names = next(reader, [])
                if missing := [one for one in columns if one not in names]:
                    told = ", ".join(missing)
                    raise InputError(f"no column {told}", thai=f"ไม่มีคอลัมน์ {told}", path=str(path), line=1)
                for cells in reader:
                    if len(cells) != len(names):
                        raise InputError(
                            "another number of cells than columns",
                            thai="จำนวนช่องไม่เท่าจำนวนคอลัมน์",
                            path=str(path),
                            line=reader.line_num,
                        )
                    yield dict(zip(names, cells, strict=True))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise InputError("this table cannot be read", thai="อ่านตารางนี้ไม่ได้", path=str(path)) from error


def whole(row: dict[str, str], column: str, name: str) -> int:
    """A whole number of one row of the file ``name``. Raises InputError for what is none."""
    try:
        return int(row[column])
    except ValueError as error:
        raise InputError(f"{column} is no number", thai=f"{column} ไม่ใช่ตัวเลข", path=name) from error


def as_written(*cells: str) -> Iterator[tuple[str, ...]]:
    """What stood in these cells before apostrophes were put before formulas; where that may be either, both, the likelier one first."""
    return product(*(_written(cell) for cell in cells))


def _written(cell: str) -> tuple[str, ...]:
    return (cell[1:], cell) if cell[:1] == "'" and cell[1:].startswith(_FORMULA_STARTS) else (cell,)


def number(cell: str) -> int | None:
    """Raises ValueError for what is neither a whole number nor empty."""
    return int(cell) if cell else None


def parts(cell: str) -> list[str]:
    """Of a list in one cell."""
    return cell.split(";") if cell else []
