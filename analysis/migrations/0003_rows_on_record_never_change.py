from django.db import migrations

from consult.models.immutability import forbid_updates


class Migration(migrations.Migration):
    dependencies = [("analysis", "0002_initial")]
    operations = [
        forbid_updates("analysis_analysisrun"),
        forbid_updates("analysis_themeedit"),
    ]
