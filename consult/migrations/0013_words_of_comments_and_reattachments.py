"""Words that comments speak of, and comments put on another section: the database counts those there (0023)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from consult.models.immutability import forbid_deletes, forbid_updates


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0012_facts_stand_in_a_pack'),
    ]

    operations = [
        migrations.CreateModel(
            name='CommentSpan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('anchor', models.UUIDField(help_text='Of the section, so that the newest of all its versions are found at once.')),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('exact', models.TextField()),
                ('prefix', models.CharField(blank=True, max_length=32)),
                ('suffix', models.CharField(blank=True, max_length=32)),
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='span', to='consult.comment')),
                ('section', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consult.section')),
            ],
            options={
                'indexes': [models.Index(fields=['anchor', '-comment'], name='newest_words_of_a_section')],
                'constraints': [models.CheckConstraint(condition=models.Q(('start__lt', models.F('end'))), name='commented_words_are_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='Reattachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('after', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consult.section')),
                ('before', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consult.section')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reattachments', to='consult.comment')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='a_comment_is_put_on_another_section')],
            },
        ),
        forbid_updates("consult_commentspan"),
        forbid_deletes("consult_commentspan"),
        forbid_updates("consult_reattachment"),
        forbid_deletes("consult_reattachment"),
    ]
