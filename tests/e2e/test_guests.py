"""Taking part without an account, and confirming by a code afterwards."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

MAKE = """
consultation = make_consultation('ข้อความ', least_to_vote={least})
made = {{'pk': consultation.pk}}
"""
#: The code that was mailed to whoever asked last: the mail itself goes nowhere here
CODE = """
from consult.people.models import Session
found = [session.get_decoded() for session in Session.objects.order_by('-expire_date')]
made = {'codes': [part for one in found for part in __import__('re').findall(r"'code': '([0-9]{6})'", repr(one))]}
"""


def confirm_by_code(site, page: Page, email: str) -> None:
    page.fill("#id_code_email", email)
    page.get_by_role("button", name="ส่งรหัสมาที่อีเมล").click()
    expect(page.get_by_role("heading", name="ใส่รหัส")).to_be_visible()
    code = site.make(CODE)["codes"][0]
    page.get_by_label("รหัสจากอีเมล").fill(f"{code[:3]} {code[3:]}")
    page.get_by_role("button", name="ไปต่อ").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_guest_votes_in_two_taps_and_moves_up_by_a_code(site, visit, scripts):
    pk = site.make(MAKE.format(least=1))["pk"]
    page = visit(java_script_enabled=scripts)
    page.goto(f"/consultations/{pk}/")
    page.get_by_role("button", name=re.compile("^เห็นด้วย")).first.click()
    page.get_by_role("button", name="ส่งในฐานะผู้เยี่ยมชม").click()
    tally = page.locator(".section .tally").first
    expect(tally.locator('[data-votes="agree"]')).to_have_text("1")
    expect(tally.locator("summary")).not_to_contain_text("ผู้เยี่ยมชม", use_inner_text=True)  # fewer than five
    page.get_by_role("link", name="เข้าสู่ระบบ").first.click()
    confirm_by_code(site, page, f"guest{pk}@example.org")
    expect(page.get_by_text("ย้ายมาอยู่ในบัญชีของคุณแล้ว")).to_be_visible()
    expect(tally.locator('[data-votes="agree"]')).to_have_text("1")


def test_a_comment_typed_before_signing_in_arrives_after_the_code_also_from_another_browser(site, visit):
    pk = site.make(MAKE.format(least=2))["pk"]
    page, elsewhere = visit(), visit()
    page.goto(f"/consultations/{pk}/discussion/")
    page.get_by_label("ความคิดเห็นของคุณ").first.fill("ขอให้มีทางลาดทุกอาคาร")
    page.get_by_role("button", name="ส่งความคิดเห็น").first.click()
    page.wait_for_url("**/accounts/login/**")
    waiting = page.url.split("next=")[1]
    for browser, email in ((page, "here"), (elsewhere, "there")):
        browser.goto(f"/accounts/login/?next={waiting}")
        confirm_by_code(site, browser, f"{email}{pk}@example.org")
        expect(browser.locator("blockquote.words")).to_contain_text("ขอให้มีทางลาดทุกอาคาร")
    page.get_by_role("link", name="แก้ก่อนส่ง").click()
    expect(page.get_by_label("ความคิดเห็นของคุณ").first).to_have_value("ขอให้มีทางลาดทุกอาคาร")
    page.get_by_role("button", name="ส่งความคิดเห็น").first.click()
    page.get_by_role("button", name="ยินยอมและส่ง").click()
    expect(page.locator(".comment").first).to_contain_text("ขอให้มีทางลาดทุกอาคาร")
