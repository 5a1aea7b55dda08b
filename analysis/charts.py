"""Geometry of the charts. Pictures are drawn by templates (components/chart_*.html) so that text is escaped there; each
chart stands beside a table of the same figures. Widths are in per cent, so that text keeps its size on a phone; heights in
pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

COLUMN_HEIGHT = 120


@dataclass(frozen=True, kw_only=True)
class Bar:
    label: str
    value: int
    href: str
    width: float


@dataclass(frozen=True, kw_only=True)
class Bars:
    bars: Sequence[Bar]

    @property
    def longest(self) -> Bar | None:
        """What the chart says first; among equals the one that stands higher."""
        return max(self.bars, key=lambda bar: bar.value, default=None)


def bars(rows: Sequence[tuple[str, int, str]]) -> Bars:
    """Horizontal bars, one a row of (label, value, link); the longest is as wide as the chart."""
    largest = max((value for _, value, _ in rows), default=0) or 1
    return Bars(
        bars=[
            Bar(label=label, value=value, href=href, width=round(100 * value / largest, 2))
            for label, value, href in rows
        ],
    )


@dataclass(frozen=True, kw_only=True)
class Slice:
    key: str
    value: int
    x: float
    width: float


def stance_bar(counts: dict[str, int]) -> list[Slice]:
    """A stacked bar of 0 to 100: agree, partly, disagree and not stated, left to right; empty without a count."""
    total = sum(counts.values())
    if not total:
        return []
    slices, x = [], 0.0
    for key in ("agree", "partly", "disagree", "none"):
        width = 100 * counts.get(key, 0) / total
        slices.append(Slice(key=key, value=counts.get(key, 0), x=round(x, 2), width=round(width, 2)))
        x += width
    return slices


@dataclass(frozen=True, kw_only=True)
class Column:
    day: date
    value: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Columns:
    columns: Sequence[Column]
    largest: int
    height: int = COLUMN_HEIGHT

    @property
    def highest(self) -> Column | None:
        """What the chart says first; among equals the earlier day."""
        return max(self.columns, key=lambda column: column.value, default=None)


def columns(rows: Sequence[tuple[date, int]]) -> Columns:
    """Vertical columns, one a day."""
    largest = max((value for _, value in rows), default=0)
    step = 100 / max(len(rows), 1)
    return Columns(
        columns=[
            Column(
                day=day,
                value=value,
                x=round(index * step, 2),
                width=round(step * 0.8, 2),
                height=round(COLUMN_HEIGHT * value / (largest or 1), 2),
                y=round(COLUMN_HEIGHT - COLUMN_HEIGHT * value / (largest or 1), 2),
            )
            for index, (day, value) in enumerate(rows)
        ],
        largest=largest,
    )
