from django.db import migrations

from consult.models.immutability import forbid_updates


class Migration(migrations.Migration):
    dependencies = [("consult", "0003_questions")]
    operations = [forbid_updates("consult_questionnaire"), forbid_updates("consult_question")]
