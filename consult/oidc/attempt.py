"""One try of one browser to sign in: what it holds until the provider sends it back, and whether the answer belongs to it."""

import hmac
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from authlib.common.security import generate_token
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from .errors import CodeRefused, Declined, Lied, NotBegunHere
from .provider import Provider

LASTS_SECONDS = 15 * 60
#: answers by which the provider says that the person did not want to (OAuth 2.0 §4.1.2.1, OpenID Connect Core §3.1.2.6)
DECLINED = ("access_denied", "login_required", "consent_required", "interaction_required")


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """Everything random here is made for one attempt (each 48 letters or digits) and known to this browser's session alone."""

    provider: str
    state: str
    nonce: str
    verifier: str
    begun_at: float
    #: the place on the site to come back to
    back_to: str

    @classmethod
    def begin(cls, provider: Provider, back_to: str) -> Self:
        state, nonce, verifier = (generate_token(48) for _ in range(3))
        return cls(
            provider=provider.slug,
            state=state,
            nonce=nonce,
            verifier=verifier,
            begun_at=time.time(),
            back_to=back_to,
        )

    def as_dict(self) -> dict[str, Any]:
        """For the session; ``Attempt(**…)`` reads it back."""
        return asdict(self)

    def has_lapsed(self) -> bool:
        return not 0 <= time.time() - self.begun_at <= LASTS_SECONDS


def authorization_url(provider: Provider, endpoint: str, attempt: Attempt, redirect_uri: str) -> str:
    """Where the browser is sent: the request of OpenID Connect Core §3.1.2.1 with PKCE (RFC 7636)."""
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(provider.scopes),
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": create_s256_code_challenge(attempt.verifier),
        "code_challenge_method": "S256",
    }
    if provider.max_age:
        asked["max_age"] = str(provider.max_age)
    return str(add_params_to_uri(endpoint, list(asked.items())))


def code_of(answer: Mapping[str, str], attempt: Attempt, provider: Provider, *, says_issuer: bool) -> str:
    """The code of an answer to this attempt.

    ``says_issuer``: the provider promises the parameter ``iss`` (RFC 9207), so that an answer without it is another's.
    Raises NotBegunHere, Lied, Declined, CodeRefused.
    """
    if attempt.provider != provider.slug or attempt.has_lapsed():
        raise NotBegunHere("lapsed, or begun with another provider")
    if not hmac.compare_digest(answer.get("state", "").encode(), attempt.state.encode()):
        raise NotBegunHere("state")
    issuer = answer.get("iss", "")
    if (issuer or says_issuer) and issuer != provider.issuer:
        raise Lied("answer: issuer")
    if error := answer.get("error"):
        raise (Declined if error in DECLINED else CodeRefused)("answer: error")
    code = answer.get("code", "")
    if not 0 < len(code) <= 4096:
        raise Lied("answer: no code")
    return code
