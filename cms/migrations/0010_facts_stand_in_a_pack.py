"""Reasons and groups become facts of a pack, on pages and in their revisions."""

from django.db import migrations, models

import consult.models.consultation

MOVED = {"rationale": "problem", "affected_groups": "affected_groups"}


def put_in_packs(apps, schema_editor):
    ConsultationPage = apps.get_model("cms", "ConsultationPage")
    for page in ConsultationPage.objects.all():
        page.pack = {new: getattr(page, old) for old, new in MOVED.items()}
        page.save(update_fields=["pack"])
    put_in_revisions(apps)


def put_in_revisions(apps):
    Revision = apps.get_model("wagtailcore", "Revision")
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind = ContentType.objects.filter(app_label="cms", model="consultationpage").first()
    for revision in Revision.objects.filter(content_type=kind) if kind else []:
        told = {new: revision.content.pop(old, "") for old, new in MOVED.items()}
        revision.content["pack"] = told | (revision.content.get("pack") or {})
        revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0009_rights_come_from_roles"),
        ("consult", "0012_facts_stand_in_a_pack"),
        ("wagtailcore", "0094_alter_page_locale"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="consultationpage",
            name="pack",
            field=models.JSONField(
                default=dict,
                editable=False,
                help_text="Facts by name, and attachments: what consult/models/facts.py declares.",
            ),
        ),
        migrations.RunPython(put_in_packs, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="consultationpage", name="affected_groups"),
        migrations.RemoveField(model_name="consultationpage", name="rationale"),
        migrations.AlterField(
            model_name="consultationpage",
            name="policy_field",
            field=models.CharField(
                choices=consult.models.consultation.policy_fields, max_length=40, verbose_name="policy field"
            ),
        ),
    ]
