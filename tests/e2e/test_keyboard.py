"""The stories of the site without a mouse: everything is reached by Tab and done by Enter, arrows and letters."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _ in range(400):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def test_the_whole_story_needs_no_mouse(site, visit):
    made = site.make(
        "consultation = make_consultation('ข้อความ')\n"
        "made = {'pk': consultation.pk, 'section': consultation.draft.sections.first().pk}"
    )
    page = visit("citizen")
    page.goto(f"/consultations/{made['pk']}/")
    tab_to(page, ".section__discuss a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sections/**")
    tab_to(page, ".section .vote__button--agree")
    page.keyboard.press("Enter")
    expect(page.locator(".section .vote__button--agree")).to_have_attribute("aria-pressed", "true")
    tab_to(page, "textarea")
    page.keyboard.insert_text("เขียนด้วยแป้นพิมพ์อย่างเดียว")
    tab_to(page, ".comment-form .button")
    page.keyboard.press("Enter")
    expect(page.locator(".comment", has_text="เขียนด้วยแป้นพิมพ์")).to_be_visible()
    page.reload()
    tab_to(page, ".comment__actions a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/comments/**")
    tab_to(page, "textarea")
    page.keyboard.insert_text("ตอบด้วยแป้นพิมพ์")
    tab_to(page, ".comment-form .button")
    page.keyboard.press("Enter")
    expect(page.locator(".replies .comment", has_text="ตอบด้วยแป้นพิมพ์")).to_be_visible()
    page.goto("/consultations/")
    tab_to(page, "#id_q")
    page.keyboard.insert_text("ดิจิทัล")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    expect(page.locator(".card__title a[href$='/consultations/1/']")).to_be_visible()


def choose(page: Page, selector: str, value: str) -> None:
    """Go down a list with the arrow until it stands at ``value``."""
    tab_to(page, selector)
    for _ in range(10):
        if page.locator(selector).input_value() == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"The arrow never reaches {value} in {selector}")


def test_an_analyst_filters_the_table_without_a_mouse(analysed, visit):
    page = visit("analyst")
    page.goto("/consultations/1/analysis/comments/")
    tab_to(page, "#id_q")
    page.keyboard.insert_text("สำเนา")
    expect(page.locator("tbody tr").first).to_contain_text("สำเนา")
    choose(page, "#id_stance", "disagree")
    expect(page.locator("tbody .stance").first).to_have_text("ไม่เห็นด้วย")
    tab_to(page, "tbody a[data-dialog]")
    page.keyboard.press("Enter")
    expect(page.locator("dialog#citation .comment__text")).to_contain_text("สำเนา")


def test_a_representative_votes_and_answers_for_a_company_without_a_mouse(made, reader_of):
    place = made["votes of a company"]
    page = reader_of(place["cookie"])
    page.goto(place["path"])
    tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    tab_to(page, ".options + p button, form .button")
    page.keyboard.press("Enter")
    page.wait_for_url("**#question-**")
    expect(page.locator("input[type=radio]").first).to_be_checked()
    expect(page.locator("[id^=question-]:target")).to_be_focused()
    tab_to(page, ".vote__button--agree")
    page.keyboard.press("Enter")
    page.wait_for_url("**#section-**")
    expect(page.locator(".vote__button--agree").first).to_have_attribute("aria-pressed", "true")
    tab_to(page, ".vote__back")
    page.keyboard.press("Enter")
    expect(page.locator(".vote__back")).to_have_count(0)


def test_a_moderator_looks_through_what_waits_without_a_mouse(made, reader_of):
    place = made["comments that wait"]
    page = reader_of(place["cookie"])
    page.goto(place["path"])
    waiting = page.locator("[data-moderated] > .comment")
    expect(waiting).to_have_count(3)
    tab_to(page, "[data-moderated] input[type=checkbox]")
    page.keyboard.press("j")
    expect(waiting.nth(1).locator("input[type=checkbox]").first).to_be_focused()
    page.keyboard.press("x")
    expect(waiting.nth(1).locator("input[type=checkbox]").first).to_be_checked()
    page.keyboard.press("r")
    choose(page, ".inline-form select:focus", "in_order")
    tab_to(page, "button[formaction*=release]")
    page.keyboard.press("Enter")
    expect(page.locator("main .notice[role=status]")).to_be_focused()
    expect(waiting).to_have_count(2)


def test_a_quotation_opens_its_comment_and_gives_the_focus_back_without_a_mouse(analysed, visit):
    page = visit("analyst")
    page.goto("/consultations/1/analysis/themes/")
    page.locator(".charts .diverging__label").first.click()
    page.wait_for_url("**/themes/*/")
    tab_to(page, ".theme details:has(.quotes) > summary")
    page.keyboard.press("Enter")
    tab_to(page, ".quotes a.cite")
    number = page.evaluate("document.activeElement.textContent.match(/\\d+/)[0]")
    page.keyboard.press("Enter")
    dialog = page.locator("dialog#citation")
    expect(dialog.locator(f"#comment-{number} .comment__text")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('.quotes a.cite')")
