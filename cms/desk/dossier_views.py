"""The dossier of a draft at the desk: its rounds, a new one, and what became of it on the way to Parliament."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from consult import actions, rules
from consult.actions.consultation import LONGEST_REASON
from consult.models import Consultation, LawStage
from consult.pages.dossier import dossier
from consult.views.ids import row_id

from .. import actions as cms_actions
from ..forms import DeskDayField
from .people_forms import DeskForm


class StageForm(DeskForm):
    kind = forms.ChoiceField(label=gettext_lazy("what happened"), choices=LawStage.Kind)
    on = DeskDayField(label=gettext_lazy("on which day"), help_text=gettext_lazy("For example 30/11/2569"))
    note = forms.CharField(
        label=gettext_lazy("note"),
        help_text=gettext_lazy("Public, e.g. the number of the meeting. May be empty."),
        required=False,
        validators=[MaxLengthValidator(LONGEST_REASON)],
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class TakeBackForm(DeskForm):
    note = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[MaxLengthValidator(LONGEST_REASON)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def hearing_dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """The rounds of a draft, a way to begin another one, and the stages after the hearing, told and taken back."""
    consultation = get_object_or_404(Consultation.objects.select_related("agency"), pk=pk, draft__isnull=False)
    if not rules.may_prepare(request.user, consultation.agency):
        raise PermissionDenied
    stage_form, refused, status = StageForm(), None, 200
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act == "round":
        page = cms_actions.begin_round(consultation=consultation, by=request.user)
        messages.success(request, _("A new round is begun as a draft, with the text and what was told copied."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    if act == "tell":
        stage_form = StageForm(request.POST)
        refused = stage_form
        given = {"consultation": consultation, "by": request.user}
        if stage_form.is_valid() and stage_form.attempt(actions.tell_law_stage, **given, **stage_form.cleaned_data):
            messages.success(request, _("Done and public."))
            return redirect("hearing_dossier", pk)
    elif act.startswith("take-back-"):
        refused = _take_back(request, consultation, act.removeprefix("take-back-"))
        if refused is None:
            messages.success(request, _("Taken back. It stays on record with the reason."))
            return redirect("hearing_dossier", pk)
    elif request.method == "POST":
        return render(request, "400.html", status=400)
    return render(
        request,
        "wagtailadmin/hearings/dossier.html",
        _shown(consultation, stage_form, refused),
        status=refused.status if refused else status,
    )


def _take_back(request: HttpRequest, consultation: Consultation, number: str) -> TakeBackForm | None:
    """Nothing where it is done, else the form with what is wrong."""
    stage = get_object_or_404(consultation.law_stages, pk=row_id(number))
    form = TakeBackForm(request.POST, prefix=f"stage-{stage.pk}")
    done = form.is_valid() and form.attempt(
        actions.take_law_stage_back, stage=stage, reason=form.cleaned_data["note"], by=request.user
    )
    return None if done else form


def _shown(consultation: Consultation, stage_form: StageForm, refused: forms.Form | None) -> dict:
    found = dossier(consultation)
    for stage in found.stages:
        prefix = f"stage-{stage.pk}"
        stage.is_of_this_round = stage.consultation_id == consultation.pk
        stage.form = refused if refused is not None and refused.prefix == prefix else TakeBackForm(prefix=prefix)
    taken_back = LawStage.objects.filter(takes_back__isnull=False, consultation=consultation).select_related(
        "takes_back"
    )
    return {
        "consultation": consultation,
        "dossier": found,
        "taken_back": list(taken_back),
        "form": stage_form,
        "may_begin": not consultation.is_followed(),
    }
