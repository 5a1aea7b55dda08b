"""Themes and opinion groups for everybody, where the agency shows them: after the end of the hearing, as they are read in its result."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consult.views.doors import find_consultation

from .. import charts
from ..runs.current import CurrentRun
from ..runs.overview import Overview
from .dashboard_statements import statements


@require_safe
def shown_themes(request, pk):
    """What people spoke of and how they divide, each with the comments behind it."""
    consultation = find_consultation(request, pk)
    if not (consultation.shows_themes and consultation.is_closed()):
        raise Http404
    current = CurrentRun.of(consultation)
    if not current.exists:
        raise Http404
    overview, groups = Overview(current), current.shown.get("groups")
    context = {
        "consultation": consultation,
        "run": current.run,
        "themes": [theme | {"chart": charts.stance_bar(theme["stance"]["asked"])} for theme in overview.themes],
        "small_views": current.shown["minority"],
        "groups": groups,
        "statements": statements(groups, consultation),
    }
    return render(request, "analysis/shown_themes.html", context)
