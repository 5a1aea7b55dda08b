"""What is kept of somebody who signed in with a digital identity: never a number, never a name."""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..thai.digits import to_arabic
from ..thai.numbers import is_national_id
from .errors import AssuranceTooLow, Lied
from .provider import Provider

#: Years above this one are of the Buddhist era
_LAST_CHRISTIAN_YEAR = 2300
#: The source of hashes of 13-digit numbers: the same at every provider that gives them
NUMBER = "number"


@dataclass(frozen=True, kw_only=True)
class HashKey:
    """A secret that hashes are made with, outside the database; ``name`` stands beside each hash."""

    name: str
    secret: str


@dataclass(frozen=True, kw_only=True)
class DigitalPerson:
    """A person whom a provider vouches for, reduced. ``hashes``: by the names of the keys, the newest first."""

    provider: str
    #: what was hashed: "number", or the provider whose subject it is
    source: str
    hashes: Mapping[str, str]
    level: str
    birth_year: int | None

    @property
    def newest(self) -> tuple[str, str]:
        """(name of the key, hash) to store."""
        return next(iter(self.hashes.items()))


def reduce(provider: Provider, claims: Mapping[str, Any], keys: Sequence[HashKey]) -> DigitalPerson:
    """The person these claims are about. Raises Lied when a claim that is needed is missing or malformed, AssuranceTooLow."""
    level = _level(provider, claims)
    source, subject = _subject(provider, claims)
    return DigitalPerson(
        provider=provider.slug,
        source=source,
        hashes={key.name: _hash(key, source, subject) for key in keys},
        level=level,
        birth_year=_birth_year(claims.get(provider.birth_claim)) if provider.birth_claim else None,
    )


def _subject(provider: Provider, claims: Mapping[str, Any]) -> tuple[str, str]:
    if not provider.number_claim:
        return provider.slug, claims["sub"]
    number = claims.get(provider.number_claim)
    digits = re.sub(r"[\s-]", "", to_arabic(number)) if isinstance(number, str) else ""
    if not is_national_id(digits):
        raise Lied("claims: number")
    return NUMBER, digits


def _level(provider: Provider, claims: Mapping[str, Any]) -> str:
    """The provider's word for how sure it is; empty where it has none."""
    if not provider.levels:
        return ""
    told = claims.get(provider.level_claim)
    level = str(told) if isinstance(told, str | int | float) else ""
    if level not in provider.levels or provider.levels.index(level) < provider.levels.index(provider.least_level):
        raise AssuranceTooLow("claims: level")
    return level


def _birth_year(told: Any) -> int | None:
    """The year of the Christian era of a date or year of birth, as ISO 8601 and Thai cards write it; None for anything else.

    >>> _birth_year("1990-05-17"), _birth_year("25330517"), _birth_year("0000-05-17")
    (1990, 1990, None)
    """
    hit = re.fullmatch(r"(\d{4})(-?\d{2}-?\d{2})?", told) if isinstance(told, str) else None
    year = int(hit[1]) if hit else 0
    year -= 543 if year > _LAST_CHRISTIAN_YEAR else 0
    return year if year > 1850 else None


def _hash(key: HashKey, source: str, subject: str) -> str:
    """HMAC-SHA256: there are only 10¹³ numbers, so that a hash without a key could be tried out in an afternoon."""
    return hmac.new(key.secret.encode(), f"{source}\0{subject}".encode(), hashlib.sha256).hexdigest()
