import django.db.models.deletion
from django.db import migrations, models


def link_what_is_published(apps, schema_editor):
    page_of = dict(apps.get_model("cms", "ConsultationPage").objects.values_list("translation_key", "pk"))
    published = apps.get_model("cms", "PublishedPage")
    published.objects.bulk_create(
        published(page_id=page_of[key], consultation_id=pk)
        for key, pk in apps.get_model("consult", "Consultation").objects.values_list("key", "pk")
        if key in page_of
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0003_a_section_may_have_a_plain_line"),
        ("consult", "0007_comments_are_found_by_three_letters"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "consultation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="consult.consultation"
                    ),
                ),
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published",
                        to="cms.consultationpage",
                    ),
                ),
            ],
        ),
        migrations.RunPython(link_what_is_published, migrations.RunPython.noop),
    ]
