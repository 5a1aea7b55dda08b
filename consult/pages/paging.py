"""Pages of a list of any length: a link says with which row its page begins, so that nothing before it is read or counted.

A page that is asked for by its number alone, as in an old address, is looked up from the nearer end of the list; one that is far
from both is as near to it as can be reached so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Func, IntegerField, QuerySet, Value
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

#: rows that are skipped to find a page by its number, at most
REACH = 1_000
#: rows that are counted of a list whose length is not kept, at most
COUNTED = 500
_KEYS_LENGTH = 100


class _Row(Func):
    """Several columns compared as one, as an index over them keeps them."""

    template = "(%(expressions)s)"
    arg_joiner = ", "
    output_field = IntegerField()


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """Ids of the rows of one page. ``count``: of the list, or as far as was counted (``is_more``).

    ``next_start`` and ``previous_start`` are for links: where those pages begin, empty where there is none.
    """

    ids: Sequence[int]
    number: int
    count: int
    num_pages: int
    next_start: str
    previous_start: str
    is_more: bool = False

    @property
    def has_next(self) -> bool:
        return bool(self.next_start)

    @property
    def has_previous(self) -> bool:
        return bool(self.previous_start)

    @property
    def has_other_pages(self) -> bool:
        return self.has_next or self.has_previous

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        return max(self.number - 1, 1)


class _List:
    """Rows in an order that an index has: ``by`` names whole-number columns, all rising or (``-``) all falling, the id last."""

    def __init__(self, rows: QuerySet, by: Sequence[str]):
        self.keys = [name.removeprefix("-") for name in by]
        self.falls = by[0].startswith("-")
        self.rows = rows
        self.by = by
        #: How the list begins, as far as it was read to count it, and whether that is all of it
        self.beginning: list[tuple] = []
        self.is_whole = False

    def count_up_to(self, most: int) -> int:
        """How many rows there are, of more than ``most`` that many: read as the list begins, so that its first pages are known with it."""
        self.beginning = list(self.forward()[:most])
        self.is_whole = len(self.beginning) < most
        return len(self.beginning)

    def between(self, first: int, end: int) -> list[tuple]:
        """The rows at these places."""
        is_known = self.is_whole or end <= len(self.beginning)
        return self.beginning[first:end] if is_known else list(self.forward()[first:end])

    def forward(self) -> QuerySet:
        return self.rows.order_by(*self.by).values_list(*self.keys)

    def backward(self) -> QuerySet:
        turned = self.keys if self.falls else [f"-{name}" for name in self.keys]
        return self.rows.order_by(*turned).values_list(*self.keys)

    def starting_at(self, start: Sequence[int]) -> QuerySet:
        return self.forward().filter(self._compared(LessThanOrEqual if self.falls else GreaterThanOrEqual, start))

    def before(self, start: Sequence[int]) -> QuerySet:
        return self.backward().filter(self._compared(GreaterThan if self.falls else LessThan, start))

    def _compared(self, how, start: Sequence[int]):
        return how(_Row(*map(F, self.keys)), _Row(*map(Value, start)))


def list_page(
    rows: QuerySet, *, by: Sequence[str], asked: Mapping[str, str], size: int, count: int | None = None
) -> ListPage:
    """The page that ``?page=`` and ``?from=`` ask for; nonsense means the first. ``count``: of the list, where it is kept."""
    there = _List(rows, by)
    is_more = False
    if count is None:
        count = there.count_up_to(COUNTED + 1)
        count, is_more = min(count, COUNTED), count > COUNTED
    pages = max(-(-count // size), 1)
    number = _number(asked.get("page", ""))
    start = _start(asked.get("from", ""), len(by))
    if start:
        found = list(there.starting_at(start)[: size + 1])
    else:
        number, found = _by_number(there, number, count, size, is_more)
    number = number if is_more else min(number, pages)
    ahead = found[size:]
    found = found[:size]
    previous = list(there.before(found[0])[:size]) if found and (start or number > 1) else []
    return ListPage(
        ids=[row[-1] for row in found],
        number=number,
        count=count,
        num_pages=pages,
        is_more=is_more,
        next_start=_written(ahead[0]) if ahead else "",
        previous_start=_written(previous[-1]) if previous else "",
    )


def _by_number(there: _List, number: int, count: int, size: int, is_more: bool) -> tuple[int, list]:
    """(the page that is reached, its rows and one more)."""
    pages = max(-(-count // size), 1)
    number = number if is_more else min(number, pages)
    skipped, after = (number - 1) * size, max(count - number * size, 0)
    if skipped > REACH and after <= REACH and not is_more:
        rows = list(there.backward()[max(after - 1, 0) : count - skipped])
        return number, rows[::-1]
    if skipped > REACH:
        number, skipped = REACH // size + 1, REACH // size * size
    return number, there.between(skipped, skipped + size + 1)


def _number(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _start(text: str, length: int) -> tuple[int, ...] | None:
    """Values of the keys, joined by ``_``; None when it is nothing of the kind."""
    parts = text[:_KEYS_LENGTH].split("_")
    if len(parts) != length or not all(part.removeprefix("-").isdecimal() and len(part) < 19 for part in parts):
        return None
    return tuple(map(int, parts))


def _written(row: Sequence[int]) -> str:
    return "_".join(map(str, row))
