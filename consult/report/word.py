"""A report as a Word file that an office goes on writing in: every look is a style, every Thai run says it is Thai.

python-docx is loaded when a file is made and at no other time.
"""

import io
import zipfile
from collections.abc import Iterable

from .document import (
    EmptyBlock,
    HeadingBlock,
    ListBlock,
    QuoteBlock,
    Report,
    Run,
    TableBlock,
    TextBlock,
    columns_that_count,
)
from .html import FIRST_CITES, WIDE, address_of

#: The same moment in every file, so that one report has the same bytes whenever it is made
_MOMENT = (1980, 1, 1, 0, 0, 0)


def word_of(report: Report) -> bytes:
    """The bytes of the .docx, the same for the same report."""
    from . import word_styles as styles

    document = styles.blank(report.title, report.agency)
    _front(document, report)
    for block in report.blocks:
        _add(document, block)
    out = io.BytesIO()
    document.save(out)
    return _repacked(out.getvalue())


def _front(document, report: Report) -> None:
    from . import word_styles as styles

    said = f"การรับฟังความคิดเห็นที่ {report.hearing} · ผลฉบับที่ {report.number}"
    styles.running(document, head=f"การรับฟังความคิดเห็นที่ {report.hearing} · {report.title}")
    _write(document.add_paragraph(style="Title"), [Run(text=report.title)])
    for line in (report.agency, said, address_of(report)):
        _write(document.add_paragraph(style="Subtitle"), [Run(text=line)])
    headings = [(block.level, block.text) for block in report.blocks if isinstance(block, HeadingBlock)]
    if len(headings) > 1:
        _write(document.add_paragraph(style="TOC Heading"), [Run(text="สารบัญ")])
        styles.contents(document, headings)


def _add(document, block) -> None:
    match block:
        case HeadingBlock():
            _write(document.add_paragraph(style=f"Heading {block.level}"), [Run(text=block.text)])
        case TextBlock():
            _write(document.add_paragraph(style="Body Text"), block.runs)
        case QuoteBlock():
            _write(document.add_paragraph(style="Quote"), block.runs)
            if block.source:
                _write(document.add_paragraph(style="Quote Source"), [Run(text=block.source)])
        case ListBlock():
            _list(document, block)
        case TableBlock():
            _table(document, block)
        case EmptyBlock():
            _write(document.add_paragraph(style="Body Text"), [Run(text=block.text)])


def _list(document, block: ListBlock) -> None:
    """Each ordered list begins with 1 again."""
    from . import word_styles as styles

    number = styles.fresh_numbering(document) if block.is_ordered else None
    for item in block.items:
        paragraph = document.add_paragraph(style="List Number" if block.is_ordered else "List Bullet")
        if number is not None:
            styles.number_by(paragraph, number)
        _write(paragraph, item)


def _table(document, block: TableBlock) -> None:
    """Columns are as wide as their longest cell asks for, within reason; numbers stand under each other."""
    from . import word_styles as styles

    _write(document.add_paragraph(style="Caption"), [Run(text=block.caption)])
    heads = [[Run(text=text)] for text in block.head]
    rows = [heads, *block.rows, *([block.foot] if block.foot else [])]
    table = document.add_table(rows=0, cols=len(block.head), style="Table Grid")
    ends = columns_that_count(block)
    size = "Wide " if len(block.head) > WIDE else ""
    for runs in rows:
        is_heading = runs is heads or runs is block.foot
        row = table.add_row()
        styles.keep_whole(row)
        for place, cell, counts in zip(row.cells, runs, ends, strict=True):
            paragraph = place.paragraphs[0]
            paragraph.style = size + ("Table Heading" if is_heading else "Table Text") + (" Number" if counts else "")
            _write(paragraph, cell)
    styles.repeat_head(table.rows[0])
    styles.widths(table, [["".join(run.text for run in row[place]) for row in rows] for place in range(len(ends))])
    document.add_paragraph(style="Table Text")


def _write(paragraph, runs: Iterable[Run]) -> None:
    from . import word_styles as styles

    for run in runs:
        styles.say_thai(paragraph.add_run(run.text, style="Strong" if run.strong else None))
        if run.cites:
            first = ", ".join(map(str, run.cites[:FIRST_CITES]))
            more = f" +{len(run.cites) - FIRST_CITES:,}" if len(run.cites) > FIRST_CITES else ""
            styles.say_thai(paragraph.add_run(f" [{first}{more}] ", style="Cites"))


def _repacked(made: bytes) -> bytes:
    """The same parts, all of one moment."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _MOMENT), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
