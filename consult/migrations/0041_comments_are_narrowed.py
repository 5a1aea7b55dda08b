from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consult", "0040_companies_vote_and_answer"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("stance", ""), _negated=True),
                fields=["consultation", "stance", "id"],
                name="comments_by_stance",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("channel", "web"), _negated=True),
                fields=["consultation", "channel", "id"],
                name="comments_by_channel",
            ),
        ),
    ]
