"""The dot map: one cluster of dots for each theme. It only computes places; templates draw.

Where a cluster stands says nothing, and neither does the distance between two: the run keeps no coordinates, and a
picture that pretended to would be read as a map of opinions. Inside a cluster dots stand in the order of positions.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

#: dots on one page that a telephone still draws at once and an eye still tells apart
DOTS_AT_MOST = 600
#: positions across a cluster, left to right
ORDER = ("disagree", "partly", "none", "agree")
#: pixels; neighbours on the spiral are at least one and a half steps apart, so dots of seven do not touch
STEP = 5.2
EDGE = 5
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True, kw_only=True)
class Dots:
    """The dots of one position: ``path`` has a stroke of no length at the place of each."""

    key: str
    value: int
    path: str


@dataclass(frozen=True, kw_only=True)
class Cluster:
    label: str
    href: str
    total: int
    size: int
    dots: Sequence[Dots]


@dataclass(frozen=True, kw_only=True)
class DotMap:
    clusters: Sequence[Cluster]
    per_dot: int

    @property
    def largest(self) -> Cluster | None:
        """What the map says first; among equals the one that stands first."""
        return max(self.clusters, key=lambda cluster: cluster.total, default=None)

    @property
    def total(self) -> int:
        return sum(cluster.total for cluster in self.clusters)

    @property
    def positions(self) -> list[str]:
        """Those that some dot stands for, left to right."""
        drawn = {dots.key for cluster in self.clusters for dots in cluster.dots}
        return [key for key in ORDER if key in drawn]


def dot_map(rows: Sequence[tuple[str, dict[str, int], str]]) -> DotMap:
    """Clusters, one a row of (label, comments by position, link). A dot is one comment, or as many as keep the whole map
    within ``DOTS_AT_MOST``; a theme has at least one."""
    rows = [row for row in rows if sum(row[1].values())]
    per_dot = comments_per_dot(sum(sum(counts.values()) for _, counts, _ in rows))
    return DotMap(clusters=[_cluster(*row, per_dot) for row in rows], per_dot=per_dot)


def comments_per_dot(comments: int) -> int:
    """The least of 1, 2, 5, 10, 20, 50 and so on that needs no more than ``DOTS_AT_MOST`` dots."""
    steps = (digit * 10**power for power in count() for digit in (1, 2, 5))
    return next(step for step in steps if comments <= step * DOTS_AT_MOST)


def _cluster(label: str, counts: dict[str, int], href: str, per_dot: int) -> Cluster:
    total = sum(counts.values())
    dots = max(round(total / per_dot), 1)
    places = iter(sorted(spiral(dots)))
    middle = STEP * math.sqrt(dots) + EDGE
    drawn = [
        Dots(key=key, value=counts[key], path="".join(_dot(middle, *next(places)) for _ in range(share)))
        for key, share in shared_out(counts, dots).items()
        if share
    ]
    return Cluster(label=label, href=href, total=total, size=math.ceil(2 * middle), dots=drawn)


def _dot(middle: float, x: float, y: float) -> str:
    return f"M{middle + x:.1f} {middle + y:.1f}h0"


def spiral(dots: int) -> list[tuple[float, float]]:
    """Places around (0, 0), evenly dense, nearest first: Vogel's model of a sunflower's head (1979)."""
    places = []
    for place in range(dots):
        radius, angle = STEP * math.sqrt(place + 0.5), place * GOLDEN_ANGLE
        places.append((radius * math.cos(angle), radius * math.sin(angle)))
    return places


def shared_out(counts: dict[str, int], dots: int) -> dict[str, int]:
    """Dots for each position, by largest remainder: together exactly ``dots``, none more than one off its share."""
    total = sum(counts.values())
    exact = {key: counts.get(key, 0) * dots / total for key in ORDER}
    whole = {key: math.floor(share) for key, share in exact.items()}
    rest = sorted(ORDER, key=lambda key: (whole[key] - exact[key], ORDER.index(key)))
    for key in rest[: dots - sum(whole.values())]:
        whole[key] += 1
    return whole
