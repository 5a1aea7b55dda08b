"""The difference of two wordings, for templates."""

import hashlib
from functools import cache
from pathlib import Path

from django import template
from django.core.cache import cache as store

from ..thai import diff, words

register = template.Library()
CACHE_SECONDS = 7 * 24 * 3600


@register.filter
def changed_to(old: str, new: str) -> tuple[diff.Piece, ...]:
    """The pieces of ``{{ old|changed_to:new }}``. Remembered, since the texts of versions never change."""
    read = "\0".join((_code(), old, new))
    key = f"wording:{hashlib.sha256(read.encode()).hexdigest()}"
    if kept := store.get(key):
        return tuple(diff.Piece(kind, text) for kind, text in kept)
    pieces = diff.compare(old, new)
    store.set(key, [(piece.kind, piece.text) for piece in pieces], CACHE_SECONDS)
    return pieces


@cache
def _code() -> str:
    """A fingerprint of what compares, so that a release with other rules shows its own comparison at once."""
    digest = hashlib.sha256()
    for module in (diff, words):
        digest.update(Path(module.__file__).read_bytes())
    return digest.hexdigest()
