"""Comments on words of a section, as they are made: marked with a mouse, with a finger, chosen without script."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
SECTION = "/consultations/1/sections/6/"
#: Mark part of the first paragraph, up to the middle of a word, as dragging over it does
MARK = """(inside) => {
  const text = document.querySelector(`${inside} [data-words-of] p`).firstChild;
  getSelection().setBaseAndExtent(text, 4, text, 30);
  return getSelection().toString();
}"""


def send(page: Page, text: str) -> None:
    page.locator(".comment-form textarea").first.fill(text)
    page.locator(".comment-form button[type=submit]").first.click()


def test_words_marked_in_the_draft_are_taken_to_the_section_and_commented_on(visit):
    page = visit("citizen", viewport={"width": 1280, "height": 900})
    page.goto("/consultations/1/")
    marked = page.evaluate(MARK, "#section-6")
    words = page.locator("[data-chosen]").inner_text().strip("“”")
    assert words.startswith(marked) and len(words) > len(marked), "a word that was marked in part is taken as a whole"
    page.locator("[data-comment-on]").click()
    page.wait_for_url("**/sections/6/?words=*")
    expect(page.locator("[data-words-chosen]")).to_contain_text(words)
    send(page, "ถ้อยคำนี้ควรชัดกว่านี้")
    comment = page.locator(".comment", has_text="ถ้อยคำนี้ควรชัดกว่านี้")
    expect(comment.locator(".words")).to_contain_text(words)
    number = comment.get_attribute("id").removeprefix("comment-")
    page.goto(SECTION)
    assert "".join(page.locator(f'mark[data-comments~="{number}"]').all_inner_texts()) == words


def test_a_paragraph_is_tapped_made_shorter_by_a_word_and_taken_to_the_form(visit):
    page = visit("citizen", viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(SECTION)
    page.locator("[data-words-of] p").last.tap(position={"x": 20, "y": 12})
    chosen = page.locator("[data-chosen]")
    expect(chosen).not_to_be_empty()
    whole = chosen.inner_text()
    page.locator("[data-step=end-in]").tap()
    expect(chosen).not_to_have_text(whole)
    shorter = chosen.inner_text().strip("“”")
    assert whole.strip("“”").startswith(shorter)
    page.locator("[data-comment-on]").tap()
    expect(page.locator("[data-words-chosen]")).to_contain_text(shorter)
    send(page, "จากโทรศัพท์")
    expect(page.locator(".comment", has_text="จากโทรศัพท์").locator(".words")).to_contain_text(shorter)


def test_words_marked_over_two_sections_are_not_taken(visit):
    page = visit("citizen", viewport=PHONE)
    page.goto("/consultations/1/")
    page.evaluate("""() => {
      const [one, other] = document.querySelectorAll("[data-words-of]");
      getSelection().setBaseAndExtent(one.querySelector("p").firstChild, 2, other.querySelector("p").firstChild, 5);
    }""")
    expect(page.locator("[data-in-several]")).to_be_visible()
    assert page.locator("[data-comment-on]").is_hidden()


def test_without_script_words_are_chosen_from_the_list_of_the_form(visit):
    page = visit("citizen", viewport=PHONE, java_script_enabled=False)
    page.goto(SECTION)
    option = page.locator("select[name=words] option").nth(1)
    page.locator("select[name=words]").select_option(option.get_attribute("value"))
    send(page, "ไม่มีสคริปต์ก็เลือกได้")
    assert page.locator(".comment", has_text="ไม่มีสคริปต์ก็เลือกได้").locator(".words").is_visible()
