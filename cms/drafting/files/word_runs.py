"""The text of one paragraph of a Word file: runs, fields, tracked changes, hidden text, and what hangs on it."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from .word_styles import Styles, W, is_on, value

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DELETED = (f"{W}del", f"{W}moveFrom")
INSERTED = (f"{W}ins", f"{W}moveTo")
#: Signs of the fonts of symbols that offices use, by the last byte of their code.
_SIGNS = {
    0xB7: "•",
    0xA7: "▪",
    0xA8: "☐",
    0x6F: "☐",
    0xFE: "☑",
    0xFD: "☒",
    0xFC: "✓",
    0xFB: "✗",
    0xE0: "→",
    0x2D: "-",
    0xB0: "°",
}
_LITERAL = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_PASSED = {f"{W}instrText", f"{W}delInstrText", f"{W}rPr", f"{W}pPr", f"{W}softHyphen", f"{W}annotationRef", f"{W}rt"}


@dataclass
class ReadParagraph:
    text: str = ""
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    of_contents: bool = False
    """A line of a table of contents."""
    is_gone: bool = False
    """All it held is not in this reading."""


class Runs:
    """Reads paragraphs of one document in order: fields and deleted ends of paragraphs reach from one to the next."""

    def __init__(self, styles: Styles, *, original: bool) -> None:
        self._styles = styles
        self._gone = INSERTED if original else DELETED
        self._fields: list[
            list[str]
        ] = []  # open fields, outermost first: the instruction, and "result" once that begins
        self._pending = ""
        self._hides = self._contents_began = False

    def is_shown(self, tag: str) -> bool:
        """Whether what stands in such an element is in this reading."""
        return tag not in self._gone

    def mark_is_gone(self, properties: Element | None) -> bool:
        """Whether the end of a paragraph is not in this reading, so that it goes on in the next."""
        mark = properties.find(f"{W}rPr") if properties is not None else None
        return mark is not None and any(mark.find(tag) is not None for tag in self._gone)

    def keep_for_next(self, text: str) -> None:
        self._pending += text

    def pending_text(self) -> str:
        text, self._pending = self._pending, ""
        return text

    def paragraph(self, paragraph: Element, *, style: str = "") -> ReadParagraph:
        """The text of a paragraph; ends of lines in it are soft breaks."""
        read = ReadParagraph()
        words: list[str] = []
        self._hides = self._styles.hides(style) if style else False
        read.of_contents = self._in_contents()
        self._contents_began = False
        self._inside(paragraph, read, words)
        read.of_contents = read.of_contents or self._contents_began
        read.text = "".join(words)
        read.is_gone = any(paragraph.find(tag) is not None for tag in self._gone)
        return read

    def _in_contents(self) -> bool:
        return any(one[0].split()[:1] == ["TOC"] for one in self._fields)

    def _inside(self, parent: Element, read: ReadParagraph, words: list[str]) -> None:
        for child in parent:
            if child.tag == f"{W}r":
                self._run(child, read, words)
            elif child.tag == f"{_MC}AlternateContent":
                self._inside(_chosen(child), read, words)
            elif child.tag == f"{_MATH}t":
                words.append(child.text or "")
            elif child.tag == f"{W}txbxContent":
                read.boxes.append(child)
            elif child.tag not in _PASSED and self.is_shown(child.tag):
                self._inside(child, read, words)

    def _run(self, run: Element, read: ReadParagraph, words: list[str]) -> None:
        properties = run.find(f"{W}rPr")
        hidden = is_on(properties, "vanish")
        if hidden is None:
            style = value(properties, f"{W}rStyle")
            hidden = self._styles.hides(style) if style else self._hides
        out: list[str] = []
        self._content(run, read, out)
        text = "".join(out)
        if hidden:
            if text.strip():
                read.hidden.append(text)
        else:
            words.append(text)

    def _content(self, parent: Element, read: ReadParagraph, out: list[str]) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType", ""))
            elif tag == f"{W}instrText":
                if self._fields:
                    self._fields[-1][0] += child.text or ""
            elif self._in_instruction() or tag in _PASSED:
                continue
            elif tag in (f"{W}t", f"{W}delText"):
                out.append(child.text or "")
            elif tag in _LITERAL:
                out.append(_LITERAL[tag])
            elif tag == f"{W}sym":
                out.append(_sign(child))
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                read.notes.append((tag.removeprefix(W).removesuffix("Reference"), child.get(f"{W}id", "")))
            elif tag == f"{W}txbxContent":
                read.boxes.append(child)
            elif tag == f"{_MC}AlternateContent":
                self._content(_chosen(child), read, out)
            elif tag == f"{W}r":
                self._run(child, read, out)
            else:
                self._content(child, read, out)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(["", ""])
        elif kind == "separate" and self._fields:
            self._fields[-1][1] = "result"
            self._contents_began = self._contents_began or self._in_contents()
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _in_instruction(self) -> bool:
        return any(not result for _, result in self._fields)


def _chosen(alternatives: Element) -> Element:
    """One of several ways to write the same: the first, so that a text box is not read twice."""
    choice = alternatives.find(f"{_MC}Choice")
    if choice is None:
        choice = alternatives.find(f"{_MC}Fallback")
    return choice if choice is not None else Element("nothing")


def _sign(symbol: Element) -> str:
    try:
        code = int(symbol.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    if 0xE000 <= code < 0xF900 or code < 0x100:
        return _SIGNS.get(code & 0xFF, "□")
    return chr(code) if code < 0xD800 else ""
