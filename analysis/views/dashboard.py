from django.shortcuts import render
from django.views.decorators.http import require_safe

from consult.models.kept import count_for, votes_by_level

from ..models import AnalysisRun, RunFreeze, ThemeEdit, later_comments
from ..runs.overview import Overview
from .dashboard_charts import timeline
from .dashboard_statements import statements
from .doors import analysts_only
from .forms import JobForm
from .shown import links_of, shown_run

EDITS_SHOWN = 3
RUNS_SHOWN = 20


@require_safe
@analysts_only
def dashboard(request, consultation):
    """The first screen: what the current run, or the one asked for with ``?run=``, found, in half a minute of reading."""
    shown = shown_run(request, consultation)
    count_for([consultation])
    job = consultation.analysis_jobs.order_by("-pk").first()
    context = {
        "consultation": consultation,
        "job": job,
        "ends": job.expected_end() if job and job.is_active else None,
        "form": JobForm(),
        "per_day": timeline(consultation),
        "comment_count": consultation.comment_count,
        **links_of(shown),
        "bursts": consultation.bursts.count(),
        "votes_by_level": votes_by_level(consultation.pk),
    }
    if shown.exists:
        overview = Overview(shown)
        is_closed = consultation.is_closed()
        newest = AnalysisRun.objects.newest(consultation.pk)
        context |= {
            "document": shown.shown,
            "overview": overview,
            "since": max(0, consultation.comment_count - shown.run.shown_count),
            "statements": statements(overview.groups, consultation),
            "frozen": RunFreeze.objects.standing(consultation.pk) if is_closed else None,
            "is_closed": is_closed,
            "is_current": shown.is_edited,
            "later_count": later_comments(shown.run).visible().count() if is_closed else 0,
            "newer": newest if shown.is_edited and newest.pk > shown.run.pk else None,
            "changes": overview.changes,
            "edits": ThemeEdit.objects.filter(consultation=consultation).with_names()[:EDITS_SHOWN],
        }
    return render(request, "analysis/dashboard.html", context)


@require_safe
@analysts_only
def run_list(request, consultation):
    """Every run there is, newest first; each opens as it was made."""
    runs = AnalysisRun.objects.filter(consultation=consultation).defer("model", "document", "outline")
    context = {
        "consultation": consultation,
        "runs": list(runs[:RUNS_SHOWN]),
        "current_pk": AnalysisRun.objects.current_pk(consultation.pk),
    }
    return render(request, "analysis/run_list.html", context)


@require_safe
@analysts_only
def group_detail(request, consultation):
    """Opinion groups out of votes: who leans which way, what unites and what divides, with shares."""
    shown = shown_run(request, consultation)
    groups = shown.shown.get("groups")
    context = {
        "consultation": consultation,
        "groups": groups,
        "statements": statements(groups, consultation),
        **links_of(shown),
    }
    return render(request, "analysis/group_detail.html", context)


@require_safe
@analysts_only
def aside_detail(request, consultation):
    """What stands beside the themes: views of few, copies, the same in own words, comments in no theme, what to look at."""
    shown = shown_run(request, consultation)
    context = {
        "consultation": consultation,
        "document": shown.shown,
        "reasons": Overview(shown).reasons if shown.exists else [],
        **links_of(shown),
    }
    return render(request, "analysis/aside_detail.html", context)
