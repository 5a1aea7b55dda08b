"""Readers without a session. What they read is the same for all of them, so a page is made once and a cache in front of the site
hands it to everybody; and nothing can be done in their name, so their forms carry no token.
"""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from ..models import Consultation
from ..models.prepared import Prepared
from ..pages.digits import DIGITS, DIGITS_COOKIE
from .guests import GUEST_COOKIE

#: Cookies by which the site knows one reader from another; the choice of digits is none
OF_ONE_READER = {settings.SESSION_COOKIE_NAME, "messages", GUEST_COOKIE}
#: Cookies in whose name something is done: a form needs the token of who has one. A guest's is sent with forms of this site
#: alone (SameSite), which have to say that they stood here like those of strangers.
OF_ACCOUNTS = OF_ONE_READER - {GUEST_COOKIE}
#: Seconds a shared cache hands out a page before it asks whether it still holds
SHARED_SECONDS = 1
#: Seconds after which a page of a hearing in which nothing happened is made anew: it says how long is left
FRESH_SECONDS = 15
ABOUT_TO_TURN = timedelta(minutes=2)
#: Pages with forms that strangers do send: to sign in, to sign up
ACCOUNTS = "accounts/"


def is_stranger(request) -> bool:
    """Whether the reader comes without a session, and without a message that waits for their next page. Asks no database."""
    return not OF_ONE_READER & request.COOKIES.keys()


def has_no_account(request) -> bool:
    """Whether nobody is signed in here: a stranger, or a guest."""
    return not OF_ACCOUNTS & request.COOKIES.keys()


def takes_strangers(view: Callable) -> Callable:
    """Mark a view that a stranger may send a form to: it leads to signing in, or does nothing but set a cookie."""
    view.takes_strangers = True
    return view


def stood_here(request) -> bool:
    """Whether the form that was sent stood on a page of this site; a browser that does not say is not believed."""
    told = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        address = urlsplit(told)
    except ValueError:
        return False
    return (address.scheme, address.netloc) == (request.scheme, request.get_host())


def token_of_reader(request) -> dict:
    """A context processor: pages for strangers have no token, which would be each reader's own."""
    route = request.resolver_match.route if request.resolver_match else ""
    return {"csrf_token": ""} if is_stranger(request) and ACCOUNTS not in route else {}


_STATE = Prepared(
    lambda pk: (
        Consultation.objects.visible()
        .only("live_seq", "opens_at", "closes_at", "closed_at", "withdrawn_at")
        .filter(pk=pk)
        .order_by()
    )
)


def mark_of_hearing(request, pk: int, **_) -> str | None:
    """What names a state of a hearing's page (ETag) to caches of strangers; None for those with a session.

    The number of its last news, where it stands between opening and closing, and a stretch of time, so that what nobody announces
    is seen soon; the stretch is a second where it is about to open or to close (one query).
    """
    if not is_stranger(request):
        return None
    hearing = _STATE.first(pk)
    if hearing is None:
        return None
    now = timezone.now()
    is_turning = any(abs(turn - now) < ABOUT_TO_TURN for turn in (hearing.opens_at, hearing.ends_at))
    stretch = int(now.timestamp()) // (1 if is_turning else FRESH_SECONDS)
    digits = request.COOKIES.get(DIGITS_COOKIE, "")
    return f'"{pk}.{hearing.live_seq}.{hearing.state(now)}.{stretch}.{digits if digits in DIGITS else ""}"'
