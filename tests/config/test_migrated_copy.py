"""Tests begin with a copy of a migrated database; it is what migrating would make now."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.support import databases


@pytest.mark.django_db
def test_no_migration_is_missing_and_every_table_is_there():
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    tables = {model._meta.db_table for model in apps.get_models() if model._meta.managed}
    assert tables <= set(connection.introspection.table_names())


@pytest.mark.parametrize(
    "changed",
    ["consult/migrations/0009_x.py", "consult/people/migrations/0009_x.py", "cms/models.py", "config/settings.py"],
)
def test_a_change_of_what_migrating_reads_makes_another_copy(changed, tmp_path, monkeypatch):
    for path in (databases.ROOT / "cms/models.py", databases.ROOT / "config/settings.py"):
        copied = tmp_path / path.relative_to(databases.ROOT)
        copied.parent.mkdir(exist_ok=True)
        copied.write_bytes(path.read_bytes())
    monkeypatch.setattr(databases, "ROOT", tmp_path)
    before = databases.state_of_the_code()
    (tmp_path / changed).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / changed).open("a").write("\n")
    assert databases.state_of_the_code() != before
