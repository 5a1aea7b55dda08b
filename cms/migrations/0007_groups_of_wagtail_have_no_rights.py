from django.db import migrations


def take_rights(apps, schema_editor):
    """Rights come from a role at an agency; Wagtail's two groups had them on every page, picture and document."""
    groups = apps.get_model("auth", "Group").objects.filter(name__in=("Editors", "Moderators"))
    apps.get_model("wagtailcore", "GroupPagePermission").objects.filter(group__in=groups).delete()
    apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(group__in=groups).delete()
    for group in groups:
        group.permissions.clear()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0006_kind_of_draft_and_shorter_hearings"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(take_rights, migrations.RunPython.noop)]
