from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .. import rules
from ..models import Comment, Consultation, Reception, Vote
from ..models.kept import count_in
from ..pages.where import with_where
from ..views.ids import row_id
from .doors import find_consultation

MOST_SKIPPED = 50


@require_safe
def deck(request, pk):
    """One comment at a time to vote on, the least heard first; ``?skip=5&skip=9`` leaves those for another day."""
    consultation = find_consultation(request, pk)
    skipped = _skipped(request)
    may_vote = rules.may_vote(request.user, consultation)
    comment = _next(consultation, request.user, skipped) if consultation.is_open() and may_vote else None
    context = {
        "consultation": consultation,
        "comment": comment,
        "may_vote": may_vote,
        "total": count_in(consultation).statements - _own(consultation, request.user),
        "done": _done(consultation, request.user),
    }
    if comment:
        with_where([comment], consultation)
        context |= {
            "address": reverse("consult:comment_detail", args=[pk, comment.pk]),
            "skip_query": urlencode({"skip": [*skipped, comment.pk][-MOST_SKIPPED:]}, doseq=True),
        }
    return render(request, "consult/deck.html", context)


def _next(consultation: Consultation, reader, skipped: list[int]) -> Comment | None:
    """Reads no more than the reader's own votes and skips from the front of an index."""
    unheard = Reception.objects.statements(consultation.pk).exclude(comment__in=skipped)
    if reader.is_authenticated:
        unheard = unheard.filter(~Exists(Vote.objects.filter(participant__account=reader, comment=OuterRef("comment"))))
        unheard = unheard.exclude(comment__participant__account=reader)
    first = unheard.values_list("comment", flat=True).first()
    return Comment.objects.with_section().filter(pk=first).first()


def _done(consultation: Consultation, reader) -> int:
    """How many of the statements this person has voted on."""
    if not reader.is_authenticated:
        return 0
    statements = {"comment__reception__consultation": consultation, "comment__reception__is_statement": True}
    return Vote.objects.filter(participant__account=reader, **statements).count()


def _own(consultation: Consultation, reader) -> int:
    """How many of the statements this person wrote: those are for others to vote on."""
    if not reader.is_authenticated:
        return 0
    statements = {"reception__consultation": consultation, "reception__is_statement": True}
    return Comment.objects.filter(participant__account=reader, **statements).count()


def _skipped(request) -> list[int]:
    asked = map(row_id, request.GET.getlist("skip")[-MOST_SKIPPED:])
    return [pk for pk in asked if pk is not None]
