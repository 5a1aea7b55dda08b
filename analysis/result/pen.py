"""Writes a report block by block, so that every number is put down under its name and every sentence with what it stands on."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from babel.numbers import format_decimal

from consult.report import Block, EmptyBlock, HeadingBlock, ListBlock, QuoteBlock, Run, TableBlock, TextBlock

#: Comments a sentence names at most; all of them stand on the page of the issue, or in the open data
CITED = 50

Words = str | Run


class Pen:
    """What was written so far: ``blocks`` and ``figures``, as a Report takes them."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.figures: dict[str, int] = {}

    def heading(self, level: int, id: str, text: str) -> None:
        self.blocks.append(HeadingBlock(level=level, id=id, text=text))

    def number(self, name: str, value: int, *, strong: bool = False) -> Run:
        """A number under its name; the same name is the same number everywhere."""
        if self.figures.setdefault(name, value) != value:
            raise ValueError(f"{name} is {self.figures[name]} and {value}")
        return Run(text=spelled(value), figure=name, strong=strong)

    def text(self, *parts: Words, cites: Iterable[int] = ()) -> None:
        self.blocks.append(TextBlock(runs=_runs(parts, cites)))

    def quote(self, words: str, source: str, cites: Iterable[int]) -> None:
        self.blocks.append(QuoteBlock(runs=_runs((words,), cites), source=source))

    def items(self, items: Iterable[Sequence[Words]], *, is_ordered: bool = False) -> None:
        written = tuple(_runs(item) for item in items)
        if written:
            self.blocks.append(ListBlock(items=written, is_ordered=is_ordered))

    def table(
        self,
        caption: str,
        head: Sequence[str],
        rows: Iterable[Sequence[Words]],
        foot: Sequence[Words] = (),
    ) -> None:
        """A cell is one word or number."""
        written = tuple(tuple(_runs((cell,)) for cell in row) for row in rows)
        self.blocks.append(
            TableBlock(caption=caption, head=tuple(head), rows=written, foot=tuple(_runs((cell,)) for cell in foot))
        )

    def none(self, text: str) -> None:
        """There is nothing to say here, and this says so."""
        self.blocks.append(EmptyBlock(text=text))


def spelled(value: int) -> str:
    return str(format_decimal(value, locale="th"))


def some(ids: Iterable[int]) -> tuple[int, ...]:
    """As many comments as a sentence names, oldest first."""
    return tuple(sorted(ids)[:CITED])


def _runs(parts: Iterable[Words], cites: Iterable[int] = ()) -> tuple[Run, ...]:
    """What a sentence cites stands once, behind its last words."""
    runs = [Run(text=part) if isinstance(part, str) else part for part in parts if part != ""]
    if runs and (cited := tuple(cites)):
        runs[-1] = replace(runs[-1], cites=cited)
    return tuple(runs)
