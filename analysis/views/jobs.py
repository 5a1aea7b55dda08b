from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consult.errors import ConsultError

from .. import actions
from ..tasks import run_analysis, send
from .doors import analysts_only
from .forms import JobForm


@require_POST
@analysts_only
def job_create(request, consultation):
    """Start an analysis."""
    form = JobForm(request.POST)
    if not form.is_valid():
        for error in form.errors.get("themes", []):
            messages.error(request, error)
        return redirect("analysis:dashboard", pk=consultation.pk)
    try:
        job = actions.request_analysis(consultation=consultation, by=request.user, themes=form.cleaned_data["themes"])
    except ConsultError as error:
        messages.error(request, str(error))
    else:
        send(run_analysis, job.pk)
    return redirect("analysis:dashboard", pk=consultation.pk)


@require_POST
@analysts_only
def job_cancel(request, consultation, job_pk):
    """Give up the analysis under way."""
    job = get_object_or_404(consultation.analysis_jobs, pk=job_pk)
    if actions.cancel_analysis(job=job, by=request.user):
        messages.success(request, _("The analysis was cancelled; the earlier result stands."))
    else:
        messages.info(request, _("The analysis was over already."))
    return redirect("analysis:dashboard", pk=consultation.pk)


@require_safe
@analysts_only
def job_detail(request, consultation, job_pk):
    """How far a job is; asked every second by the open dashboard, which loads afresh once the job is over."""
    job = get_object_or_404(consultation.analysis_jobs, pk=job_pk)
    dashboard = reverse("analysis:dashboard", args=[consultation.pk])
    if not request.htmx:
        return redirect(dashboard)
    if not job.is_active:
        return HttpResponse(headers={"HX-Redirect": dashboard})
    return render(
        request, "analysis/progress.html", {"consultation": consultation, "job": job, "ends": job.expected_end()}
    )
