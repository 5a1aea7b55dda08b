from collections.abc import Sequence
from dataclasses import dataclass

from .slices import Slice, stacked

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
            ToneRow(label=label, href=href, slices=stacked(counts, TONES), total=sum(counts.values()))
            for label, counts, href in told
        ]
    )
