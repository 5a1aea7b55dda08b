"""Signed checkpoints: how long the log was at a moment and what its root was, signed, as a text that anybody can keep.

The text is a checkpoint of https://c2sp.org/tlog-checkpoint (origin, size, root) in the form of https://c2sp.org/signed-note, signed by
Ed25519; one line more says when it was signed.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\1"
_TIME = "time "
_DASH = "\u2014 "


class NotACheckpoint(ValueError):
    """A text that is no signed checkpoint, or no key."""


@dataclass(frozen=True)
class Checkpoint:
    """``at``: as ``leaf.moment`` spells it."""

    origin: str
    size: int
    root: bytes
    at: str

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n{_TIME}{self.at}\n"


@dataclass(frozen=True)
class PublicKey:
    """Who signs, by name, and the 32 bytes of the key."""

    name: str
    key: bytes

    @property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.key).digest()[:4]

    def __str__(self) -> str:
        """``name+id+key``: how signed notes write a key down."""
        return f"{self.name}+{self.id.hex()}+{b64encode(_ED25519 + self.key).decode()}"

    @classmethod
    def read(cls, written: str) -> "PublicKey":
        """Raises NotACheckpoint."""
        try:
            name, number, encoded = written.strip().split("+", 2)
            data = b64decode(encoded, validate=True)
        except (ValueError, NotBase64) as error:
            raise NotACheckpoint(f"no key: {written!r}") from error
        key = cls(name=name, key=data[1:])
        if data[:1] != _ED25519 or len(data) != 33 or key.id.hex() != number:
            raise NotACheckpoint(f"no key: {written!r}")
        return key


def private_key(seed: str) -> Ed25519PrivateKey:
    """From 32 bytes in base 64. Raises NotACheckpoint."""
    try:
        return Ed25519PrivateKey.from_private_bytes(b64decode(seed, validate=True))
    except (ValueError, NotBase64) as error:
        raise NotACheckpoint("a signing key is 32 bytes in base 64") from error


def public_key(name: str, key: Ed25519PrivateKey) -> PublicKey:
    return PublicKey(name=name, key=key.public_key().public_bytes_raw())


def signed(checkpoint: Checkpoint, name: str, key: Ed25519PrivateKey) -> str:
    """The signed note."""
    text = checkpoint.text()
    signature = b64encode(public_key(name, key).id + key.sign(text.encode())).decode()
    return f"{text}\n{_DASH}{name} {signature}\n"


def read(note: str) -> Checkpoint:
    """What a note says, whoever signed it. Raises NotACheckpoint."""
    text, gap, signatures = note.partition("\n\n")
    lines = text.split("\n")
    try:
        origin, size, root, at = lines
        found = Checkpoint(
            origin=origin, size=int(size), root=b64decode(root, validate=True), at=at.removeprefix(_TIME)
        )
    except (ValueError, NotBase64) as error:
        raise NotACheckpoint("no checkpoint") from error
    if not gap or not signatures.startswith(_DASH) or found.text() != text + "\n" or len(found.root) != 32:
        raise NotACheckpoint("no checkpoint")
    return found


def is_signed(note: str, keys: Iterable[PublicKey]) -> bool:
    """Whether one of these keys signed it."""
    text, _gap, signatures = note.partition("\n\n")
    known = {(key.name, key.id): key for key in keys}
    for line in signatures.splitlines():
        name, _space, encoded = line.removeprefix(_DASH).rpartition(" ")
        try:
            data = b64decode(encoded, validate=True)
            key = known[name, data[:4]]
            Ed25519PublicKey.from_public_bytes(key.key).verify(data[4:], f"{text}\n".encode())
        except (KeyError, ValueError, NotBase64, InvalidSignature):
            continue
        return True
    return False


def notes_in(text: str) -> list[str]:
    """The notes of a file in which they stand one after the other, each ended by its signatures and an empty line."""
    found: list[str] = []
    lines: list[str] = []
    signing = False
    for line in text.splitlines():
        if signing and not line.startswith(_DASH):
            found.append("\n".join(lines) + "\n")
            lines, signing = [], False
            if not line:
                continue
        signing = signing or line.startswith(_DASH)
        lines.append(line)
    if any(lines):
        found.append("\n".join(lines) + "\n")
    return found
