from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..pages.changes import reworded_since
from ..views.ids import row_id
from .doors import find_consultation

MOST_SKIPPED = 50


@require_safe
def deck(request, pk):
    """One comment at a time to vote on, the least heard first; ``?skip=5&skip=9`` leaves those for another day."""
    consultation = find_consultation(request, pk)
    statements = consultation.comments.statements()
    unheard = statements.without_vote_of(request.user)
    total, left = statements.count(), unheard.count()
    skipped = _skipped(request)
    comment = None
    if consultation.is_open():
        comment = unheard.exclude(pk__in=skipped).select_related("section").fewest_votes_first().first()
    context = {"consultation": consultation, "comment": comment, "total": total, "done": total - left}
    if comment:
        context |= {
            "address": reverse("consult:comment_detail", args=[pk, comment.pk]),
            "reworded": reworded_since([comment]).get(comment.pk),
            "skip_query": urlencode({"skip": [*skipped, comment.pk][-MOST_SKIPPED:]}, doseq=True),
        }
    return render(request, "consult/deck.html", context)


def _skipped(request) -> list[int]:
    asked = map(row_id, request.GET.getlist("skip")[-MOST_SKIPPED:])
    return [pk for pk in asked if pk is not None]
