"""From what analysts found to what the ministry answers: a theme, with all its comments, becomes an issue of the hearing."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from consult.actions import draft_issue
from consult.errors import ConsultError
from consult.views.doors import refusal

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
    said = "\n".join(line["sentence"] for line in found["summary"] or ())
    try:
        issue = draft_issue(
            consultation=consultation, by=request.user, title=found["label"], said=said, comments=list(comments)
        )
    except ConsultError as error:
        return refusal(request, consultation, error, reverse("analysis:theme_detail", args=[consultation.pk, theme]))
    return redirect("consult:issue_change", pk=consultation.pk, number=issue.number)
