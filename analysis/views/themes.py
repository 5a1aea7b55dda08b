from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consult.models import Section

from ..runs.arguments import arguments_of
from ..runs.current import CurrentRun
from .dashboard import dressed
from .doors import analysts_only


@require_safe
@analysts_only
def theme_detail(request, consultation, theme):
    """One theme: its figures, what was said, its arguments and what stands behind none of them."""
    current = CurrentRun.of(consultation)
    found = next((one for one in current.shown["themes"] if one["id"] == theme and one["parent_id"] is None), None)
    if found is None:
        raise Http404
    sections = {str(section.anchor): section for section in Section.objects.filter(version=consultation.draft)}
    context = {
        "consultation": consultation,
        "theme": dressed(found, current, sections, is_new=False),
        "children": current.subthemes.get(theme, []),
        "argued": arguments_of(current, theme),
    }
    return render(request, "analysis/theme_detail.html", context)
