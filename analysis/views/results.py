"""The desk of a result: what is still to be mended, how it would read, who signed; for whoever writes or signs it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consult import rules
from consult.actions import withdraw_result
from consult.errors import ConsultError, NotAllowed
from consult.models import Result
from consult.models.result import SIGNATURES
from consult.models.shown_result import shown_report
from consult.pages.results import published
from consult.report.html import html_of
from consult.views.doors import refusal, staff_only
from consult.views.ids import row_id

from .. import actions
from ..models import RunFreeze
from ..result.checks import changed_headings, examine
from ..result.path import path_of
from .result_forms import CorrectionForm

writers_only = staff_only(rules.may_draft_results)


@require_safe
@writers_only
def result_desk(request, consultation):
    """Everything about the result of one hearing on one page."""
    return _desk(request, consultation)


def _desk(request, consultation, *, form: CorrectionForm | None = None, status: int = 200):
    draft = Result.objects.draft_of(consultation)
    examined = examine(consultation)
    signatures = list(draft.signatures.select_related("by")) if draft else []
    moved = changed_headings(draft.report, examined.report) if draft and examined.report else []
    context = {
        "consultation": consultation,
        "path": path_of(consultation),
        "frozen": RunFreeze.objects.standing(consultation.pk),
        "faults": examined.faults,
        "source": settings.RESULT_HEADINGS[consultation.instrument]["source"],
        "report_html": html_of(shown_report(draft) if draft else examined.report) if draft or examined.report else "",
        "draft": draft,
        "moved": moved,
        "signatures": signatures,
        "missing": SIGNATURES - len(signatures),
        "published": published(consultation),
        "form": form or CorrectionForm(),
        "may_sign": draft
        and rules.may_sign_results(request.user, consultation)
        and draft.drafted_by_id != request.user.pk,
        "wrote_it": draft and draft.drafted_by_id == request.user.pk,
        "has_signed": request.user.pk in {one.by_id for one in signatures},
    }
    response = render(request, "analysis/result_desk.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _at_desk(consultation) -> str:
    return reverse("analysis:result_desk", args=[consultation.pk])


@require_POST
@writers_only
def result_draft(request, consultation):
    """Keep the result as it reads now, for two others to sign."""
    form = CorrectionForm(request.POST)
    try:
        actions.draft_examined_result(
            consultation=consultation,
            by=request.user,
            reason=form.data.get("reason", "") if form.is_valid() else "",
            seen=row_id(request.POST.get("seen", "")) or 0,
        )
    except NotAllowed:
        raise
    except ConsultError as error:
        form.add_error(None, str(error))
        return _desk(request, consultation, form=form, status=error.status)
    messages.success(request, _("The draft is kept. Two others sign it now."))
    return redirect("analysis:result_desk", pk=consultation.pk)


@require_POST
@writers_only
def result_sign(request, consultation):
    """Answer for the draft that was read; the second signature publishes it."""
    result = _result(request, consultation)
    try:
        signed = actions.sign_examined_result(result=result, by=request.user, seen=request.POST.get("seen", ""))
    except ConsultError as error:
        return refusal(request, consultation, error, _at_desk(consultation))
    if signed.published_at:
        messages.success(request, _("The result is published. Everybody who took part is told."))
        return redirect("consult:result_detail", pk=consultation.pk)
    messages.success(request, _("You have signed. Somebody else signs too, then the result is published."))
    return redirect("analysis:result_desk", pk=consultation.pk)


@require_POST
@writers_only
def result_withdraw(request, consultation):
    """Take the draft back."""
    try:
        withdraw_result(result=_result(request, consultation), by=request.user)
    except ConsultError as error:
        return refusal(request, consultation, error, _at_desk(consultation))
    messages.success(request, _("The draft of the result was taken back."))
    return redirect("analysis:result_desk", pk=consultation.pk)


def _result(request, consultation) -> Result:
    asked = row_id(request.POST.get("result", "")) or 0
    result = Result.objects.select_related("consultation").filter(consultation=consultation, pk=asked).first()
    if result is None:
        raise Http404
    return result
