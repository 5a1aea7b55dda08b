"""The size of the text and plain words first are chosen on a device and stay there, from page to page."""

import pytest
from playwright.sync_api import expect

from tests.e2e.test_walk import AXE, RULES

pytestmark = pytest.mark.browser

FAULTS = """(rules) => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then((result) =>
  result.violations.map((one) => `${one.impact} ${one.id}: ${one.nodes[0].html.slice(0, 200)}`))"""
SIZE = "() => parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"


@pytest.fixture
def hearing(site) -> str:
    made = site.make(
        "from dataclasses import replace\n"
        "from tests.support.makers import make_sections, officer_of\n"
        "consultation = make_consultation('ข้อความ', agency=make_agency())\n"
        "fine, board = make_sections('ผู้ใดฝ่าฝืนต้องระวางโทษปรับ', 'ให้มีคณะกรรมการ')\n"
        "plain = replace(fine, plain_summary='ใครทำผิดต้องเสียค่าปรับ')\n"
        "actions.issue_version(consultation=consultation, sections=[plain, board], by=officer_of(consultation))\n"
        "made = consultation.pk"
    )
    return f"/consultations/{made}/"


@pytest.fixture
def page(browser, site):
    context = browser.new_context(base_url=site.address, locale="th-TH", bypass_csp=True)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def test_larger_text_is_chosen_once_and_holds_on_every_page(page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/help/")
    usual = page.evaluate(SIZE)
    page.get_by_label("ใหญ่มาก").check()
    assert page.evaluate(SIZE) == pytest.approx(1.5 * usual)
    page.goto("/privacy/")
    assert page.evaluate(SIZE) == pytest.approx(1.5 * usual)
    assert page.get_by_label("ใหญ่มาก").is_checked()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.add_script_tag(path=str(AXE))
    assert page.evaluate(FAULTS, RULES) == []
    page.get_by_label("ปกติ").check()
    assert page.evaluate(SIZE) == pytest.approx(usual)


def test_plain_words_first_fold_the_wording_of_sections_that_have_them_until_it_is_asked_for(page, hearing):
    page.goto(hearing)
    wording = page.get_by_text("ผู้ใดฝ่าฝืนต้องระวางโทษปรับ")
    expect(wording).to_be_visible()
    expect(page.locator("[data-whole]")).to_be_hidden()
    page.locator(".digits").get_by_role("link", name="ขนาดตัวอักษรและภาษาง่าย").click()
    expect(page.get_by_label("ภาษาง่ายก่อน")).to_be_in_viewport()
    page.get_by_label("ภาษาง่ายก่อน").check()
    page.reload()
    expect(wording).to_be_hidden()
    expect(page.get_by_text("ให้มีคณะกรรมการ")).to_be_visible()
    button = page.get_by_role("button", name="ถ้อยคำเต็มของมาตรานี้")
    expect(button).to_have_count(1)
    button.focus()
    page.keyboard.press("Enter")
    expect(wording).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(button).to_be_focused()
    expect(page.locator(".section--plain .section__plain")).to_contain_text("ใครทำผิดต้องเสียค่าปรับ")


def test_without_a_script_nothing_is_folded_and_nothing_is_offered(browser, site, hearing):
    context = browser.new_context(base_url=site.address, locale="th-TH", java_script_enabled=False)
    page = context.new_page()
    page.goto(hearing)
    expect(page.get_by_text("ผู้ใดฝ่าฝืนต้องระวางโทษปรับ")).to_be_visible()
    for hidden in (".view-choice", ".view-link", ".section__whole"):
        expect(page.locator(hidden).first).to_be_hidden()
    context.close()
