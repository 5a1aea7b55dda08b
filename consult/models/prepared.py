"""Questions that nearly every request asks, put into SQL once: putting them costs several times what the answer does."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
#: Stand in the SQL for the values of a question; no row has such an id
_FIRST_MARK = 2**62


class Prepared(Generic[M]):
    """A queryset with ``size`` whole numbers left open, asked with other ones each time.

    ``make`` gets as many numbers and returns the queryset; the numbers may stand anywhere in its conditions, each once.
    """

    def __init__(self, make: Callable[..., QuerySet[M, Any]], size: int = 1):
        self._make, self._size = make, size
        self._said: dict[str, _Said] = {}

    def first(self, *values: int) -> M | None:
        """The first row of the answer, with all its queryset selects, as ``make(*values).first()`` has it."""
        said = self._put()
        rows = said.ask(values)
        return said.model_of(rows[0]) if rows else None

    def rows(self, *values: int) -> Sequence[tuple]:
        """The answer of a ``values_list``."""
        return self._put().ask(values)

    def _put(self) -> "_Said":
        said = self._said.get(connection.vendor)
        if said is None:
            marks = [_FIRST_MARK + place for place in range(self._size)]
            said = self._said[connection.vendor] = _Said(self._make(*marks), marks)
        return said


class _Said:
    """One question in the SQL of one database."""

    def __init__(self, rows: QuerySet, marks: list[int]):
        compiler = rows.query.get_compiler(connection=connection)
        self._sql, parameters = compiler.as_sql()
        self._parameters = [(marks.index(value), None) if value in marks else (None, value) for value in parameters]
        found, self._klass = compiler.select, compiler.klass_info
        self._converters = compiler.get_converters([column for column, _, _ in found])
        if self._klass:
            own = self._klass["select_fields"]
            self._own = slice(own[0], own[-1] + 1)
            self._names = [column.target.attname for column, _, _ in found[self._own]]
            self._around = get_related_populators(self._klass, found, connection.alias)

    def ask(self, values: Sequence[int]) -> Sequence[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [other if place is None else values[place] for place, other in self._parameters])
            rows = cursor.fetchall()
        return [self._converted(row) for row in rows] if self._converters else rows

    def _converted(self, row: Sequence) -> tuple:
        read = list(row)
        for place, (steps, column) in self._converters.items():
            for step in steps:
                read[place] = step(read[place], column, connection)
        return tuple(read)

    def model_of(self, row: tuple) -> Any:
        found = self._klass["model"].from_db(connection.alias, self._names, row[self._own])
        for around in self._around:
            around.populate(row, found)
        return found
