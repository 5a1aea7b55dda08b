from django.db import migrations

_FUNCTION = """
CREATE FUNCTION search_grams(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT COALESCE(array_agg(DISTINCT substr(words, n, 3)), ARRAY[]::text[]) FROM generate_series(1, length(words) - 2) n $$
"""
_INDEX = "CREATE INDEX comments_by_three_letters ON consult_comment USING gin (search_grams(search_text))"


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_FUNCTION, params=None)
        schema_editor.execute(_INDEX, params=None)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX comments_by_three_letters", params=None)
        schema_editor.execute("DROP FUNCTION search_grams(text)", params=None)


class Migration(migrations.Migration):
    dependencies = [("consult", "0006_counts_while_valkey_is_away")]

    operations = [migrations.RunPython(add, remove)]
