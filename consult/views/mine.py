from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..models import Answer, Comment, Consultation, Vote
from ..models.kept import received
from ..pages.issues import issues_of_comments
from ..pages.own_acts import answers_of, own_votes, votes_of, with_effects
from ..pages.paging import list_page
from ..pages.where import with_where

PAGE_SIZE = 20
MOST_ANSWERS = 100


@require_safe
@login_required
def own_vote_list(request):
    """Every vote and answer of this person, with what became of it and a receipt."""
    page = list_page(votes_of(request.user), by=("-pk",), asked=request.GET, size=PAGE_SIZE)
    context = {"page": page, "votes": own_votes(page.ids), "answers": answers_of(request.user, MOST_ANSWERS)}
    response = render(request, "consult/own_votes.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
@login_required
def mine(request):
    """What this person said and voted on, and how it was received."""
    published = Consultation.objects.filter(
        draft__isnull=False
    )  # withdrawn ones too: who spoke there keeps what they said
    comments = Comment.objects.of_author(request.user).filter(consultation__in=published)
    page = Paginator(
        comments.with_section().select_related("consultation__agency", "official_reply"), PAGE_SIZE
    ).get_page(request.GET.get("page"))
    with_where(page.object_list)
    with_effects(page.object_list)
    how = received([comment.pk for comment in page.object_list])
    decided = issues_of_comments([comment.pk for comment in page.object_list])
    for comment in page.object_list:
        comment.received = how[comment.pk]
        comment.issues = decided[comment.pk]
    votes = Vote.objects.counts_by_consultation(request.user)
    answers = Answer.objects.counts_by_consultation(request.user)
    voted = published.filter(pk__in=votes.keys() | answers.keys()).order_by("-closes_at")
    for consultation in voted:
        consultation.vote_count = votes.get(consultation.pk, 0)
        consultation.answer_count = answers.get(consultation.pk, 0)
    context = {"page": page, "voted": voted}
    return render(request, "consult/mine.html", context)
