"""Judging again what others judged, without being told how, so that agreement can be measured."""

from hashlib import sha256

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consult.errors import ConsultError
from consult.pages.where import with_where

from .. import actions
from ..models import Argument, ArgumentVerdict
from ..runs.agreement import LEAST_UNITS, agreement_on, to_judge_again
from .argument_forms import VerdictForm
from .doors import analysts_only


@require_safe
@analysts_only
def second_queue(request, consultation):
    """The next comment that somebody else judged, how many are left, and how far analysts agree."""
    return _page(request, consultation)


@require_POST
@analysts_only
def verdict_again(request, consultation, argument_pk, comment_pk):
    """A second verdict, given without knowing the first; on with the next one."""
    argument = get_object_or_404(Argument.objects.filter(consultation=consultation), pk=argument_pk)
    comment = get_object_or_404(consultation.comments, pk=comment_pk)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _page(request, consultation, error=_("Please say whether the comment belongs."), status=422)
    try:
        actions.judge_again(argument=argument, by=request.user, comment=comment, belongs=form.belongs)
    except ConsultError as error:
        return _page(request, consultation, error=str(error), status=error.status)
    return redirect("analysis:second_queue", pk=consultation.pk)


def _page(request, consultation, *, error: str = "", status: int = 200):
    waiting = to_judge_again(consultation, request.user)
    pairs = sorted(waiting.values_list("pk", flat=True), key=lambda pk: sha256(str(pk).encode()).digest())
    verdict = ArgumentVerdict.objects.filter(pk=pairs[0]).first() if pairs else None
    if verdict:
        verdict.argument.comment = consultation.comments.get(pk=verdict.argument.comment_id)
        with_where([verdict.comment], consultation)
    context = {
        "consultation": consultation,
        "error": error,
        "argument": verdict and verdict.argument,
        "comment": verdict and verdict.comment,
        "left": len(pairs),
        "agreement": agreement_on(consultation),
        "least": LEAST_UNITS,
    }
    return render(request, "analysis/second_queue.html", context, status=status)
