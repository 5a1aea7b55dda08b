"""The text of a Word file (.docx), as a reader sees it printed.

A soft break (Shift+Enter) begins a new paragraph, as offices use it to set วรรค and (๑) apart; in a centred paragraph, a heading,
too, so that its title stands on the next line. A row of a table is one line; a table that only arranges sections is read cell by
cell. A text box stands behind the paragraph it hangs on. Numbers that Word makes are written out.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ..lines import Kind, lines_of
from ..tables import written_row
from .found import Found
from .package import RELATIONSHIP, Package
from .refusal import BROKEN, DraftRefused
from .word_numbering import Numbering
from .word_runs import Runs
from .word_styles import Styles, W, value

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CONTAINERS = {
    f"{W}sdt",
    f"{W}customXml",
    f"{W}ins",
    f"{W}moveTo",
    f"{W}del",
    f"{W}moveFrom",
    f"{W}smartTag",
    f"{W}sdtContent",
}
_PAGE_NUMBER = re.compile(
    r"[\s\-–—/|()\[\].,0-9๐-๙]*(?:(?:หน้า|ที่|ของ|จาก|page|of)[\s\-–—/|()\[\].,0-9๐-๙]*)*", re.IGNORECASE
)
_CELL_CHANGES = {f"{W}cellIns": f"{W}ins", f"{W}cellDel": f"{W}del"}
_MARK = re.compile(r"\([0-9๐-๙ก-ฮa-zA-Z]{1,4}\)|[-•]")


def read_word(package: Package, *, original: bool) -> Found:
    """The text with all tracked changes accepted, or the original with none."""
    return _Document(package, original=original).read()


class _Document:
    def __init__(self, package: Package, *, original: bool) -> None:
        self.package = package
        main = next((name for _, kind, name in package.related("") if kind == "officeDocument"), "word/document.xml")
        if not package.has(main):
            raise DraftRefused(BROKEN)
        self.related = package.related(main)
        self.root = package.xml(main)
        self.styles = Styles(self._part("styles"))
        self.numbering = Numbering(self._part("numbering"), self.styles)
        self.runs = Runs(self.styles, original=original)
        self.found = Found()
        self.notes = {
            (kind, note.get(f"{W}id", "")): note
            for kind, one in (("footnote", "footnotes"), ("endnote", "endnotes"))
            for note in self._notes(one, kind)
        }

    def _part(self, kind: str) -> Element | None:
        name = next((name for _, type_, name in self.related if type_ == kind), "")
        return self.package.xml(name) if name and self.package.has(name) else None

    def _notes(self, part: str, kind: str) -> Iterator[Element]:
        root = self._part(part)
        if root is not None:
            yield from (note for note in root.iter(f"{W}{kind}") if note.get(f"{W}type", "normal") == "normal")

    def read(self) -> Found:
        body = self.root.find(f"{W}body")
        if body is None:
            raise DraftRefused(BROKEN)
        self._read_heads()
        for block in self._blocks(body):
            self._read_block(block)
        rest = self.runs.pending_text()
        if rest:
            self.found.add(rest)
        self._count_changes()
        self.found.comments = [text for one in self._comments() if (text := self._plain(one))]
        return self.found

    def _comments(self) -> list[Element]:
        root = self._part("comments")
        return list(root.iter(f"{W}comment")) if root is not None else []

    def _count_changes(self) -> None:
        """Insertions, deletions and moves; a move is one change though its text stands in two places."""
        changes = [f"{W}ins", f"{W}del", f"{W}moveTo"]
        self.found.tracked_changes = sum(1 for kind in changes for _ in self.root.iter(kind))

    def _read_heads(self) -> None:
        """Heads and feet of pages, each text once; numbers of pages are no text."""
        for reference in self.root.iter():
            if reference.tag in (f"{W}headerReference", f"{W}footerReference"):
                target = next((name for id_, _, name in self.related if id_ == reference.get(RELATIONSHIP)), "")
                if target and self.package.has(target):
                    for paragraph in self.package.xml(target).iter(f"{W}p"):
                        text = self.runs.paragraph(paragraph).text.strip()
                        if not _PAGE_NUMBER.fullmatch(text):
                            self.found.put_aside(text)

    def _plain(self, element: Element) -> str:
        return " ".join(self.runs.paragraph(one).text for one in element.iter(f"{W}p")).strip()

    def _blocks(self, parent: Element) -> Iterator[Element]:
        """Paragraphs and tables in order, through whatever holds them; of alternatives the first."""
        for child in parent:
            if child.tag in (f"{W}p", f"{W}tbl"):
                yield child
            elif child.tag == f"{W}sdt":
                content = child.find(f"{W}sdtContent")
                if content is not None:
                    yield from self._blocks(content)
            elif child.tag in _CONTAINERS:
                if self.runs.is_shown(child.tag):
                    yield from self._blocks(child)
            elif child.tag == f"{_MC}AlternateContent":
                choice = child.find(f"{_MC}Choice")
                choice = choice if choice is not None else child.find(f"{_MC}Fallback")
                if choice is not None:
                    yield from self._blocks(choice)
            elif child.tag == f"{W}altChunk":
                self.found.put_aside("(altChunk)")

    def _read_block(self, block: Element) -> None:
        for line in self._lines(block):
            self.found.add(line)

    def _lines(self, block: Element) -> list[str]:
        return self._table_lines(block) if block.tag == f"{W}tbl" else self._paragraph_lines(block)

    def _paragraph_lines(self, paragraph: Element) -> list[str]:
        """The lines of a paragraph, none when it goes on in the next one, and of the boxes that hang on it."""
        properties = paragraph.find(f"{W}pPr")
        style = value(properties, f"{W}pStyle")
        read = self.runs.paragraph(paragraph, style=style)
        boxes = [line for box in read.boxes for block in self._blocks(box) for line in self._lines(block)]
        for kind, name in read.notes:
            note = self.notes.get((kind, name))
            if note is not None:
                self.found.put_aside(self._plain(note))
        for hidden in read.hidden:
            self.found.put_aside(hidden)
        if self.runs.mark_is_gone(properties):
            self.runs.keep_for_next(read.text)
            return boxes
        text = self.runs.pending_text() + read.text
        if read.of_contents or self.styles.name(style).startswith("toc "):
            self.found.put_aside(text)
            return boxes
        if not (read.is_gone and not text.strip()):
            label = self.numbering.label(properties, style)
            if label and (text.strip() or label != "•"):
                text = f"{label} {text.lstrip()}"
        return [*(text.split("\n")), *boxes]

    def _table_lines(self, table: Element) -> list[str]:
        rows = [
            [
                [line for block in self._blocks(cell) for line in self._lines(block) if line.strip()]
                for cell in self._cells(row)
            ]
            for row in self._rows(table)
        ]
        if _arranges(rows):
            return [line for row in rows for cell in row for line in cell]
        if _is_list(rows):
            return [" ".join(line for cell in row for line in cell) for row in rows if any(row)]
        return [written_row([" ".join(cell) for cell in row]) for row in rows if any(row)]

    def _rows(self, parent: Element) -> Iterator[Element]:
        for child in parent:
            if child.tag == f"{W}tr":
                properties = child.find(f"{W}trPr")
                if properties is None or all(self.runs.is_shown(change.tag) for change in properties):
                    yield child
            elif child.tag in _CONTAINERS:
                yield from self._rows(child)

    def _cells(self, row: Element) -> Iterator[Element]:
        for child in row:
            if child.tag == f"{W}tc":
                properties = child.find(f"{W}tcPr")
                if properties is None or all(
                    self.runs.is_shown(_CELL_CHANGES.get(one.tag, one.tag)) for one in properties
                ):
                    yield child
            elif child.tag in _CONTAINERS:
                yield from self._cells(child)


def _arranges(rows: list[list[list[str]]]) -> bool:
    """Whether a table only arranges text on the page: one column, or cells that hold whole sections or headings."""
    if all(sum(map(bool, row)) <= 1 for row in rows):
        return True
    for row in rows:
        for place, cell in enumerate(row):
            for number, line in enumerate(cell):
                only = lines_of(line)[0]
                if only.kind is Kind.SECTION:
                    beside = row[place + 1] if place + 1 < len(row) else []
                    text = len(only.rest.strip()) + sum(map(len, cell[number + 1 :])) + sum(map(len, beside))
                    if text >= 30:
                        return True
    return False


def _is_list(rows: list[list[list[str]]]) -> bool:
    """Whether a table sets items apart from their marks: (๑) in one column, the text in the other."""
    full = [[" ".join(cell) for cell in row if cell] for row in rows if any(row)]
    return bool(full) and all(len(row) == 2 and _MARK.fullmatch(row[0]) for row in full)
