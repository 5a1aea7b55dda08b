"""Words for templates of any room that compare texts."""

import hashlib

from django import template
from django.core.cache import cache

from ..core.wording import Piece, compare
from ..runs import inputs

register = template.Library()
CACHE_SECONDS = 7 * 24 * 3600


@register.filter
def changed_to(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of ``{{ old|changed_to:new }}``. Remembered, since the texts of versions never change."""
    read = "\0".join((inputs.code_version(), old, new))
    key = f"wording:{hashlib.sha256(read.encode()).hexdigest()}"
    pieces = cache.get(key)
    if pieces is None:
        pieces = compare(old, new)
        cache.set(key, pieces, CACHE_SECONDS)
    return pieces
