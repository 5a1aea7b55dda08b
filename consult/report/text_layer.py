"""What the letters of a PDF say to those who search, copy or listen to it.

WeasyPrint lets a glyph say the first cluster it was met in, so that after one "น้ำ" every "า" says "้ำ". Here each glyph says what
the font itself knows of it: the letter of its cmap, the letters a ligature was made of, the letter an alternate stands for. A
decomposed ำ says nikhahit and า, as in Unicode's compatibility decomposition; with a tone mark the mark comes first, so that the
text is "น้ำ" once it is normalised (NFKC).
"""

import io
import re
from functools import cache, partial
from pathlib import Path

import pikepdf
from fontTools.ttLib import TTFont

from .lines import told
from .structure import tell_heads

_NIKHAHIT, _TONES = "\u0e4d", "\u0e48\u0e49\u0e4a\u0e4b"
_PRIVATE = range(0xE000, 0xF900)
_BFCHAR = re.compile(rb"<([0-9a-fA-F]{4})> <[0-9a-fA-F]*>")
#: Kinds of GSUB lookups: one glyph for another, one of several for another, one for several
_SINGLE, _ALTERNATE, _LIGATURE, _EXTENSION = 1, 3, 4, 7


def mended(pdf: bytes, fonts: dict[str, Path]) -> bytes:
    """The same PDF with the text of its own fonts and the heads of its tables mended. ``fonts``: whole font files by the name that ends their name in the PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for thing in document.objects:
            if _is_font(thing) and (letters := _letters_of(thing, fonts)):
                thing.ToUnicode.write(_BFCHAR.sub(partial(_said, letters), thing.ToUnicode.read_bytes()))
        for page in document.pages:
            names = {
                name.removeprefix("/").encode(): _letters_of(font, fonts) for name, font in page.Resources.Font.items()
            }
            page.Contents.write(told(page.Contents.read_bytes(), names))
        tell_heads(document)
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def _is_font(thing) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font" and "/ToUnicode" in thing


def _letters_of(font, fonts: dict[str, Path]) -> dict[int, str]:
    """What its glyphs say, or nothing of a font that is not ours."""
    path = fonts.get(str(font.BaseFont).removeprefix("/").rpartition("+")[2])
    return _letters(path) if path else {}


def _said(letters: dict[int, str], line: re.Match[bytes]) -> bytes:
    text = letters.get(int(line[1], 16))
    return line[0] if text is None else b"<%s> <%s>" % (line[1], text.encode("utf-16-be").hex().encode())


@cache
def _letters(path: Path) -> dict[int, str]:
    """Number of a glyph → the text it says."""
    with TTFont(path, lazy=True) as font:
        letters: dict[str, str] = {}
        for code, name in sorted(font.getBestCmap().items(), key=lambda one: (one[0] in _PRIVATE, one[0])):
            letters.setdefault(name, chr(code))
        ligatures, alternates = _made_of(font)
        for name, parts in ligatures.items():
            if all(part in letters for part in parts):
                letters[name] = _in_order("".join(letters[part] for part in parts))
        for _ in range(3):  # an alternate of a ligature of alternates is three steps away
            for name, base in alternates:
                if base in letters:
                    letters.setdefault(name, letters[base])
            for name, parts in ligatures.items():
                if all(part in letters for part in parts):
                    letters.setdefault(name, _in_order("".join(letters[part] for part in parts)))
        return {font.getGlyphID(name): text for name, text in letters.items()}


def _made_of(font: TTFont) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """Ligatures with their parts, and alternates with the glyph they stand for."""
    ligatures: dict[str, list[str]] = {}
    alternates: list[tuple[str, str]] = []
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            kind = lookup.LookupType
            if kind == _EXTENSION:
                kind, table = table.ExtensionLookupType, table.ExtSubTable
            if kind == _SINGLE:
                alternates += [(to, base) for base, to in table.mapping.items()]
            elif kind == _ALTERNATE:
                alternates += [(to, base) for base, several in table.alternates.items() for to in several]
            elif kind == _LIGATURE:
                for first, several in table.ligatures.items():
                    for one in several:
                        ligatures.setdefault(one.LigGlyph, [first, *one.Component])
    return ligatures, alternates


def _in_order(text: str) -> str:
    """A tone mark before the nikhahit it stands over."""
    return text[1] + text[0] if len(text) == 2 and text[0] == _NIKHAHIT and text[1] in _TONES else text
