from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

COLUMN_HEIGHT = 120
COLUMN_SHARE = 0.8
#: a flag is 20 pixels wide, which is this share of a chart on a telephone; lanes of flags are as high
FLAG_WIDTH = 8
LANE_HEIGHT = 24


@dataclass(frozen=True, kw_only=True)
class Column:
    day: date
    value: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Something that happened on a day: its number on a flag at (x, y), a line down from there, and words beside the chart."""

    number: int
    day: date
    label: str
    x: float
    y: int


@dataclass(frozen=True, kw_only=True)
class Columns:
    columns: Sequence[Column]
    largest: int
    marks: Sequence[Mark] = ()
    head: int = 0
    height: int = COLUMN_HEIGHT

    @property
    def highest(self) -> Column | None:
        """What the chart says first; among equals the earlier day. None while nothing was said."""
        column = max(self.columns, key=lambda column: column.value, default=None)
        return column if column and column.value else None


def columns(rows: Sequence[tuple[date, int]], marks: Sequence[tuple[date, str]] = ()) -> Columns:
    """Vertical columns, one a day, with marks of (day, what happened). Days between and up to the marks are there too.
    ``head`` is how many pixels above the columns the flags take."""
    counts = dict(rows)
    days = days_between([*counts, *(day for day, _ in marks)])
    largest = max(counts.values(), default=0)
    lanes = _lanes([_middle(days, day) for day, _ in sorted(marks)])
    return Columns(
        columns=columns_of([(day, counts.get(day, 0)) for day in days], largest, COLUMN_HEIGHT),
        largest=largest,
        marks=_marks(days, sorted(marks), lanes),
        head=LANE_HEIGHT * (max(lanes, default=-1) + 1),
    )


def days_between(some: Sequence[date]) -> list[date]:
    """Every day from the first to the last of these."""
    if not some:
        return []
    first = min(some)
    return [first + timedelta(days=offset) for offset in range((max(some) - first).days + 1)]


def columns_of(rows: Sequence[tuple[date, int]], largest: int, height: int) -> list[Column]:
    step = 100 / max(len(rows), 1)
    return [
        Column(
            day=day,
            value=value,
            x=round(index * step, 2),
            width=round(step * COLUMN_SHARE, 2),
            height=round(height * value / (largest or 1), 2),
            y=round(height - height * value / (largest or 1), 2),
        )
        for index, (day, value) in enumerate(rows)
    ]


def _marks(days: Sequence[date], marks: Sequence[tuple[date, str]], lanes: Sequence[int]) -> list[Mark]:
    return [
        Mark(
            number=number,
            day=day,
            label=label,
            x=round(_middle(days, day), 2),
            y=LANE_HEIGHT * (max(lanes) - lane) + LANE_HEIGHT // 2,
        )
        for number, ((day, label), lane) in enumerate(zip(marks, lanes, strict=True), start=1)
    ]


def _middle(days: Sequence[date], day: date) -> float:
    """The middle of a day's column."""
    return 100 * ((day - days[0]).days + COLUMN_SHARE / 2) / len(days)


def _lanes(flags: Sequence[float]) -> list[int]:
    """The lane of each flag, from the lowest: one that would cover an earlier one goes higher."""
    lanes: list[int] = []
    ends: list[float] = []
    for x in flags:
        lane = next((lane for lane, end in enumerate(ends) if x - end >= FLAG_WIDTH), len(ends))
        ends[lane : lane + 1] = [x]
        lanes.append(lane)
    return lanes
