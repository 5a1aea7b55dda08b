"""Rows of a table as one paragraph each."""

import re

from .numbers import GAP

_ITEM = re.compile(rf"\({GAP}*[0-9๐-๙ก-ฮA-Za-z]{{1,3}}{GAP}*\)$|[0-9๐-๙.]+[.)]$|[-–•·]$|(?:มาตรา|ข้อ){GAP}*[0-9๐-๙]\S*$")
_PIPE = re.compile(r"(?<!\\)\|")


def row_cells(paragraph: str) -> tuple[str, ...] | None:
    r"""The cells of a row, ``| ก | ข |`` or set apart by tabs, or None when the paragraph is none. A tab behind (๑) makes no row.

    >>> row_cells("| ก | ข |"), row_cells("ก\tข"), row_cells("(๑)\tข")
    (('ก', 'ข'), ('ก', 'ข'), None)
    """
    if len(paragraph) > 2 and paragraph.startswith("|") and paragraph.endswith("|"):
        return tuple(cell.strip().replace("\\|", "|") for cell in _PIPE.split(paragraph[1:-1]))
    if "\t" in paragraph:
        cells = tuple(cell.strip() for cell in re.split("\t+", paragraph))
        return None if _ITEM.match(cells[0]) else cells
    return None


def written_row(cells: list[str]) -> str:
    """One row on one line."""
    return f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in cells)} |"
