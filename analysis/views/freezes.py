"""Doors of the freeze: one run is the basis of the result, and what was said later is listed apart."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consult.errors import ConsultError
from consult.pages.where import with_where
from consult.views.doors import refusal

from .. import actions
from ..models import AnalysisRun, RunFreeze, later_comments
from .doors import analysts_only

LATER_A_PAGE = 50


@require_POST
@analysts_only
def run_freeze(request, consultation, run_pk):
    """Make this run the basis of the result."""
    run = get_object_or_404(
        AnalysisRun.objects.defer("model", "document", "outline"), consultation=consultation, pk=run_pk
    )
    try:
        actions.freeze_run(run=run, consultation=consultation, by=request.user)
    except ConsultError as error:
        return refusal(request, consultation, error, reverse("analysis:dashboard", args=[consultation.pk]))
    messages.success(request, _("This analysis is now the basis of the result, and stays as it is."))
    return redirect("analysis:dashboard", pk=consultation.pk)


@require_POST
@analysts_only
def run_unfreeze(request, consultation):
    """Let analysts go on, as long as nobody has signed a result."""
    try:
        actions.unfreeze_run(consultation=consultation, by=request.user)
    except ConsultError as error:
        return refusal(request, consultation, error, reverse("analysis:dashboard", args=[consultation.pk]))
    messages.success(request, _("The freeze is over; themes can be changed again."))
    return redirect("analysis:dashboard", pk=consultation.pk)


@require_safe
@analysts_only
def later_list(request, consultation):
    """What came after the frozen run, or after the one that is read: no theme and no figure of the result holds it."""
    run = AnalysisRun.objects.current(consultation.pk)
    rows = later_comments(run).visible().with_section().order_by("pk") if run else consultation.comments.none()
    page = Paginator(rows, LATER_A_PAGE).get_page(request.GET.get("page"))
    with_where(page.object_list, consultation)
    context = {
        "consultation": consultation,
        "run": run,
        "frozen": RunFreeze.objects.standing(consultation.pk),
        "page": page,
    }
    return render(request, "analysis/later_list.html", context)
