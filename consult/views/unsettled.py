from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from .. import actions, rules
from ..errors import ConsultError, NothingSuggested
from ..models import Reattachment, Section
from ..pages.likely import with_suggestions
from ..pages.paging import list_page
from ..pages.where import with_where
from .doors import staff_only
from .forms import ReattachForm
from .ids import row_id

PAGE_SIZE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(rules.may_reattach)
def unsettled(request, consultation):
    """Comments whose section was taken out of the draft or split, to be answered or put on another section."""
    if request.method != "POST":
        return _page(request, consultation, ReattachForm(sections=consultation.draft.sections))
    form = ReattachForm(request.POST, sections=consultation.draft.sections)
    as_suggested = "suggested" in request.POST
    form.fields["section"].required = not as_suggested
    ticked = [pk for pk in map(row_id, request.POST.getlist("comments")) if pk is not None][:PAGE_SIZE]
    if not ticked:
        form.add_error(None, _("Please tick the comments you want to move."))
    status = 422
    if form.is_valid():
        try:
            if as_suggested:
                moved = _move_as_suggested(request, consultation, ticked)
            else:
                section = consultation.draft.sections.get(pk=form.cleaned_data["section"])
                moved = actions.reattach_comments(
                    consultation=consultation, comments=ticked, section=section, by=request.user
                )
        except ConsultError as error:
            form.add_error(None, str(error))
            status = error.status
        else:
            said = ngettext("%(n)s comment was moved.", "%(n)s comments were moved.", len(moved))
            messages.success(request, said % {"n": len(moved)})
            return redirect("consult:unsettled", pk=consultation.pk)
    return _page(request, consultation, form, ticked, status)


@transaction.atomic
def _move_as_suggested(request, consultation, ticked) -> list[Reattachment]:
    """Each to the section the page suggested, as the form says; where the draft has changed since and another is suggested, it stays.

    Raises NothingSuggested, and what the action raises.
    """
    comments = list(consultation.comments.left_behind(consultation).with_author().filter(pk__in=ticked).order_by("pk"))
    with_suggestions(comments, consultation)
    targets: dict[Section, list[int]] = {}
    for comment in comments:
        found = comment.suggestion
        if found and request.POST.get(f"suggested-{comment.pk}") == str(found.section.pk):
            targets.setdefault(found.section, []).append(comment.pk)
    if not targets:
        raise NothingSuggested
    moved = []
    for section, ids in targets.items():
        moved += actions.reattach_comments(consultation=consultation, comments=ids, section=section, by=request.user)
    return moved


def _page(request, consultation, form, ticked=(), status=200):
    left = consultation.comments.left_behind(consultation)
    page = list_page(left, by=("-pk",), asked=request.GET, size=PAGE_SIZE)
    comments = list(consultation.comments.with_author().filter(pk__in=page.ids).order_by("-pk"))
    with_where(comments, consultation)
    with_suggestions(comments, consultation)
    context = {"consultation": consultation, "page": page, "comments": comments, "form": form, "ticked": ticked}
    context["has_suggestion"] = any(comment.suggestion for comment in comments)
    response = render(request, "consult/unsettled.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
