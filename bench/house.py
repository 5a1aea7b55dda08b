"""The house in figures: ``python -m bench.house`` counts, for each room, its units, the imports between them, circles and floors.

A unit is what stands directly in a room, a file or a folder. Migrations and commands are left out: nobody imports them.
"""

from graphlib import TopologicalSorter

import grimp

ROOMS = ["consult", "analysis", "analysis.core", "cms", "config"]
PACKAGES = ["consult", "analysis", "cms", "config"]
LEFT_OUT = ("migrations", "management")


def arrows_between_units(graph: grimp.ImportGraph, room: str) -> dict[str, set[str]]:
    """Unit → the units of the same room that it imports."""

    def unit(module: str) -> str | None:
        parts = module.removeprefix(f"{room}.").split(".")
        return parts[0] if module.startswith(f"{room}.") and not set(parts) & set(LEFT_OUT) else None

    arrows: dict[str, set[str]] = {}
    for module in graph.modules:
        if (start := unit(module)) is None:
            continue
        ends = {unit(imported) for imported in graph.find_modules_directly_imported_by(module)}
        arrows.setdefault(start, set()).update(ends - {None, start})
    return arrows


def floors(arrows: dict[str, set[str]]) -> int:
    """Units on the longest way down; raises graphlib.CycleError if imports go in a circle."""
    height: dict[str, int] = {}
    for unit in TopologicalSorter(arrows).static_order():
        height[unit] = 1 + max((height[below] for below in arrows.get(unit, ())), default=0)
    return max(height.values())


def main() -> None:
    graph = grimp.build_graph(*PACKAGES)
    print(f"{'room':<16}{'units':>8}{'arrows':>8}{'floors':>8}")
    for room in ROOMS:
        arrows = arrows_between_units(graph, room)
        print(f"{room:<16}{len(arrows):>8}{sum(map(len, arrows.values())):>8}{floors(arrows):>8}")


if __name__ == "__main__":
    main()
