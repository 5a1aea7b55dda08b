from django.shortcuts import render
from django.views.decorators.http import condition, require_safe

from ..pages.figures import comments_that_add_up, votes_by_level, writers_by_level
from ..pages.issues import decisions
from .doors import find_consultation
from .strangers import mark_of_hearing


@require_safe
@condition(etag_func=mark_of_hearing)
def figure_list(request, pk):
    """How many comments and votes a hearing has, in parts that add up, for everybody."""
    consultation = find_consultation(request, pk)
    context = {
        "consultation": consultation,
        "sum": comments_that_add_up(consultation),
        "writers": writers_by_level(consultation),
        "votes": votes_by_level(consultation),
        "decisions": decisions(consultation),
    }
    return render(request, "consult/figure_list.html", context)
