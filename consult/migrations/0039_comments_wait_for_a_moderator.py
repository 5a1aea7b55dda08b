# On SQLite a constraint makes the table anew, without its triggers: the database counts again from here.

from django.db import migrations, models

from consult.models.counting import count_from_now_on


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0038_participants'),
    ]

    operations = [
        migrations.AddField(
            model_name='comment',
            name='held_at',
            field=models.DateTimeField(help_text='Since when it waits for a moderator; empty once it is shown, hidden or withdrawn.', null=True),
        ),
        migrations.AddField(
            model_name='consultation',
            name='moderates_first',
            field=models.BooleanField(default=False, help_text='Chosen before the hearing opens. Votes and answers count at once. The result waits until no comment waits to be looked at.', verbose_name='a moderator looks at each comment before it is shown'),
        ),
        migrations.AlterField(
            model_name='comment',
            name='is_visible',
            field=models.BooleanField(default=True, help_text='Neither held nor hidden nor a reply to a hidden one nor withdrawn; kept by the acts that post, release, hide, restore and withdraw.'),
        ),
        migrations.AlterField(
            model_name='moderationact',
            name='kind',
            field=models.CharField(choices=[('release', 'looked at and shown'), ('hide', 'hidden'), ('restore', 'restored'), ('keep', 'looked at and kept'), ('redact', 'a part closed'), ('unredact', 'shown whole again')], max_length=16),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('version_issued', 'The draft has another wording'), ('version_retracted', 'A version of the draft was retracted'), ('comment_released', 'A moderator looked at your comment; everybody can read it'), ('comment_hidden', 'A moderator hid your comment'), ('comment_restored', 'Your comment is shown again'), ('comment_redacted', 'A moderator closed a part of your comment'), ('comment_unredacted', 'Your comment is shown whole again'), ('appeal_decided', 'An appeal was decided'), ('issue_decided', 'The agency decided an issue'), ('result_published', 'The agency published the result')], max_length=24),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('held_at__isnull', False)), fields=['consultation', 'id'], name='held_comments_in_order'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('held_at', None), models.Q(('hidden_at', None), ('is_visible', False), ('withdrawn_at', None)), _connector='OR'), name='a_held_comment_waits_to_be_shown'),
        ),
        count_from_now_on(),
    ]
