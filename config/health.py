"""``/health``: one word for whoever watches the site, and what is behind it for those on the machine itself."""

import logging
from time import time

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consult.breaker import valkey
from consult.tasks import ALIVE

logger = logging.getLogger(__name__)
#: The timetable tells every 30 seconds that it and a worker are alive
LATE_SECONDS = 180
ON_THIS_MACHINE = ("127.0.0.1", "::1")


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """``ok``; ``degraded`` (200 too: pages work without Valkey and workers); ``down`` with 503 when pages cannot.

    A stranger gets that word only. A request from the machine itself, which came through no trusted proxy, gets the parts.
    """
    parts = {"database": _database(), **_valkey_and_worker()}
    word = "down" if not parts["database"] else "ok" if all(parts.values()) else "degraded"
    on_this_machine = request.META.get("REMOTE_ADDR") in ON_THIS_MACHINE
    told = {"health": word} | (parts if on_this_machine else {})
    return JsonResponse(told, status=503 if word == "down" else 200)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as trouble:
        logger.warning("The database is out of reach: %s", trouble)
        return False
    return True


def _valkey_and_worker() -> dict[str, bool]:
    """A worker is known by what it wrote into Valkey last; while Valkey is away nothing is known of it."""
    alive_at = cache.get(ALIVE)
    answers = valkey.may_ask()
    return {"valkey": answers, "worker": answers and alive_at is not None and time() - alive_at < LATE_SECONDS}
