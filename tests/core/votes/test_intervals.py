"""Intervals of shares."""

from __future__ import annotations

from analysis.core.votes.intervals import wilson


def test_wilson_by_hand() -> None:
    # p = .5, n = 10, z = 1.96: centre (.5 + z²/20)/(1 + z²/10) = .5;
    # half-width z√(.025 + z²/400)/(1 + z²/10) = .2634
    assert wilson(5, 10) == [0.2366, 0.7634]
    assert wilson(0, 10)[0] == 0.0
    assert wilson(0, 0) is None
