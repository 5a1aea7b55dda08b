"""Where a provider's doors are and which keys it signs with, asked of it and kept for a while in this process."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from ..breaker import Breaker
from .errors import Lied, NotSignedIn, ProviderAway, Unreachable
from .fetching import fetch_json
from .provider import Provider, is_safe, origin

KEPT_SECONDS = 3600
#: Between two looks for a key nobody knows: whoever sends made-up keys does not make this site ask again and again
LOOK_AGAIN_SECONDS = 60
#: After no answer, for how long nobody waits for one
PAUSE_SECONDS = 10
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass
class _Kept:
    value: Any
    at: float


class Known:
    """What is known of one provider. Safe to share among threads; two that ask at once may both fetch."""

    def __init__(self, provider: Provider, clock: Callable[[], float] = time.monotonic):
        self.provider = provider
        self._clock = clock
        self._breaker = Breaker(PAUSE_SECONDS, clock)
        self._endpoints: _Kept | None = None
        self._keys: _Kept | None = None
        self._looked_at = -math.inf

    def fetch(self, address: str, **how: Any) -> dict[str, Any]:
        """What the provider answers there (see ``fetch_json``); after no answer nobody waits for the next for a while."""
        if not self._breaker.may_ask():
            raise ProviderAway("it did not answer a moment ago")
        try:
            found = fetch_json(address, timeout=self.provider.timeout, **how)
        except Unreachable:
            self._breaker.failed()
            raise
        except NotSignedIn:
            self._breaker.answered()
            raise
        self._breaker.answered()
        return found

    def endpoints(self) -> Mapping[str, Any]:
        """The provider's addresses by the names of OpenID Connect Discovery 1.0; those an operator gave come first.

        Raises ProviderAway, and Lied when the document is another issuer's (§4.3) or leads to another host.
        """
        kept = self._endpoints
        if kept is None or self._clock() - kept.at > KEPT_SECONDS:
            kept = self._endpoints = _Kept(self._discover(), self._clock())
        endpoints: Mapping[str, Any] = kept.value
        return endpoints

    def _discover(self) -> Mapping[str, Any]:
        given = self.provider.endpoints
        if all(name in given for name in NEEDED):
            return given
        issuer = self.provider.issuer.rstrip("/")
        told = self.fetch(f"{issuer}/.well-known/openid-configuration")
        if told.get("issuer") != self.provider.issuer:
            raise Lied("discovery: issuer")
        found = {name: told[name] for name in (*NEEDED, "userinfo_endpoint", "end_session_endpoint") if name in told}
        found |= given
        for name, address in found.items():
            if not isinstance(address, str) or not is_safe(address) or origin(address) not in self.provider.origins:
                raise Lied(f"discovery: {name} on another host")
        if missing := [name for name in NEEDED if name not in found]:
            raise ProviderAway(f"discovery: no {', '.join(missing)}")
        return found | {"says_issuer": told.get("authorization_response_iss_parameter_supported") is True}

    def keys(self, kid: str | None) -> KeySet:
        """The provider's keys; asked for anew when ``kid`` is none of them, as after a change of keys, but not all the time.

        Raises ProviderAway.
        """
        kept, now = self._keys, self._clock()
        if kept is None or now - kept.at > KEPT_SECONDS:
            kept = self._keys = _Kept(self._fetch_keys(), now)
        elif kid not in {None, *(key.kid for key in kept.value.keys)} and now - self._looked_at > LOOK_AGAIN_SECONDS:
            self._looked_at = now
            kept = self._keys = _Kept(self._fetch_keys(), now)
        keys: KeySet = kept.value
        return keys

    def _fetch_keys(self) -> KeySet:
        told = self.fetch(self.endpoints()["jwks_uri"])
        try:
            rows = [row for row in told["keys"] if row.get("kty") != "oct" and row.get("use", "sig") == "sig"]
            return KeySet.import_key_set({"keys": rows})
        except (JoseError, LookupError, TypeError, ValueError, AttributeError):
            raise ProviderAway("keys: not a key set") from None
