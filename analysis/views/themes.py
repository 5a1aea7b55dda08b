from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consult.models import Section

from .. import charts
from ..actions.theme_edit_notes import digest_of
from ..runs.arguments import arguments_of
from ..runs.current import CurrentRun
from ..runs.drafts import drafts_of
from ..runs.overview import Overview
from .dashboard_charts import comparison, matching
from .doors import analysts_only
from .forms import DescribeForm, MergeForm, RenameForm
from .shared_filters import SharedFilter
from .shown import links_of, shown_run

SECTIONS_SHOWN = 3
#: a theme that returns less surely from samples than this is flagged (docs/analysis.md)
STABLE = 0.6


@require_safe
@analysts_only
def theme_list(request, consultation):
    """Every theme of a run, compared: people, positions, dots, tone, days."""
    return theme_list_page(request, consultation)


def theme_list_page(request, consultation):
    """The themes compared; with filters only how many of the comments that match them stand in each."""
    shown = shown_run(request, consultation)
    links = links_of(shown)
    narrowed = SharedFilter(request.GET, queryset=shown.comments(), current=shown)
    context = {"consultation": consultation, "filter": narrowed, **links}
    if shown.exists and not narrowed.is_valid():
        return render(request, "analysis/theme_list.html", context, status=400)
    if shown.exists and narrowed.narrows:
        context["matching"] = matching(shown, narrowed.qs, narrowed.query)
    elif shown.exists:
        context |= {
            "compared": comparison(shown, Overview(shown).themes, links),
            "tone": shown.shown["run"].get("sentiment"),
        }
    return render(request, "analysis/theme_list.html", context)


@require_safe
@analysts_only
def theme_detail(request, consultation, theme):
    """One theme: its figures, what was said, its arguments and what stands behind none of them."""
    return theme_page(request, consultation, theme)


def theme_page(request, consultation, theme: str, *, forms: dict | None = None, status: int = 200):
    """The theme's page; ``forms`` are bound ones that were wrong, under "rename" or "merge". 404 for a theme the run has not."""
    shown = shown_run(request, consultation)
    found = next((one for one in shown.shown["themes"] if one["id"] == theme and one["parent_id"] is None), None)
    if found is None:
        raise Http404
    parts = [one for one in shown.shown["themes"] if one["parent_id"] == theme]
    drafts, in_no_draft = drafts_of(shown, theme)
    lists_parts = bool(shown.is_edited and parts and shown.run.assignments.exclude(subtheme="").exists())
    context = {
        "consultation": consultation,
        "theme": _dressed(found, shown),
        "children": parts,
        "lists_subthemes": lists_parts,
        "argued": arguments_of(shown, theme),
        "drafts": drafts,
        "in_no_draft": in_no_draft,
        **links_of(shown),
    }
    if shown.is_edited:
        context |= _forms(context["theme"], shown, forms or {})
    return render(request, "analysis/theme_detail.html", context, status=status)


def _dressed(theme: dict, shown: CurrentRun) -> dict:
    """A theme of the document with its chart, its flags and the sections most of its comments stand on."""
    rows = Section.objects.filter(version=shown.consultation.draft, anchor__in=list(theme["by_clause"] or {}))
    sections = {str(section.anchor): section for section in rows.only("anchor", "version", "unit", "number", "heading")}
    most = sorted((theme["by_clause"] or {}).items(), key=lambda pair: (-pair[1], pair[0]))[:SECTIONS_SHOWN]
    notes = shown.notes
    checked = notes.checked(theme["id"])
    return theme | {
        "description": notes.description(theme["id"]),
        "pinned": notes.pinned(theme["id"]),
        "also": notes.also_in(theme["id"]),
        "summary": [
            line | {"digest": (mark := digest_of(line["sentence"])), "checked": checked.get(mark)}
            for line in theme["summary"] or ()
        ],
        "flags": {
            "new": theme["id"] in (shown.document.get("diff_from_previous") or {}).get("new", ()),
            "edited": theme["id"] in shown.standing.shaped,
            "unstable": theme["stability"] < STABLE,
        },
        "chart": charts.stance_bar(theme["stance"]["asked"]),
        "sections": [
            (anchor, sections[anchor].pk, sections[anchor].label, count) for anchor, count in most if anchor in sections
        ],
    }


def _forms(theme: dict, shown: CurrentRun, bound: dict) -> dict:
    """The forms that change a theme: fresh, or as they were sent when something was wrong."""
    others = {key: label for key, label in shown.labels.items() if key != theme["id"]}
    return {
        "rename_form": bound.get("rename") or RenameForm(initial={"name": theme["label"], "seen": shown.last_edit}),
        "merge_form": bound.get("merge")
        or MergeForm(labels=others, initial={"seen": shown.last_edit}, auto_id="id_merge_%s"),
        "describe_form": bound.get("describe")
        or DescribeForm(initial={"text": theme["description"], "seen": shown.last_edit}, auto_id="id_describe_%s"),
        "editing": bool(bound),
    }
