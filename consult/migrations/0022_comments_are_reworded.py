"""Authors change their comments or add to them; what anybody reads of one may change for more reasons than other rules of masking."""

import django.db.models.deletion
from django.db import migrations, models

from consult.models.immutability import forbid_deletes, forbid_updates


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0021_comments_are_withdrawn'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='comment', name='comments_masked_again'),
        migrations.RenameField(model_name='comment', old_name='masked_at', new_name='reworded_at'),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('reworded_at__isnull', False)), fields=['consultation', 'reworded_at'], name='comments_reworded'),
        ),
        migrations.AlterField(
            model_name='comment',
            name='reworded_at',
            field=models.DateTimeField(help_text='When what anybody reads last changed: edited, added to, or masked by other rules.', null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='edited_at',
            field=models.DateTimeField(help_text='When its author last put other words in place of these.', null=True),
        ),
        migrations.CreateModel(
            name='CommentRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('written', 'Written'), ('edited', 'Edited'), ('added', 'Added')], max_length=8)),
                ('text', models.TextField(help_text='The whole wording; of an addition what was added.')),
                ('client_key', models.UUIDField(help_text='Of the form and of what was sent with it; none of the first wording.', null=True)),
                ('at', models.DateTimeField()),
                ('comment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='consult.comment')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [
                    models.UniqueConstraint(fields=('comment', 'number'), name='each_wording_of_a_comment_has_its_own_number'),
                    models.UniqueConstraint(fields=('comment', 'client_key'), name='a_change_sent_twice_is_one_change'),
                ],
            },
        ),
        forbid_updates("consult_commentrevision"),
        forbid_deletes("consult_commentrevision"),
    ]
