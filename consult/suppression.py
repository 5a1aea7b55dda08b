"""Counts without the few, so that nobody works one out by subtracting (การปกปิดจำนวนน้อย). Plain Python.

`in_fives` is for counts of which no total is told, `suppress` for a table whose totals are known, `tell_together` for one line of those.
Whoever reads the table knows the total of every line (rows of votes and answers are open data themselves) and is taken to know the total
of every column too (pages of the site have told some). A hidden cell is safe when the table could be another one with the same totals:
one more here, one fewer beside it, and the other way round in other lines (D. Gusfield, "A graph theoretic approach to statistical data
security", SIAM J. Comput. 17, 1988, of cycles of hidden cells; here with cells that are never negative).
"""

from collections.abc import Hashable, Mapping
from typing import Any, TypeVar

#: Fewer than this are never told. Nobody at all is "fewer" too.
LEAST = 5

Row = TypeVar("Row", bound=Hashable)
Col = TypeVar("Col", bound=Hashable)


def in_fives(count: int) -> int:
    """The multiple of five that a count reaches, so that nothing under five is told.

    Each follows from its own count alone, so that others cannot be subtracted from it. Hiding only small counts, or the next larger ones
    with them, was tried where people tell of themselves: of tables with a known total whoever knows the rule still works some out
    (tests/consult/people/test_demographics.py shows one).
    """
    return count - count % LEAST


def suppress(counts: Mapping[Row, Mapping[Col, int]], *, least: int = LEAST) -> dict[Row, dict[Col, int | None]] | None:
    """The table with None in place of what may not be told: cells below ``least``, and as many others as it takes to hide those.

    Lines and columns without anybody are left out. None where no choice of cells hides them: of a table of one line or one column
    every cell is a total.
    """
    kept = {row: dict(cells) for row, cells in counts.items() if sum(cells.values())}
    columns = [col for col in dict.fromkeys(c for cells in kept.values() for c in cells) if _sum(kept, col)]
    table = {row: {col: cells.get(col, 0) for col in columns} for row, cells in kept.items()}
    if not table or len(columns) < 2:
        return None
    hiding = _Hiding(table, columns)
    for row, cells in table.items():
        for col in columns:
            if cells[col] < least:
                hiding.hide(row, col)
    if not hiding.until_safe():
        return None
    return {
        row: {col: None if col in hiding.hidden[row] else cells[col] for col in columns} for row, cells in table.items()
    }


def tell_together(counts: Mapping[str, int], *, least: int = LEAST) -> dict[str, int]:
    """Counts whose sum everybody knows: those below ``least`` in one with the next larger ones, until the one is not below it and holds
    two at least; its name has theirs, joined by a plus. Empty where all would be one."""
    few = {name for name, n in counts.items() if n < least}
    for name in sorted(counts, key=lambda one: counts[one]):
        if few and (len(few) < 2 or sum(counts[one] for one in few) < least):
            few.add(name)
    told = {name: n for name, n in counts.items() if name not in few}
    if few:
        told["+".join(name for name in counts if name in few)] = sum(counts[name] for name in few)
    return told if len(told) > 1 else {}


def _sum(table: Mapping[Row, Mapping[Col, int]], col: Col) -> int:
    return sum(cells.get(col, 0) for cells in table.values())


class _Hiding:
    """Which cells are hidden so far. ``movable[a][b]``: lines in which one may move from column a to column b, both hidden there."""

    def __init__(self, table: Mapping[Row, Mapping[Col, int]], columns: list[Col]):
        self.table, self.columns = table, columns
        self.hidden: dict[Any, set[Any]] = {row: set() for row in table}
        self.movable: dict[Any, dict[Any, int]] = {a: dict.fromkeys(columns, 0) for a in columns}

    def hide(self, row, col) -> None:
        cells, others = self.table[row], self.hidden[row]
        for other in others:
            self.movable[col][other] += cells[col] > 0
            self.movable[other][col] += cells[other] > 0
        others.add(col)

    def until_safe(self) -> bool:
        """Hide more until every hidden cell is safe; False where that cannot be."""
        unsafe = True
        while unsafe:
            unsafe = False
            for row in self.table:
                for col in sorted(self.hidden[row], key=self.columns.index):
                    while not self._is_safe(row, col):
                        unsafe = True
                        if not self._hide_beside(row, col):
                            return False
        return True

    def _is_safe(self, row, col) -> bool:
        cells = self.table[row]
        beside = [other for other in self.hidden[row] if other != col]
        return any(
            (cells[other] and self._leads(col, other, but=row)) or (cells[col] and self._leads(other, col, but=row))
            for other in beside
        )

    def _leads(self, start, end, *, but) -> bool:
        """Whether somebody can be moved from one column to another by way of hidden cells of other lines."""
        seen, waiting = {start}, [start]
        while waiting:
            a = waiting.pop()
            for b in self.columns:
                if b not in seen and self._lines(a, b, but=but):
                    if b == end:
                        return True
                    seen.add(b)
                    waiting.append(b)
        return False

    def _lines(self, a, b, *, but) -> int:
        own = a in self.hidden[but] and b in self.hidden[but] and self.table[but][a] > 0
        return self.movable[a][b] - own

    def _hide_beside(self, row, col) -> bool:
        """Hide the fewest people more by which this cell becomes safe."""
        cells = self.table[row]
        beside = [other for other in self.columns if other not in self.hidden[row]]
        ways = [(cells[other], [(row, other)]) for other in beside if self._leads(col, other, but=row) and cells[other]]
        if not ways:
            ways = list(self._rectangles(row, col))
        if not ways:
            return False
        _cost, found = min(ways, key=lambda way: way[0])
        for where in found:
            self.hide(*where)
        return True

    def _rectangles(self, row, col):
        """(people, cells) of every other line and column with which this cell makes a rectangle in which one can move."""
        for other in self.columns:
            if other == col:
                continue
            for line in self.table:
                moves = (self.table[row][other] and self.table[line][col]) or (
                    self.table[row][col] and self.table[line][other]
                )
                if line != row and moves:
                    corners = ((row, other), (line, col), (line, other))
                    new = [(r, c) for r, c in corners if c not in self.hidden[r]]
                    if new:
                        yield sum(self.table[r][c] for r, c in new), new
