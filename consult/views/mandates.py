"""Doors of mandates: a verified person tells of one, ends one; an administrator confirms them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import actions, rules
from ..errors import ConsultError, MandateEnded
from ..models import Level, Mandate
from .forms import MandateDecisionForm, MandateForm
from .ids import row_id


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mandate_list(request):
    """One's own mandates, and the form for another one."""
    may_ask = rules.is_at_least(request.user, Level.PERSON)
    form = MandateForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = _ask(request, form)
        if status == 302:
            return redirect("consult:mandate_list")
    context = {"mandates": Mandate.objects.of(request.user), "form": form, "may_ask": may_ask}
    return render(request, "consult/mandate_list.html", context, status=status)


def mandate_sent(request) -> Mandate | None:
    """In whose name an act is, by what its form carries; never in one's own where that mandate acts no more. Raises MandateEnded."""
    sent = request.POST.get("mandate", "")
    if not sent:
        return None
    number = row_id(sent)
    if not request.user.is_authenticated or number is None:
        raise MandateEnded
    mandate = Mandate.objects.acting(request.user).filter(pk=number).first()
    if mandate is None:
        raise MandateEnded
    return mandate


def _ask(request, form: MandateForm) -> int:
    if not form.is_valid():
        return 422
    try:
        actions.ask_mandate(holder=request.user, **form.cleaned_data)
    except ConsultError as error:
        form.add_error(None, str(error))
        return error.status
    messages.success(request, _("Your mandate is on record. You can speak in its name once it is confirmed."))
    return 302


@require_POST
@login_required
def mandate_end(request, mandate_pk):
    mandate = get_object_or_404(Mandate.objects.of(request.user), pk=mandate_pk)
    actions.end_mandate(mandate=mandate, by=request.user)
    messages.success(request, _("The mandate has ended. What you said in its name stays so."))
    return redirect("consult:mandate_list")


def _confirmer_only(request) -> None:
    if not rules.may_confirm_mandates(request.user):
        raise PermissionDenied


@require_safe
@login_required
def mandate_queue(request):
    """What waits to be confirmed."""
    _confirmer_only(request)
    return _queue(request)


def _queue(request, wrong: MandateDecisionForm | None = None, status: int = 200):
    waiting = list(Mandate.objects.waiting().select_related("holder")[:100])
    for mandate in waiting:
        mandate.form = wrong if wrong and wrong.mandate == mandate else MandateDecisionForm(mandate=mandate)
    return render(request, "consult/mandate_queue.html", {"waiting": waiting}, status=status)


@require_POST
@login_required
def mandate_decide(request, mandate_pk):
    _confirmer_only(request)
    mandate = get_object_or_404(Mandate, pk=mandate_pk)
    form = MandateDecisionForm(request.POST, mandate=mandate)
    if not form.is_valid():
        return _queue(request, form, 422)
    confirmed = request.POST.get("decision") == "confirm"
    try:
        actions.decide_mandate(
            mandate=mandate, by=request.user, confirmed=confirmed, reason=form.cleaned_data["reason"]
        )
    except ConsultError as error:
        form.add_error(None, str(error))
        return _queue(request, form, error.status)
    messages.success(request, _("The mandate is confirmed.") if confirmed else _("The mandate is not confirmed."))
    return redirect("consult:mandate_queue")


for door in (mandate_queue, mandate_decide):
    door.for_staff = True  # config.second_factor looks for it
