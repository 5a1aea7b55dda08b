"""Small things that are kept encrypted, with keys that are not in the database: who has a copy of it reads nothing."""

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def _keys() -> MultiFernet:
    """The first key seals; the others still open what was sealed before (settings.SEALING_KEYS)."""
    words = settings.SEALING_KEYS or [settings.SECRET_KEY]
    derived = (hashlib.sha256(f"rabfang.sealing:{word}".encode()).digest() for word in words)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


def seal(value: object) -> str:
    return _keys().encrypt(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).decode()


def unseal(sealed: str):
    """What was sealed, or None when no key of today opens it."""
    try:
        return json.loads(_keys().decrypt(sealed.encode()))
    except InvalidToken:
        return None


def sealed_anew(sealed: str) -> str:
    """The same under the first key. Raises cryptography.fernet.InvalidToken when no key opens it."""
    return _keys().rotate(sealed.encode()).decode()
