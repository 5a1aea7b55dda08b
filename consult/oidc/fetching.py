"""Asking a provider: one address, no redirects, a bounded answer in a bounded time, and JSON."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse
from typing import Any

from .errors import CodeRefused, ProviderAway, Unreachable

MOST_BYTES = 256 * 1024


class _StaysThere(urllib.request.HTTPRedirectHandler):
    """What is sent to a provider goes to the address that was checked and nowhere else."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_StaysThere)


def fetch_json(
    address: str, *, timeout: float, headers: Mapping[str, str] = {}, body: str | None = None
) -> dict[str, Any]:
    """The JSON object at an address; with ``body``, the answer to that form.

    Raises ProviderAway, Unreachable, CodeRefused; their reasons hold nothing of the answer.
    """
    told = {"Accept": "application/json", "User-Agent": "Rabfang"} | dict(headers)
    request = urllib.request.Request(address, body.encode() if body is not None else None, told)  # noqa: S310 — checked
    until = time.monotonic() + timeout
    where = address.partition("?")[0]
    try:
        with _OPENER.open(request, timeout=timeout) as answer:
            found = json.loads(_read(answer, until))
    except urllib.error.HTTPError as error:
        if error.code in (400, 401, 403):
            raise CodeRefused(f"{where}: status {error.code}") from None
        raise ProviderAway(f"{where}: status {error.code}") from None
    except (OSError, HTTPException) as error:
        raise Unreachable(f"{where}: {type(error).__name__}") from None
    except (ValueError, RecursionError):
        raise ProviderAway(f"{where}: too long, or no JSON") from None
    if not isinstance(found, dict):
        raise ProviderAway(f"{where}: not a JSON object")
    return found


def _read(answer: HTTPResponse, until: float) -> bytes:
    """The body, within the time and size allowed: one that drips is cut off too."""
    body = b""
    while piece := answer.read1(65_536):
        body += piece
        if len(body) > MOST_BYTES:
            raise ValueError
        if time.monotonic() > until:
            raise TimeoutError
    return body
