from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    """Django's table of a cache in the database (config/caches.py)."""
    call_command("createcachetable", "counts_while_valkey_is_away", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("consult", "0005_the_database_counts")]
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
