from collections.abc import Hashable

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from consult.models import Comment, Vote
from consult.models.kept import count_in
from consult.pages.paging import list_page
from consult.pages.where import with_where

from ..models import Argument, SavedView
from ..runs.current import CurrentRun
from .argument_forms import ArgumentForm
from .doors import analysts_only, file_on_record
from .exports import COLUMNS, rows
from .filters import CommentFilter
from .forms import CHOSEN_AT_ONCE, PlaceForm, ViewForm
from .shown import links_of, shown_run
from .table_files import FileTable, about, table_file

#: rows of a page: six screens of a phone
PAGE_SIZE = 20


@require_safe
@analysts_only
def comment_table(request, consultation):
    """Every public comment with its theme; filters in the address."""
    return table_page(request, consultation)


def table_page(
    request,
    consultation,
    *,
    form: PlaceForm | None = None,
    view_forms: dict[int, ViewForm] | None = None,
    status: int = 200,
):
    """The table, or its rows for a script; with a bound form when something was wrong with what was sent: ``view_forms`` by the view,
    0 for one to be kept."""
    current = shown_run(request, consultation)
    narrowed = _narrowed(request, current)
    is_refused = not narrowed.is_valid()
    rows = narrowed.qs.none() if is_refused else narrowed.qs
    status = 400 if is_refused else status
    known = None if is_refused or narrowed.narrows else count_in(consultation).in_all
    page = list_page(rows, by=narrowed.by, asked=request.GET, size=PAGE_SIZE, count=known)
    comments = current.comments_of(page.ids)
    with_where(comments, consultation)
    tallies = Vote.objects.comment_tallies(page.ids)
    may_move = current.is_edited and bool(current.labels)
    ticked = form.ticked if form else _ticked(request, rows, page.ids)
    for comment in comments:
        comment.tally = tallies.get(comment.pk)
        comment.place = current.place_of(comment)
        comment.is_ticked = str(comment.pk) in ticked
        comment.content = (_told(comment), may_move)
    context = {
        "consultation": consultation,
        "current": current,
        "filter": narrowed,
        "page": page,
        "is_refused": is_refused,
        **links_of(current),
        "comments": comments,
        "place_form": form
        or PlaceForm(consultation=consultation, labels=current.labels, initial={"seen": current.last_edit}),
        "may_move": may_move,
        "ticked": ticked,
        "ticked_elsewhere": [pk for pk in ticked if pk not in {str(one) for one in page.ids}],
        "most_ticked": CHOSEN_AT_ONCE,
        "views": [] if request.htmx else _views(request, consultation, view_forms or {}),
        "view_form": (view_forms or {}).get(0) or ViewForm(auto_id="id_view_%s"),
    }
    template = "analysis/comment_rows.html" if request.htmx else "analysis/comment_table.html"
    return render(request, template, context, status=status)


def _views(request, consultation, bound: dict[int, ViewForm]) -> list[SavedView]:
    """Views this person sees, each with its form where she may change it."""
    views = SavedView.objects.seen_by(request.user.pk, consultation.pk)
    for view in views:
        view.form = bound.get(view.pk) or ViewForm.of(view)
    return views


def _ticked(request, rows, shown: list[int]) -> list[str]:
    """Comments ticked by a link: those of the page, or all that match, as many as are moved at once."""
    asked = request.GET.get("tick")
    ticked = rows.order_by("-pk").values_list("pk", flat=True)[:CHOSEN_AT_ONCE] if asked == "all" else shown
    return [str(pk) for pk in ticked] if asked in ("all", "page") else []


def _told(comment: Comment) -> Hashable:
    """All that the row of a comment tells (analysis/comment_row.html)."""
    official = getattr(comment, "official_reply", None)
    return (
        (comment.consultation_id, comment.pk, comment.public_text, comment.stance, comment.where, comment.is_ticked),
        (comment.place, comment.tally),
        bool(official and not official.withdrawn_at),
    )


def _narrowed(request, current: CurrentRun) -> CommentFilter:
    """The filters of the address; they stay there when a form on the page is sent."""
    return CommentFilter(request.GET, queryset=current.comments().order_by("-pk"), current=current)


@require_safe
@analysts_only
def comment_detail(request, consultation, comment_pk):
    """One comment with what the current run and the analysts say of it: where citations lead."""
    return comment_page(request, consultation, comment_pk)


def comment_page(
    request,
    consultation,
    comment_pk: int,
    *,
    form: PlaceForm | None = None,
    argument_form: ArgumentForm | None = None,
    status: int = 200,
):
    """The comment's page, or its card for a script; with a bound form when something was wrong with what was sent."""
    current = CurrentRun.of(consultation)
    comment = get_object_or_404(current.comments(), pk=comment_pk)
    comment.place = current.place_of(comment)
    with_where([comment], consultation)
    place_form = form or PlaceForm(
        consultation=consultation, labels=current.labels, initial={"seen": current.last_edit}
    )
    place_form.auto_id = "id_card_%s"  # as a card it opens beside forms of a page
    context = {
        "consultation": consultation,
        "comment": comment,
        "place_form": place_form if current.exists else None,
        "also": [
            (theme, current.labels[theme]) for theme in current.notes.also_of(comment.pk) if theme in current.labels
        ],
        "argument_form": argument_form or ArgumentForm(comment=comment),
        "arguments": Argument.objects.filter(verdicts__comment=comment, verdicts__belongs=True).standing(),
        "tally": Vote.objects.comment_tallies([comment.pk]).get(comment.pk),
    }
    template = "analysis/comment_card.html" if request.htmx else "analysis/comment_detail.html"
    return render(request, template, context, status=status)


@require_safe
@analysts_only
@file_on_record
def comment_export(request, consultation, form):
    """The filtered comments as a file, with where each stands; who took it is on record."""
    current = shown_run(request, consultation)
    narrowed = _narrowed(request, current)
    if not narrowed.is_valid():
        return table_page(request, consultation)
    told = about(request, consultation, current)
    table = FileTable(name="comments", columns=COLUMNS, rows=rows(narrowed.qs, current), about=told)
    return table_file(request, consultation, form, table)
