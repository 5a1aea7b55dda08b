"""What a person does with a comment of their own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import actions, rules
from ..models import Comment
from ..pages.where import with_where
from .doors import find_consultation


def _find(request, consultation, comment_pk: int) -> Comment:
    """A comment of this person; of anybody else's the page does not say that it exists."""
    comment = get_object_or_404(consultation.comments.with_section().select_related("author"), pk=comment_pk)
    if not rules.wrote(request.user, comment):
        raise Http404
    return comment


@require_safe
@login_required
def own_comment(request, pk, comment_pk):
    """One comment as its author has it, with all its author can do with it."""
    consultation = find_consultation(request, pk)
    comment = _find(request, consultation, comment_pk)
    with_where([comment], consultation)
    response = render(request, "consult/own_comment.html", {"consultation": consultation, "comment": comment})
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def comment_withdraw(request, pk, comment_pk):
    """Take a comment of one's own back."""
    consultation = find_consultation(request, pk)
    actions.withdraw_comment(comment=_find(request, consultation, comment_pk), by=request.user)
    messages.success(request, _("Your comment is withdrawn. Nobody else can read it any more."))
    return redirect("consult:own_comment", pk=pk, comment_pk=comment_pk)
