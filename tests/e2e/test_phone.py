"""First sight on a telephone of 360 × 740: what it is, until when, what to do; and answers where the eye is."""

import pytest

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
#: Marks above and below, as many as a joker likes: they would reach across ten lines
PILE = "ก" + "\u0e49\u0e38" * 80

in_window = """(selector) => {
  const element = document.querySelector(selector);
  if (!element) return `${selector} is not there`;
  const { top, bottom, height } = element.getBoundingClientRect();
  return height > 0 && top >= 0 && bottom <= innerHeight ? "" : `${selector} reaches from ${top} to ${bottom} of ${innerHeight}`;
}"""


def unseen(page, *selectors: str) -> list[str]:
    return [fault for selector in selectors if (fault := page.evaluate(in_window, selector))]


@pytest.mark.parametrize("role", [None, "citizen", "officer"])
def test_the_first_screen_of_a_hearing_says_what_it_is_until_when_and_what_to_do(visit, role):
    page = visit(role, viewport=PHONE)
    page.goto("/consultations/1/")
    head = (".status", ".period", "h1", ".hearing-head .lead", ".take-part .button")
    assert unseen(page, *head) == []
    assert "ห้ามหน่วยงานของรัฐขอสำเนาเอกสารที่รัฐมีอยู่แล้ว" in page.locator(".lead").inner_text()
    assert "เหลืออีก" in page.locator(".period").first.inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_first_section_to_vote_on_is_one_tap_away(visit, script):
    page = visit("citizen", viewport=PHONE, java_script_enabled=script)
    page.goto("/consultations/1/")
    button = page.locator(".take-part .button").first
    place = button.get_attribute("href")
    button.click()
    # the browser itself measures: the page may have no script
    section, vote = page.locator(place).bounding_box(), page.locator(f"{place} .vote__button").first.bounding_box()
    assert 0 <= section["y"] < PHONE["height"]
    assert vote["y"] + vote["height"] <= PHONE["height"]


def test_what_stands_behind_a_hearing_is_asked_for_on_a_telephone_and_there_on_a_desk(visit):
    page = visit(viewport=PHONE)
    page.goto("/consultations/1/")
    reasons = page.locator(".context__affected").first
    assert not reasons.is_visible()
    page.locator(".context > summary").click()
    assert reasons.is_visible()
    assert page.locator(".timeline").is_visible()
    page.reload()
    page.set_viewport_size({"width": 1280, "height": 800})
    assert reasons.is_visible()
    assert page.locator(".timeline").is_visible()


def test_a_search_in_the_list_is_answered_where_the_eye_is(visit):
    page = visit(viewport=PHONE)
    page.goto("/consultations/")
    page.fill("#id_q", "ดิจิทัล")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    assert page.locator(".hits").inner_text().startswith(f"พบ {page.locator('.card').count()} เรื่อง")
    assert unseen(page, "#id_q", ".hits", ".card__title") == []
    page.goto("/consultations/?q=ไม่มีคำนี้&field=health")
    assert page.locator(".hits").inner_text() == "พบ 0 เรื่อง"
    assert unseen(page, ".hits") == []
    page.goto("/consultations/?q=ไม่มีคำนี้")
    assert unseen(page, "#id_q", ".hits", ".empty a") == []


def test_marks_piled_up_on_a_letter_cover_nobody_elses_words(visit):
    page = visit(viewport=PHONE, reduced_motion="reduce")
    page.goto("/consultations/1/discussion/")
    around = page.locator(".comment__head").nth(1)
    pile = "([selector, text]) => { document.querySelectorAll(selector).forEach((one) => (one.textContent = text)) }"
    shown = {}
    for text in ("ก", PILE):
        page.evaluate(pile, [".comment__text", text])
        shown[text] = around.screenshot()
    assert shown["ก"] == shown[PILE]
    for text in ("ก", PILE):
        page.evaluate(pile, [".comment__alias", text])
        shown[text] = page.locator(".comment__text").nth(1).screenshot()
    assert shown["ก"] == shown[PILE]
