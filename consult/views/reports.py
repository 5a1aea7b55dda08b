"""Asking a moderator to look at a comment."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import actions, rules
from ..errors import ConsultError
from ..models import Comment
from ..models.comment import with_authors
from ..views.forms import ReportForm
from .doors import find_consultation, to_login
from .strangers import takes_strangers


@takes_strangers
@require_http_methods(["GET", "HEAD", "POST"])
def comment_report(request, pk, comment_pk):
    """Report a comment: a form in the place of its link, or, without JavaScript, on a page that leads back to the comment."""
    consultation = find_consultation(request, pk)
    comment = with_authors([comment_pk]).get(comment_pk)
    if comment is None or comment.consultation_id != pk:
        raise Http404
    if not request.user.is_authenticated:
        return to_login(request, reverse("consult:comment_report", args=[pk, comment_pk]))
    if rules.wrote(request.user, comment):
        return redirect("consult:own_comment", pk=pk, comment_pk=comment_pk)
    if request.method != "POST":
        if not comment.is_visible:
            raise Http404
        return _form(request, consultation, comment, ReportForm(comment=comment))
    form, status = ReportForm(request.POST, comment=comment), 422
    if form.is_valid():
        try:
            actions.report_comment(comment=comment, by=request.user, **form.cleaned_data)
        except ConsultError as error:
            form.add_error(None, str(error))
            status = error.status
        else:
            return _thanks(request, comment)
    return _form(request, consultation, comment, form, status)


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
    return redirect(_place(comment))


def _place(comment: Comment) -> str:
    page = reverse("consult:comment_detail", args=[comment.consultation_id, comment.parent_id or comment.pk])
    return f"{page}#comment-{comment.pk}"
