from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import actions, rules
from ..errors import ConsultError
from ..models import Comment, OfficialReply
from ..models.comment import with_authors
from ..pages.discussion import threads
from ..pages.paging import list_page
from ..pages.where import with_where
from ..views.forms import OfficialReplyForm
from .doors import find_consultation, refusal, staff_only

PAGE_SIZE = 20


@require_safe
def official_reply_list(request, pk):
    """Every comment the agency has answered, with the answer, oldest first; for everybody."""
    consultation = find_consultation(request, pk)
    rows = consultation.comments.visible().answered()
    page = list_page(rows, by=("pk",), asked=request.GET, size=PAGE_SIZE, count=rows.count())
    shown = with_authors(page.ids)
    answered = [shown[found] for found in page.ids]
    context = {
        "consultation": consultation,
        "page": page,
        "threads": threads(consultation, answered, reader=request.user, with_replies=False),
    }
    return render(request, "consult/official_reply_list.html", context)


def _find(consultation, comment_pk: int) -> Comment:
    return get_object_or_404(consultation.comments.with_author(), pk=comment_pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(rules.may_reply_officially)
def official_reply(request, consultation, comment_pk):
    """An officer answers a comment in the agency's name, or changes what it answered."""
    comment = _find(consultation, comment_pk)
    if request.method != "POST":
        if not comment.is_visible:  # it takes no answer and nobody would read it
            raise Http404
        return _page(request, consultation, comment)
    form, status = OfficialReplyForm(request.POST, comment=comment), 422
    if form.is_valid():
        try:
            actions.reply_officially(comment=comment, by=request.user, **form.cleaned_data)
            return redirect(_place(comment))
        except ConsultError as error:
            form.add_error(None, str(error))
            status = error.status
    return _page(request, consultation, _find(consultation, comment_pk), form=form, status=status)


def _page(request, consultation, comment, *, form=None, status=200):
    """The comment, the answer as it stands, the form, and what happened before; a refused form keeps its words.

    A form that came too late is not refused a second time: what it shows now is what the officer has read.
    """
    reply = getattr(comment, "official_reply", None)
    with_where([comment], consultation)
    if form:
        form.opens_at_errors = True
        form.data = form.data.copy()
        form.data["seen"] = reply.revision if reply else 0
    context = {
        "consultation": consultation,
        "comment": comment,
        "address": reverse("consult:comment_detail", args=[consultation.pk, comment.pk]),
        "official": reply,
        "form": form or OfficialReplyForm.of(comment, reply),
        "revisions": reply.revisions.select_related("by") if reply else (),
        "back_to": _place(comment),
    }
    response = render(request, "consult/official_reply.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@staff_only(rules.may_reply_officially)
def official_reply_withdraw(request, consultation, comment_pk):
    """An officer takes the agency's answer back."""
    comment = _find(consultation, comment_pk)
    reply = get_object_or_404(OfficialReply, comment=comment)
    form = OfficialReplyForm(request.POST, comment=comment)
    form.is_valid()
    try:
        actions.withdraw_official_reply(reply=reply, by=request.user, seen=form.cleaned_data.get("seen", 0))
    except ConsultError as error:
        back_to = reverse("consult:official_reply", args=[consultation.pk, comment.pk])
        return refusal(request, consultation, error, back_to)
    return redirect(_place(comment))


def _place(comment: Comment) -> str:
    """Where the comment stands with its answer: a reply stands on the page of what it replies to."""
    page = reverse("consult:comment_detail", args=[comment.consultation_id, comment.parent_id or comment.pk])
    return f"{page}#comment-{comment.pk}"
