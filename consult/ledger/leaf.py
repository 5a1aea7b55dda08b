"""What a leaf of the log says: where, what kind of act and when in the open, and what the act was as a commitment.

``commitment = SHA-256(salt ‖ canonical JSON of the act)``: without the salt nobody can try out which act it is.
``leaf = canonical JSON of [hearing, kind, at, commitment]``, hashed as RFC 9162 hashes leaves.
"""

import json
from base64 import b32decode, b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from .tree import leaf_hash

SALT_BYTES = 16
#: Letters of a receipt code: 80 bits
CODE_LETTERS = 16
#: The hearing of an act that concerns none
NO_HEARING = 0


def canonical(value: Any) -> bytes:
    """One spelling for one value: keys in order, no spaces, UTF-8; whole numbers and no fractions. Raises ValueError for others."""
    _must_be_plain(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _must_be_plain(value: Any) -> None:
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("a key is a string")
        for one in value.values():
            _must_be_plain(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _must_be_plain(one)
    elif not (value is None or isinstance(value, str | int)):
        raise ValueError(f"{type(value).__name__} has no canonical spelling")


def moment(at: datetime) -> str:
    """``2026-11-30T17:05:08.123456Z``: one spelling of a moment. Raises ValueError without a time zone."""
    if at.tzinfo is None:
        raise ValueError("a moment has a time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def commitment_of(salt: bytes, act: Mapping[str, Any]) -> bytes:
    return sha256(salt + canonical(act)).digest()


@dataclass(frozen=True, slots=True)
class Leaf:
    """``at``: as ``moment`` spells it; ``commitment``: in hexadecimal digits."""

    hearing: int
    kind: str
    at: str
    commitment: str

    def hash(self) -> bytes:
        data = json.dumps(
            [self.hearing, self.kind, self.at, self.commitment], ensure_ascii=False, separators=(",", ":")
        )
        return leaf_hash(data.encode())


def code_of(commitment: bytes) -> str:
    """``ABCD-EFGH-IJKL-MNOP``: 80 bits of the commitment in letters and digits that are read out without mistakes (RFC 4648, base 32)."""
    letters = b32encode(commitment).decode()[:CODE_LETTERS]
    return "-".join(letters[place : place + 4] for place in range(0, CODE_LETTERS, 4))


def beginning_of(code: str) -> bytes:
    """The first ten bytes of the commitment that a receipt code names, however it was typed. Raises ValueError for what is no code."""
    letters = "".join(code.split()).replace("-", "").upper()
    if len(letters) != CODE_LETTERS:
        raise ValueError("a receipt code has 16 letters and digits")
    return b32decode(letters)
