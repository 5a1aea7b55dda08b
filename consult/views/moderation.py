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
from ..pages.moderation import figures_of, reported, with_context
from ..pages.paging import list_page
from ..pages.where import with_where
from ..views.forms import ModerationForm
from ..views.ids import row_id
from .doors import find_consultation, staff_only

PAGE_SIZE = 50
Kind = ModerationAct.Kind
VERBS = {
    Kind.HIDE: actions.hide_comment,
    Kind.RESTORE: actions.restore_comment,
    Kind.KEEP: actions.keep_comment,
    Kind.REDACT: actions.redact_comment,
    Kind.UNREDACT: actions.unredact_comment,
}
#: Of the list: what is in the address, and what it asks for
QUEUES = {
    "reported": (gettext_lazy("reported"), reported),
    "flagged": (gettext_lazy("personal data masked"), lambda one: one.comments.not_looked_at().masked()),
    "new": (gettext_lazy("not looked at yet"), lambda one: one.comments.not_looked_at()),
    "hidden": (gettext_lazy("not shown"), lambda one: one.comments.not_visible()),
}


@require_safe
@staff_only(rules.may_moderate)
def moderation(request, consultation):
    """Comments to look at, newest first: all of them, reported ones, those with something masked, new ones, hidden ones."""
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
    found = (
        consultation.comments.with_section()
        .select_related("author", "parent")
        .prefetch_related("moderation_acts", "author__former_names")
    )
    shown = list(found.filter(pk__in=page.ids).order_by("-pk"))
    with_where(shown, consultation)
    with_context(shown, consultation)
    for comment in shown:
        comment.form = refused if refused and pk else ModerationForm(comment=comment)
    context = {
        "consultation": consultation,
        "page": page,
        "comments": shown,
        "query": query,
        "queue": queue,
        "queues": {key: name for key, (name, _rows) in QUEUES.items()},
        "bulk": refused if refused and not pk else ModerationForm(),
        "chosen": asked.getlist("comments"),
        "appeals_waiting": consultation.appeals.waiting().count(),
        "in_address": urlencode({name: asked[name] for name in ("queue", "hidden", "q") if asked.get(name)}),
    }
    response = render(request, "consult/moderation.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


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
    comment = get_object_or_404(consultation.comments.select_related("author"), pk=comment_pk)
    with_context([comment], consultation)
    form = ModerationForm(request.POST, comment=comment)
    form.is_valid()
    said = {"note": form.cleaned_data.get("note", "")}
    if kind == Kind.REDACT:
        said["words"] = form.cleaned_data.get("words", "")
    try:
        if "note" in form.errors:
            return _page(request, consultation, request.GET, refused=form, pk=comment.pk, status=422)
        VERBS[kind](comment=comment, by=request.user, reason=request.POST.get("reason", ""), **said)
    except ConsultError as error:
        if "reason" not in form.errors:  # of another act, or somebody else hid or restored it since the page was opened
            form.add_error(None, str(error))
        return _page(request, consultation, request.GET, refused=form, pk=comment.pk, status=error.status)
    done = {
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
    """Hide or keep several comments at once, for one reason."""
    kind = Kind.KEEP if request.POST.get("act") == "keep" else Kind.HIDE
    form = ModerationForm(request.POST)
    ids = [pk for pk in map(row_id, request.POST.getlist("comments")[:PAGE_SIZE]) if pk is not None]
    if form.is_valid() and ids:
        rows = consultation.comments.select_related("author").filter(pk__in=ids, withdrawn_at=None, hidden_at=None)
        try:
            for comment in rows.order_by("pk"):
                VERBS[kind](comment=comment, by=request.user, **form.cleaned_data)
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


@require_safe
def moderation_figures(request, pk):
    """How this hearing was moderated, for everybody: how many were hidden, for which reasons, and what became of appeals."""
    consultation = find_consultation(request, pk)
    context = {"consultation": consultation, "figures": figures_of(consultation)}
    return render(request, "consult/moderation_figures.html", context)
