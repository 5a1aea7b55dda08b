"""How much one person or one address does in a stretch of time. Counts live in Django's cache; see config/caches.py for what
holds while Valkey is away."""

from time import time

from django.core.cache import cache


def is_within(what: str, who: object, *, most: int, seconds: int) -> bool:
    """Count one act more; whether it is among the first ``most`` of the running stretch of ``seconds``."""
    key = f"limit:{what}:{who}:{int(time() // seconds)}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # the stretch ended between the two lines, or Valkey went
        return True
