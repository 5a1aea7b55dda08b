from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ..models import Comment, Consultation, Vote

PAGE_SIZE = 20


@require_GET
@login_required
def mine(request):
    """What this person said and voted on, and how it was received."""
    comments = Comment.objects.of_author(request.user).filter(consultation__in=Consultation.objects.visible())
    page = Paginator(comments.select_related("consultation", "section"), PAGE_SIZE).get_page(request.GET.get("page"))
    counts = Vote.objects.counts_by_consultation(request.user)
    voted = Consultation.objects.visible().filter(pk__in=counts).order_by("-closes_at")
    for consultation in voted:
        consultation.vote_count = counts[consultation.pk]
    return render(request, "consult/mine.html", {"page": page, "voted": voted})
