from urllib.parse import urlencode

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from .. import actions, rules
from ..errors import ConsultError
from ..models import ModerationAct
from ..models.kept import count_in
from ..models.search import comments_with
from ..pages.moderation import appeals_waiting, figures_of, held_count, moderated, reported, with_context
from ..pages.paging import list_page
from ..views.forms import ModerationForm
from ..views.ids import row_id
from .doors import find_consultation, staff_only

PAGE_SIZE = 50
Kind = ModerationAct.Kind
VERBS = {
    Kind.RELEASE: actions.release_comment,
    Kind.HIDE: actions.hide_comment,
    Kind.RESTORE: actions.restore_comment,
    Kind.KEEP: actions.keep_comment,
    Kind.REDACT: actions.redact_comment,
    Kind.UNREDACT: actions.unredact_comment,
}
#: Of the list: what is in the address, and what it asks for
QUEUES = {
    "waiting": (gettext_lazy("waiting to be shown"), lambda one: one.comments.held()),
    "reported": (gettext_lazy("reported"), reported),
    "flagged": (gettext_lazy("personal data masked"), lambda one: one.comments.not_looked_at().masked()),
    "new": (gettext_lazy("not looked at yet"), lambda one: one.comments.not_looked_at()),
    "hidden": (gettext_lazy("not shown"), lambda one: one.comments.not_visible()),
}


@require_safe
@staff_only(rules.may_moderate)
def moderation(request, consultation):
    """Comments to look at, newest first: all of them, those that wait to be shown, reported ones, those with something masked, new ones, hidden ones."""
    return _page(request, consultation, request.GET)


def _page(
    request, consultation, asked: QueryDict, *, refused: ModerationForm | None = None, pk: int | None = None, status=200
):
    """The list; or, after a refusal, the one comment ``pk`` with its form as it was sent."""
    count = count_in(consultation)
    queue = "hidden" if asked.get("hidden") else asked.get("queue", "")
    comments, known = consultation.comments.all(), count.in_all + count.hidden
    if queue in QUEUES:
        comments, known = QUEUES[queue][1](consultation), count.hidden if queue == "hidden" else None
    if (pk := pk or row_id(asked.get("comment", ""))) is not None:
        comments, known = comments.filter(pk=pk), None
    if query := asked.get("q", "").strip():
        comments, known = comments.filter(comments_with(query)), None
    page = list_page(comments, by=("-pk",), asked=asked, size=PAGE_SIZE, count=known)
    shown = moderated(page.ids, consultation)
    for comment in shown:
        comment.refused = refused if pk else None
    context = {
        "consultation": consultation,
        "page": page,
        "comments": shown,
        "query": query,
        "queue": queue,
        "queues": {key: name for key, (name, _rows) in QUEUES.items()},
        "bulk": refused if refused and not pk else ModerationForm(waiting=queue == "waiting"),
        "chosen": asked.getlist("comments"),
        "held": held_count(consultation),
        "appeals_waiting": appeals_waiting(consultation),
        "in_address": urlencode({name: asked[name] for name in ("queue", "hidden", "q") if asked.get(name)}),
    }
    response = render(request, "consult/moderation.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@staff_only(rules.may_moderate)
def comment_release(request, consultation, comment_pk):
    """Show one comment that waited, for a reason."""
    return _moderate(request, consultation, comment_pk, Kind.RELEASE)


@require_POST
@staff_only(rules.may_moderate)
def comment_hide(request, consultation, comment_pk):
    """Hide one comment, for a reason."""
    return _moderate(request, consultation, comment_pk, Kind.HIDE)


@require_POST
@staff_only(rules.may_moderate)
def comment_restore(request, consultation, comment_pk):
    """Show one hidden comment again, for a reason."""
    return _moderate(request, consultation, comment_pk, Kind.RESTORE)


@require_POST
@staff_only(rules.may_moderate)
def comment_keep(request, consultation, comment_pk):
    """Say that one comment was looked at and stays as it is, for a reason."""
    return _moderate(request, consultation, comment_pk, Kind.KEEP)


@require_POST
@staff_only(rules.may_moderate)
def comment_redact(request, consultation, comment_pk):
    """Close a passage of one comment, for a reason."""
    return _moderate(request, consultation, comment_pk, Kind.REDACT)


@require_POST
@staff_only(rules.may_moderate)
def comment_unredact(request, consultation, comment_pk):
    """Show every closed passage of one comment again, for a reason."""
    return _moderate(request, consultation, comment_pk, Kind.UNREDACT)


def _moderate(request, consultation, comment_pk, kind):
    comment = get_object_or_404(consultation.comments.select_related("participant__account"), pk=comment_pk)
    with_context([comment], consultation)
    form = ModerationForm(request.POST, comment=comment)
    form.is_valid()
    said = {"note": form.cleaned_data.get("note", "")}
    if kind == Kind.REDACT:
        said["words"] = form.cleaned_data.get("words", "")
    if kind == Kind.RELEASE:
        said["seen"] = form.cleaned_data.get("seen") or 0
    try:
        if "note" in form.errors:
            return _page(request, consultation, request.GET, refused=form, pk=comment.pk, status=422)
        VERBS[kind](comment=comment, by=request.user, reason=request.POST.get("reason", ""), **said)
    except ConsultError as error:
        if "reason" not in form.errors:  # of another act, or somebody else hid or restored it since the page was opened
            form.add_error(None, str(error))
        return _page(request, consultation, request.GET, refused=form, pk=comment.pk, status=error.status)
    done = {
        Kind.RELEASE: _("The comment is shown; its author is told."),
        Kind.HIDE: _("The comment is hidden."),
        Kind.RESTORE: _("The comment is shown again."),
        Kind.REDACT: _("The passage is closed. Readers see that a moderator closed it, and why."),
        Kind.UNREDACT: _("The comment is shown whole again."),
    }
    messages.success(request, done.get(kind, _("The comment stays as it is.")))
    return redirect(_back(request, consultation))


def _back(request, consultation) -> str:
    """To the list the moderator came from."""
    queue = request.POST.get("queue", "")
    page = reverse("consult:moderation", args=[consultation.pk])
    return f"{page}?queue={queue}" if queue in QUEUES else page


@require_POST
@staff_only(rules.may_moderate)
def comments_moderate(request, consultation):
    """Release, hide or keep several comments at once, for one reason."""
    kind = {"keep": Kind.KEEP, "release": Kind.RELEASE}.get(request.POST.get("act", ""), Kind.HIDE)
    form = ModerationForm(request.POST, waiting=request.POST.get("queue") == "waiting")
    ids = [pk for pk in map(row_id, request.POST.getlist("comments")[:PAGE_SIZE]) if pk is not None]
    if form.is_valid() and ids:
        rows = consultation.comments.select_related("participant__account").filter(
            pk__in=ids, withdrawn_at=None, hidden_at=None
        )
        if kind != Kind.HIDE:  # of what was ticked among others, what waits is released and the rest kept
            rows = rows.filter(held_at__isnull=kind == Kind.KEEP)
        try:
            for comment in rows.order_by("pk"):
                VERBS[kind](comment=comment, by=request.user, **form.cleaned_data, **_seen(request, kind, comment))
        except ConsultError as error:
            form.add_error(None, str(error))
        else:
            n = len(ids)
            said = ngettext("%(n)s comment looked at.", "%(n)s comments looked at.", n) % {"n": n}
            messages.success(request, said)
            return redirect(_back(request, consultation))
    if not ids:
        form.add_error(None, _("Please choose comments first."))
    return _page(request, consultation, request.POST, refused=form, status=422)


def _seen(request, kind, comment) -> dict[str, int]:
    """What the page showed of a comment that is released beside others."""
    return {"seen": row_id(request.POST.get(f"seen-{comment.pk}", "")) or 0} if kind == Kind.RELEASE else {}


@require_safe
def moderation_figures(request, pk):
    """How this hearing was moderated, for everybody: how many were hidden, for which reasons, and what became of appeals."""
    consultation = find_consultation(request, pk)
    context = {"consultation": consultation, "figures": figures_of(consultation)}
    return render(request, "consult/moderation_figures.html", context)
