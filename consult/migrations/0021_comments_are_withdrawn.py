"""Comments can be withdrawn. SQLite builds their table anew without its triggers: the database counts again as of 0023."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0020_mandates'),
    ]

    operations = [
        migrations.AddField(
            model_name='comment',
            name='withdrawn_at',
            field=models.DateTimeField(help_text='Its author took it back.', null=True),
        ),
        migrations.AlterField(
            model_name='comment',
            name='is_visible',
            field=models.BooleanField(default=True, help_text='Neither hidden nor a reply to a hidden one nor withdrawn; kept by the acts that hide, restore and withdraw.'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('is_visible', False), ('public_text', ''), ('search_text', '')), _connector='OR'), name='a_withdrawn_comment_shows_no_words'),
        ),
    ]
