from django.shortcuts import render
from django.views.decorators.http import require_GET

from consult.models import Comment, Section

from .. import charts
from ..forms import JobForm
from ..models import REASONS, AnalysisRun
from ..querysets import comments_per_day, newest_run
from .doors import analysts_only


@require_GET
@analysts_only
def dashboard(request, consultation):
    """What the newest run, or the one asked for with ``?run=``, found."""
    run = _chosen_run(request, consultation)
    context = {
        "consultation": consultation,
        "run": run,
        "job": consultation.analysis_jobs.order_by("-pk").first(),
        "form": JobForm(),
        "reasons": REASONS.items(),
        "runs": AnalysisRun.objects.filter(consultation=consultation).only("pk", "created_at", "comment_count")[:20],
        "per_day": charts.columns(comments_per_day(consultation)),
        "comment_count": consultation.comments.visible().count(),
    }
    if run:
        context |= _findings(run, consultation)
    return render(request, "analysis/dashboard.html", context)


def _chosen_run(request, consultation) -> AnalysisRun | None:
    asked = request.GET.get("run", "")
    if asked.isascii() and asked.isdigit():
        return AnalysisRun.objects.filter(consultation=consultation, pk=int(asked)).defer("model").first()
    return newest_run(consultation.pk)


def _findings(run: AnalysisRun, consultation) -> dict:
    """The run's document dressed for the page: section names for anchors, charts for figures."""
    document = run.document
    sections = {str(section.anchor): section for section in Section.objects.filter(version=consultation.draft)}
    themes = run.themes
    for theme in themes:
        theme["chart"] = charts.stance_bar(theme["stance"]["asked"])
        theme["sections"] = [
            (sections[anchor], count) for anchor, count in _most(theme["by_clause"]) if anchor in sections
        ]
    statements = _statements(document.get("groups"), sections)
    return {
        "document": document,
        "themes": themes,
        "subthemes": _by_parent(document["themes"]),
        "theme_chart": charts.bars([(theme["label"], theme["n_people"], f"#{theme['id']}") for theme in themes]),
        "statements": statements,
    }


def _most(counts: dict | None, limit: int = 3) -> list[tuple[str, int]]:
    return sorted((counts or {}).items(), key=lambda pair: (-pair[1], pair[0]))[:limit]


def _by_parent(themes: list[dict]) -> dict[str, list[dict]]:
    children: dict[str, list[dict]] = {}
    for theme in themes:
        if theme["parent_id"] is not None:
            children.setdefault(theme["parent_id"], []).append(theme)
    return children


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
