"""A register of companies outside this site, asked for the name behind a number. It says nothing of who speaks for a company."""

import logging
from typing import Any

from django.conf import settings

from .breaker import Breaker
from .oidc.errors import NotSignedIn, Unreachable
from .oidc.fetching import fetch_json

logger = logging.getLogger(__name__)
_breaker = Breaker(pause=10)


def look_up(number: str) -> str | None:
    """The name of the company with this number, empty when the register knows none; None while it is not set up or away.

    Asked is ``COMPANY_REGISTRY_URL`` with the number in place of ``{number}``; the answer is a JSON object that has the name under
    ``COMPANY_REGISTRY_NAME``.
    """
    if not settings.COMPANY_REGISTRY_URL or not _breaker.may_ask():
        return None
    address = settings.COMPANY_REGISTRY_URL.replace("{number}", number)
    try:
        told: dict[str, Any] = fetch_json(address, timeout=settings.COMPANY_REGISTRY_TIMEOUT)
    except NotSignedIn as error:
        _breaker.failed() if isinstance(error, Unreachable) else _breaker.answered()
        logger.warning("register of companies: %s", error.reason)
        return None
    _breaker.answered()
    name = told.get(settings.COMPANY_REGISTRY_NAME)
    return name.strip()[:200] if isinstance(name, str) else ""
