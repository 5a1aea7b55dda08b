"""The database counted from here on; a new one does from 0038 on, when the tables it counts are as they are now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("consult", "0004_figures_are_kept")]

    operations: list = []
