"""What a person does with a comment of their own."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import actions, rules
from ..actions.appeal import hiding_act
from ..actions.comment_revision import edit_ends_at, may_be_edited
from ..errors import ConsultError
from ..models import Appeal, Comment
from ..pages.moderation import Closed
from ..pages.where import with_where
from ..views.forms import RevisionForm
from .consent import consent_asked, take_consent
from .doors import find_consultation


def find_own(request, consultation, comment_pk: int) -> Comment:
    """A comment of this person; of anybody else's the page does not say that it exists."""
    comment = get_object_or_404(
        consultation.comments.with_section().select_related("participant__account", "representation"), pk=comment_pk
    )
    if not rules.wrote(request.user, comment):
        raise Http404
    return comment


@require_safe
@login_required
def own_comment(request, pk, comment_pk):
    """One comment as its author has it, with all its author can do with it."""
    consultation = find_consultation(request, pk)
    return _page(request, consultation, find_own(request, consultation, comment_pk))


def _page(request, consultation, comment: Comment, *, form: RevisionForm | None = None, status: int = 200):
    """The comment and the form that changes it, or adds to it where it can be changed no more; a refused form keeps its words."""
    with_where([comment], consultation)
    revisions = list(comment.revisions.exclude(text=""))
    may_write = rules.is_at_least(request.user, consultation.least_to_comment)
    may_change = comment.held_at or (comment.is_visible and not consultation.moderates_first)
    accepts = may_change and consultation.is_open() and may_write
    edits = accepts and may_be_edited(comment, timezone.now())
    if form is None and accepts:
        initial = {"text": comment.text if edits else "", "seen": len(revisions), "client_key": uuid.uuid4()}
        form = RevisionForm(initial=initial, label=_label(edits))
    act = hiding_act(comment)
    context = consent_asked(request.user, consultation) | {
        "consultation": consultation,
        "comment": comment,
        "act": act,
        "closed": [Closed.of(comment, one) for one in comment.redactions.standing()],
        "appeal": Appeal.objects.filter(act=act).first() if act else None,
        "appeals_before": Appeal.objects.decided_on(comment).exclude(act=act),
        "revisions": revisions,
        "form": form,
        "edits": edits,
        "edit_ends_at": edit_ends_at(comment),
    }
    response = render(request, "consult/own_comment.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _label(edits: bool) -> str:
    return _("Your comment") if edits else _("What you add")


@require_POST
@login_required
def comment_edit(request, pk, comment_pk):
    """Put other words in the place of one's own."""
    return _revise(request, pk, comment_pk, edits=True)


@require_POST
@login_required
def comment_add(request, pk, comment_pk):
    """Add to a comment of one's own."""
    return _revise(request, pk, comment_pk, edits=False)


def _revise(request, pk: int, comment_pk: int, *, edits: bool):
    consultation = find_consultation(request, pk)
    comment = find_own(request, consultation, comment_pk)
    form, status = RevisionForm(request.POST, label=_label(edits)), 422
    if form.is_valid():
        sent = {"text": form.cleaned_data["text"], "client_key": form.cleaned_data["client_key"]}
        try:
            take_consent(request, consultation)
            if edits:
                actions.edit_comment(comment=comment, by=request.user, seen=form.cleaned_data["seen"] or 0, **sent)
            else:
                actions.add_to_comment(comment=comment, by=request.user, **sent)
        except ConsultError as error:
            form.add_error(None, str(error))
            status = error.status
        else:
            added = _("What you added waits with the comment.") if comment.held_at else _("What you added is public.")
            messages.success(request, _("Your comment is changed.") if edits else added)
            return redirect("consult:own_comment", pk=pk, comment_pk=comment_pk)
    comment.refresh_from_db()
    form.data = form.data.copy()
    form.data["seen"] = comment.revisions.count()  # what the page shows now is what has been read
    return _page(request, consultation, comment, form=form, status=status)


@require_POST
@login_required
def comment_withdraw(request, pk, comment_pk):
    """Take a comment of one's own back."""
    consultation = find_consultation(request, pk)
    actions.withdraw_comment(comment=find_own(request, consultation, comment_pk), by=request.user)
    messages.success(request, _("Your comment is withdrawn. Nobody else can read it any more."))
    return redirect("consult:own_comment", pk=pk, comment_pk=comment_pk)
