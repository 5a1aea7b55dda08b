"""When something the site stands on is away (database, disk, mail): an answer that says so, blames nobody, and gives back what
was sent. A failure of our own stays a 500, so that the two are told apart in the log."""

import errno
import smtplib
import sys
from functools import cache

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error as own_failure

RETRY_AFTER = 10
#: Passing by themselves, or when an operator has done something; nothing in the request caused them. Of PostgreSQL's internal
#: errors only "read-only transaction" is met; SQLite calls it operational.
AWAY = (OperationalError, InterfaceError, InternalError, ConnectionError, TimeoutError, smtplib.SMTPException)
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE}
#: Above this a form is a file or somebody's script, no page to give back
MOST_FIELDS = 40


class Busy(Exception):
    """More is asked at this moment than this process does at once; a moment later it is possible."""


def is_away(trouble: BaseException | None) -> bool:
    """Whether this failure, or one that led to it, is of something outside."""
    while trouble is not None:
        if isinstance(trouble, (*AWAY, Busy)) or (isinstance(trouble, OSError) and trouble.errno in NO_ROOM):
            return True
        trouble = trouble.__cause__ or trouble.__context__
    return False


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of what nobody caught."""
    return unavailable(request) if is_away(sys.exc_info()[1]) else own_failure(request)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After, and the form again with all that was in it, for browsers without script."""
    page = render_to_string("503.html", {"sent": _sent(request), "address": request.get_full_path()})
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"})


@cache
def refusal_page(status: int) -> bytes:
    """A page where there is no request of Django's yet: ours is the fault (503), or a request goes no further (config/gate.py)."""
    return render_to_string("503.html" if status == 503 else "refused.html", {"status": status}).encode()


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What a citizen typed and chose, to be sent again; nothing when there are files or passwords in it."""
    if request.method != "POST" or request.path.startswith(settings.EDITOR_URL_PREFIX):
        return []
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (OSError, BadRequest, SuspiciousOperation):  # the body cannot be read, which may be the very trouble
        return []
    if len(fields) > MOST_FIELDS or request.FILES or any("password" in name for name, _ in fields):
        return []
    return fields
