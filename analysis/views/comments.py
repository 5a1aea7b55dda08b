import csv

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from consult import actions as consult_actions
from consult.models import Vote
from consult.models.kept import count_in
from consult.pages.paging import list_page
from consult.pages.where import with_where

from ..models import Argument
from ..runs.current import CurrentRun
from .argument_forms import ArgumentForm
from .doors import analysts_only, file_on_record
from .exports import COLUMNS, Lines, rows
from .filters import CommentFilter
from .forms import PlaceForm
from .shown import links_of, shown_run

PAGE_SIZE = 50


@require_safe
@analysts_only
def comment_table(request, consultation):
    """Every public comment with its theme; filters in the address."""
    return table_page(request, consultation)


def table_page(request, consultation, *, form: PlaceForm | None = None, status: int = 200):
    """The table, or its rows for a script; with a bound form when something was wrong with what was sent."""
    current = shown_run(request, consultation)
    narrowed = _narrowed(request, current)
    is_refused = not narrowed.is_valid()
    rows = narrowed.qs.none() if is_refused else narrowed.qs
    status = 400 if is_refused else status
    known = None if is_refused or narrowed.narrows else count_in(consultation).in_all
    page = list_page(rows, by=narrowed.by, asked=request.GET, size=PAGE_SIZE, count=known)
    found = current.comments().in_bulk(page.ids)
    comments = [found[pk] for pk in page.ids if pk in found]
    with_where(comments, consultation)
    tallies = Vote.objects.comment_tallies(page.ids)
    for comment in comments:
        comment.tally = tallies.get(comment.pk)
        comment.place = current.place_of(comment)
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
        "ticked": form.ticked if form else [str(pk) for pk in page.ids if request.GET.get("tick") == "page"],
    }
    template = "analysis/comment_rows.html" if request.htmx else "analysis/comment_table.html"
    return render(request, template, context, status=status)


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
        "argument_form": argument_form or ArgumentForm(comment=comment),
        "arguments": Argument.objects.filter(verdicts__comment=comment, verdicts__belongs=True).standing(),
        "tally": Vote.objects.comment_tallies([comment.pk]).get(comment.pk),
    }
    template = "analysis/comment_card.html" if request.htmx else "analysis/comment_detail.html"
    return render(request, template, context, status=status)


@require_safe
@analysts_only
@file_on_record
def comment_export(request, consultation):
    """The filtered comments as CSV (UTF-8 with a byte-order mark, as Excel wants it); who took it is on record."""
    current = shown_run(request, consultation)
    narrowed = _narrowed(request, current)
    if not narrowed.is_valid():
        return table_page(request, consultation)
    consult_actions.record_export(
        consultation=consultation, by=request.user, what=f"comments.csv?{request.GET.urlencode()}"
    )
    writer = csv.writer(Lines())

    def lines():
        yield "\ufeff"
        yield writer.writerow(COLUMNS)
        for row in rows(narrowed.qs, current):
            yield writer.writerow(row)

    name = f"comments-{consultation.pk}-{timezone.localdate():%Y%m%d}.csv"
    return StreamingHttpResponse(
        lines(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
