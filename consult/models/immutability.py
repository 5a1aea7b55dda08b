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
_REFUSES = {
    "sqlite": "BEGIN SELECT RAISE(ABORT, '{table}: a row on record never changes'); END",
    "postgresql": "EXECUTE FUNCTION refuse_update()",
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


def allow_once(table: str, *columns: str) -> migrations.RunPython:
    """An operation after ``forbid_updates``: each of these columns may be written once, where it was empty (NULL), and nothing else
    changes. Columns added to the table later change like any: add the guards again with them."""

    def add(apps, schema_editor):
        remove_guards(schema_editor, table, ("changes",))
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            described = connection.introspection.get_table_description(cursor, table)
        others = ", ".join(f'"{one.name}"' for one in described if one.name not in columns)
        written = " OR ".join(
            f"(OLD.{column} IS NOT NULL AND (NEW.{column} IS NULL OR NEW.{column} <> OLD.{column}))"
            for column in columns
        )
        refuses = _REFUSES[connection.vendor].format(table=table)
        for name, of, when in (
            ("changes", others, ""),
            ("is_written_twice", ", ".join(columns), f"WHEN ({written})"),
        ):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_never_{name} BEFORE UPDATE OF {of} ON {table} FOR EACH ROW {when} {refuses}",
                params=None,
            )

    def remove(apps, schema_editor):
        on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
        schema_editor.execute(f"DROP TRIGGER {table}_never_is_written_twice{on}", params=None)

    return migrations.RunPython(add, remove)


def allow_emptying(table: str, column: str) -> migrations.RunPython:
    """An operation after ``forbid_updates``: this one column of text may be emptied, for whoever erases who they are; nothing else
    changes, and what was emptied stays so."""

    def add(apps, schema_editor):
        remove_guards(schema_editor, table, ("changes",))
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            described = connection.introspection.get_table_description(cursor, table)
        others = ", ".join(f'"{one.name}"' for one in described if one.name != column)
        refuses = _REFUSES[connection.vendor].format(table=table)
        for name, of, when in (("changes", others, ""), ("is_rewritten", column, f"WHEN (NEW.{column} <> '')")):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_never_{name} BEFORE UPDATE OF {of} ON {table} FOR EACH ROW {when} {refuses}",
                params=None,
            )

    def remove(apps, schema_editor):
        on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
        schema_editor.execute(f"DROP TRIGGER {table}_never_is_rewritten{on}", params=None)

    return migrations.RunPython(add, remove)
