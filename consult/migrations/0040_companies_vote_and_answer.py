# In whose name a comment was is told by the row itself; SQLite makes that table anew without its guards.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from consult.models.immutability import add_guards


def guard_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        add_guards(schema_editor, "consult_representation", ("changes", "is_replaced", "goes"))


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0039_comments_wait_for_a_moderator'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='participant',
            name='one_participant_per_person_and_hearing',
        ),
        migrations.RemoveField(
            model_name='representation',
            name='mandate',
        ),
        migrations.AddField(
            model_name='participant',
            name='company_number',
            field=models.CharField(blank=True, default='', help_text='Of the juristic person in whose name its acts are.', max_length=13),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(condition=models.Q(('company_number', '')), fields=('account', 'consultation'), name='one_participant_per_person_and_hearing'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(condition=models.Q(('company_number', ''), _negated=True), fields=('consultation', 'company_number'), name='one_participant_per_company_and_hearing'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(('company_number', ''), ('level', 4), _connector='OR'), name='a_company_stands_at_its_own_level'),
        ),
        migrations.AlterField(
            model_name='participant',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunPython(guard_again, migrations.RunPython.noop),
    ]
