from collections.abc import Sequence
from dataclasses import dataclass

from .slices import Slice

#: positions across a diverging bar, left to right as in every other bar; those between the ends straddle its middle line
ACROSS = ("agree", "partly", "unsure", "disagree")
BETWEEN = ("partly", "unsure")


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
    """Bars from one middle line, one a row of (label, counts by position, link): agreement to the left, disagreement to the
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
    return share.get("agree", 0.0) + sum(share.get(key, 0.0) for key in BETWEEN) / 2


def _across(counts: dict[str, int], share: dict[str, float], *, start: float, scale: float) -> list[Slice]:
    slices, x = [], start
    for key, part in share.items():
        if part:
            slices.append(Slice(key=key, value=counts[key], x=round(x, 2), width=round(part * scale, 2)))
        x += part * scale
    return slices
