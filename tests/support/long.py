"""Which tests the fast lane leaves out: those that a measured list calls long. ``make test-times`` measures and writes the list.

A test that is new counts as short until somebody measures again. All cases of a test function count together.
"""

import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LISTED = Path(__file__).with_name("long.txt")
#: CPU seconds of all cases of a function: with this the fast lane stays below ninety, start and collecting included
LONG = 0.08


def function_of(item: pytest.Item) -> str:
    return item.nodeid.split("[")[0].split("@")[0]


@cache
def listed() -> frozenset[str]:
    return frozenset(LISTED.read_text("utf-8").split("\n"))


def mark_long(items: list[pytest.Item]) -> None:
    for item in items:
        if function_of(item) in listed():
            item.add_marker(pytest.mark.long)


class Times:
    """The plugin of ``make test-times``: CPU of this process and its children by test function, with its fixtures."""

    def __init__(self):
        self.spent: Counter[str] = Counter()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        before = sum(os.times()[:4])
        try:
            return (yield)
        finally:
            self.spent[function_of(item)] += sum(os.times()[:4]) - before

    def pytest_sessionfinish(self):
        LISTED.write_text("".join(f"{name}\n" for name in sorted(self.spent) if self.spent[name] > LONG), "utf-8")


if __name__ == "__main__":
    raise SystemExit(pytest.main(["-m", "not (browser or services or walk or slow)"], plugins=[Times()]))
