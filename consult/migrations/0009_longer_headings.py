"""Headings may be longer, and the identity of a wording is of texts that read alike however they were typed (``words_of``).

Both need the tables of issued text without their guards for a moment; SQLite also loses its triggers when it builds a table anew (0023 has the database count again).
"""

from django.db import migrations, models

from consult.models.counting import remove_counting
from consult.models.immutability import add_guards, remove_guards
from consult.models.issued import wording_sha256

GUARDS = ("changes", "goes", "is_replaced")


def stop_counting(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        remove_counting(schema_editor)


def name_wordings_anew(apps, schema_editor):
    Section, Question = (apps.get_model("consult", name) for name in ("Section", "Question"))
    if schema_editor.connection.vendor == "postgresql":  # on SQLite the table was built anew, without them
        remove_guards(schema_editor, "consult_section", GUARDS)
    for section in Section.objects.only("pk", "heading", "text").iterator():
        Section.objects.filter(pk=section.pk).update(wording_sha256=wording_sha256(section.heading, section.text))
    add_guards(schema_editor, "consult_section", GUARDS)
    remove_guards(schema_editor, "consult_question", GUARDS)
    for question in Question.objects.iterator():
        sha256 = wording_sha256(question.text, str(question.most), *question.options)
        Question.objects.filter(pk=question.pk).update(wording_sha256=sha256)
    add_guards(schema_editor, "consult_question", GUARDS)


class Migration(migrations.Migration):
    dependencies = [("consult", "0008_changes_notices_and_retractions")]

    operations = [
        migrations.RunPython(stop_counting, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="section",
            name="chapter_heading",
            field=models.CharField(
                blank=True, help_text="Of a chapter inside others: all of them, outermost first.", max_length=1000
            ),
        ),
        migrations.AlterField(
            model_name="section", name="heading", field=models.CharField(blank=True, max_length=500)
        ),
        migrations.RunPython(name_wordings_anew, migrations.RunPython.noop),
    ]
