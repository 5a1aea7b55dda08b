"""Data-protection officers, of agencies and of the platform."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0025_issues'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='membership',
            name='only_auditors_are_of_the_platform',
        ),
        migrations.AlterField(
            model_name='membership',
            name='agency',
            field=models.ForeignKey(help_text='Empty for an auditor or the data-protection officer of the whole platform.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='consult.agency'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('head', 'head officer'), ('officer', 'officer'), ('reviewer', 'legal reviewer'), ('approver', 'approver'), ('analyst', 'analyst'), ('moderator', 'moderator'), ('auditor', 'auditor'), ('protection', 'data-protection officer')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('agency__isnull', False), ('role__in', ['auditor', 'protection']), _connector='OR'), name='only_auditors_and_data_protection_are_of_the_platform'),
        ),
    ]
