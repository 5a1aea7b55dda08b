"""Emptying the tables between tests, which the record itself refuses."""

from django.db import connection

from consult.models.immutability import add_guards, remove_guards

_TABLES = {
    "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_never\\_goes' ESCAPE '\\'",
    "postgresql": "SELECT DISTINCT event_object_table FROM information_schema.triggers WHERE trigger_name LIKE '%\\_never\\_goes'",
}
_lowered: list[str] = []


def guarded_tables() -> list[str]:
    """Tables whose rows the database refuses to delete."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES[connection.vendor])
        return [row[0] for row in cursor.fetchall()]


def lower_guards() -> None:
    """Let the rows of every table on record be deleted."""
    _lowered.extend(guarded_tables())
    with connection.schema_editor() as editor:
        for table in _lowered:
            remove_guards(editor, table, ("goes",))


def raise_guards() -> None:
    """Put up again what ``lower_guards`` took down."""
    with connection.schema_editor() as editor:
        while _lowered:
            add_guards(editor, _lowered.pop(), ("goes",))
