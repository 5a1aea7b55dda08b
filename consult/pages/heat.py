"""Where in a draft people comment: the geometry of parts/draft/heat.html. Widths in per cent, heights in pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..models import Section

HEIGHT = 44
LEAST_HEIGHT = 4
MOST_CELLS = 60
LEAST_CELLS = 5
LEAST_COMMENTS = 3
BUSIEST = 4
LEVELS = 4


@dataclass(frozen=True, kw_only=True)
class Cell:
    x: float
    y: int
    width: float
    height: int
    level: int


@dataclass(frozen=True, kw_only=True)
class Heat:
    """``busiest`` are the sections with most comments, most first, those without any left out."""

    cells: Sequence[Cell]
    busiest: Sequence[Section]
    first: Section
    last: Section
    height: int = HEIGHT

    @property
    def is_telling(self) -> bool:
        """Whether there is enough to see: a strip of a few cells or a lead of one comment says nothing."""
        return (
            len(self.cells) >= LEAST_CELLS
            and self.busiest[:1] != []
            and self.busiest[0].comment_count >= LEAST_COMMENTS
        )


def heat(sections: Sequence[Section]) -> Heat:
    """One cell a section, or neighbours together when there are many; the fullest is as high as the strip."""
    together = -(-len(sections) // MOST_CELLS)
    counts = [
        sum(section.comment_count for section in sections[at : at + together])
        for at in range(0, len(sections), together)
    ]
    largest = max(counts, default=0) or 1
    busiest = sorted((one for one in sections if one.comment_count), key=lambda one: (-one.comment_count, one.order))
    return Heat(
        cells=[_cell(place, count, largest, 100 / len(counts)) for place, count in enumerate(counts)],
        busiest=busiest[:BUSIEST],
        first=sections[0],
        last=sections[-1],
    )


def _cell(place: int, count: int, largest: int, step: float) -> Cell:
    height = max(round(HEIGHT * count / largest), LEAST_HEIGHT)
    return Cell(
        x=round(place * step, 3),
        width=round(step * 0.9, 3),
        y=HEIGHT - height,
        height=height,
        level=-(-LEVELS * count // largest),
    )
