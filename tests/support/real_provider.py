"""A real provider of digital identities as a process of its own: django-oauth-toolkit with OpenID Connect, its database in a folder.

``RealProvider(folder).start(redirect_uri)``; its person signs in there with one button. ``change_keys()`` starts it anew with another
key in front and the old one still published, as that library's guide has it.
"""

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.support.lifeline import hold
from tests.support.valkey import free_port

ROOT = Path(__file__).resolve().parents[2]
CLIENT, SECRET = "rabfang-real", "a-secret-of-the-real-provider"
#: Passes the check digit of a Thai identity card and belongs to nobody
NUMBER = "1101700230708"


class RealProvider:
    def __init__(self, folder: Path, port: int | None = None):
        self.folder = folder
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.issuer = f"{self.address}/o"
        self.keys = [_fresh_key()]
        self._process: subprocess.Popen | None = None
        self.redirect_uri = ""

    def settings(self) -> dict:
        """As an operator would write it for this provider, after its name."""
        return {
            "name": "บัตรทดสอบ",
            "issuer": self.issuer,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "scopes": ["openid", "pid"],
            "number_claim": "pid",
            "level_claim": "ial",
            "levels": ["1.1", "2.1", "2.3"],
            "least_level": "2.1",
        }

    def start(self, redirect_uri: str) -> "RealProvider":
        self.redirect_uri = redirect_uri
        told = {"keys": self.keys, "redirect_uri": redirect_uri, "port": self.port, "folder": str(self.folder)}
        env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        command = [sys.executable, "-m", "tests.support.real_provider", json.dumps(told)]
        with (self.folder / "provider.log").open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=env, stderr=log, stdout=log, start_new_session=True)
        hold(self._process.pid)
        end = time.monotonic() + 90
        while True:
            try:
                urllib.request.urlopen(f"{self.issuer}/.well-known/openid-configuration", timeout=5).close()
                return self
            except OSError:
                if time.monotonic() > end or self._process.poll() is not None:
                    raise RuntimeError((self.folder / "provider.log").read_text(errors="replace")) from None
                time.sleep(0.1)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)

    def change_keys(self) -> None:
        self.stop()
        self.keys.insert(0, _fresh_key())
        self.start(self.redirect_uri)


def _fresh_key() -> str:
    from joserfc import jwk

    return jwk.RSAKey.generate_key(2048).as_pem(private=True).decode()


def serve(told: dict) -> None:
    """Be the provider: configure Django for nothing but that, make the one person and the one client, answer for ever."""
    import django
    from django.conf import settings

    settings.configure(
        SECRET_KEY="of the provider alone",
        ALLOWED_HOSTS=["127.0.0.1"],
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(told["folder"]) / "provider.sqlite3"}
        },
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        SESSION_COOKIE_NAME="of_the_provider",  # cookies know no ports: the site under test has one at this host too
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        LOGIN_URL="/sign-in/",
        ROOT_URLCONF="tests.support.real_provider_urls",
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_ISS_ENDPOINT": f"http://127.0.0.1:{told['port']}/o",
            "OIDC_RSA_PRIVATE_KEY": told["keys"][0],
            "OIDC_RSA_PRIVATE_KEYS_INACTIVE": told["keys"][1:],
            "OAUTH2_VALIDATOR_CLASS": "tests.support.real_provider_urls.Validator",
            "SCOPES": {"openid": "who you are", "pid": "your number"},
            "PKCE_REQUIRED": True,
        },
    )
    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler, get_internal_wsgi_application
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    User.objects.get_or_create(username="somebody")
    Application.objects.get_or_create(
        client_id=CLIENT,
        defaults={
            "client_secret": SECRET,
            "client_type": "confidential",
            "authorization_grant_type": "authorization-code",
            "redirect_uris": told["redirect_uri"],
            "skip_authorization": True,
            "algorithm": "RS256",
        },
    )
    server = ThreadedWSGIServer(("127.0.0.1", told["port"]), WSGIRequestHandler)
    server.set_app(get_internal_wsgi_application())
    server.serve_forever()


if __name__ == "__main__":
    serve(json.loads(sys.argv[1]))
