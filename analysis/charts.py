"""Geometry of the charts. Pictures are drawn by templates (parts/charts/*.html) so that text is escaped there; each
chart stands beside a table of the same figures. Widths are in per cent, so that text keeps its size on a phone; heights in
pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

COLUMN_HEIGHT = 120
COLUMN_SHARE = 0.8
PANEL_HEIGHT = 56
#: a flag is 20 pixels wide, which is this share of a chart on a telephone; lanes of flags are as high
FLAG_WIDTH = 8
LANE_HEIGHT = 24


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
    return _stacked(counts, ("agree", "partly", "disagree", "none"))


def _stacked(counts: dict[str, int], keys: Sequence[str]) -> list[Slice]:
    """One bar of 0 to 100 with a slice for each key, those of nothing included; empty without a count."""
    total = sum(counts.values())
    if not total:
        return []
    slices, x = [], 0.0
    for key in keys:
        width = 100 * counts.get(key, 0) / total
        slices.append(Slice(key=key, value=counts.get(key, 0), x=round(x, 2), width=round(width, 2)))
        x += width
    return slices


#: tones across a bar, left to right
TONES = ("negative", "neutral", "question", "positive")


@dataclass(frozen=True, kw_only=True)
class ToneRow:
    label: str
    href: str
    slices: Sequence[Slice]
    total: int


@dataclass(frozen=True, kw_only=True)
class Tones:
    """It says no finding: a guess of tone carries no headline."""

    rows: Sequence[ToneRow]
    order: Sequence[str] = TONES


def tones(rows: Sequence[tuple[str, dict[str, int] | None, str]]) -> Tones:
    """Bars of the tone of texts, one a row of (label, counts by tone, link), each as wide as the chart. Rows whose tone is
    not told (None) are left out."""
    told = [(label, counts, href) for label, counts, href in rows if counts and sum(counts.values())]
    return Tones(
        rows=[
            ToneRow(label=label, href=href, slices=_stacked(counts, TONES), total=sum(counts.values()))
            for label, counts, href in told
        ]
    )


#: positions across a diverging bar, left to right; those between the ends straddle its middle line
ACROSS = ("disagree", "unsure", "partly", "agree")
BETWEEN = ("unsure", "partly")


@dataclass(frozen=True, kw_only=True)
class DivergingRow:
    label: str
    href: str
    slices: Sequence[Slice]
    stated: int
    unstated: int

    @property
    def opposed(self) -> int:
        return sum(part.value for part in self.slices if part.key == "disagree")


@dataclass(frozen=True, kw_only=True)
class Diverging:
    rows: Sequence[DivergingRow]
    middle: float

    @property
    def most_opposed(self) -> DivergingRow | None:
        """What the chart says first: where most disagree, by count, so that a handful never leads; None if nobody does."""
        row = max(self.rows, key=lambda row: row.opposed, default=None)
        return row if row and row.opposed else None


def diverging(rows: Sequence[tuple[str, dict[str, int], str]]) -> Diverging:
    """Bars from one middle line, one a row of (label, counts by position, link): disagreement to the left, agreement to the
    right, what lies between half on each side. Widths are shares of those who stated a position, alike for every row; who
    stated none ("none") is a number and no area."""
    shares = [_shares(counts) for _, counts, _ in rows]
    left = max((_left(share) for share in shares), default=0.0)
    right = max((sum(share.values()) - _left(share) for share in shares), default=0.0)
    scale = 100 / ((left + right) or 1)
    return Diverging(
        rows=[
            DivergingRow(
                label=label,
                href=href,
                slices=_across(counts, share, start=(left - _left(share)) * scale, scale=scale),
                stated=sum(counts.get(key, 0) for key in ACROSS),
                unstated=counts.get("none", 0),
            )
            for (label, counts, href), share in zip(rows, shares, strict=True)
        ],
        middle=round(left * scale, 2) if left + right else 50.0,
    )


def _shares(counts: dict[str, int]) -> dict[str, float]:
    total = sum(counts.get(key, 0) for key in ACROSS)
    return {key: counts.get(key, 0) / total for key in ACROSS} if total else {}


def _left(share: dict[str, float]) -> float:
    """How far a bar reaches to the left of the middle line."""
    return share.get("disagree", 0.0) + sum(share.get(key, 0.0) for key in BETWEEN) / 2


def _across(counts: dict[str, int], share: dict[str, float], *, start: float, scale: float) -> list[Slice]:
    slices, x = [], start
    for key, part in share.items():
        if part:
            slices.append(Slice(key=key, value=counts[key], x=round(x, 2), width=round(part * scale, 2)))
        x += part * scale
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
    days = _days([*counts, *(day for day, _ in marks)])
    largest = max(counts.values(), default=0)
    lanes = _lanes([_middle(days, day) for day, _ in sorted(marks)])
    return Columns(
        columns=_columns([(day, counts.get(day, 0)) for day in days], largest, COLUMN_HEIGHT),
        largest=largest,
        marks=_marks(days, sorted(marks), lanes),
        head=LANE_HEIGHT * (max(lanes, default=-1) + 1),
    )


def _days(some: Sequence[date]) -> list[date]:
    """Every day from the first to the last of these."""
    if not some:
        return []
    first = min(some)
    return [first + timedelta(days=offset) for offset in range((max(some) - first).days + 1)]


def _columns(rows: Sequence[tuple[date, int]], largest: int, height: int) -> list[Column]:
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
    days = _days([day for _, counts, _ in rows for day in counts])
    largest = max((value for _, counts, _ in rows for value in counts.values()), default=0)
    return Multiples(
        panels=[
            Panel(
                label=label,
                href=href,
                total=sum(counts.values()),
                columns=_columns([(day, counts.get(day, 0)) for day in days], largest, PANEL_HEIGHT),
            )
            for label, counts, href in rows
        ],
        days=days,
        largest=largest,
    )
