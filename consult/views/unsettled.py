from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from .. import actions, rules
from ..errors import ConsultError
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
    ticked = [pk for pk in map(row_id, request.POST.getlist("comments")) if pk is not None][:PAGE_SIZE]
    if not ticked:
        form.add_error(None, _("Please tick the comments you want to move."))
    status = 422
    if form.is_valid():
        section = consultation.draft.sections.get(pk=form.cleaned_data["section"])
        try:
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


def _page(request, consultation, form, ticked=(), status=200):
    left = consultation.comments.left_behind(consultation)
    page = list_page(left, by=("-pk",), asked=request.GET, size=PAGE_SIZE)
    comments = list(consultation.comments.with_author().filter(pk__in=page.ids).order_by("-pk"))
    with_where(comments, consultation)
    context = {"consultation": consultation, "page": page, "comments": comments, "form": form, "ticked": ticked}
    response = render(request, "consult/unsettled.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
