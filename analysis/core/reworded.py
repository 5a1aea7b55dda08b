"""Campaigns whose texts were rewritten one by one: same points, other words."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.core.features import Matrix


def find_reworded(terms: Sequence[Sequence[str]], sections: Sequence[str], places: Matrix) -> list[list[int]]:
    return []
