"""Questions that nearly every request asks, put into SQL once: putting them costs several times what the answer does.

PostgreSQL keeps the plans of these questions with a connection (``prepare_threshold``), since planning costs more than answering too.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
Value = int | str | datetime | UUID
Kind = type[int] | type[str] | type[datetime] | type[UUID]
#: No row has a larger one, and no database takes it
LARGEST_ID = 2**63 - 1
#: Stand in the SQL for the values of a question; no row has such an id
_FIRST_MARK = 2**62
_FIRST_MOMENT = datetime(8000, 1, 1, tzinfo=UTC)
#: Of lists of ids: a shorter one repeats its last, so that there are few questions to keep; of a longer one nothing is kept
_LENGTHS = (1, 2, 5, 10, 20, 50, 100, 200)


class _Keeping(ServerBindingCursor):
    """Django's cursor that sends values beside the words. Its log of queries reads the words here, where psycopg leaves
    nothing of a question whose plan is kept already."""

    def _send_query_prepared(self, name, pgq, **options):
        self._query = pgq
        super()._send_query_prepared(name, pgq, **options)


def ask(question: str, values: Sequence[Any]) -> list[tuple]:
    """The rows that answer a question in SQL, one that is asked often in the same words."""
    with _cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


def _cursor() -> CursorWrapper:
    """Django's own puts values into the words, and no plan can be kept; making it first, to throw it away, costs as much as another."""
    database: Any = connections[
        DEFAULT_DB_ALIAS
    ]  # looked up once: each look at ``connection`` costs as much as a small function
    if database.vendor != "postgresql":
        ours: CursorWrapper = database.cursor()
        return ours
    database.close_if_health_check_failed()
    database.ensure_connection()
    with database.wrap_database_errors:
        raw = _Keeping(database.connection)
    wrapped: CursorWrapper = database.make_debug_cursor(raw) if database.queries_logged else database.make_cursor(raw)
    return wrapped


class Prepared(Generic[M]):
    """A queryset with ``size`` values left open, asked with other ones each time: whole numbers, or what ``of`` says, of all or of each
    (``of=(int, UUID)``): words, moments, UUIDs.

    ``make`` gets as many values and returns the queryset; they may stand anywhere in its conditions. ``lock``: how PostgreSQL
    holds the rows until the transaction ends; SQLite has one writer at a time anyway.
    """

    def __init__(
        self,
        make: Callable[..., QuerySet[M, Any]],
        size: int = 1,
        *,
        of: Kind | tuple[Kind, ...] = int,
        lock: Literal["", "FOR KEY SHARE", "FOR NO KEY UPDATE"] = "",
    ):
        self._make, self._lock = make, lock
        kinds = of if isinstance(of, tuple) else (of,) * size
        self._marks: list[Any] = [_mark(kind, place) for place, kind in enumerate(kinds)]
        self._said: dict[str, _Said] = {}

    def first(self, *values: Value) -> M | None:
        """The first row of the answer, with all its queryset selects, as ``make(*values).first()`` has it."""
        if any(isinstance(value, int) and abs(value) > LARGEST_ID for value in values):
            return None
        said = self._put()
        rows = said.ask(values)
        return said.model_of(rows[0]) if rows else None

    def models(self, *values: Value) -> list[M]:
        """Every row of the answer, as ``list(make(*values))`` has them."""
        said = self._put()
        return [said.model_of(row) for row in said.ask(values)]

    def rows(self, *values: Value) -> Sequence[tuple]:
        """The answer of a ``values_list``."""
        return self._put().ask(values)

    def _put(self) -> "_Said":
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        said = self._said.get(vendor)
        if said is None:
            lock = self._lock if vendor == "postgresql" else ""
            said = self._said[vendor] = _Said(self._make(*self._marks), self._marks, lock)
        return said


class PreparedForIds(Generic[M]):
    """The same with a list of ids left open, beside ``size`` numbers. ``make`` gets the list, then the numbers; an id that stands
    twice in the list must mean what it means once.
    """

    def __init__(self, make: Callable[..., QuerySet[M, Any]], size: int = 0):
        self._make, self._size = make, size
        self._of_length: dict[int, Prepared[M]] = {}

    def models(self, ids: Sequence[int], *values: int) -> list[M]:
        length = self._length(ids)
        if length is None:
            return list(self._make(ids, *values))
        return self._for(length).models(*self._filled(ids, length), *values) if ids else []

    def rows(self, ids: Sequence[int], *values: int) -> Sequence[tuple]:
        """The answer of a ``values_list``."""
        length = self._length(ids)
        if length is None:
            return list(self._make(ids, *values))
        return self._for(length).rows(*self._filled(ids, length), *values) if ids else []

    def _length(self, ids: Sequence[int]) -> int | None:
        return next((one for one in _LENGTHS if one >= len(ids)), None)

    def _filled(self, ids: Sequence[int], length: int) -> list[int]:
        return [*ids, *ids[-1:] * (length - len(ids))]

    def _for(self, length: int) -> Prepared[M]:
        asked = self._of_length.get(length)
        if asked is None:
            asked = Prepared(lambda *given: self._make(given[:length], *given[length:]), length + self._size)
            self._of_length[length] = asked
        return asked


def _mark(of: type, place: int) -> Any:
    if of is datetime:
        return _FIRST_MOMENT + timedelta(days=place)
    return UUID(int=_FIRST_MARK + place) if of is UUID else of(_FIRST_MARK + place)


def _adapted(value: Any) -> Any:
    """As the database takes it: Django turns moments and UUIDs into words for SQLite."""
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


class _Said:
    """One question in the SQL of one database."""

    def __init__(self, rows: QuerySet, marks: Sequence[Any], lock: str):
        compiler = rows.query.get_compiler(connection=connection)
        question, parameters = compiler.as_sql()
        self._sql = f"{question} {lock}".rstrip()
        places = {_adapted(mark): place for place, mark in enumerate(marks)}
        self._parameters = [(places.get(value), value) for value in parameters]
        found, self._klass = compiler.select, compiler.klass_info
        self._converters = compiler.get_converters([column for column, _, _ in found])
        if self._klass:
            own = self._klass["select_fields"]
            self._own = slice(own[0], own[-1] + 1)
            self._names = [column.target.attname for column, _, _ in found[self._own]]
            self._around = get_related_populators(self._klass, found, connection.alias)
            self._beside = tuple(compiler.annotation_col_map.items())

    def ask(self, values: Sequence[Any]) -> Sequence[tuple]:
        told = [other if place is None else _adapted(values[place]) for place, other in self._parameters]
        rows = ask(self._sql, told)
        return [self._converted(row) for row in rows] if self._converters else rows

    def _converted(self, row: Sequence) -> tuple:
        read = list(row)
        for place, (steps, column) in self._converters.items():
            for step in steps:
                read[place] = step(read[place], column, connection)
        return tuple(read)

    def model_of(self, row: tuple) -> Any:
        found = self._klass["model"].from_db(DEFAULT_DB_ALIAS, self._names, row[self._own])
        for around in self._around:
            around.populate(row, found)
        for name, place in self._beside:
            setattr(found, name, row[place])
        return found
