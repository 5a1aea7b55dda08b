from django.db.models import Q

from consult.models import User
from consult.thai.public_names import name_form

MOST_FOUND = 50


def who_was_called(query: str) -> list[User]:
    """People whose public name reads like this, now or formerly, each with ``former_names``; at most MOST_FOUND (two queries)."""
    form = name_form(query)
    if not form:
        return []
    found = User.objects.filter(Q(alias_form=form) | Q(former_names__alias_form=form)).distinct().order_by("pk")
    return list(found.only("alias").prefetch_related("former_names")[:MOST_FOUND])
