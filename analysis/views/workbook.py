"""A workbook of Excel written while it is read: a zip of XML parts, row by row, so that a hundred thousand rows take no more memory
than one and the download begins at once.

Office Open XML (ECMA-376), the least of it: text stands in its cell (inlineStr), figures are figures, nothing is a formula.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

#: letters a cell holds
_CELL_MOST = 32_767
#: letters XML 1.0 cannot hold
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: bytes that are gathered before they are handed on
_PIECE = 64 * 1024
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

Rows = Iterable[Sequence[Any]]


class _Sieve:
    """A file that is never sought in: what was written is taken out piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.waiting = 0

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        self.waiting += len(piece)
        return len(piece)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def take(self) -> bytes:
        taken, self._pieces, self.waiting = b"".join(self._pieces), [], 0
        return taken


def workbook(sheets: Sequence[tuple[str, Rows]]) -> Iterator[bytes]:
    """The bytes of a workbook with these sheets (name, rows). A cell is None, a number or text; the first row of the first sheet stays
    in sight."""
    sieve = _Sieve()
    with zipfile.ZipFile(sieve, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as book:  # type: ignore[call-overload]
        for path, text in _frame([name for name, _ in sheets]).items():
            book.writestr(path, text)
        for number, (_name, rows) in enumerate(sheets, start=1):
            with book.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
                for piece in _sheet(rows, fixed=number == 1):
                    part.write(piece.encode())
                    if sieve.waiting >= _PIECE:
                        yield sieve.take()
    yield sieve.take()


def _frame(names: Sequence[str]) -> dict[str, str]:
    """The parts that say what the workbook consists of."""
    numbers = range(1, len(names) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in numbers
    )
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in zip(numbers, names, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
    }
    return {path: _DECLARATION + text for path, text in parts.items()}


def _sheet(rows: Rows, *, fixed: bool) -> Iterator[str]:
    views = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
    yield f'{_DECLARATION}<worksheet xmlns="{_MAIN}">{views if fixed else ""}<sheetData>'
    for row in rows:
        yield f"<row>{''.join(map(_cell, row))}</row>"
    yield "</sheetData></worksheet>"


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, int | float):
        return f"<c><v>{+value}</v></c>"
    text = escape(_NO_XML.sub("", str(value))[:_CELL_MOST])
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
