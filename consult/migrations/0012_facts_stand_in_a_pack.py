"""Reasons and groups become facts of a pack, and each pack that was told is kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import consult.models.consultation
from consult.models.immutability import forbid_deletes, forbid_updates


def put_in_packs(apps, schema_editor):
    Consultation = apps.get_model("consult", "Consultation")
    for row in Consultation.objects.only("pk", "rationale", "affected_groups", "pack").iterator():
        row.pack = {"problem": row.rationale, "affected_groups": row.affected_groups}
        row.save(update_fields=["pack"])


class Migration(migrations.Migration):
    dependencies = [("consult", "0011_roles_and_who_gave_them"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            model_name="consultation",
            name="pack",
            field=models.JSONField(
                default=dict,
                editable=False,
                help_text="Facts by name, and attachments: what consult/models/facts.py declares.",
            ),
        ),
        migrations.RunPython(put_in_packs, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="consultation", name="affected_groups"),
        migrations.RemoveField(model_name="consultation", name="rationale"),
        migrations.AlterField(
            model_name="consultation",
            name="policy_field",
            field=models.CharField(
                choices=consult.models.consultation.policy_fields, max_length=40, verbose_name="policy field"
            ),
        ),
        migrations.CreateModel(
            name="PackIssue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "facts",
                    models.JSONField(help_text="Everything of ConsultationFacts.facts(), moments in ISO form."),
                ),
                ("content_sha256", models.CharField(max_length=64)),
                ("issued_at", models.DateTimeField(auto_now_add=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pack_issues",
                        to="consult.consultation",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("consultation", "number"), name="each_pack_has_its_own_number")
                ],
            },
        ),
        forbid_updates("consult_packissue"),
        forbid_deletes("consult_packissue"),
    ]
