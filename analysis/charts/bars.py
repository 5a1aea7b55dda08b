from collections.abc import Sequence
from dataclasses import dataclass


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
