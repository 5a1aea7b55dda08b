"""Voting and answering in the name of a juristic person, in a browser."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_representative_votes_and_answers_for_the_company_beside_their_own(site, visit, script):
    made = site.make(
        "from django.test import Client\n"
        "consultation, mandate, browser = make_consultation('ข้อความ'), make_mandate(), Client()\n"
        "ask(consultation, ('ถามว่า', ('ใช่', 'ไม่ใช่')))\n"
        "browser.force_login(mandate.holder)\n"
        "made = {'root': f'/consultations/{consultation.pk}/', 'cookie': browser.cookies['sessionid'].value}"
    )
    page = visit(java_script_enabled=script)
    page.context.add_cookies([{"name": "sessionid", "value": made["cookie"], "url": site.address}])
    page.goto(made["root"])
    page.get_by_role("link", name="โหวตและตอบคำถามในนามของ").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ในนามของ")
    page.locator(".vote__button--disagree").first.click()
    page.wait_for_url("**#section-**")
    expect(page.locator(".vote__button--disagree").first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[id^=section-]:target")).to_be_focused()
    page.get_by_label("ไม่ใช่", exact=True).check()
    page.get_by_role("button", name="ส่งคำตอบ").click()
    page.wait_for_url("**#question-**")
    expect(page.get_by_label("ไม่ใช่", exact=True)).to_be_checked()
    expect(page.locator("[id^=question-]:target")).to_be_focused()
    page.goto(made["root"])
    expect(page.locator(".section .vote__button--disagree").first).to_have_attribute("aria-pressed", "false")
