"""Runs on record keep what they say: their long lists and names move beside the document, as they stand for runs made from now on."""

from django.db import migrations

from consult.models.immutability import forbid_deletes, forbid_updates

_KEPT, _GROWING = 20, ("cites", "comment_ids", "sample_ids", "group_informed")


def _shortened(value, place, lists):
    if isinstance(value, list):
        return [_shortened(one, f"{place}/{number}", lists) for number, one in enumerate(value)]
    if not isinstance(value, dict):
        return value
    told = {}
    for name, one in value.items():
        if name in _GROWING and isinstance(one, list) and len(one) > _KEPT:
            lists[f"{place}/{name}"] = one
            told |= {name: one[:_KEPT], f"n_{name}": len(one)}
        else:
            told[name] = _shortened(one, f"{place}/{name}", lists)
    return told


def _outline(document):
    groups = document.get("groups") or {}
    return {
        "themes": [{name: theme[name] for name in ("id", "parent_id", "label")} for theme in document["themes"]],
        "campaigns": [{name: one[name] for name in ("id", "n_texts")} for one in document["campaigns"]],
        "groups": groups["items"] if groups.get("status") == "stable" else [],
        "audit": [{"id": edit["id"]} for edit in document["audit"]],
    }


def move(apps, schema_editor):
    AnalysisRun, RunList = apps.get_model("analysis", "AnalysisRun"), apps.get_model("analysis", "RunList")
    for pk in list(AnalysisRun.objects.order_by("pk").values_list("pk", flat=True)):
        lists = {}
        document = AnalysisRun.objects.values_list("document", flat=True).get(pk=pk)
        short = _shortened(document, "", lists)
        RunList.objects.bulk_create(RunList(run_id=pk, place=place, entries=one) for place, one in lists.items())
        AnalysisRun.objects.filter(pk=pk).update(document=short, outline=_outline(document))


class Migration(migrations.Migration):

    dependencies = [
        ("analysis", "0010_lists_of_runs_stand_beside_them"),
    ]

    operations = [
        migrations.RunPython(move),
        forbid_updates("analysis_analysisrun"),
        forbid_deletes("analysis_analysisrun"),
    ]
