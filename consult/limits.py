"""How much one person or one address does in a stretch of time. Counts live in Django's cache; see config/caches.py for what
holds while Valkey is away."""

from contextlib import suppress
from time import time

from django.core.cache import cache


def is_within(what: str, who: object, *, most: int, seconds: int) -> bool:
    """Count one act more; whether it is among the first ``most`` of the running stretch of ``seconds``."""
    key = f"limit:{what}:{who}:{int(time() // seconds)}"
    for _ in range(2):
        with suppress(ValueError):  # nobody counted in this stretch yet
            return cache.incr(key) <= most
        cache.add(key, 0, seconds)
    return True  # the stretch ended between the lines, or Valkey went
