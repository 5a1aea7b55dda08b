"""Appeals of hidden comments: made by their authors, decided by a second moderator."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import actions, rules
from ..actions.appeal import hiding_act
from ..errors import ConsultError
from ..models import Appeal
from ..pages.moderation import Closed
from ..pages.paging import list_page
from ..views.forms import AppealDecisionForm, AppealForm
from .doors import find_consultation, staff_only
from .own_comments import find_own

PAGE_SIZE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def comment_appeal(request, pk, comment_pk):
    """Ask a second moderator to look at one's own hidden comment again."""
    consultation = find_consultation(request, pk)
    comment = find_own(request, consultation, comment_pk)
    if request.method != "POST":
        return _appeal_page(request, consultation, comment, AppealForm())
    form, status = AppealForm(request.POST), 422
    if form.is_valid():
        try:
            actions.appeal(comment=comment, by=request.user, **form.cleaned_data)
        except ConsultError as error:
            form.add_error(None, str(error))
            status = error.status
        else:
            messages.success(request, _("Your appeal is made. You are told what a second moderator decides, and why."))
            return redirect("consult:own_comment", pk=pk, comment_pk=comment_pk)
    return _appeal_page(request, consultation, comment, form, status)


def _appeal_page(request, consultation, comment, form, status: int = 200):
    context = {"consultation": consultation, "comment": comment, "act": hiding_act(comment), "form": form}
    response = render(request, "consult/comment_appeal.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
@staff_only(rules.may_moderate)
def appeal_list(request, consultation):
    """Appeals of a hearing, those that wait first; each with the way to decide it for those who may."""
    return _appeals_page(request, consultation)


def _appeals_page(
    request, consultation, *, refused: AppealDecisionForm | None = None, pk: int | None = None, status: int = 200
):
    appeals = consultation.appeals.all() if request.GET.get("all") or pk else consultation.appeals.waiting()
    if pk:
        appeals = appeals.filter(pk=pk)
    page = list_page(appeals, by=("pk",), asked=request.GET, size=PAGE_SIZE)
    found = consultation.appeals.filter(pk__in=page.ids).select_related(
        "act__comment__participant__account", "act__by", "consultation"
    )
    shown = list(found.prefetch_related("act__redactions__act").order_by("pk"))
    for one in shown:
        one.closed = [Closed.of(one.act.comment, passage) for passage in one.act.redactions.all()]
        one.may_decide = (refused or not one.decided_at) and rules.may_decide(request.user, one)
        one.form = refused or AppealDecisionForm(appeal=one)
    context = {"consultation": consultation, "page": page, "appeals": shown, "all": bool(request.GET.get("all"))}
    response = render(request, "consult/appeal_list.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@staff_only(rules.may_moderate)
def appeal_decide(request, consultation, appeal_pk):
    """Show a hidden comment again or leave it hidden, with the reason."""
    appeal = get_object_or_404(
        Appeal.objects.select_related("act__comment", "consultation"), consultation=consultation, pk=appeal_pk
    )
    if not rules.may_decide(request.user, appeal):
        raise PermissionDenied
    form, status = AppealDecisionForm(request.POST, appeal=appeal), 422
    if form.is_valid():
        try:
            actions.decide_appeal(appeal=appeal, by=request.user, **form.cleaned_data)
        except ConsultError as error:
            form.add_error(None, str(error))
            status = error.status
        else:
            messages.success(request, _("The appeal is decided; its author and the first moderator are told."))
            return redirect("consult:appeal_list", pk=consultation.pk)
    return _appeals_page(request, consultation, refused=form, pk=appeal.pk, status=status)
