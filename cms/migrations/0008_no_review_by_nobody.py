"""Wagtail begins with a workflow whose reviewers are its group Moderators, which has no rights here: submitting led to nobody."""

from django.db import migrations


def take_down(apps, schema_editor):
    Workflow, WorkflowPage = (apps.get_model("wagtailcore", name) for name in ("Workflow", "WorkflowPage"))
    begun = Workflow.objects.filter(name="Moderators approval")
    WorkflowPage.objects.filter(workflow__in=begun).delete()
    begun.update(active=False)


class Migration(migrations.Migration):
    dependencies = [("cms", "0007_groups_of_wagtail_have_no_rights"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(take_down, migrations.RunPython.noop, elidable=True)]
