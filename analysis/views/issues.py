"""From what analysts found to what the ministry answers: a theme or an argument, with its comments, becomes an issue of the hearing."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from consult.actions import draft_issue
from consult.errors import ConsultError
from consult.models.issue import TITLE_MAX_LENGTH
from consult.views.doors import refusal

from ..models import Argument
from ..runs.current import CurrentRun
from .doors import analysts_only


@require_POST
@analysts_only
def theme_issue(request, consultation, theme):
    """Begin an issue with the name, the summary and the comments of a theme; one with that title takes what is new in it."""
    current = CurrentRun.of(consultation)
    found = next((one for one in current.shown["themes"] if one["id"] == theme and one["parent_id"] is None), None)
    if found is None:
        raise Http404
    comments = current.in_theme(current.comments(), theme).order_by().values_list("pk", flat=True)
    described = current.notes.description(theme)
    pinned = [f"“{one.text}{' …' if one.goes_on else ''}” [{one.comment_id}]" for one in current.notes.pinned(theme)]
    said = "\n".join([*filter(None, [described]), *(line["sentence"] for line in found["summary"] or ()), *pinned])
    try:
        issue = draft_issue(
            consultation=consultation, by=request.user, title=found["label"], said=said, comments=list(comments)
        )
    except ConsultError as error:
        return refusal(request, consultation, error, reverse("analysis:theme_detail", args=[consultation.pk, theme]))
    return redirect("consult:issue_change", pk=consultation.pk, number=issue.number)


@require_POST
@analysts_only
def argument_issue(request, consultation, argument_pk):
    """Begin an issue with the sentence of an argument and the comments that were confirmed behind it, no others."""
    argument = get_object_or_404(Argument.objects.filter(consultation=consultation).standing(), pk=argument_pk)
    words = " ".join(argument.words.split())
    if not words:
        raise Http404
    confirmed = argument.verdicts.filter(belongs=True, comment__is_visible=True).order_by("comment")
    title = words if len(words) <= TITLE_MAX_LENGTH else f"{words[: TITLE_MAX_LENGTH - 1]}…"
    told = {"title": title, "said": words, "comments": list(confirmed.values_list("comment", flat=True))}
    try:
        issue = draft_issue(consultation=consultation, by=request.user, **told)
    except ConsultError as error:
        place = reverse("analysis:argument_detail", args=[consultation.pk, argument_pk])
        return refusal(request, consultation, error, place)
    return redirect("consult:issue_change", pk=consultation.pk, number=issue.number)
