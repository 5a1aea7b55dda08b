"""A report as a PDF: WeasyPrint sets the same HTML as the page, with the whole Sarabun; its text layer is mended afterwards.

WeasyPrint, and the libraries of the system it draws with, are loaded when a PDF is made and at no other time.
"""

import gc
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from .document import HeadingBlock, Report
from .html import address_of, html_of

_STYLE = Path(__file__).with_name("paper.css")
_CUTS = {"Regular": ("400", "normal"), "Bold": ("700", "normal")}


class PaperUnavailable(Exception):
    """A library of the system that a PDF is drawn with is not installed; the message names it, for operators."""


def paper_problem() -> str:
    """Why no PDF can be made here, or "". Loads WeasyPrint: for checks, not for requests."""
    try:
        _weasyprint()
    except PaperUnavailable as error:
        return str(error)
    return ""


def pdf_of(report: Report, *, signer: Callable[[bytes], bytes] | None = None) -> bytes:
    """The bytes of the PDF, the same for the same report; ``signer`` is given them last. Raises PaperUnavailable."""
    weasyprint = _weasyprint()
    from .text_layer import mended

    with override("th"):
        page = _page(report)
    fonts = weasyprint.text.fonts.FontConfiguration()
    fetcher = _fetcher(weasyprint)
    style = weasyprint.CSS(string=_fonts() + _STYLE.read_text("utf-8"), font_config=fonts, url_fetcher=fetcher)
    told = weasyprint.HTML(string=page, base_url=address_of(report), url_fetcher=fetcher)
    with _no_collecting():
        made = told.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True)
        pdf = mended(made, _font_files_by_name())
    return signer(pdf) if signer else pdf


@contextmanager
def _no_collecting():
    """Laying out makes some hundred thousand boxes that all stay to the end: looking for garbage among them takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _weasyprint():
    try:
        import weasyprint
    except (OSError, ImportError) as error:
        raise PaperUnavailable(str(error).partition("\n")[0]) from error
    return weasyprint


def _fetcher(weasyprint):
    """Reads the files of the font and nothing else, whatever a report says."""
    allowed = {path.as_uri() for path in _font_files().values()}

    class OnlyFonts(weasyprint.urls.URLFetcher):
        def fetch(self, url, headers=None):
            if url not in allowed:
                raise ValueError(f"A report reads nothing but its font: {url}")
            return super().fetch(url, headers)

    return OnlyFonts()


def _font_files_by_name() -> dict[str, Path]:
    return {"Sarabun" if cut == "Regular" else f"Sarabun-{cut}": path for cut, path in _font_files().items()}


def _font_files() -> dict[str, Path]:
    import fontpkg_sarabun

    return {cut: fontpkg_sarabun.ROOT / "files" / f"Sarabun-{cut}.ttf" for cut in _CUTS}


def _fonts() -> str:
    return "".join(
        f'@font-face {{ font-family: Sarabun; font-weight: {weight}; font-style: {style}; src: url("{_font_files()[cut].as_uri()}"); }}\n'
        for cut, (weight, style) in _CUTS.items()
    )


def _page(report: Report) -> SafeString:
    return format_html(
        '<!doctype html><html lang="th"><head><meta charset="utf-8"><title>{title}</title><meta name="author" content="{agency}"></head><body>'
        '<p class="running">การรับฟังความคิดเห็นที่ {hearing} · {title}</p>'
        '<header class="front"><h1>{title}</h1><p>{agency}</p><p>การรับฟังความคิดเห็นที่ {hearing} · ผลฉบับที่ {number}</p>'
        '<p><a href="{address}">{address}</a></p></header>{contents}<main>{body}</main></body></html>',
        title=report.title,
        agency=report.agency,
        hearing=report.hearing,
        number=report.number,
        address=address_of(report),
        contents=_contents(report),
        body=html_of(report),
    )


def _contents(report: Report) -> SafeString:
    """The parts and what stands in them, with their pages, as links."""
    parts = [block for block in report.blocks if isinstance(block, HeadingBlock) and block.level < 3]
    if len(parts) < 2:
        return mark_safe("")
    lines = format_html_join(
        "",
        '<li{}><a href="#{}">{}</a></li>',
        ((mark_safe(' class="deeper"') if one.level > 1 else "", one.id, one.text) for one in parts),
    )
    return format_html('<nav class="contents"><h2>สารบัญ</h2><ul>{}</ul></nav>', lines)
