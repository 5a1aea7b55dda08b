from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .columns import Column, columns_of, days_between

PANEL_HEIGHT = 56


@dataclass(frozen=True, kw_only=True)
class Panel:
    label: str
    href: str
    total: int
    columns: Sequence[Column]
    height: int = PANEL_HEIGHT

    @property
    def highest(self) -> Column:
        return max(self.columns, key=lambda column: column.value)


@dataclass(frozen=True, kw_only=True)
class Multiples:
    panels: Sequence[Panel]
    days: Sequence[date]
    largest: int

    @property
    def highest(self) -> Panel | None:
        """What the chart says first: the panel with the busiest day of all."""
        return max(self.panels, key=lambda panel: panel.highest.value, default=None)


def multiples(rows: Sequence[tuple[str, dict[date, int], str]]) -> Multiples:
    """Small charts of columns beside each other, one a row of (label, counts by day, link), over the same days and with the
    same scale, so that heights can be compared between them. Rows that count nothing are left out."""
    rows = [row for row in rows if sum(row[1].values())]
    days = days_between([day for _, counts, _ in rows for day in counts])
    largest = max((value for _, counts, _ in rows for value in counts.values()), default=0)
    return Multiples(
        panels=[
            Panel(
                label=label,
                href=href,
                total=sum(counts.values()),
                columns=columns_of([(day, counts.get(day, 0)) for day in days], largest, PANEL_HEIGHT),
            )
            for label, counts, href in rows
        ],
        days=days,
        largest=largest,
    )
