"""Rows that must never change, refused by the database itself: for migrations of this room and those above it."""

from django.db import migrations

_SQLITE = """
CREATE TRIGGER {table}_never_changes BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table}: a row on record never changes'); END
"""
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION refuse_update() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%: a row on record never changes', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER {table}_never_changes BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_update()
"""


def forbid_updates(table: str) -> migrations.RunPython:
    """An operation after which every UPDATE of ``table`` fails with IntegrityError.

    SQLite rebuilds a table to alter it and drops its triggers on the way: after such a migration, add this again (a test
    of each immutable model says so if you forget).
    """

    def add(apps, schema_editor):
        sql = _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL
        schema_editor.execute(sql.format(table=table), params=None)

    def remove(apps, schema_editor):
        on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
        schema_editor.execute(f"DROP TRIGGER {table}_never_changes{on}", params=None)

    return migrations.RunPython(add, remove)
