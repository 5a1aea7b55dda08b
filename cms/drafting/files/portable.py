"""The text of a PDF that has one: letters by their places on the page, put into words, lines and paragraphs again.

The order in which a PDF paints is not the order in which it is read: quotation marks of another font come last, marks above
letters come first or twice. So each letter is put where it stands. A gap wider than the letters of this file need is a space.
"""

import ctypes
import re
from collections.abc import Callable

import pypdfium2.raw as pdfium

from .found import Found
from .page_lines import MARKS, OLD_LETTERS, Letter, advances, lines_of_page, rows_of, stands_on, with_mark
from .paragraphs import paragraphs
from .refusal import BROKEN, ENCRYPTED, SCANNED, SCRIPTS, TOO_LONG, DraftRefused, Limits

_SCRIPTS = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile)\b")
_PASSWORD = 4


def read_pdf(content: bytes, limits: Limits, earn: Callable[[int], None]) -> Found:
    """Paragraphs of the text layer; numbers of pages are left out, repeated heads and feet put aside.

    ``earn`` is told how many letters a page has before they are read: they cost time.
    """
    if _SCRIPTS.search(content):
        raise DraftRefused(SCRIPTS)
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not document:
        raise DraftRefused(ENCRYPTED if pdfium.FPDF_GetLastError() == _PASSWORD else BROKEN)
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        raise DraftRefused(SCRIPTS)
    count = pdfium.FPDF_GetPageCount(document)
    if count > limits.pages:
        raise DraftRefused(TOO_LONG)
    most = min(limits.letters, 20_000 + int(len(content) * limits.letters_per_byte))
    pages = _letters(document, count, (most, limits.letters_per_page), earn)
    letters = sum(map(len, pages))
    unknown = sum(letter in ("\ufffd", "\ufffe", "\0") for page in pages for _, _, letter in page)
    if letters < 20 * min(count, 3) or unknown > 0.2 * letters:
        raise DraftRefused(SCANNED)
    rows = [rows_of(page) for page in pages]
    widths = advances(rows)
    return paragraphs([lines_of_page(page, widths) for page in rows])


def _letters(document: object, count: int, most: tuple[int, int], earn: Callable[[int], None]) -> list[list[Letter]]:
    pages = []
    total = 0
    x, y = ctypes.c_double(), ctypes.c_double()
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)
    unicode_at, origin_of, is_generated = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetCharOrigin,
        pdfium.FPDFText_IsGenerated,
    )
    known = _Known()
    for number in range(count):
        page = pdfium.FPDF_LoadPage(document, number)
        text = pdfium.FPDFText_LoadPage(page) if page else None
        letters: list[Letter] = []
        length = pdfium.FPDFText_CountChars(text) if text else 0
        total += max(length, 0)
        if total > most[0] or length > most[1]:
            raise DraftRefused(TOO_LONG)
        earn(max(length, 0))
        for place in range(length):
            letter = known[unicode_at(text, place)]
            # a space that is painted is one; one that pdfium adds is seen by where letters stand
            if letter and (letter != " " or not is_generated(text, place)):
                origin_of(text, place, at_x, at_y)
                if letter in MARKS and letters and stands_on(letters[-1], x.value, y.value):
                    letters[-1] = with_mark(letters[-1], letter)
                else:
                    letters.append((x.value, y.value, letter))
        pages.append(letters)
        if text:
            pdfium.FPDFText_ClosePage(text)
        if page:
            pdfium.FPDF_ClosePage(page)
    return pages


class _Known(dict[int, str]):
    """Letters by their code; nothing for ends of lines and what takes no ink."""

    def __missing__(self, code: int) -> str:
        letter = OLD_LETTERS.get(code) or (chr(code) if code < 0x110000 else "\ufffd")
        self[code] = " " if code == 0xA0 else "" if code in (0x200B, 0xFEFF, 0xAD) or (code < 32 and code) else letter
        return self[code]
