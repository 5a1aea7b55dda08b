"""Questions of an agency: answered by one, told to all; with a script and without one."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

MAKE = """
consultation = make_consultation('ข้อความ')
ask(consultation, ('เห็นด้วยหรือไม่', ('เห็นด้วย', 'ไม่เห็นด้วย')), ('เหมาะกับท่านแค่ไหน', ('มาก', 'น้อย')))
made = {'pk': consultation.pk}
"""


def choose(page: Page, option: str) -> None:
    page.get_by_label(option, exact=True).check()
    page.locator(".question[open]").get_by_role("button", name="ส่งคำตอบ").click()


def test_an_answer_is_seen_by_everybody_at_once(site, visit):
    pk = site.make(MAKE)["pk"]
    citizen, watcher = visit("citizen"), visit()
    for page in (citizen, watcher):
        page.goto(f"/consultations/{pk}/")
        expect(page.locator('[data-live-state="on"]')).to_be_visible()
    choose(citizen, "เห็นด้วย")
    expect(citizen.get_by_text("บันทึกคำตอบของคุณแล้ว")).to_be_visible()
    expect(watcher.locator(".question").first.locator("[data-people]")).to_have_text("1")
    expect(watcher.locator(".question").first.locator("[data-percent]").first).to_have_text("100%")


def test_an_answer_needs_no_script(site, visit):
    pk = site.make(MAKE)["pk"]
    page = visit("citizen", java_script_enabled=False)
    page.goto(f"/consultations/{pk}/")
    choose(page, "ไม่เห็นด้วย")
    first = page.locator(".question").first
    expect(first.get_by_text("ตอบแล้ว", exact=True)).to_be_visible()
    expect(first.get_by_label("ไม่เห็นด้วย", exact=True)).to_be_checked()
    choose(page, "มาก")
    expect(page.get_by_text("ตอบแล้ว", exact=True)).to_have_count(2)
