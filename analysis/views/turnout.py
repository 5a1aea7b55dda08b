from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..runs.turnout import turnout
from .doors import analysts_only


@require_safe
@analysts_only
def turnout_detail(request, consultation):
    """Who took part, as far as they told, beside whom the draft affects."""
    return render(request, "analysis/turnout.html", {"consultation": consultation, "turnout": turnout(consultation)})
