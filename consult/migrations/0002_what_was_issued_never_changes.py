from django.db import migrations

from consult.models.immutability import forbid_updates


class Migration(migrations.Migration):
    dependencies = [("consult", "0001_initial")]
    operations = [
        forbid_updates("consult_draftversion"),
        forbid_updates("consult_section"),
        forbid_updates("consult_moderationact"),
        forbid_updates("consult_auditentry"),
    ]
