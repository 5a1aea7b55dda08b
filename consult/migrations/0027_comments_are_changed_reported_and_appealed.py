"""Comments are changed, added to, reported and appealed; moderators say why, and what they only looked at."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from consult.models.immutability import add_guards, remove_guards


TABLE = "consult_moderationact"
GUARDS = ("changes", "is_replaced", "goes")


def take_guards_off(apps, schema_editor):
    """Before the table is altered: SQLite would drop them, PostgreSQL keep them."""
    remove_guards(schema_editor, TABLE, GUARDS)


def put_guards_back(apps, schema_editor):
    add_guards(schema_editor, TABLE, GUARDS)


def say_why_hidden(apps, schema_editor):
    """Comments hidden so far get the reason of the act that hid them."""
    acts = apps.get_model("consult", "ModerationAct").objects.filter(kind="hide").order_by("pk")
    comments = apps.get_model("consult", "Comment").objects
    for comment, reason in dict(acts.values_list("comment", "reason")).items():
        comments.filter(pk=comment, hidden_at__isnull=False).update(hidden_reason=reason)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while checks of its rows wait


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0026_data_protection_officers'),
    ]

    operations = [
        migrations.RunPython(take_guards_off, put_guards_back),
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
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(help_text='As its author wrote it; moderators of the agency read it.')),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, choices=[('granted', 'granted: the comment is shown again'), ('declined', 'declined: the comment stays hidden')], max_length=16)),
                ('answer', models.TextField(blank=True)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CommentReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('personal_data', "reveals somebody's personal data"), ('insult', 'insults or threatens'), ('spam', 'advertising or spam'), ('illegal', 'against the law'), ('other', 'for another reason')], max_length=24)),
                ('words', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(help_text='A moderator looked at the comment, whatever they did, or its author withdrew it.', null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='comment',
            name='a_hidden_comment_is_not_visible',
        ),
        migrations.AddField(
            model_name='comment',
            name='hidden_reason',
            field=models.CharField(blank=True, help_text='Of the act that hid it, for its trace and the figures.', max_length=24),
        ),
        migrations.AddField(
            model_name='comment',
            name='reviewed_at',
            field=models.DateTimeField(help_text='When a moderator last looked at it and did something or nothing.', null=True),
        ),
        migrations.AddField(
            model_name='moderationact',
            name='note',
            field=models.TextField(blank=True, help_text='For colleagues and auditors; nobody else reads it.'),
        ),
        migrations.AddField(
            model_name='notice',
            name='act',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consult.moderationact'),
        ),
        migrations.AlterField(
            model_name='moderationact',
            name='kind',
            field=models.CharField(choices=[('hide', 'hidden'), ('restore', 'restored'), ('keep', 'looked at and kept')], max_length=16),
        ),
        migrations.AlterField(
            model_name='moderationact',
            name='reason',
            field=models.CharField(choices=[('personal_data', "reveals somebody's personal data"), ('insult', 'insults or threatens'), ('spam', 'advertising or spam'), ('illegal', 'against the law'), ('mistake', 'was hidden by mistake'), ('appeal', 'the appeal was granted'), ('in_order', 'keeps to the rules'), ('sharp', 'sharp, but within the rules'), ('other', 'for another reason')], max_length=24),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('version_issued', 'The draft has another wording'), ('version_retracted', 'A version of the draft was retracted'), ('comment_hidden', 'A moderator hid your comment'), ('comment_restored', 'Your comment is shown again'), ('appeal_decided', 'An appeal was decided')], max_length=24),
        ),
        migrations.AlterField(
            model_name='notice',
            name='version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consult.draftversion'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('reviewed_at', None)), fields=['consultation', 'id'], name='comments_not_looked_at'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('reviewed_at', None), ('withdrawn_at', None), models.Q(('text', models.F('public_text')), _negated=True)), fields=['consultation', 'id'], name='masked_comments_not_looked_at'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('withdrawn_at__isnull', False)), fields=['consultation', 'id'], name='withdrawn_comments_in_order'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('hidden_reason', ''), _negated=True), fields=['consultation', 'hidden_reason'], name='comments_by_hidden_reason'),
        ),
        migrations.RunPython(say_why_hidden, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hidden_at', None), ('hidden_reason', '')), models.Q(('is_visible', False), models.Q(('hidden_reason', ''), _negated=True)), _connector='OR'), name='a_hidden_comment_is_not_visible_and_says_why'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='act',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='consult.moderationact'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='consultation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='consult.consultation'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='appeal',
            name='hidden_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='appeal',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consult.appeal'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('person', 'act'), name='a_person_is_told_of_an_act_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('person', 'appeal'), name='a_person_is_told_of_an_appeal_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('act', None), ('appeal', None), ('version__isnull', False)), models.Q(('act__isnull', False), ('appeal', None), ('version', None)), models.Q(('act', None), ('appeal__isnull', False), ('version', None)), _connector='OR'), name='a_notice_is_about_one_thing'),
        ),
        migrations.AddField(
            model_name='commentreport',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='commentreport',
            name='comment',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='consult.comment'),
        ),
        migrations.AddField(
            model_name='commentreport',
            name='consultation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='consult.consultation'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(condition=models.Q(('decided_at', None)), fields=['consultation', 'id'], name='appeals_waiting'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(fields=['consultation', 'outcome'], name='appeals_by_outcome'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('decided_at', None), ('decided_by', None), ('outcome', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('outcome', ''), _negated=True), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='an_appeal_is_decided_with_an_answer'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('hidden_by')), _negated=True), _connector='OR'), name='who_hid_does_not_decide_the_appeal'),
        ),
        migrations.AddIndex(
            model_name='commentreport',
            index=models.Index(condition=models.Q(('settled_at', None)), fields=['consultation', 'comment'], name='reports_waiting'),
        ),
        migrations.AddConstraint(
            model_name='commentreport',
            constraint=models.UniqueConstraint(fields=('comment', 'by'), name='one_report_per_person_per_comment'),
        ),
        migrations.RunPython(put_guards_back, take_guards_off),
    ]
