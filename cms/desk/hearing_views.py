"""Pages of the desk about a hearing as a whole: which there are, and when each opens and ends."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from consult import actions, rules
from consult.errors import WrongMoment
from consult.models import Consultation, ConsultationAct
from consult.models.consultation import least_days
from consult.views.ids import row_id

from .. import actions as cms_actions
from .date_forms import MomentForm, ReasonForm, SecondOfficerForm
from .needs import Desk

Kind = ConsultationAct.Kind


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One act as the page offers it: its words, its form, and how it is done."""

    title: str | Promise
    explained: str | Promise
    button: str | Promise
    do: Callable[..., ConsultationAct]
    moment: str = ""
    asks: str | Promise = ""
    is_grave: bool = False

    def form(self, kind: str, data=None):
        if self.moment:
            return MomentForm(data, prefix=kind, label=self.asks)
        return ReasonForm(data, prefix=kind)


DEEDS = {
    Kind.OPEN: Deed(
        title=gettext_lazy("Move the opening"),
        explained=gettext_lazy("Until a hearing has opened its opening may be moved, to now as well."),
        button=gettext_lazy("Move the opening"),
        do=actions.move_opening,
        moment="opens_at",
        asks=gettext_lazy("opens"),
    ),
    Kind.EXTEND: Deed(
        title=gettext_lazy("Give more time"),
        explained=gettext_lazy("The end moves to a later moment; it is never moved to an earlier one."),
        button=gettext_lazy("Extend the hearing"),
        do=actions.extend_consultation,
        moment="closes_at",
        asks=gettext_lazy("new end"),
    ),
    Kind.CLOSE: Deed(
        title=gettext_lazy("Close now"),
        explained=gettext_lazy("From this moment no comment or vote is taken. Everything said so far stays public."),
        button=gettext_lazy("Close the hearing"),
        do=actions.close_consultation,
        is_grave=True,
    ),
    Kind.REOPEN: Deed(
        title=gettext_lazy("Open again"),
        explained=gettext_lazy("A closed hearing is opened again by two officers: one asks, another one approves."),
        button=gettext_lazy("Ask to open it again"),
        do=actions.reopen_consultation,
        moment="closes_at",
        asks=gettext_lazy("new end"),
    ),
    Kind.WITHDRAW: Deed(
        title=gettext_lazy("Withdraw"),
        explained=gettext_lazy(
            "The hearing ends for good: readers see the reason in its place, and people who took part keep what they wrote. It "
            "does not come back; a new hearing starts from a copy of the page."
        ),
        button=gettext_lazy("Withdraw the hearing"),
        do=cms_actions.withdraw_hearing,
        is_grave=True,
    ),
}
ANSWERS = {"approve": actions.approve_act, "decline": actions.decline_act}


@require_safe
def hearing_list(request: HttpRequest) -> HttpResponse:
    """Hearings of the agencies this person works for, newest first, with what waits for a second officer."""
    return render(request, "wagtailadmin/hearings/list.html", {"hearings": Desk(request.user).hearings()})


@require_http_methods(["GET", "HEAD", "POST"])
def hearing_dates(request: HttpRequest, pk: int) -> HttpResponse:
    """When a hearing opens and ends: what was decided and why, what waits for a second officer, what can be done now."""
    consultation = get_object_or_404(Consultation.objects.select_related("agency"), pk=pk)
    if not rules.may_close(request.user, consultation):
        raise PermissionDenied
    forms, status = {}, 200
    if request.method == "POST":
        what = request.POST.get("act", "")
        if what in ANSWERS:
            form, done = _answer(request, consultation, what)
        elif what in DEEDS:
            form, done = _act(request, consultation, what)
        else:
            return render(request, "400.html", status=400)
        if done:
            return redirect("hearing_dates", pk)
        forms, status = {form.prefix: form}, form.status
        consultation.refresh_from_db()
    return render(request, "wagtailadmin/hearings/dates.html", _shown(request, consultation, forms), status=status)


def _act(request, consultation: Consultation, kind: str):
    deed = DEEDS[kind]
    form = deed.form(kind, request.POST)
    if not form.is_valid():
        return form, None
    moment = {deed.moment: form.cleaned_data["moment"]} if deed.moment else {}
    act = form.attempt(
        deed.do, consultation=consultation, by=request.user, reason=form.cleaned_data["reason"], **moment
    )
    if act is not None:
        waits = act.stage == ConsultationAct.Stage.ASKED
        said = (
            _("Asked for. Another officer of the agency now approves or declines it.")
            if waits
            else _("Done and public.")
        )
        messages.success(request, said)
    return form, act


def _answer(request, consultation: Consultation, verb: str):
    act = get_object_or_404(consultation.acts, pk=row_id(request.POST.get("request", "")))
    act.consultation = consultation
    form = SecondOfficerForm(request.POST, prefix=f"answer-{act.pk}")
    form.is_valid()
    given = {"reason": form.cleaned_data["reason"]} if verb == "decline" else {}
    answered = form.attempt(ANSWERS[verb], act=act, by=request.user, **given)
    if answered is not None:
        messages.success(request, _("Done and public.") if verb == "approve" else _("Declined. Nothing was changed."))
    return form, answered


def _shown(request, consultation: Consultation, forms: dict) -> dict:
    acts = list(consultation.acts.select_related("by", "second", "answer").order_by("-at", "-pk"))
    waiting = [act for act in acts if act.stage == ConsultationAct.Stage.ASKED and not hasattr(act, "answer")]
    for act in waiting:
        act.form = forms.get(f"answer-{act.pk}") or SecondOfficerForm(prefix=f"answer-{act.pk}")
        act.is_mine = act.by_id == request.user.pk
    state = consultation.state()
    possible = [kind for kind in DEEDS if state in WrongMoment.POSSIBLE[kind]]
    return {
        "consultation": consultation,
        "acts": [act for act in acts if act not in waiting],
        "waiting": waiting,
        "deeds": [
            {"kind": kind, "deed": DEEDS[kind], "form": forms.get(kind) or DEEDS[kind].form(kind)} for kind in possible
        ],
        "least": least_days(consultation.instrument),
    }
