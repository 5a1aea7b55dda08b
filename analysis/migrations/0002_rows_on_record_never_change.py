from django.db import migrations

from consult.models.immutability import forbid_deletes, forbid_updates


class Migration(migrations.Migration):
    dependencies = [("analysis", "0001_initial")]
    operations = [
        forbid_updates("analysis_analysisrun"),
        forbid_deletes("analysis_analysisrun"),
        forbid_updates("analysis_runchoice"),
        forbid_deletes("analysis_runchoice"),
        forbid_updates("analysis_themeedit"),
        forbid_deletes("analysis_themeedit"),
    ]
