"""What one wrote and chose is one's own: recorded once, in every tab, and never shown to the next person at the device."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.walk import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def hearing(site):
    made = site.make(
        "consultation = make_consultation('ข้อความ')\n"
        "made = {'pk': consultation.pk, 'section': consultation.draft.sections.first().pk}"
    )
    return f"/consultations/{made['pk']}/", f"/consultations/{made['pk']}/sections/{made['section']}/"


def write(page: Page, text: str) -> None:
    page.locator("textarea").fill(text)
    page.get_by_role("button", name="ส่งความคิดเห็น").click()
    expect(page.locator("[data-sent]")).to_be_visible()


def test_a_second_comment_after_going_back_is_recorded_too(visit, hearing):
    page = visit("citizen")
    page.goto(hearing[1])
    write(page, "ความคิดเห็นแรก")
    page.locator("[data-sent] a").click()
    page.wait_for_url("**/comments/*/")
    page.go_back()
    page.wait_for_url(f"**{hearing[1]}")
    write(page, "ความคิดเห็นที่สอง")
    page.reload()
    for text in ("ความคิดเห็นแรก", "ความคิดเห็นที่สอง"):
        expect(page.locator(".comment__text", has_text=text)).to_have_count(1)
    expect(page.locator("textarea")).to_have_value("")


def test_unsent_words_wait_for_their_writer_and_are_shown_to_nobody_else(visit, hearing):
    page = visit("citizen")
    page.goto(hearing[1])
    page.locator("textarea").press_sequentially("ยังเขียนไม่จบ")
    page.goto("/")  # away, and not signed out
    page.context.clear_cookies(name="sessionid")
    sign_in(page, "analyst")
    page.goto(hearing[1])
    expect(page.locator("textarea")).to_have_value("")
    page.context.clear_cookies(name="sessionid")
    sign_in(page, "citizen")
    page.goto(hearing[1])
    expect(page.locator("textarea")).to_have_value("ยังเขียนไม่จบ")

    page.goto("/accounts/logout/")
    page.locator("main button[type=submit]").click()
    expect(page.locator(".site-nav a[href*=login]")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('unsent:'))") == []


def test_a_text_that_is_too_long_is_counted_kept_whole_and_refused_with_its_words(visit, hearing):
    page = visit("citizen")
    page.goto(hearing[1])
    text = "ก" * 7_500
    page.locator("textarea").focus()
    page.keyboard.insert_text(text)  # as a paste does: maxlength would cut it
    assert len(page.locator("textarea").input_value()) == 7_500
    expect(page.locator("[data-characters-over]")).to_contain_text("2,500")
    page.get_by_role("button", name="ส่งความคิดเห็น").click()
    expect(page.locator(".comment-form [role=alert]")).to_contain_text("5,000")
    assert len(page.locator("textarea").input_value()) == 7_500
    page.locator("textarea").fill("")
    visit.complaints[:] = [text for text in visit.complaints if "422" not in text]


def test_a_vote_in_one_tab_is_ones_vote_in_the_other_and_after_going_back(visit, hearing):
    page = visit("citizen")
    page.goto(hearing[0])
    other = page.context.new_page()
    other.goto(hearing[1])
    other.locator(".section .vote__button--disagree").click()
    for tab in (other, page):
        expect(tab.locator(".section .vote__button--disagree").first).to_have_attribute("aria-pressed", "true")
    page.goto(hearing[1])
    page.locator(".section .vote__button--agree").click()
    expect(page.locator(".section .vote__button--agree")).to_have_attribute("aria-pressed", "true")
    page.go_back()
    expect(page.locator(".section .vote__button--agree").first).to_have_attribute("aria-pressed", "true")


def test_an_open_page_counts_down_and_closes_at_the_moment_with_the_words_still_there(site, visit):
    made = site.make(
        "consultation = make_consultation('ข้อความ', closes_at=timezone.now() + timedelta(minutes=59, seconds=59))\n"
        "made = {'pk': consultation.pk, 'section': consultation.draft.sections.first().pk}"
    )
    page = visit("citizen")
    page.clock.install()
    page.goto(f"/consultations/{made['pk']}/sections/{made['section']}/")
    expect(page.locator("[data-closes]")).to_contain_text("59 นาที")
    page.locator("textarea").fill("เขียนไม่ทัน")
    page.clock.run_for(50 * 60_000)
    expect(page.locator("[data-closing-said]")).to_contain_text("10 นาที")
    page.clock.run_for(10 * 60_000)
    expect(page.locator("[data-closed-now]")).to_be_visible()
    expect(page.locator(".section .vote__button--agree")).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="ส่งความคิดเห็น").press("Enter")
    page.locator(".section .vote__button--agree").press("Enter")
    expect(page.locator("textarea")).to_have_value("เขียนไม่ทัน")
    expect(page.locator(".section .vote__button--agree")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[data-sent]")).to_have_count(0)
