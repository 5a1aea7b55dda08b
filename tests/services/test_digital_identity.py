"""The good way, with a provider that we did not write, in a process of its own: django-oauth-toolkit."""

import httpx
import pytest
from django.test import Client

from consult.models import DigitalIdentity, Level, User
from consult.oidc.person import HashKey
from consult.oidc.provider import Provider
from consult.views import digital_identity
from tests.support.real_provider import NUMBER, RealProvider

pytestmark = [pytest.mark.services, pytest.mark.django_db]
BEGIN = "/consultations/digital-id/real/"
BACK = f"http://127.0.0.1:8000{BEGIN}back/"


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    provider = RealProvider(tmp_path_factory.mktemp("provider"))
    try:
        yield provider.start(BACK)
    finally:
        provider.stop()


def sign_in(client: Client, provider: RealProvider) -> str:
    """Where somebody stands who agreed at the provider, in a browser of their own."""
    at_provider = httpx.Client(timeout=60)
    page = at_provider.get(
        client.post(BEGIN, headers={"origin": "http://testserver"})["Location"], follow_redirects=True
    )
    answer = at_provider.post(page.url)
    while not answer.headers["Location"].startswith(BACK):
        answer = at_provider.get(httpx.URL(provider.address).join(answer.headers["Location"]))
    return client.get(answer.headers["Location"].removeprefix("http://127.0.0.1:8000"))["Location"]


def test_a_real_provider_vouches_for_somebody_also_after_it_changed_its_keys(provider, settings):
    settings.DIGITAL_ID_PROVIDERS = {"real": Provider(slug="real", **provider.settings())}
    settings.DIGITAL_ID_HASH_KEYS = (HashKey(name="1", secret="k" * 32),)
    digital_identity._known.cache_clear()
    client = Client()
    assert sign_in(client, provider) == "/consultations/"
    user = User.objects.get()
    assert user.level == Level.PERSON
    assert client.session["_auth_user_id"] == str(user.pk)
    provider.change_keys()
    again = Client()
    assert sign_in(again, provider) == "/consultations/"
    assert again.session["_auth_user_id"] == str(user.pk)
    identity = DigitalIdentity.objects.get()
    assert (identity.level, identity.source) == ("2.3", "number")
    assert NUMBER not in str(vars(identity))
