"""Every string an officer or an administrator meets at the desk is Thai: pages are crawled by their links, English words listed."""

import re
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import wagtail.admin
from babel.messages.pofile import read_po
from django.test import Client
from django.urls import reverse
from django.utils.translation.trans_real import DjangoTranslation

from consult.models import Membership
from tests.cms.test_impact import DATA, FEE, page  # noqa: F401 (fixtures)
from tests.cms.test_publishing import agency_page, officer, section  # noqa: F401 (fixtures)
from tests.support.makers import make_staff, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
#: Names, formats and what programs call themselves; “Actions”, “Search” and “None” stand in Wagtail's pages untranslated, “English” names
#: a language in itself
ALLOWED = {  # fmt: skip
    "actions",
    "search",
    "none",
    "english",
    "person",
    "root",
    "localhost",
    "wagtail",
    "javascript",
    "csv",
    "xlsx",
    "docx",
    "pdf",
    "txt",
    "word",
    "utf",
    "shift",
    "enter",
    "url",
    "api",
    "seo",
    "html",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "avif",
    "webp",
}
#: Texts that Wagtail has in no catalogue, on pages that only the platform's staff meets
FIXED = re.compile(r"Port|Root page|Site name|\d+ content types?")
#: Where links lead that are no pages of the desk, or change something, or never end
ELSEWHERE = re.compile(r"^/cms/(logout|api/|jsi18n|sprite|login)|/lock/|/unlock/|[?&](p|page|ordering|export|next)=")
MOST_PAGES = 70
Role = Membership.Role
#: Who takes a step of the review
STEPS = (Role.REVIEWER, Role.APPROVER)


class Seen(HTMLParser):
    """What is read on a page, by eye or by ear, and where its links lead."""

    SAID = ("aria-label", "title", "placeholder", "alt")
    UNSEEN = ("script", "style", "template", "svg", "code")

    def __init__(self):
        super().__init__()
        self.links: list[str] = []
        self.texts: list[str] = []
        self._inside: list[str] = []
        self._lang = ""

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in self.UNSEEN:
            self._inside.append(tag)
        if tag == "a" and attrs.get("href"):
            self.links.append(attrs["href"])
        self.texts += [attrs[name] for name in self.SAID if attrs.get(name)]
        if tag == "input" and attrs.get("type") in ("submit", "button"):
            self.texts.append(attrs.get("value") or "")

    def handle_endtag(self, tag):
        if self._inside and tag == self._inside[-1]:
            self._inside.pop()

    def handle_data(self, data):
        if not self._inside:
            self.texts.append(data)


def english_in(texts: list[str]) -> set[str]:
    found = set()
    for text in texts:
        words = re.findall(r"\b[A-Za-z]{3,}\b", re.sub(r"\S+@\S+|\S*[/_.]\S*|#\S+", " ", text))
        if not FIXED.fullmatch(text.strip()) and any(word.lower() not in ALLOWED for word in words):
            found.add(" ".join(text.split())[:90])
    return found


def read_of(answer) -> str:
    """The page, or the window that a script of Wagtail opens on it."""
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code != 200:
        return ""
    return answer.json().get("html", "") if "json" in kind else answer.content.decode() if "html" in kind else ""


def crawl(client: Client, *starts: str) -> dict[str, list[str]]:
    """English text → the addresses that say it."""
    waiting, known, found = list(starts), set(starts), defaultdict(list)
    visited = 0
    while waiting and visited < MOST_PAGES:
        address = waiting.pop(0)
        answer = client.get(address)
        html = read_of(answer)
        if not html:
            continue
        visited += 1
        seen = Seen()
        seen.feed(html)
        for text in english_in(seen.texts):
            found[text].append(address)
        for link in seen.links:
            target = urlsplit(urljoin(address, link))
            path = target.path + (f"?{target.query}" if target.query else "")
            if not target.path.startswith("/cms/") or ELSEWHERE.search(path) or path in known:
                continue
            known.add(path)
            waiting.append(path)
    return found


def test_scripts_of_the_editor_speak_thai():
    """Every sentence that Wagtail's scripts ask its catalogue for."""
    own = Path(wagtail.admin.__file__).parent / "locale/en/LC_MESSAGES/djangojs.po"
    thai = DjangoTranslation("th", domain="djangojs")
    asked = [one.id if isinstance(one.id, tuple) else (one.id,) for one in read_po(own.open("rb")) if one.id]
    said = {ids[0]: thai.ngettext(*ids, 2) if len(ids) > 1 else thai.gettext(*ids) for ids in asked}
    assert len(said) > 50
    assert [
        text
        for text, words in said.items()
        if re.sub(r"%\(\w+\)s", "", text).strip(" :") and not re.search("[ก-๛]", words)
    ] == []


def test_the_editor_of_drafts_speaks_thai():
    """The sentences of CodeMirror that its packages pass to its catalogue."""
    packages = ROOT / "frontend/node_modules/@codemirror"
    asked = {
        sentence
        for name in ("search", "language", "lint", "view", "commands")
        for sentence in re.findall(
            r'phrase\(\w*\.?\w*,? ?"([^"]+)"|phrase\("([^"]+)"', (packages / name / "dist/index.js").read_text()
        )
        for sentence in sentence
        if sentence
    }
    known = set(re.findall(r'^  "?([^":]+)"?: "', (ROOT / "frontend/src/editor/phrases.ts").read_text(), re.MULTILINE))
    assert len(asked) > 10 and asked - known == set()


def somebody(who: str, agency):
    if who == "administrator":
        return make_user(alias="ผู้ดูแลระบบ", is_superuser=True, is_staff=True)
    return make_staff(agency, who)


@pytest.mark.parametrize("who", ["administrator", *Role])
def test_no_page_of_the_desk_speaks_english(who, page, officer):  # noqa: F811
    """The hearing waits for the step of whoever takes one, or is live with a text that was not issued."""
    page.draft = "\n".join([section("๑", DATA.replace("เก้าสิบวัน", "สามสิบวัน")), section("๒", FEE), section("๔", FEE)])
    revision = page.save_revision(user=officer)
    windows = []
    if who in STEPS:
        waiting = page.get_workflow().start(page, officer)
        if who == Role.APPROVER:
            waiting.current_task_state.approve(user=make_staff(page.consultation.agency, Role.REVIEWER))
        step = waiting.current_task_state.pk
        windows = [
            reverse("wagtailadmin_pages:workflow_action", args=[page.pk, name, step]) for name in ("approve", "reject")
        ]
    else:
        revision.publish(user=officer)
    client = Client()
    client.force_login(somebody(who, page.consultation.agency))
    starts = [
        *windows,
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("desk_draft_impact", args=[page.pk]),
        reverse("wagtailadmin_pages:history", args=[page.pk]),
        reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
        reverse("wagtailadmin_pages:add", args=["cms", "consultationpage", page.get_parent().pk]),
    ]
    found = crawl(client, *starts)
    assert {text: places[0] for text, places in sorted(found.items())} == {}
