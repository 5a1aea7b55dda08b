"""Asking a moderator to look at a comment."""

from uuid import uuid4, uuid5

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import actions, rules
from ..errors import ConsultError, TooManyActs, TooManyReports
from ..limits import is_within
from ..models import Comment
from ..models.comment import with_authors
from ..views.forms import ReportForm
from .doors import find_consultation
from .guests import begin, is_hasty, remember
from .strangers import takes_strangers


@takes_strangers
@require_http_methods(["GET", "HEAD", "POST"])
def comment_report(request, pk, comment_pk):
    """Report a comment: a form in the place of its link, or, without JavaScript, on a page that leads back to the comment."""
    consultation = find_consultation(request, pk)
    comment = with_authors([comment_pk]).get(comment_pk)
    if comment is None or comment.consultation_id != pk:
        raise Http404
    if rules.wrote(request.user, comment):
        return redirect("consult:own_comment", pk=pk, comment_pk=comment_pk)
    if request.method != "POST":
        if not comment.is_visible:
            raise Http404
        return _form(request, consultation, comment, ReportForm(comment=comment, initial={"client_key": uuid4()}))
    form, status = ReportForm(request.POST, comment=comment), 422
    if form.is_valid():
        key = form.cleaned_data.pop("client_key") or uuid4()
        device = None if request.user.is_authenticated else uuid5(key, "guest")
        try:
            _must_not_flood(request)
            if device:
                request.user = begin(request, device)
            actions.report_comment(comment=comment, by=request.user, **form.cleaned_data)
        except ConsultError as error:
            form.add_error(None, str(error))
            status = error.status
        else:
            thanks = _thanks(request, comment)
            return remember(thanks, device) if device else thanks
    return _form(request, consultation, comment, form, status)


def _must_not_flood(request) -> None:
    """Devices without an account are many by nothing but clearing a cookie, so they are counted by their address."""
    if request.user.is_authenticated and not request.user.is_guest:
        return
    if is_hasty(request.user):
        raise TooManyActs
    if not is_within("guest reports", request.META["REMOTE_ADDR"], most=settings.GUEST_REPORTS_PER_HOUR, seconds=3600):
        raise TooManyReports


def _form(request, consultation, comment: Comment, form: ReportForm, status: int = 200):
    template = "parts/comment/report_form.html" if request.htmx else "consult/comment_report.html"
    context = {"consultation": consultation, "comment": comment, "form": form, "back_to": _place(comment)}
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _thanks(request, comment: Comment):
    if request.htmx:
        return render(request, "parts/comment/reported.html", {"comment": comment})
    messages.success(request, _("Thank you. A moderator looks at it; until then it stays as it is."))
    return redirect(_place(comment).partition("#")[0])  # to the word of thanks, which a place further down would hide


def _place(comment: Comment) -> str:
    page = reverse("consult:comment_detail", args=[comment.consultation_id, comment.parent_id or comment.pk])
    return f"{page}#comment-{comment.pk}"
