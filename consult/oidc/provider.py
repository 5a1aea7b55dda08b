"""What an operator says of one provider of digital identities, checked when the site starts."""

import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, model_validator

#: Signatures with a key pair. One with the client's secret (HS256) would let whoever knows a public key sign with it.
Algorithm = Literal["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
Words = Annotated[str, Field(min_length=1, max_length=100)]


class Provider(BaseModel):
    """One provider. Names of claims and levels are the provider's own words; docs/operator.md has examples."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,30}$")]
    #: as people know it, on the button
    name: Words
    issuer: str
    client_id: Words
    client_secret: str = Field("", repr=False)
    secret_transform: Literal["", "md5-ega-7"] = ""
    client_auth: Literal["client_secret_basic", "client_secret_post", "none"] = "client_secret_basic"
    scopes: tuple[Words, ...] = ("openid",)
    algorithms: tuple[Algorithm, ...] = ("RS256",)
    #: addresses, where the provider publishes none
    authorization_endpoint: str = ""
    token_endpoint: str = ""
    userinfo_endpoint: str = ""
    jwks_uri: str = ""
    end_session_endpoint: str = ""
    logout_param: Words = "post_logout_redirect_uri"
    #: claim with the 13-digit number, by which one person is one person at every provider; empty: the subject
    number_claim: str = ""
    level_claim: str = "acr"
    #: levels the provider vouches with, the lowest first; empty: it says none
    levels: tuple[Words, ...] = ()
    least_level: str = ""
    #: claim with the date or year of birth; empty: not wanted
    birth_claim: str = ""
    #: seconds since the person proved who they are; 0: the provider does not say
    max_age: Annotated[int, Field(ge=0)] = 600
    #: seconds the clocks of both sides may differ
    leeway: Annotated[int, Field(ge=0, le=300)] = 60
    #: seconds for one answer of the provider
    timeout: Annotated[float, Field(gt=0, le=20)] = 5

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if "openid" not in self.scopes:
            raise ValueError("scopes must hold openid")
        if bool(self.levels) != bool(self.least_level) or (self.levels and self.least_level not in self.levels):
            raise ValueError("least_level must be one of levels, and levels are given with it")
        for address in [self.issuer, *self.endpoints.values()]:
            HttpUrl(address)
            if not is_safe(address):
                raise ValueError(f"{address} must begin with https://")
        return self

    @property
    def endpoints(self) -> Mapping[str, str]:
        """The addresses that were given, by the names of OpenID Connect Discovery."""
        names = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint")
        return {name: address for name in names if (address := getattr(self, name))}

    @property
    def origins(self) -> frozenset[str]:
        """Where the provider may be reached: at its issuer and at the addresses that were given."""
        return frozenset(origin(address) for address in [self.issuer, *self.endpoints.values()])

    @property
    def sent_secret(self) -> str:
        """The secret as this provider wants it.

        ``md5-ega-7``: the DGA's own sample for its digital identity hashes the secret and the word EGA with MD5 seven times.
        """
        secret = self.client_secret
        if self.secret_transform == "md5-ega-7":  # noqa: S105 — the name of a way, no secret
            for _ in range(7):
                secret = hashlib.md5(f"{secret}EGA".encode()).hexdigest()  # noqa: S324 — theirs to choose
        return secret


def origin(address: str) -> str:
    """Scheme and host of an address, as a content policy names them.

    >>> origin("https://id.example:8443/token?x=1")
    'https://id.example:8443'
    """
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def is_safe(address: str) -> bool:
    """Whether nobody on the way can read what is sent there: https, or this very machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost"))


def read_providers(path: str) -> dict[str, Provider]:
    """The providers of a TOML file by their names there; none for no path. Raises ValueError that says what to mend."""
    if not path:
        return {}
    told = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    return {slug: Provider(slug=slug, **fields) for slug, fields in told.items()}
