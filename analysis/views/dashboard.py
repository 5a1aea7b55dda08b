from django.shortcuts import render
from django.views.decorators.http import require_safe

from consult.models import Comment, Section
from consult.views.ids import row_id

from .. import charts, edited, figures
from ..forms import JobForm, MergeForm, RenameForm
from ..models import REASONS, AnalysisRun
from ..querysets import edits_with_names, expected_end, newest_run
from .doors import analysts_only

EDITS_SHOWN = 5
#: a theme that returns less surely from samples than this is flagged (docs/analysis.md)
STABLE = 0.6


@require_safe
@analysts_only
def dashboard(request, consultation):
    """What the newest run, or the one asked for with ``?run=``, found."""
    return dashboard_page(request, consultation)


def dashboard_page(request, consultation, *, forms: dict | None = None, status: int = 200):
    """The dashboard; ``forms`` are bound ones that were wrong, under ("rename" or "merge", theme)."""
    run = _chosen_run(request, consultation)
    job = consultation.analysis_jobs.order_by("-pk").first()
    context = {
        "consultation": consultation,
        "run": run,
        "job": job,
        "ends": expected_end(job) if job and job.is_active else None,
        "form": JobForm(),
        "reasons": REASONS.items(),
        "runs": AnalysisRun.objects.filter(consultation=consultation).only("pk", "created_at", "comment_count")[:20],
        "per_day": figures.timeline(consultation),
        "comment_count": consultation.comments.visible().count(),
    }
    if run:
        context |= _findings(run, consultation)
        context |= {"edits": edits_with_names(consultation)[:EDITS_SHOWN], "changes": _changes(run)}
        _give_forms(context, consultation, forms or {})
    return render(request, "analysis/dashboard.html", context, status=status)


def _give_forms(context: dict, consultation, forms: dict) -> None:
    """Each theme of the newest run with the forms that change it; an earlier run is read only."""
    if context["run"].pk != newest_run(consultation.pk).pk:
        return
    labels = edited.labels(context["document"])
    for theme in context["themes"]:
        name = theme["id"]
        others = {key: label for key, label in labels.items() if key != name}
        rename, merge = forms.get(("rename", name)), forms.get(("merge", name))
        theme["rename_form"] = rename or RenameForm(initial={"name": theme["label"]}, auto_id=f"id_{name}_%s")
        theme["merge_form"] = merge or MergeForm(labels=others, auto_id=f"id_{name}_%s")
        theme["editing"] = bool(rename or merge)


def _changes(run: AnalysisRun) -> dict | None:
    """What is otherwise than in the run before, with names."""
    difference = run.document["diff_from_previous"]
    before = AnalysisRun.objects.filter(consultation=run.consultation_id, pk__lt=run.pk).order_by("-pk")
    before = before.only("document", "consultation").first()
    if difference is None or before is None:
        return None
    labels, earlier = edited.labels(edited.document(run)), edited.labels(edited.document(before))
    grown = {key: count for key, count in difference.items() if key not in ("new", "vanished")}
    return {
        "run": before,
        "grown": [(key, labels.get(key) or earlier.get(key, key), n) for key, n in grown.items() if n],
        "new": [(key, labels.get(key, key)) for key in difference["new"]],
        "vanished": [earlier.get(key, key) for key in difference["vanished"]],
        "unchanged": sum(not count for count in grown.values()),
    }


def _chosen_run(request, consultation) -> AnalysisRun | None:
    asked = row_id(request.GET.get("run", ""))
    if asked is not None:
        return AnalysisRun.objects.filter(consultation=consultation, pk=asked).defer("model").first()
    return newest_run(consultation.pk)


def _findings(run: AnalysisRun, consultation) -> dict:
    """The run's document dressed for the page: section names for anchors, charts for figures."""
    is_newest = run.pk == newest_run(consultation.pk).pk
    document = edited.document(run) if is_newest else run.document
    document = edited.shown(document, run)
    sections = {str(section.anchor): section for section in Section.objects.filter(version=consultation.draft)}
    themes = [theme for theme in document["themes"] if theme["parent_id"] is None]
    new = set((document["diff_from_previous"] or {}).get("new", ()))
    shaped = edited.standing(run).shaped
    for theme in themes:
        theme["flags"] = {
            "new": theme["id"] in new,
            "edited": theme["id"] in shaped,
            "unstable": theme["stability"] < STABLE,
        }
        theme["chart"] = charts.stance_bar(theme["stance"]["asked"])
        theme["sections"] = [
            (sections[anchor], count) for anchor, count in _most(theme["by_clause"]) if anchor in sections
        ]
    statements = _statements(document.get("groups"), sections)
    return {
        "document": document,
        "themes": themes,
        "subthemes": edited.subthemes(document),
        "lists_subthemes": is_newest and run.assignments.exclude(subtheme="").exists(),
        "compared": figures.of_themes(document, themes, run, is_edited=is_newest),
        "statements": statements,
    }


def _most(counts: dict | None, limit: int = 3) -> list[tuple[str, int]]:
    return sorted((counts or {}).items(), key=lambda pair: (-pair[1], pair[0]))[:limit]


def _statements(groups: dict | None, sections: dict) -> dict[str, str]:
    """The words behind each statement id that the opinion groups mention."""
    if not groups:
        return {}
    ids = set()
    for item in groups.get("items") or []:
        ids |= {row["statement_id"] for row in item["representative"]}
    for side in (groups.get("consensus") or {}).values():
        ids |= {row["statement_id"] for row in side}
    for row in [*(groups.get("divisive") or []), *(groups.get("bridging") or [])]:
        ids.add(row["statement_id"])
    comments = Comment.objects.visible().filter(pk__in=[int(key) for key in ids if key.isdigit()])
    words = {str(pk): text for pk, text in comments.values_list("pk", "public_text")}
    by_pk = {f"section:{section.ballot_id}": section.label for section in sections.values()}
    return words | {key: by_pk[key] for key in ids if key in by_pk}
