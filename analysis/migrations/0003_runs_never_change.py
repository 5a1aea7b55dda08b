from django.db import migrations

from consult.models.immutability import forbid_updates


class Migration(migrations.Migration):
    dependencies = [("analysis", "0002_initial"), ("consult", "0002_what_was_issued_never_changes")]
    operations = [forbid_updates("analysis_analysisrun")]
