"""Counts of people without the few: nobody is picked out, by looking nor by subtracting."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

#: Fewer people than this are never shown, and every figure is a multiple of it
LEAST = 5

K = TypeVar("K", bound=Hashable)


def in_fives(counts: Mapping[K, int]) -> dict[K, int | None]:
    """Each count rounded down to a multiple of LEAST; None for fewer, zero too.

    Each figure follows from its own count alone and no total is given, so that others cannot be subtracted from it. Hiding only
    small counts, or the next larger ones with them, was tried: of tables with a known total whoever knows the rule still works
    some out (tests/consult/people/test_demographics.py shows one).
    """
    return {key: count - count % LEAST or None for key, count in counts.items()}
