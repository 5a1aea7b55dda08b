"""Earlier wordings of comments are emptied when their author erases who they are; in no other way they change."""

from django.db import migrations

from consult.models.immutability import allow_emptying, forbid_deletes, forbid_updates


class Migration(migrations.Migration):

    dependencies = [
        ("consult", "0027_comments_are_changed_reported_and_appealed"),
    ]

    operations = [
        forbid_updates("consult_commentrevision"),
        forbid_deletes("consult_commentrevision"),
        allow_emptying("consult_commentrevision", "text"),
    ]
