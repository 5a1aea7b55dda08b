"""What changed between two saved texts of a page is marked by Thai words, in every field and in the draft."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cms.desk.compare import diff_in_words
from tests.cms.test_impact import page  # noqa: F401 (fixtures)
from tests.cms.test_publishing import agency_page, officer, section  # noqa: F401 (fixtures)

LAW = [f"มาตรา {number} ให้หน่วยงานเปิดเผยข้อมูลเรื่องที่ {number}" for number in range(1, 31)]


def marked(html: str) -> list[tuple[str, str]]:
    found = re.findall(r"<(del|ins)[^>]*><span[^>]*>[^<]*</span>([^<]*)</\1>", html)
    return [(kind, text.strip()) for kind, text in found]


@pytest.mark.django_db
def test_only_the_words_that_changed_are_marked(page, officer):  # noqa: F811
    page.draft = section("๑", "ให้หน่วยงานเปิดเผยข้อมูลภายในเก้าสิบวัน")
    page.summary = "ประชาชนขอข้อมูลได้ง่ายขึ้น"
    first = page.save_revision(user=officer)
    page.draft = section("๑", "ให้หน่วยงานเปิดเผยข้อมูลภายในสามสิบวัน")
    page.summary = "ประชาชนขอข้อมูลได้เร็วขึ้น"
    second = page.save_revision(user=officer)
    client = Client()
    client.force_login(officer)
    html = client.get(
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk])
    ).content.decode()
    assert [one for one in marked(html) if "สิบ" in one[1]] == [("del", "เก้าสิบ"), ("ins", "สามสิบ")]
    assert ("ins", "เร็ว") in marked(html) and ("del", "ง่าย") in marked(html)


def test_long_stretches_that_stayed_are_folded_and_nothing_is_left_out():
    changed = LAW[:15] + [LAW[15].replace("เปิดเผย", "ปกปิด")] + LAW[16:]
    html = diff_in_words("\n".join(LAW), "\n".join(changed)).to_html()
    assert marked(html) == [("del", "เปิดเผย"), ("ins", "ปกปิด")]
    assert html.count("<details>") == 2
    assert all(line in html for line in (*LAW[:15], *LAW[16:]))


def test_what_was_typed_is_shown_as_text():
    assert "<script>" not in diff_in_words("ก", "<script>alert(1)</script>").to_html()
    assert diff_in_words(None, None).to_html()
