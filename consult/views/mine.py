from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..pages.own_acts import answers_of, comment_count, comments_of, own_comments, own_votes, took_part_in, votes_of
from ..pages.paging import list_page

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
    count = comment_count(request.user)
    page = list_page(comments_of(request.user), by=("-pk",), asked=request.GET, size=PAGE_SIZE, count=count)
    context = {"page": page, "comments": own_comments(page.ids), "voted": took_part_in(request.user)}
    return render(request, "consult/mine.html", context)
