import csv

from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from consult import actions as consult_actions
from consult.models import Vote

from ..exports import COLUMNS, rows
from ..filters import CommentFilter
from ..models import REASONS
from ..querysets import comments_with_assignment, newest_run
from .doors import analysts_only

PAGE_SIZE = 50


@require_GET
@analysts_only
def comment_table(request, consultation):
    """Every public comment with its theme; filters in the address."""
    narrowed = _narrowed(request, consultation)
    page = Paginator(narrowed.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    tallies = Vote.objects.comment_tallies([comment.pk for comment in page.object_list])
    for comment in page.object_list:
        comment.tally = tallies.get(comment.pk)
        comment.theme_label = narrowed.labels.get(comment.theme)
        comment.reason_label = REASONS.get(comment.reason)
        comment.campaign_label = narrowed.campaigns.get(comment.campaign)
    template = "analysis/comment_rows.html" if request.htmx else "analysis/comment_table.html"
    return render(request, template, {"consultation": consultation, "filter": narrowed, "page": page})


def _narrowed(request, consultation) -> CommentFilter:
    run = newest_run(consultation.pk)
    comments = comments_with_assignment(consultation, run).order_by("-pk")
    return CommentFilter(request.GET, queryset=comments, consultation=consultation, run=run)


@require_GET
@analysts_only
def comment_detail(request, consultation, comment_pk):
    """One comment with what the newest run says of it: where citations lead."""
    run = newest_run(consultation.pk)
    comment = get_object_or_404(comments_with_assignment(consultation, run), pk=comment_pk)
    labels = {theme["id"]: theme["label"] for theme in run.document["themes"]} if run else {}
    comment.reason_label = REASONS.get(comment.reason)
    context = {
        "consultation": consultation,
        "comment": comment,
        "theme_label": labels.get(comment.theme),
        "tally": Vote.objects.comment_tallies([comment.pk]).get(comment.pk),
    }
    template = "analysis/comment_card.html" if request.htmx else "analysis/comment_detail.html"
    return render(request, template, context)


class _Line:
    """A file that hands back what it was given, so that csv.writer can feed a stream."""

    def write(self, line: str) -> str:
        return line


@require_GET
@analysts_only
def comment_export(request, consultation):
    """The filtered comments as CSV (UTF-8 with a byte-order mark, as Excel wants it); who took it is on record."""
    narrowed = _narrowed(request, consultation)
    consult_actions.record_export(
        consultation=consultation, by=request.user, what=f"comments.csv?{request.GET.urlencode()}"
    )
    writer = csv.writer(_Line())

    def lines():
        yield "\ufeff"
        yield writer.writerow(COLUMNS)
        for row in rows(narrowed.qs, narrowed.labels):
            yield writer.writerow(row)

    name = f"comments-{consultation.pk}-{timezone.localdate():%Y%m%d}.csv"
    return StreamingHttpResponse(
        lines(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
