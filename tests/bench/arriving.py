"""Parts measured by modules of their own: planting.py, campaigns.py, learning.py, each with run(folder).

A module that is not there yet, or has no such function, is told as a figure that was not measured, and fails.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tests.bench.measure import Figure


def minority(folder: Path) -> list[Figure]:
    return _figures("planting", folder, "planted themes of 1–2 % surfaced", 0.9)


def campaigns(folder: Path) -> list[Figure]:
    return _figures("campaigns", folder, "recall of light edits", 0.97)


def learning(folder: Path) -> list[Figure]:
    return _figures("learning", folder, "accuracy with sections, 5 labels a theme", 0.88)


def _figures(module: str, folder: Path, what: str, bar: float) -> list[Figure]:
    name = f"tests.bench.{module}"
    if find_spec(name) is None:
        return [Figure(what, None, bar, note=f"tests/bench/{module}.py is not there")]
    found = import_module(name)
    if not hasattr(found, "run"):
        return [Figure(what, None, bar, note=f"tests/bench/{module}.py has no run(folder)")]
    figures: list[Figure] = found.run(folder)
    return figures
