"""Rows that must never change nor go, refused by the database itself: for migrations of this room and those above it."""

from django.db import migrations

#: BEFORE INSERT stands against ``INSERT OR REPLACE``, which deletes a row without asking its DELETE trigger.
_SQLITE = {
    "changes": """
CREATE TRIGGER {table}_never_changes BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table}: a row on record never changes'); END
""",
    "goes": """
CREATE TRIGGER {table}_never_goes BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, '{table}: a row on record never goes'); END
""",
    "is_replaced": """
CREATE TRIGGER {table}_never_is_replaced BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, '{table}: a row on record never changes'); END
""",
}
_POSTGRESQL = {
    "changes": """
CREATE OR REPLACE FUNCTION refuse_update() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%: a row on record never changes', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER {table}_never_changes BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_update()
""",
    "goes": """
CREATE OR REPLACE FUNCTION refuse_delete() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%: a row on record never goes', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER {table}_never_goes BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_delete()
""",
}
GUARDS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}


def add_guards(schema_editor, table: str, guards: tuple[str, ...]) -> None:
    known = GUARDS[schema_editor.connection.vendor]
    for guard in guards:
        if guard in known:
            schema_editor.execute(known[guard].format(table=table), params=None)


def remove_guards(schema_editor, table: str, guards: tuple[str, ...]) -> None:
    vendor = schema_editor.connection.vendor
    on = "" if vendor == "sqlite" else f" ON {table}"
    for guard in guards:
        if guard in GUARDS[vendor]:
            schema_editor.execute(f"DROP TRIGGER {table}_never_{guard}{on}", params=None)


def _operation(table: str, *guards: str) -> migrations.RunPython:
    def add(apps, schema_editor):
        add_guards(schema_editor, table, guards)

    def remove(apps, schema_editor):
        remove_guards(schema_editor, table, guards)

    return migrations.RunPython(add, remove)


def forbid_updates(table: str) -> migrations.RunPython:
    """An operation after which every UPDATE of ``table`` fails with IntegrityError.

    SQLite rebuilds a table to alter it and drops its triggers on the way: after such a migration, add this again (a test
    of each immutable model says so if you forget).
    """
    return _operation(table, "changes", "is_replaced")


def forbid_deletes(table: str) -> migrations.RunPython:
    """An operation after which every DELETE from ``table`` fails with IntegrityError; see ``forbid_updates``."""
    return _operation(table, "goes")
