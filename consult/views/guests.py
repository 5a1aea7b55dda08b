"""The cookie by which a browser is known as the same guest: signed, and told apart from nothing but another browser."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import actions
from ..errors import TooManyGuests
from ..limits import is_within
from ..models import User

GUEST_COOKIE = "guest"
_SALT = "rabfang.guest"
_SECONDS = 24 * 3600


def device_of(request) -> UUID | None:
    """The device of the guest, if the browser brings a cookie that this site signed and that is not too old."""
    try:
        told = loads(request.COOKIES.get(GUEST_COOKIE, ""), salt=_SALT, max_age=settings.GUEST_DAYS * _SECONDS)
        return UUID(told)
    except (BadSignature, ValueError, TypeError):
        return None


def remember(response: HttpResponse, device: UUID) -> HttpResponse:
    """Know this browser again; no script reads the cookie, and no other site's form brings it."""
    response.set_cookie(
        GUEST_COOKIE,
        dumps(str(device), salt=_SALT),
        max_age=settings.GUEST_DAYS * _SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def begin(request, device: UUID) -> User:
    """The guest of a device that acts for the first time; from one address so many begin within an hour. Raises TooManyGuests."""
    if not is_within("guests", request.META["REMOTE_ADDR"], most=settings.GUESTS_PER_HOUR, seconds=3600):
        raise TooManyGuests
    return actions.welcome_guest(device=device)


def guest_of(request) -> User | None:
    device = device_of(request)
    return device and User.objects.filter(device=device, is_active=True).first()


def is_hasty(user) -> bool:
    """Whether this device without an account does more than a hand can; counts the act."""
    if not (user.is_authenticated and user.is_guest):
        return False
    return not is_within("guest acts", user.pk, most=settings.GUEST_ACTS_PER_MINUTE, seconds=60)


@require_POST
def forget(request):
    """Take the guest off this device, which somebody else may use next; what the guest did stays counted."""
    response = redirect("home")
    response.delete_cookie(GUEST_COOKIE)
    messages.success(request, _("This device is no longer known as a guest. What you did here stays counted."))
    return response
