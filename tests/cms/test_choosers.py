"""The windows in which staff choose a link, a page, a picture or a file: each of them answers, whatever is sent to it."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests.cms.test_impact import page  # noqa: F401 (fixtures)
from tests.cms.test_publishing import agency_page, officer  # noqa: F401 (fixtures)
from tests.support.addresses import addresses
from tests.support.makers import platform_staff

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

LINK = "external-link-chooser-url"
SENT = [
    {},
    {LINK: ""},
    {LINK: "ไม่ใช่ที่อยู่"},
    {LINK: "javascript:alert(1)"},
    {LINK: "http://localhost/", "external-link-chooser-link_text": "หน้าแรก"},
    {LINK: "/no-such-page/?a=1#b"},
    {"email-link-chooser-email_address": "ไม่ใช่อีเมล"},
    {"id": "x", "title": "", "file": "not a file", "collection": "999"},
]


def choosers(page):  # noqa: F811
    found = [one for one in addresses(parent_page_id=page.pk, pk=page.pk) if one.path.startswith("/cms/")]
    return [one for one in found if "choose" in f"{one} {one.path}"]


@pytest.mark.parametrize("who", ["officer", "administrator"])
def test_no_window_for_choosing_fails(who, page, officer):  # noqa: F811
    client = Client(raise_request_exception=False)
    client.force_login(officer if who == "officer" else platform_staff())
    walked = choosers(page)
    assert reverse("wagtailadmin_choose_page_external_link") in {one.path for one in walked}
    failed = [
        f"{method} {one} {sent}"
        for one in walked
        for sent in SENT
        for method in ("get", "post")
        if getattr(client, method)(one.path, sent).status_code >= 500
    ]
    assert failed == []


def chosen(client: Client, **fields) -> dict:
    return json.loads(client.post(reverse("wagtailadmin_choose_page_external_link"), fields).content)


def test_a_link_is_chosen_and_one_that_is_missing_is_asked_for(page, officer):  # noqa: F811
    client = Client()
    client.force_login(officer)
    elsewhere = chosen(client, **{LINK: "https://example.org/", "external-link-chooser-link_text": "ที่อื่น"})
    assert elsewhere["result"]["url"] == "https://example.org/"
    assert chosen(client)["step"] == "external_link"
