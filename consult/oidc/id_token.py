"""Reading an ID token: signature and claims (OpenID Connect Core §3.1.3.7). What passes is what the provider said to this attempt."""

import time
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import InvalidClaimError, JoseError, MissingClaimError

from .errors import Lied, TooLongAgo
from .metadata import Known

MOST_LETTERS = 32_000


def read_id_token(text: str, known: Known, *, nonce: str, access_token: str) -> dict[str, Any]:
    """The claims of a token that is this provider's own, for this site, new, and the answer to ``nonce``.

    Raises Lied, TooLongAgo, ProviderAway (when keys cannot be had).
    """
    provider = known.provider
    if len(text) > MOST_LETTERS:
        raise Lied("id token: too long")
    try:
        header = jws.extract_compact(text.encode()).headers()
        if header.get("alg") not in provider.algorithms:
            raise Lied("id token: algorithm")
        kid = header.get("kid")
        keys = known.keys(kid if isinstance(kid, str) else None)
        token = jwt.decode(text, keys, algorithms=list(provider.algorithms))
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": provider.issuer},
                "sub": {"essential": True},
                "aud": {"essential": True, "value": provider.client_id},
                "exp": {"essential": True},
                "iat": {"essential": True},
                "nonce": {"essential": True, "value": nonce},
            },
            params={"nonce": nonce, "client_id": provider.client_id, "access_token": access_token},
        )
        now = int(time.time())
        claims.validate(now=now, leeway=provider.leeway)
    except (JoseError, ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError) as error:
        raise Lied(f"id token: {_check(error)}") from None
    if not isinstance(claims["sub"], str) or not isinstance(claims["nonce"], str):
        raise Lied("id token: subject or nonce is no text")
    _must_be_of_one_audience(claims, provider.client_id)
    _must_be_recent(claims.get("auth_time"), now, provider.max_age, provider.leeway)
    return dict(claims)


def _check(error: Exception) -> str:
    """Which check failed, without a word of the token's: only errors about claims name them, by the names this site knows."""
    if isinstance(error, InvalidClaimError | MissingClaimError):
        return str(error)[:100]
    return error.error if isinstance(error, JoseError) else type(error).__name__


def _must_be_of_one_audience(claims: dict[str, Any], client_id: str) -> None:
    """A token for several clients says by ``azp`` whose it is; others in the audience are not trusted (§3.1.3.7, 3–5)."""
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != client_id:
        raise Lied("id token: azp")


def _must_be_recent(at: Any, now: int, max_age: int, leeway: int) -> None:
    """When the person proved who they are (``auth_time``); Raises Lied where it is asked for and not said, TooLongAgo."""
    if not max_age:
        return
    if isinstance(at, bool) or not isinstance(at, int | float) or at > now + leeway:
        raise Lied("id token: auth_time")
    if now - at > max_age + leeway:
        raise TooLongAgo("id token: auth_time")
