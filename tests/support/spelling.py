"""Spellings of Thai that tests of several rooms read (tests/data/spelling/README.md)."""

import csv
import re
from pathlib import Path

SPELLING = Path(__file__).parents[1] / "data" / "spelling"
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


def rows(name: str) -> list[tuple[str, ...]]:
    """The rows of a table without its head; ``\\uXXXX`` is read as that character."""
    with (SPELLING / name).open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.reader(file))[1:]
    return [tuple(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), cell) for cell in row) for row in written]
