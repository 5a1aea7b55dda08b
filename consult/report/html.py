"""A report as HTML: what the page of a result shows, and what its PDF is made from."""

from collections.abc import Iterable
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ..thai.unbroken import NARROW, unbroken
from .document import (
    Block,
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

#: Comments a sentence names where it stands; it says how many more there are
FIRST_CITES = 3
#: A table of so many rows stands on one page
SHORT = 10
#: A table with more columns than this is set smaller
WIDE = 5


def html_of(report: Report) -> SafeString:
    """The blocks, without the title: the parts of the report are headings of the second level, under the title of a page."""
    return _join(_block(block, report) for block in report.blocks)


def address_of(report: Report) -> str:
    """Where the report stands for everybody, whole."""
    return urljoin(settings.SITE_URL, report.address)


def _block(block: Block, report: Report) -> SafeString:
    match block:
        case HeadingBlock():
            level = block.level + 1
            return format_html('<h{0} id="{1}">{2}</h{0}>', level, block.id, _whole(block.text))
        case TextBlock():
            return format_html("<p>{}</p>", _runs(block.runs, report))
        case QuoteBlock():
            said = _runs(block.runs, report)
            source = format_html("<figcaption>{}</figcaption>", block.source) if block.source else ""
            return format_html('<figure class="said"><blockquote><p>{}</p></blockquote>{}</figure>', said, source)
        case ListBlock():
            items = format_html_join("", "<li>{}</li>", ((_runs(item, report),) for item in block.items))
            return format_html("<{0}>{1}</{0}>", "ol" if block.is_ordered else "ul", items)
        case TableBlock():
            return _table(block, report)
        case EmptyBlock():
            return format_html('<p class="none">{}</p>', _whole(block.text))


def _table(block: TableBlock, report: Report) -> SafeString:
    """Numbers stand under each other, and who listens hears with each the head of its column and of its row. What is wide scrolls in a place
    of its own, which the keyboard reaches too."""
    kinds = [mark_safe(' class="amount"') if counts else "" for counts in columns_that_count(block)]
    head = format_html_join(
        "",
        '<th scope="col"{}>{}</th>',
        ((kind, _whole(text, NARROW)) for kind, text in zip(kinds, block.head, strict=True)),
    )
    rows = format_html_join("", "<tr>{}</tr>", ((_cells(row, kinds, report),) for row in block.rows))
    foot = format_html("<tfoot><tr>{}</tr></tfoot>", _cells(block.foot, kinds, report)) if block.foot else ""
    return format_html(
        '<div class="scroll" role="region" tabindex="0" aria-label="{}"><table{}><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody>{}</table></div>',
        block.caption,
        _looks(block),
        _whole(block.caption),
        head,
        rows,
        foot,
    )


def _looks(block: TableBlock) -> SafeString:
    looks = [*(["wide"] if len(block.head) > WIDE else []), *(["short"] if len(block.rows) <= SHORT else [])]
    return format_html(' class="{}"', " ".join(looks)) if looks else mark_safe("")


def _cells(row: Iterable[tuple[Run, ...]], kinds: list[str], report: Report) -> SafeString:
    first, *others = ((kind, _runs(cell, report, NARROW)) for kind, cell in zip(kinds, row, strict=True))
    return format_html('<th scope="row"{}>{}</th>{}', *first, format_html_join("", "<td{}>{}</td>", others))


def _runs(runs: Iterable[Run], report: Report, longest: int = 60) -> SafeString:
    return _join(_run(run, report, longest) for run in runs)


def _run(run: Run, report: Report, longest: int) -> SafeString:
    text = _whole(run.text, longest)
    if run.strong:
        text = format_html("<strong>{}</strong>", text)
    if run.figure:
        text = format_html('<data value="{}">{}</data>', report.figures.get(run.figure, ""), text)
    return format_html("{}{}", text, _cites(run.cites, report.hearing)) if run.cites else text


def _cites(cites: tuple[int, ...], hearing: int) -> SafeString:
    """The first comments a sentence stands on, as links, and how many more there are."""
    links = format_html_join(
        " ",
        '<a href="{}" title="ความคิดเห็นที่ {}">{}</a>',
        ((reverse("consult:comment_detail", args=[hearing, one]), one, one) for one in cites[:FIRST_CITES]),
    )
    more = format_html(" +{}", f"{len(cites) - FIRST_CITES:,}") if len(cites) > FIRST_CITES else ""
    return format_html(' <span class="cites">[{}{}]</span> ', links, more)


def _whole(text: str, longest: int = 60) -> SafeString:
    """Text whose names and terms stay on one line."""
    pieces = (
        (format_html('<span class="whole">{}</span>', piece) if kept else piece,)
        for piece, kept in unbroken(text, longest)
    )
    return format_html_join("", "{}", pieces)


def _join(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
