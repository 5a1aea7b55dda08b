from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from consult.models import User

from ..models import Session

MOST_SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """A browser somebody is signed in with; ``is_this``: the one that asks."""

    mark: str
    browser: str
    began_at: datetime | None
    is_this: bool


def sessions_of(person: User, this: str) -> list[SignedIn]:
    """This one first, then the newest; those in which a code was asked and not entered are none yet (one query)."""
    found = Session.objects.filter(person=person, expire_date__gt=timezone.now(), began_at__isnull=False)
    shown = [
        SignedIn(mark=row.mark, browser=row.browser, began_at=row.began_at, is_this=row.pk == this)
        for row in found.order_by("-began_at").defer("session_data")[:MOST_SHOWN]
    ]
    return sorted(shown, key=lambda one: not one.is_this)
