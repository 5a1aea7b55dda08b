from django.db import migrations


def take_down(apps, schema_editor):
    """Each agency had a group of officers; who may write below its page follows from a role there (cms/desk/rights.py)."""
    apps.get_model("auth", "Group").objects.filter(name__startswith="officers: ").delete()


class Migration(migrations.Migration):
    dependencies = [("cms", "0008_no_review_by_nobody"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(take_down, migrations.RunPython.noop, elidable=True)]
