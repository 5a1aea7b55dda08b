from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import rules
from ..models import Burst
from ..pages.paging import list_page
from .doors import staff_only

PAGE_SIZE = 50


@require_safe
@staff_only(rules.works_for)
def burst_list(request, consultation):
    """Hours of a hearing that were far above its other hours, newest first."""
    bursts = Burst.objects.filter(consultation=consultation)
    page = list_page(bursts, by=("pk",), asked=request.GET, size=PAGE_SIZE)
    shown = bursts.filter(pk__in=page.ids).select_related("section__version")
    context = {"consultation": consultation, "page": page, "bursts": shown}
    return render(request, "consult/burst_list.html", context)
