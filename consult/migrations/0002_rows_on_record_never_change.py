from django.db import migrations

from consult.models.immutability import forbid_deletes, forbid_updates


class Migration(migrations.Migration):
    dependencies = [("consult", "0001_initial")]
    operations = [
        forbid_updates("consult_draftversion"),
        forbid_deletes("consult_draftversion"),
        forbid_updates("consult_section"),
        forbid_deletes("consult_section"),
        forbid_updates("consult_questionnaire"),
        forbid_deletes("consult_questionnaire"),
        forbid_updates("consult_question"),
        forbid_deletes("consult_question"),
        forbid_updates("consult_moderationact"),
        forbid_deletes("consult_moderationact"),
        forbid_updates("consult_officialreplyrevision"),
        forbid_deletes("consult_officialreplyrevision"),
        forbid_updates("consult_auditentry"),
        forbid_deletes("consult_auditentry"),
    ]
