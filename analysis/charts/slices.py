from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Slice:
    key: str
    value: int
    x: float
    width: float


def stance_bar(counts: dict[str, int]) -> list[Slice]:
    """A stacked bar of 0 to 100: agree, partly, disagree and not stated, left to right; empty without a count."""
    return stacked(counts, ("agree", "partly", "disagree", "none"))


def stacked(counts: dict[str, int], keys: Sequence[str]) -> list[Slice]:
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
