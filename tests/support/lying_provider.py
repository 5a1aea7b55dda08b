"""A provider of digital identities in a thread of the test: an honest one that tells one lie when it is asked to.

``lie`` names what is wrong with the next answer; the table of lies is LIES. What it says of its one person is in ``claims``.
"""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwk, jwt
from joserfc.util import urlsafe_b64encode

CLIENT = "rabfang-test"
SECRET = "a-secret-of-the-provider"
#: Passes the check digit of a Thai identity card and belongs to nobody
NUMBER = "1234567890121"
LEVELS = ("1.1", "2.1", "2.3")

Claims = dict[str, Any]


class LyingProvider:
    """Told what to say by its fields; ``asked`` fills with the paths it was asked for."""

    def __init__(self, port: int):
        self.issuer = f"http://127.0.0.1:{port}"
        self.first_key = self.fresh_key("first")
        self.be_honest()

    def be_honest(self) -> None:
        """As on the first day."""
        self.lie = ""
        self.claims: Claims = {"sub": "subject-of-somebody", "pid": NUMBER, "ial": "2.3"}
        self.keys = [self.first_key]
        self.published = list(self.keys)
        self.asked: list[str] = []
        self.codes: dict[str, Claims] = {}
        self.delay = 0.0
        #: whole answers instead of its own, by path: (status, headers, body)
        self.instead: dict[str, tuple[int, dict[str, str], bytes]] = {}

    @staticmethod
    def fresh_key(kid: str) -> jwk.RSAKey:
        return jwk.RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})

    def settings(self, **changes: Any) -> dict[str, Any]:
        """As an operator would write it for this provider."""
        told = {
            "slug": "test-id",
            "name": "บัตรทดสอบ",
            "issuer": self.issuer,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "scopes": ("openid", "pid", "ial"),
            "number_claim": "pid",
            "level_claim": "ial",
            "levels": LEVELS,
            "least_level": "2.1",
            "timeout": 1,
        }
        return told | changes

    def send_back(self, address: str) -> dict[str, str]:
        """The query the browser comes back with after it was sent to ``address``, where the person agreed."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        answer = {"code": code, "state": asked["state"], "iss": self.issuer}
        if self.lie == "mix-up of issuers":
            answer["iss"] = "https://another.example"
        return answer

    # what it answers

    def discovery(self) -> Claims:
        return {
            "issuer": "https://another.example" if self.lie == "discovery of another issuer" else self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/endsession",
            "authorization_response_iss_parameter_supported": True,
        }

    def key_set(self) -> Claims:
        return {"keys": [key.as_dict(private=False) for key in self.published]}

    def token(self, form: dict[str, list[str]], authorization: str) -> Claims | int:
        asked = self.codes.get(form.get("code", [""])[0])
        verifier = form.get("code_verifier", [""])[0]
        challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode()
        credentials = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or challenge != asked["code_challenge"] or authorization != f"Basic {credentials}":
            return 400
        if self.lie != "code that works twice":
            del self.codes[form["code"][0]]
        access = "access-token-of-somebody"
        return {"access_token": access, "token_type": "Bearer", "id_token": self.id_token(asked)}

    def id_token(self, asked: Claims) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "azp": CLIENT,
            "iat": now,
            "exp": now + 300,
            "auth_time": now - 5,
            "nonce": asked["nonce"],
        } | self.claims
        header = {"alg": "RS256", "kid": self.keys[0].kid}

        def make(header: Claims, claims: Claims) -> str:
            return jwt.encode(header, claims, self.keys[0])

        header, claims, make = LIES.get(self.lie, lambda p, h, c, m: (h, c, m))(self, header, claims, make)
        return make(header, {name: value for name, value in claims.items() if value is not None})

    def userinfo(self) -> Claims:
        return self.claims | ({"sub": "somebody-else"} if self.lie == "userinfo of somebody else" else {})


def _says(**claims: Any) -> Callable:
    return lambda p, header, told, make: (
        header,
        told | {n: v(told) if callable(v) else v for n, v in claims.items()},
        make,
    )


def _signed_by_another(p, header, claims, make):
    other = p.fresh_key(header["kid"])
    return header, claims, lambda h, c: jwt.encode(h, c, other)


def _compact(header: Claims, claims: Claims) -> str:
    return ".".join(urlsafe_b64encode(json.dumps(part).encode()).decode() for part in (header, claims))


def _unsigned(p, header, claims, make):
    return {"alg": "none"}, claims, lambda h, c: f"{_compact(h, c)}."


def _signed_with_the_public_key(p, header, claims, make):
    """HS256 with the published key as its secret, which a verifier that believes the header would check with that same key."""
    secret = p.keys[0].as_pem(private=False)

    def encode(h, c):
        signature = hmac.new(secret, _compact(h, c).encode(), hashlib.sha256).digest()
        return f"{_compact(h, c)}.{urlsafe_b64encode(signature).decode()}"

    return header | {"alg": "HS256"}, claims, encode


#: Lies of the ID token: (provider, header, claims, how it is made) → the same, untrue
LIES: dict[str, Callable] = {
    "nonce of another attempt": _says(nonce="a-nonce-from-elsewhere"),
    "key of somebody else": _signed_by_another,
    "no signature": _unsigned,
    "HS256 with the public key": _signed_with_the_public_key,
    "for another site": _says(aud="another-client", azp=None),
    "azp of another client": _says(aud=[CLIENT, "another-client"], azp="another-client"),
    "expired": _says(exp=lambda c: c["iat"] - 3600, iat=lambda c: c["iat"] - 7200),
    "level too low": _says(ial="1.1"),
    "proved long ago": _says(auth_time=lambda c: c["iat"] - 24 * 3600),
    "issuer of another": _says(iss="https://another.example"),
    "no nonce": _says(nonce=None),
    "no subject": _says(sub=None),
    "subject that is a number": _says(sub=17),
    "no auth_time": _says(auth_time=None),
    "auth_time in the future": _says(auth_time=lambda c: c["iat"] + 3600),
    "no expiry": _says(exp=None),
    "several sites and no azp": _says(aud=[CLIENT, "another-client"], azp=None),
    "number that is none": _says(pid="1234567890123"),
    "no number": _says(pid=None),
    "at_hash of another token": _says(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "level unheard of": _says(ial="9.9"),
}


@contextmanager
def lying_provider() -> Iterator[LyingProvider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.answer(None)

        def do_POST(self):
            self.answer(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))

        def answer(self, form):
            path = urlsplit(self.path).path
            provider.asked.append(path)
            time.sleep(provider.delay)
            told = {
                "/.well-known/openid-configuration": provider.discovery,
                "/keys": provider.key_set,
                "/userinfo": provider.userinfo,
                "/token": lambda: provider.token(form or {}, self.headers.get("Authorization", "")),
            }[path]
            status, headers, body = provider.instead.get(path) or self._json(told())
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):  # the other side has hung up, as it may
                self.wfile.write(body)

        @staticmethod
        def _json(told):
            return (
                (told, {}, b'{"error": "invalid_grant"}')
                if isinstance(told, int)
                else (200, {}, json.dumps(told).encode())
            )

        def log_message(self, *args):
            pass

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = LyingProvider(web.server_port)
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        web.shutdown()
        web.server_close()
