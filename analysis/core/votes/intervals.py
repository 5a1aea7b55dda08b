"""Confidence intervals of shares."""

from __future__ import annotations

from math import sqrt


def wilson(successes: int, trials: int) -> list[float] | None:
    """95 % Wilson score interval of a share, None without trials.

    >>> wilson(5, 10)
    [0.2366, 0.7634]
    """
    if not trials:
        return None
    z = 1.959964
    p = successes / trials
    centre = p + z * z / (2 * trials)
    spread = z * sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return [round(max(0.0, (centre - spread) / scale), 4), round(min(1.0, (centre + spread) / scale), 4)]
