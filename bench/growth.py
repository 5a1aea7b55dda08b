"""Time and memory by size, on made-up comments, over the command line."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from pathlib import Path

from bench import grown, measure
from bench.measure import Figure

#: CPU seconds and MiB a size may take: one process, one thread
_LIMITS = {10_000: (60.0, None), 100_000: (360.0, 4_096.0)}


def run(folder: Path, *, sizes: Sequence[int]) -> list[Figure]:
    """CPU seconds and peak memory of whole runs, and the power of N by which they grow from one size to the next."""
    figures: list[Figure] = []
    before: tuple[int, float] | None = None
    for size in sizes:
        source = measure.write_rows(folder / "grown.csv", grown.comments(size))
        _, weight = measure.themes(source, folder)
        seconds, memory = _LIMITS.get(size, (None, None))
        grew = ""
        if before:
            grew = f"N^{log(weight.cpu / before[1]) / log(size / before[0]):.2f} from {before[0]:,}"
        figures += [
            Figure(f"{size:,} comments: CPU seconds", weight.cpu, seconds, higher_is_better=False, note=grew),
            Figure(f"{size:,} comments: peak MiB", weight.mebibytes, memory, higher_is_better=False),
        ]
        before = size, weight.cpu
    return figures
