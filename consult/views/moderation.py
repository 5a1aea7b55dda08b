from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import actions, rules
from ..errors import ReasonDoesNotFit
from ..models.kept import count_in
from ..models.search import comments_with
from ..pages.paging import list_page
from ..pages.where import with_where
from ..views.forms import ModerationForm
from ..views.ids import row_id
from .doors import staff_only

PAGE_SIZE = 50


@require_safe
@staff_only(rules.may_moderate)
def moderation(request, consultation):
    """Newest comments first, hidden ones included, each with the way to hide or restore it."""
    return _page(request, consultation)


def _page(request, consultation, *, refused: ModerationForm | None = None, pk: int | None = None, status=200):
    """The list; or, after a refusal, the one comment ``pk`` with its form as it was sent."""
    count = count_in(consultation)
    comments, known = consultation.comments.all(), count.in_all + count.hidden
    if request.GET.get("hidden"):
        comments, known = comments.not_visible(), count.hidden
    if (pk := pk or row_id(request.GET.get("comment", ""))) is not None:
        comments, known = comments.filter(pk=pk), None
    if query := request.GET.get("q", "").strip():
        comments, known = comments.filter(comments_with(query)), None
    page = list_page(comments, by=("-pk",), asked=request.GET, size=PAGE_SIZE, count=known)
    found = (
        consultation.comments.with_section()
        .select_related("author")
        .prefetch_related("moderation_acts", "author__former_names")
    )
    shown = list(found.filter(pk__in=page.ids).order_by("-pk"))
    with_where(shown, consultation)
    for comment in shown:
        comment.form = refused or ModerationForm(comment=comment)
    context = {
        "consultation": consultation,
        "page": page,
        "comments": shown,
        "query": query,
        "in_address": urlencode({name: request.GET[name] for name in ("hidden", "q") if request.GET.get(name)}),
    }
    response = render(request, "consult/moderation.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@staff_only(rules.may_moderate)
def comment_hide(request, consultation, comment_pk):
    """Hide one comment, for a reason."""
    return _moderate(request, consultation, comment_pk, actions.hide_comment)


@require_POST
@staff_only(rules.may_moderate)
def comment_restore(request, consultation, comment_pk):
    """Show one hidden comment again, for a reason."""
    return _moderate(request, consultation, comment_pk, actions.restore_comment)


def _moderate(request, consultation, comment_pk, verb):
    comment = get_object_or_404(consultation.comments, pk=comment_pk)
    try:
        verb(comment=comment, by=request.user, reason=request.POST.get("reason", ""))
    except ReasonDoesNotFit as error:
        form = ModerationForm(request.POST, comment=comment)
        if form.is_valid():  # somebody else hid or restored it since the page was opened
            form.add_error(None, str(error))
        return _page(request, consultation, refused=form, pk=comment.pk, status=error.status)
    hidden = verb is actions.hide_comment
    messages.success(request, _("The comment is hidden.") if hidden else _("The comment is shown again."))
    return redirect("consult:moderation", pk=consultation.pk)
