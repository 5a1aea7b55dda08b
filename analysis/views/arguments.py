from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consult.errors import ConsultError
from consult.models import Comment
from consult.pages.where import with_where
from consult.views.doors import refusal
from consult.views.ids import row_id

from .. import actions
from ..models import Argument
from ..runs.agreement import LEAST_UNITS, agreement_on
from ..runs.arguments import arguments_by_theme, theme_of_argument
from ..runs.current import CurrentRun
from ..runs.suggestions import suggestions
from .argument_forms import ArgumentForm, VerdictForm
from .comments import comment_page
from .doors import analysts_only
from .shared_filters import ArgumentFilter

MEMBERS_SHOWN = 30


@require_safe
@analysts_only
def argument_list(request, consultation):
    """Every argument, theme by theme, and those that were taken back."""
    return argument_list_page(request, consultation)


def argument_list_page(request, consultation):
    """All of them, or those that match the filters."""
    current = CurrentRun.of(consultation)
    narrowed = ArgumentFilter(request.GET, queryset=Argument.objects.filter(consultation=consultation), current=current)
    is_refused = not narrowed.is_valid()
    by_theme = {} if is_refused else arguments_by_theme(current, narrowed.qs)
    themes = [(theme, label, by_theme[theme]) for theme, label in current.labels.items() if theme in by_theme]
    dropped = Argument.objects.filter(consultation=consultation, dropped_at__isnull=False).select_related("comment")
    context = {
        "consultation": consultation,
        "filter": narrowed,
        "agreement": agreement_on(consultation),
        "least": LEAST_UNITS,
        "is_narrowed": is_refused or narrowed.narrows,
        "themes": themes,
        "elsewhere": by_theme.get("", []),
        "dropped": dropped.order_by("-dropped_at")[:MEMBERS_SHOWN],
    }
    return render(request, "analysis/argument_list.html", context, status=400 if is_refused else 200)


@require_safe
@analysts_only
def argument_detail(request, consultation, argument_pk):
    """One argument: who stands behind it, and the next comment that may."""
    return argument_page(request, consultation, argument_pk)


def argument_page(request, consultation, argument_pk: int, *, error: str = "", form=None, status: int = 200):
    """The argument's page; with what was refused, and the form as it was sent."""
    argument = get_object_or_404(_arguments(consultation).with_counts(), pk=argument_pk)
    current = CurrentRun.of(consultation)
    theme = theme_of_argument(current, argument)
    queue = suggestions(current, argument, theme) if theme else []
    after = row_id(request.GET.get("after", ""))
    if after in queue:
        queue = queue[queue.index(after) + 1 :]
    verdicts = argument.verdicts.filter(comment__is_visible=True).select_related("comment", "by").order_by("-pk")
    judged = list(verdicts[:MEMBERS_SHOWN])
    context = {
        "consultation": consultation,
        "argument": argument,
        "theme": theme,
        "theme_label": current.labels.get(theme, ""),
        "suggestion": _suggestion(consultation, queue),
        "left": len(queue),
        "judged": judged,
        "last": judged[0] if judged else None,
        "form": form or ArgumentForm.of(argument),
        "error": error,
    }
    return render(request, "analysis/argument_detail.html", context, status=status)


def _suggestion(consultation, queue: list[int]) -> Comment | None:
    found = Comment.objects.filter(pk__in=queue[:1]).visible().with_section().first()
    if found:
        with_where([found], consultation)
    return found


@require_POST
@analysts_only
def argument_create(request, consultation, comment_pk):
    """A sentence of this comment becomes an argument."""
    comment = get_object_or_404(consultation.comments.visible(), pk=comment_pk)
    form = ArgumentForm(request.POST, comment=comment)
    status = 422
    if form.is_valid():
        told = {"comment": comment, "words": form.words, "kind": form.cleaned_data["kind"]}
        try:
            made = actions.make_argument(consultation=consultation, by=request.user, **told)
        except ConsultError as error:
            form.add_error(None, str(error))
            status = error.status
        else:
            messages.success(request, _("The argument is on record. Next: confirm who else says it."))
            return redirect("analysis:argument_detail", pk=consultation.pk, argument_pk=made.pk)
    return comment_page(request, consultation, comment_pk, argument_form=form, status=status)


@require_POST
@analysts_only
def argument_change(request, consultation, argument_pk):
    """The argument gets another sentence or kind, if nobody changed it since it was read."""
    argument = get_object_or_404(_arguments(consultation), pk=argument_pk)
    form = ArgumentForm(request.POST, comment=argument.comment)
    status, told = 422, ""
    if form.is_valid():
        wish = {"kind": form.cleaned_data["kind"], "words": form.words, "seen": form.cleaned_data["seen"] or 0}
        try:
            actions.change_argument(argument=argument, by=request.user, **wish)
        except ConsultError as error:
            status, told = error.status, str(error)
        else:
            messages.success(request, _("The argument is changed."))
            return redirect("analysis:argument_detail", pk=consultation.pk, argument_pk=argument.pk)
    return argument_page(request, consultation, argument_pk, error=told, form=form, status=status)


@require_POST
@analysts_only
def argument_drop(request, consultation, argument_pk):
    """The argument is taken back."""
    actions.drop_argument(argument=get_object_or_404(_arguments(consultation), pk=argument_pk), by=request.user)
    messages.success(request, _("The argument was taken back. It can be put back below."))
    return redirect("analysis:argument_list", pk=consultation.pk)


@require_POST
@analysts_only
def argument_restore(request, consultation, argument_pk):
    """An argument that was taken back stands again."""
    argument = get_object_or_404(_arguments(consultation), pk=argument_pk)
    try:
        actions.restore_argument(argument=argument, by=request.user)
    except ConsultError as error:
        return refusal(request, consultation, error, reverse("analysis:argument_list", args=[consultation.pk]))
    return redirect("analysis:argument_detail", pk=consultation.pk, argument_pk=argument.pk)


@require_POST
@analysts_only
def verdict_create(request, consultation, argument_pk, comment_pk):
    """A comment stands behind the argument, or does not; on with the next one."""
    argument = get_object_or_404(_arguments(consultation), pk=argument_pk)
    comment = get_object_or_404(consultation.comments, pk=comment_pk)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        told = _("Please say whether the comment belongs.")
        return argument_page(request, consultation, argument_pk, error=told, status=422)
    try:
        actions.judge_member(argument=argument, by=request.user, comment=comment, belongs=form.belongs)
    except ConsultError as error:
        return argument_page(request, consultation, argument_pk, error=str(error), status=error.status)
    return redirect("analysis:argument_detail", pk=consultation.pk, argument_pk=argument.pk)


@require_POST
@analysts_only
def verdict_take_back(request, consultation, argument_pk, comment_pk):
    """A verdict is undone; the comment is suggested again."""
    argument = get_object_or_404(_arguments(consultation), pk=argument_pk)
    comment = get_object_or_404(consultation.comments, pk=comment_pk)
    actions.take_back_verdict(argument=argument, by=request.user, comment=comment)
    return redirect("analysis:argument_detail", pk=consultation.pk, argument_pk=argument.pk)


def _arguments(consultation):
    return Argument.objects.filter(consultation=consultation).select_related("comment", "by", "changed_by")
