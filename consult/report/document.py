"""What a report says, in blocks. Whoever builds one knows the hearing; whoever shows one knows only these."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

_NUMBER = re.compile(r"[0-9๐-๙.,%– ]*")


@dataclass(frozen=True, kw_only=True)
class Run:
    """Some words. ``cites``: ids of the comments they stand on. ``figure``: name of the number in ``Report.figures`` that ``text`` spells."""

    text: str
    strong: bool = False
    cites: tuple[int, ...] = ()
    figure: str = ""


@dataclass(frozen=True, kw_only=True)
class HeadingBlock:
    """``level`` 1 is a part of the report, 3 the finest. ``id`` is unique in the report: what a link leads to."""

    kind: ClassVar[str] = "heading"
    level: int
    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TextBlock:
    kind: ClassVar[str] = "paragraph"
    runs: tuple[Run, ...]


@dataclass(frozen=True, kw_only=True)
class QuoteBlock:
    """Words of one citizen as anybody reads them, or a note of the agency's; ``source`` says whose."""

    kind: ClassVar[str] = "quote"
    runs: tuple[Run, ...]
    source: str


@dataclass(frozen=True, kw_only=True)
class ListBlock:
    kind: ClassVar[str] = "list"
    items: tuple[tuple[Run, ...], ...]
    is_ordered: bool = False


@dataclass(frozen=True, kw_only=True)
class TableBlock:
    """Each row has as many cells as the head. ``foot`` is the line of the sum, or empty."""

    kind: ClassVar[str] = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    foot: tuple[tuple[Run, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class EmptyBlock:
    """A heading of the form under which there is nothing to say, and the sentence that says so."""

    kind: ClassVar[str] = "empty"
    text: str


Block = HeadingBlock | TextBlock | QuoteBlock | ListBlock | TableBlock | EmptyBlock
_KINDS: dict[str, type] = {
    one.kind: one for one in (HeadingBlock, TextBlock, QuoteBlock, ListBlock, TableBlock, EmptyBlock)
}


@dataclass(frozen=True, kw_only=True)
class Report:
    """One report. ``number``: of the hearing, 1 the first. ``figures``: every number it states, by its name. ``basis``: what it was made from
    (the frozen run, the checkpoint of the log), as plain values."""

    title: str
    agency: str
    hearing: int
    number: int
    address: str
    blocks: tuple[Block, ...]
    figures: dict[str, int] = field(default_factory=dict)
    basis: dict[str, Any] = field(default_factory=dict)

    def runs(self) -> Iterator[Run]:
        """All its words, in order."""
        for block in self.blocks:
            yield from runs_of(block)

    def as_json(self) -> dict[str, Any]:
        """Plain values, as they are stored and published; `from_json` reads them."""
        told = asdict(self)
        told["blocks"] = [{"kind": block.kind} | asdict(block) for block in self.blocks]
        return told

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Report":
        return cls(**told | {"blocks": tuple(_block(one) for one in told["blocks"])})


def runs_of(block: Block) -> Iterator[Run]:
    """The words of one block, in order; those of headings, captions and heads of tables are plain text and not among them."""
    match block:
        case TextBlock() | QuoteBlock():
            yield from block.runs
        case ListBlock():
            for item in block.items:
                yield from item
        case TableBlock():
            for row in (*block.rows, block.foot):
                for cell in row:
                    yield from cell


def columns_that_count(table: TableBlock) -> list[bool]:
    """Of each column whether it holds numbers, or nothing, and a number at least once: such a column is set to the right."""
    columns = [
        ["".join(run.text for run in row[place]).strip() for row in table.rows] for place in range(len(table.head))
    ]
    return [any(texts) and all(_NUMBER.fullmatch(text) for text in texts) for texts in columns]


def _block(told: dict[str, Any]) -> Block:
    kind = _KINDS[told["kind"]]
    fields: dict[str, Any] = {name: value for name, value in told.items() if name != "kind"}
    if "runs" in fields:
        fields["runs"] = _runs(fields["runs"])
    if "items" in fields:
        fields["items"] = tuple(_runs(item) for item in fields["items"])
    if "rows" in fields:
        fields["head"] = tuple(fields["head"])
        fields["rows"] = tuple(tuple(_runs(cell) for cell in row) for row in fields["rows"])
        fields["foot"] = tuple(_runs(cell) for cell in fields["foot"])
    block: Block = kind(**fields)
    return block


def _runs(told: list[dict[str, Any]]) -> tuple[Run, ...]:
    return tuple(Run(**one | {"cites": tuple(one["cites"])}) for one in told)
