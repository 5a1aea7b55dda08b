"""What people said hangs on a participant, a random number for each person and hearing, and no longer on their account.

Leaves of the log that were written before name people otherwise: ``manage.py log_record`` writes them anew (docs/operator.md).
"""

import secrets
from itertools import islice

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import consult.models.participant
from consult.models.counting import count_from_now_on, remove_counting

LEVELS = [(1, "guest"), (2, "confirmed e-mail"), (3, "verified person"), (4, "juristic person")]
#: table, the column that said who, and the hearing of a row
HELD = (
    ("comment", "author_id", "consult_comment.consultation_id"),
    (
        "vote",
        "voter_id",
        """COALESCE((SELECT c.consultation_id FROM consult_comment c WHERE c.id = consult_vote.comment_id),
            (SELECT d.consultation_id FROM consult_section s JOIN consult_draftversion d ON d.id = s.version_id
            WHERE s.id = consult_vote.section_id))""",
    ),
    (
        "answer",
        "author_id",
        """(SELECT n.consultation_id FROM consult_question q JOIN consult_questionnaire n ON n.id = q.questionnaire_id
            WHERE q.id = consult_answer.question_id)""",
    ),
    ("commentreport", "by_id", "consult_commentreport.consultation_id"),
    (
        "logopening",
        "person_id",
        "(SELECT e.hearing FROM consult_loggedact e WHERE e.id = consult_logopening.entry_id)",
    ),
)


def stop_counting(apps, schema_editor):
    remove_counting(schema_editor)


def make_participants(apps, schema_editor):
    participants = apps.get_model("consult", "Participant").objects
    levels = dict(apps.get_model("consult", "User").objects.values_list("pk", "level"))
    pairs = " UNION ".join(
        f"SELECT {who}, {hearing} FROM consult_{table} WHERE {who} IS NOT NULL" for table, who, hearing in HELD
    )
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(pairs)
        # in no order: a number tells nobody who was there before whom, nor does its place
        found = sorted(cursor.fetchall(), key=lambda _pair: secrets.randbits(64))
        waiting = iter(found)
        while batch := list(islice(waiting, 1000)):
            participants.bulk_create(
                participants.model(account_id=account, consultation_id=hearing, level=levels[account])
                for account, hearing in batch
            )
        for table, who, hearing in HELD:
            cursor.execute(
                f"UPDATE consult_{table} SET participant_id = (SELECT p.id FROM consult_participant p "
                f"WHERE p.account_id = consult_{table}.{who} AND p.consultation_id = {hearing}) WHERE {who} IS NOT NULL"
            )
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while checks of its rows wait


def participant(name, related, **options):
    field = models.ForeignKey(
        null=options.pop("null", False),
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related,
        to="consult.participant",
        **options,
    )
    return {"model_name": name, "name": "participant", "field": field}


def held(null):
    """The columns that say who."""
    whose = {"help_text": "Whose act it was; none of staff.", "null": True}
    return [
        participant("comment", "comments", db_index=False, null=null),
        participant("vote", "votes", null=null),
        participant("answer", "answers", null=null),
        participant("commentreport", "reports", null=null),
        *([participant("logopening", "openings", **whose)] if null else []),
    ]


def once(name, constraint, *fields):
    return migrations.AddConstraint(
        model_name=name, constraint=models.UniqueConstraint(fields=fields, name=constraint)
    )


class Migration(migrations.Migration):
    dependencies = [("consult", "0037_unusual_hours")]

    operations = [
        migrations.RunPython(stop_counting, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Participant",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=consult.models.participant.fresh_participant_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=LEVELS,
                        default=2,
                        help_text="Of the account now, so that what was said is counted by level without it.",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participants",
                        to="consult.consultation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "consultation"), name="one_participant_per_person_and_hearing"
                    )
                ],
            },
        ),
        *(migrations.AddField(**column) for column in held(null=True)),
        migrations.RunPython(make_participants, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="answer", name="each_option_is_chosen_once_a_person"),
        migrations.RemoveConstraint(model_name="comment", name="a_form_sent_twice_is_one_comment"),
        migrations.RemoveConstraint(model_name="commentreport", name="one_report_per_person_per_comment"),
        migrations.RemoveConstraint(model_name="vote", name="one_vote_per_person_per_section"),
        migrations.RemoveConstraint(model_name="vote", name="one_vote_per_person_per_comment"),
        migrations.RemoveIndex(model_name="comment", name="comments_by_author_and_time"),
        migrations.RemoveField(model_name="answer", name="author"),
        migrations.RemoveField(model_name="comment", name="author"),
        migrations.RemoveField(model_name="commentreport", name="by"),
        migrations.RemoveField(model_name="logopening", name="person"),
        migrations.RemoveField(model_name="vote", name="voter"),
        *(migrations.AlterField(**column) for column in held(null=False)),
        migrations.AlterField(
            model_name="answer",
            name="level",
            field=models.PositiveSmallIntegerField(
                choices=LEVELS, default=2, help_text="Of the participant now: it moves up with the account."
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["participant", "posted_at"], name="comments_by_participant"),
        ),
        once("answer", "each_option_is_chosen_once_a_person", "question", "participant", "choice"),
        once("comment", "a_form_sent_twice_is_one_comment", "participant", "client_key"),
        once("commentreport", "one_report_per_person_per_comment", "comment", "participant"),
        once("vote", "one_vote_per_person_per_section", "section", "participant"),
        once("vote", "one_vote_per_person_per_comment", "comment", "participant"),
        count_from_now_on(),
    ]
