"""Votes and answers say the level of whoever gave them, hearings from which level on they take them; figures are kept by level.

The database counted from here on; a new one does from 0038 on, when the tables it counts are as they are now."""

import django.db.models.deletion
from django.db import migrations, models

import consult.models.level
from consult.models.counting import remove_counting

LEVELS = [(1, "guest"), (2, "confirmed e-mail"), (3, "verified person"), (4, "juristic person")]
LEAST = [
    (1, "everybody, guests without an account too"),
    (2, "whoever confirmed an e-mail address"),
    (3, "whoever confirmed their identity"),
]


def as_before(apps, schema_editor):
    """Hearings that exist go on as they were, whatever LEAST_LEVEL says of new ones."""
    apps.get_model("consult", "Consultation").objects.update(least_to_vote=2, least_to_answer=2, least_to_comment=2)


def stop_counting(apps, schema_editor):
    remove_counting(schema_editor)


def tally(name, subject):
    return migrations.CreateModel(
        name=name,
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("level", models.IntegerField(choices=LEVELS)),
            ("agree", models.IntegerField(default=0)),
            ("unsure", models.IntegerField(default=0)),
            ("disagree", models.IntegerField(default=0)),
            (
                subject,
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=f"consult.{subject}",
                ),
            ),
        ],
    )


def least(name, words):
    help_text = "Votes are counted and shown apart by how surely each person is known." if name == "least_to_vote" else ""
    return migrations.AddField(
        model_name="consultation",
        name=name,
        field=models.PositiveSmallIntegerField(
            choices=LEAST, default=consult.models.level.default_least_level, help_text=help_text, verbose_name=words
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("consult", "0022_sessions_end")]

    operations = [
        migrations.RunPython(stop_counting, migrations.RunPython.noop),
        least("least_to_vote", "who votes"),
        least("least_to_answer", "who answers the questions"),
        least("least_to_comment", "who writes comments and replies"),
        migrations.AddField(
            model_name="vote",
            name="level",
            field=models.PositiveSmallIntegerField(
                choices=LEVELS, default=2, help_text="Of the voter now: it moves up with the account."
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="level",
            field=models.PositiveSmallIntegerField(
                choices=LEVELS, default=2, help_text="Of the author now: it moves up with the account."
            ),
        ),
        migrations.AddField(
            model_name="uncounted",
            name="level",
            field=models.IntegerField(db_default=0, default=0, help_text="Of whoever voted or answered."),
        ),
        migrations.AddField(
            model_name="optiontally",
            name="level",
            field=models.IntegerField(choices=LEVELS, default=2),
        ),
        migrations.RemoveConstraint(model_name="optiontally", name="an_option_is_counted_once"),
        migrations.AddConstraint(
            model_name="optiontally",
            constraint=models.UniqueConstraint(
                fields=("question", "choice", "level"), name="an_option_is_counted_once_a_level"
            ),
        ),
        migrations.DeleteModel(name="WordingTally"),
        tally("WordingTally", "section"),
        tally("CommentTally", "comment"),
        migrations.AddConstraint(
            model_name="wordingtally",
            constraint=models.UniqueConstraint(fields=("section", "level"), name="a_wording_is_counted_once_a_level"),
        ),
        migrations.AddConstraint(
            model_name="commenttally",
            constraint=models.UniqueConstraint(fields=("comment", "level"), name="a_comment_is_counted_once_a_level"),
        ),
        migrations.RunPython(as_before, migrations.RunPython.noop),
    ]
