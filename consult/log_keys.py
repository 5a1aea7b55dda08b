"""The keys that sign checkpoints of the log: the one of today, from the settings, and the public halves of those before it."""

import os
import secrets
from base64 import b64encode
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from .ledger.checkpoint import PublicKey, private_key, public_key


def signing_key() -> Ed25519PrivateKey | None:
    """The key of today; where there is none, a demonstration makes one and keeps it, and production has none.

    Raises NotACheckpoint where the setting is no key.
    """
    if settings.LOG_SIGNING_KEY:
        return private_key(settings.LOG_SIGNING_KEY)
    return private_key(_kept_in(settings.LOG_SIGNING_KEY_FILE)) if settings.LOG_SIGNING_KEY_FILE else None


def _kept_in(path: Path) -> str:
    """What the file holds, which is made if need be, whole at once: whoever comes second finds the first one's."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=path.parent) as file:  # nobody else may read it
            file.write(b64encode(secrets.token_bytes(32)).decode())
            file.flush()
            with suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text().strip()


def public_keys() -> list[PublicKey]:
    """The key of today, if there is one, then those before it. Raises NotACheckpoint where a setting is no key."""
    key = signing_key()
    today = [public_key(settings.LOG_ORIGIN, key)] if key else []
    return today + [PublicKey.read(written) for written in settings.LOG_OLD_KEYS]
