"""Signing in speaks Thai, with one word for one thing, on every page and in every mail of the library that does it."""

import re
from html import unescape
from pathlib import Path

import allauth
import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.support.addresses import addresses
from tests.support.makers import make_user
from tests.test_docs import never_said

pytestmark = pytest.mark.django_db
#: What docs/words.md says not to say
NOT_SAID = re.compile("|".join([*map(re.escape, never_said()), r"หรอ\b"]))
ENGLISH = re.compile(r"[A-Za-z]{3,}(?: [A-Za-z]{2,})*")
#: Templates of ways to sign in that the site does not offer
UNUSED = re.compile(r"(?<!recovery_)(?<!login_)code(?!s)|phone|passkey|signup_closed|download")
#: Names of things that are called so in Thai too
ALLOWED = ("English", "testserver", "PIN", "JavaScript")
TEMPLATES = Path(allauth.__file__).parent / "templates"
MAILS = sorted(
    path.relative_to(TEMPLATES).as_posix()
    for folder in ("account/email", "account/messages", "mfa/email", "mfa/messages")
    for path in (TEMPLATES / folder).glob("*.txt")
    if not UNUSED.search(path.name) and "base" not in path.name
)
PAGES = sorted(
    {one.name for one in addresses() if one.name.startswith(("account_", "mfa_")) and not UNUSED.search(one.name)}
)


def strange_words(text: str) -> list[str]:
    text = unescape(re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>|\S+@\S+|https?://\S+", " ", text, flags=re.DOTALL))
    return [word for word in [*NOT_SAID.findall(text), *ENGLISH.findall(text)] if word not in ALLOWED]


@pytest.mark.parametrize("name", PAGES)
def test_pages(name):
    person = make_user("ประชาชน")
    for client in (Client(), Client()):
        path = next(one.path for one in addresses(key="no-such-key", uidb36="1") if one.name == name)
        answer = client.get(path, follow=True)
        html = answer.content.decode()
        main = html[html.index("<main") : html.index("</main>")] if "account" in answer.request["PATH_INFO"] else ""
        assert strange_words(main) == []
        client.force_login(person)


@pytest.mark.parametrize("name", MAILS)
def test_mails_and_notes(name):
    words = {
        "email": "a@example.org",
        "from_email": "a@example.org",
        "to_email": "b@example.org",
        "ip": "1",
        "name": "ก",
    }
    words |= {
        "password_reset_url": "http://x/",
        "activate_url": "http://x/",
        "signup_url": "http://x/",
        "timestamp": "1",
    }
    words |= {"deleted_email": "a@example.org", "user_agent": "1", "user": make_user("ประชาชน")}
    assert len(MAILS) > 20
    assert strange_words(render_to_string(name, words)) == []


def test_a_forgotten_password_is_mailed_in_thai_and_a_used_link_says_what_to_do():
    person = make_user("ประชาชน")
    client = Client()
    client.post(reverse("account_reset_password"), {"email": person.email})
    letter = mail.outbox[-1]
    assert strange_words(letter.subject + letter.body) == [] and "ตั้งรหัสผ่านใหม่" in letter.subject
    link = re.search(r"/accounts/password/reset/key/\S+", letter.body)[0]
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "another-long-password", "password2": "another-long-password"})
    again = Client().get(link, follow=True).content.decode()
    assert "ลิงก์ใช้ไม่ได้แล้ว" in again and "ขอลิงก์ใหม่" in again
