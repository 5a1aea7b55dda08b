"""The way through OpenID Connect's authorization code flow, from the button to a reduced person."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.auth import ClientAuth

from .attempt import Attempt, authorization_url, code_of
from .errors import Lied
from .id_token import read_id_token
from .metadata import Known
from .person import DigitalPerson, HashKey, reduce


def begin(known: Known, back_to: str, redirect_uri: str) -> tuple[Attempt, str]:
    """(what the browser's session keeps, where the browser goes). Raises ProviderAway, Lied (of its own description)."""
    attempt = Attempt.begin(known.provider, back_to)
    endpoint = known.endpoints()["authorization_endpoint"]
    return attempt, authorization_url(known.provider, endpoint, attempt, redirect_uri)


def complete(
    known: Known, attempt: Attempt, answer: Mapping[str, str], redirect_uri: str, keys: Sequence[HashKey]
) -> DigitalPerson:
    """The person that the provider's ``answer`` (the query it sent the browser back with) is about.

    The attempt is used up, however this ends. Raises NotSignedIn, one of its kinds for each way.
    """
    endpoints = known.endpoints()
    code = code_of(answer, attempt, known.provider, says_issuer=bool(endpoints.get("says_issuer")))
    token = _redeem(known, endpoints["token_endpoint"], code, attempt.verifier, redirect_uri)
    claims = read_id_token(token["id_token"], known, nonce=attempt.nonce, access_token=token["access_token"])
    if "userinfo_endpoint" in endpoints:
        claims = _userinfo(known, endpoints["userinfo_endpoint"], token["access_token"], claims["sub"]) | claims
    return reduce(known.provider, claims, keys)


def sign_out_url(known: Known, back_to: str) -> str | None:
    """Where the browser ends the session at the provider and comes back (RP-Initiated Logout 1.0); None where that is not offered.

    Without ``id_token_hint``: the token says who somebody is, so it is not kept. Raises ProviderAway, Lied.
    """
    provider = known.provider
    endpoint = known.endpoints().get("end_session_endpoint")
    if endpoint is None:
        return None
    return str(add_params_to_uri(endpoint, [("client_id", provider.client_id), (provider.logout_param, back_to)]))


def _redeem(known: Known, endpoint: str, code: str, verifier: str, redirect_uri: str) -> dict[str, str]:
    """The tokens for a code (§3.1.3.1); whoever stole the code has no verifier."""
    provider = known.provider
    body = urlencode(
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
    )
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    auth = ClientAuth(provider.client_id, provider.sent_secret, provider.client_auth)
    endpoint, headers, body = auth.prepare("POST", endpoint, headers, body)
    told = known.fetch(endpoint, headers=headers, body=body)
    tokens = {name: told.get(name) for name in ("id_token", "access_token")}
    if str(told.get("token_type", "")).lower() != "bearer" or not all(
        isinstance(t, str) and t for t in tokens.values()
    ):
        raise Lied("token: incomplete")
    return tokens  # type: ignore[return-value]  # looked at above


def _userinfo(known: Known, endpoint: str, access_token: str, subject: str) -> dict[str, Any]:
    """What the provider says beside the ID token, of the same person (§5.3.2: the ``sub`` must be the same)."""
    if not access_token.isascii() or not access_token.isprintable():
        raise Lied("token: access token")
    told = known.fetch(endpoint, headers={"Authorization": f"Bearer {access_token}"})
    if told.get("sub") != subject:
        raise Lied("userinfo: subject")
    return told
