"""A cache that many readers share never shows one of them what was made for another: each language has its addresses, and what
depends on a cookie says so."""

import re

import pytest
from django.test import Client

from tests.support.addresses import addresses
from tests.support.makers import make_consultation, make_user, post

pytestmark = pytest.mark.django_db
#: Other in every answer: tokens for the safety of forms, and the clock
TOKENS = re.compile(
    r'(name="csrf-token" content|name="csrfmiddlewaretoken" value|name="client_key" value|data-now)="[^"]*"'
    r'|"token": "[^"]*"|<time.*?</time>',
    re.DOTALL,
)
NOT_FOR_ALL = ("private", "no-store")


class SharedCache:
    """Keeps whatever the standard (RFC 9111) allows a shared cache to keep, and hands it out as long as it may."""

    def __init__(self):
        self.kept = {}
        self.hits = 0

    def kept_for(self, client: Client, path: str) -> str | None:
        """What this reader would be handed without asking the site."""
        for vary, asked_with, body in self.kept.get(path, []):
            if "cookie" not in vary or asked_with == cookies_of(client):
                self.hits += 1
                return body
        return None

    def keep(self, asked_with: str, path: str, answer) -> None:
        control, vary = answer.headers.get("Cache-Control", ""), answer.headers.get("Vary", "").lower()
        if answer.status_code == 200 and not any(word in control for word in NOT_FOR_ALL) and "*" not in vary:
            self.kept.setdefault(path, []).append((vary, asked_with, text_of(answer)))


def cookies_of(client: Client) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in sorted(client.cookies.items()))


def text_of(answer) -> str:
    return TOKENS.sub("", answer.getvalue().decode(errors="replace"))


def readers() -> list[Client]:
    """Of two digits, signed in and not; each without a session cookie of an earlier visit."""
    found = []
    for digits in ("", "thai", "arabic"):
        for person in (None, make_user()):
            client = Client()
            if person:
                client.force_login(person)
            if digits:
                client.cookies["digits"] = digits
            found.append(client)
    return found


@pytest.mark.walk
def test_every_address_reads_alike_through_a_shared_cache_and_without_one():
    consultation = make_consultation("ตามมาตรา 12", "ข้อความ ๓๔")
    comment = post(consultation, section=consultation.draft.sections.first())
    values = {"pk": consultation.pk, "section_pk": comment.section_id, "comment_pk": comment.pk, "number": 1}
    paths = [one.path for one in addresses(**values) if not one.path.startswith(("/cms/", "/documents/"))]
    paths = [path for path in paths if "logout" not in path and path != "/patterns/"]
    cache, different = SharedCache(), []
    query = {"ids": comment.pk, "after": 0}
    everybody = readers()
    for path in [*paths, *(f"/en{path}" for path in paths)]:
        for reader in everybody:
            kept, asked_with = cache.kept_for(reader, path), cookies_of(reader)
            answer = reader.get(path, query)
            if kept is None:
                cache.keep(asked_with, path, answer)
            elif kept != text_of(answer):
                different.append(path)
    assert different == []
    assert cache.hits >= 10, "the cache was of use"


@pytest.mark.parametrize("name", ["comments/new/", "live/"])
def test_fragments_are_kept_for_everybody_and_speak_the_language_of_their_address(name):
    consultation = make_consultation()
    query = {"ids": post(consultation).pk, "after": 0}
    for prefix, language in (("", "th"), ("/en", "en")):
        answer = Client().get(f"{prefix}/consultations/{consultation.pk}/{name}", query)
        assert "public" in answer.headers["Cache-Control"] and "Cookie" not in answer.headers.get("Vary", "")
        assert answer.headers["Content-Language"] == language


@pytest.mark.walk
def test_every_page_links_its_twin_in_the_other_language_and_the_twin_links_back():
    consultation = make_consultation()
    for one in list(addresses(pk=consultation.pk)):
        if one.path.startswith(("/cms/", "/documents/")) or one.path == "/patterns/":
            continue
        for path, other in ((one.path, f"/en{one.path}"), (f"/en{one.path}", one.path)):
            answer = Client().get(path, {"q": "ก"})
            if (
                answer.status_code == 200
                and "text/html" in answer.headers["Content-Type"]
                and "<main" in text_of(answer)
            ):
                links = re.findall(
                    r'<link rel="alternate" hreflang="(\w\w)" href="http://testserver([^"]*)"', text_of(answer)
                )
                assert len(links) == 2 and (other + "?q=%E0%B8%81") in dict(links).values(), path
                assert f'<a href="{other}?q=%E0%B8%81"' in text_of(answer), path
