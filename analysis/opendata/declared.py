"""What a table of open data is: declared once; its files, its Table Schema and the page that explains it are made from that."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .basis import Basis

#: Types of Table Schema (specs.frictionlessdata.io/table-schema) that are used here
TEXT, WHOLE, NUMBER, YES_OR_NO, DAY = "string", "integer", "number", "boolean", "date"


@dataclass(frozen=True, kw_only=True)
class OpenColumn:
    """``choices``: all values there are, for those with few. An empty cell is nothing, or something that is not told."""

    name: str
    thai: str
    english: str
    kind: str = TEXT
    is_required: bool = False
    choices: tuple[str, ...] = ()
    least: int | None = None

    def as_field(self) -> dict[str, Any]:
        """As Table Schema has it."""
        limits: dict[str, Any] = {"required": True} if self.is_required else {}
        if self.choices:
            limits["enum"] = list(self.choices)
        if self.least is not None:
            limits["minimum"] = self.least
        told = {"name": self.name, "type": self.kind, "title": self.thai, "description": self.english}
        if self.kind == YES_OR_NO:
            told |= {"trueValues": ["true"], "falseValues": ["false"]}
        return told | ({"constraints": limits} if limits else {})


@dataclass(frozen=True, kw_only=True)
class OpenTable:
    """``title``: what it is called in Thai. ``rows`` reads the record and gives each row in the order of ``columns``; a cell is text, a number, a bool, a date, None or a list
    of texts. ``links``: (column, table, its column)."""

    name: str
    title: str
    thai: str
    english: str
    columns: Sequence[OpenColumn]
    rows: "Callable[[Basis], Iterable[Sequence[Any]]]"
    key: tuple[str, ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def as_schema(self) -> dict[str, Any]:
        """As Table Schema has it."""
        told: dict[str, Any] = {"fields": [column.as_field() for column in self.columns], "missingValues": [""]}
        if self.key:
            told["primaryKey"] = list(self.key)
        if self.links:
            told["foreignKeys"] = [
                {"fields": [column], "reference": {"resource": table, "fields": [there]}}
                for column, table, there in self.links
            ]
        return told
