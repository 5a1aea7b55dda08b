"""Thai lines of a PDF, said whole to those who read it by where its glyphs stand.

A tone mark over a vowel stands where the vowel stands. Poppler takes the second for a copy of the first, begins a new word, and
puts it after the next letter: "ที่นี่โดย" is copied as "ที่น่โีดย". So each piece of a line that has such marks says its text
beside its glyphs (ActualText, ISO 32000-1 14.9.4), in the marked content that ties it to the structure of the document.
"""

import re

_MARKS = frozenset("ัิีึืฺุู็่้๊๋์ํ๎")
_MARKED = re.compile(rb"(<</MCID \d+)(>>\nBDC\n)([^\n]*\n(?:[^\n]*\n)??BT\n.*?\nET|BT\n.*?\nET)(?=\nEMC)", re.DOTALL)
#: A raised mark that ends a piece and is set aside to the right, by a hundredth of the letter at most: PDFium sorts it behind the piece
#: that follows, and says both again
_ASIDE = re.compile(rb"( Ts\n)\[-\d(?:\.\d+)?(<[0-9a-fA-F]{4}>\] TJ\n0 Ts(?:\n\[<>[-0-9.]+\] TJ)?\nET)$")
_FONT = re.compile(rb"/(\S+) \S+ Tf")
_GLYPHS = re.compile(rb"<([0-9a-fA-F]+)>")


def told(content: bytes, fonts: dict[bytes, dict[int, str]]) -> bytes:
    """The same content with such texts. ``fonts``: what the glyphs of each font say, by its name in the resources of the page."""
    return _MARKED.sub(lambda found: _with_text(found, fonts), content)


def _with_text(found: re.Match[bytes], fonts: dict[bytes, dict[int, str]]) -> bytes:
    body = _ASIDE.sub(rb"\1[\2", found[3])
    text = _text(body, fonts)
    if _MARKS.isdisjoint(text):
        return found[0]
    return b"%s/ActualText <feff%s>%s%s" % (found[1], text.encode("utf-16-be").hex().encode(), found[2], body)


def _text(body: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    """What its glyphs say together, letter by letter (MuPDF says twice what differs); nothing when one of them is of a font we do not know."""
    letters: dict[int, str] = {}
    said: list[str] = []
    for line in body.split(b"\n"):
        if line.endswith(b" TJ"):
            for glyphs in _GLYPHS.findall(line):
                said += [letters.get(int(glyphs[at : at + 4], 16), "") for at in range(0, len(glyphs), 4)]
        elif font := _FONT.fullmatch(line):
            letters = fonts.get(font[1], {})
    return "".join(said) if all(said) else ""
