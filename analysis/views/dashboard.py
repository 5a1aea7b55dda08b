from django.shortcuts import render
from django.views.decorators.http import require_safe

from consult.models import Section
from consult.models.kept import count_for
from consult.views.ids import row_id

from .. import charts
from ..models import REASONS, AnalysisRun, ThemeEdit
from ..runs.current import CurrentRun, labels_in
from .dashboard_charts import comparison, timeline
from .dashboard_statements import statements
from .doors import analysts_only
from .forms import JobForm, MergeForm, RenameForm

EDITS_SHOWN = 5
RUNS_SHOWN = 20
SECTIONS_SHOWN = 3
#: a theme that returns less surely from samples than this is flagged (docs/analysis.md)
STABLE = 0.6


@require_safe
@analysts_only
def dashboard(request, consultation):
    """What the current run, or the one asked for with ``?run=``, found."""
    return dashboard_page(request, consultation)


def dashboard_page(request, consultation, *, forms: dict | None = None, status: int = 200):
    """The dashboard; ``forms`` are bound ones that were wrong, under ("rename" or "merge", theme)."""
    current_pk = AnalysisRun.objects.current_pk(consultation.pk)
    shown = _asked_for(request, consultation, current_pk)
    count_for([consultation])
    job = consultation.analysis_jobs.order_by("-pk").first()
    runs = AnalysisRun.objects.filter(consultation=consultation).only(
        "pk", "created_at", "comment_count", "hidden_count"
    )
    context = {
        "consultation": consultation,
        "run": shown.run,
        "is_current": shown.is_edited,
        "job": job,
        "ends": job.expected_end() if job and job.is_active else None,
        "form": JobForm(),
        "reasons": REASONS.items(),
        "runs": list(runs[:RUNS_SHOWN]),
        "per_day": timeline(consultation),
        "comment_count": consultation.comment_count,
    }
    if shown.exists:
        newest = context["runs"][0]
        context |= _findings(shown, forms or {})
        context |= {
            "newer": newest if shown.is_edited and newest.pk > shown.run.pk else None,
            "changes": _changes(shown),
            "edits": ThemeEdit.objects.filter(consultation=consultation).with_names()[:EDITS_SHOWN],
        }
    return render(request, "analysis/dashboard.html", context, status=status)


def _asked_for(request, consultation, current_pk: int | None) -> CurrentRun:
    """The current run as it reads now, or an earlier or later one as it was made."""
    asked = row_id(request.GET.get("run", "")) or current_pk
    run = AnalysisRun.objects.filter(consultation=consultation, pk=asked).defer("model").first()
    return CurrentRun(run, consultation) if asked == current_pk else CurrentRun.as_made(run, consultation)


def _findings(current: CurrentRun, forms: dict) -> dict:
    """The run's document dressed for the page: section names for anchors, charts for figures, forms for the current run."""
    document = current.shown
    sections = {str(section.anchor): section for section in Section.objects.filter(version=current.consultation.draft)}
    new = set((document["diff_from_previous"] or {}).get("new", ()))
    themes = [
        dressed(theme, current, sections, is_new=theme["id"] in new)
        for theme in document["themes"]
        if theme["parent_id"] is None
    ]
    if current.is_edited:
        themes = [theme | _forms(theme, current, forms) for theme in themes]
    return {
        "document": document,
        "themes": themes,
        "subthemes": current.subthemes,
        "labels": current.labels,
        "lists_subthemes": current.is_edited
        and bool(current.subthemes)
        and current.run.assignments.exclude(subtheme="").exists(),
        "compared": comparison(current, themes),
        "statements": statements(document.get("groups"), current.consultation),
    }


def dressed(theme: dict, current: CurrentRun, sections: dict[str, Section], *, is_new: bool) -> dict:
    """A theme of the document with its chart, its flags and the sections most of its comments stand on."""
    most = sorted((theme["by_clause"] or {}).items(), key=lambda pair: (-pair[1], pair[0]))[:SECTIONS_SHOWN]
    return theme | {
        "flags": {
            "new": is_new,
            "edited": theme["id"] in current.standing.shaped,
            "unstable": theme["stability"] < STABLE,
        },
        "chart": charts.stance_bar(theme["stance"]["asked"]),
        "sections": [
            (sections[anchor].pk, sections[anchor].label, count) for anchor, count in most if anchor in sections
        ],
    }


def _forms(theme: dict, current: CurrentRun, bound: dict) -> dict:
    """The forms that change a theme: fresh, or as they were sent when something was wrong."""
    name = theme["id"]
    others = {key: label for key, label in current.labels.items() if key != name}
    rename, merge = bound.get(("rename", name)), bound.get(("merge", name))
    return {
        "rename_form": rename or RenameForm(initial={"name": theme["label"]}, auto_id=f"id_{name}_%s"),
        "merge_form": merge or MergeForm(labels=others, auto_id=f"id_{name}_%s"),
        "editing": bool(rename or merge),
    }


def _changes(current: CurrentRun) -> dict | None:
    """What is otherwise than in the run before, with names."""
    difference = current.run.document["diff_from_previous"]
    before = AnalysisRun.objects.filter(pk=current.run.previous_id).only("document").first()
    if difference is None or before is None:
        return None
    labels = labels_in(before.document) | current.standing.names | current.labels
    grown = {key: count for key, count in difference.items() if key not in ("new", "vanished")}
    return {
        "run": before,
        "grown": [(key, labels.get(key, key), n) for key, n in grown.items() if n],
        "new": [(key, labels.get(key, key)) for key in difference["new"]],
        "vanished": [labels.get(key, key) for key in difference["vanished"]],
        "unchanged": sum(not count for count in grown.values()),
    }
