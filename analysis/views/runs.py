from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consult.errors import ConsultError
from consult.views.doors import refusal

from .. import actions
from ..models import AnalysisRun
from .doors import analysts_only


@require_POST
@analysts_only
def run_choose(request, consultation, run_pk):
    """Have every analyst of the consultation read this run from now on."""
    run = get_object_or_404(
        AnalysisRun.objects.defer("model", "document", "outline"), consultation=consultation, pk=run_pk
    )
    address = reverse("analysis:dashboard", args=[consultation.pk])
    try:
        actions.choose_run(run=run, consultation=consultation, by=request.user)
    except ConsultError as error:
        return refusal(request, consultation, error, address)
    messages.success(request, _("This analysis is now the one everybody here reads."))
    return redirect(address)
