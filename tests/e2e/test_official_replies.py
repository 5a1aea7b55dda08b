"""The agency answers a comment: the officer with and without a script, readers while they read."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_keyboard import tab_to

pytestmark = pytest.mark.browser

MAKE = """
agency = Agency.objects.get(slug='demo-agency')
consultation = make_consultation('ข้อความ', agency=agency)
section = consultation.draft.sections.first()
for n in range(8): post(consultation, f'ความเห็น {n}', section=section)
made = {'pk': consultation.pk, 'section': section.pk}
"""


@pytest.fixture
def place(site) -> dict:
    """A section with eight comments, at the agency whose officer can sign in."""
    made = site.make(MAKE)
    return made | {"address": f"/consultations/{made['pk']}/sections/{made['section']}/"}


def answer(site, place: dict, comment: str, text: str) -> None:
    site.make(
        f"comment = Comment.objects.get(consultation={place['pk']}, text={comment!r})\n"
        "reply = getattr(comment, 'official_reply', None)\n"
        "actions.reply_officially(comment=comment, by=officer_of(comment.consultation),\n"
        f"    text={text!r}, seen=reply.revision if reply else 0)\n"
        "made = {}"
    )


def withdraw(site, place: dict, comment: str) -> None:
    site.make(
        f"comment = Comment.objects.get(consultation={place['pk']}, text={comment!r})\n"
        "actions.withdraw_official_reply(reply=comment.official_reply, by=officer_of(comment.consultation),\n"
        "    seen=comment.official_reply.revision)\n"
        "made = {}"
    )


def comment_of(page: Page, words: str):
    return page.locator(".comments > .comment", has_text=words)


def open_live(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator('[data-live-state="on"]')).to_be_visible()


def test_an_officer_answers_and_whoever_reads_is_told_without_being_moved(site, visit, place):
    reader, officer = visit(), visit("officer")
    open_live(reader, place["address"])
    first = reader.locator(".comments > .comment").first
    first.evaluate("(element) => { element.scrollIntoView({block: 'start'}); scrollBy(0, -200) }")
    below = reader.locator(".comments > .comment").nth(1)
    before = below.bounding_box()["y"]

    officer.goto(place["address"])
    asked = comment_of(officer, "ความเห็น 7")
    asked.locator("summary", has_text="ชี้แจงในนามหน่วยงาน").click()
    asked.get_by_label("คำชี้แจงของหน่วยงาน").fill("หน่วยงานจะแก้ให้")
    asked.get_by_role("button", name="เผยแพร่คำชี้แจง").click()
    officer.wait_for_url("**/comments/*/#comment-*")
    expect(officer.locator(".official")).to_contain_text("หน่วยงานจะแก้ให้")

    button = reader.get_by_role("button", name="คำชี้แจงใหม่ของหน่วยงาน 1 รายการ")
    expect(button).to_be_visible()
    expect(reader.locator("[data-live-official-news]")).to_have_text("คำชี้แจงใหม่ของหน่วยงาน 1 รายการ")
    expect(reader.locator(".official")).to_have_count(0)
    assert below.bounding_box()["y"] == pytest.approx(before, abs=1)
    button.click()
    expect(first.locator(".official")).to_contain_text("หน่วยงานจะแก้ให้")
    expect(first.locator(".official")).to_be_focused()
    expect(button).to_be_hidden()
    expect(reader.locator("#comments .count")).to_have_text("8")

    # the officer has read it already: no news there
    reader.wait_for_timeout(2_500)
    expect(officer.locator("[data-live-official]")).to_be_hidden()

    # words that are taken back go at once, and still nothing moves
    before = below.bounding_box()["y"]
    withdraw(site, place, "ความเห็น 7")
    expect(first.locator(".official")).to_contain_text("หน่วยงานถอนคำชี้แจงนี้แล้ว")
    expect(first.locator(".official")).not_to_contain_text("หน่วยงานจะแก้ให้")
    assert below.bounding_box()["y"] == pytest.approx(before, abs=1)
    expect(button).to_be_hidden()


def test_an_answer_out_of_sight_comes_at_once_and_moves_nothing(site, visit, place):
    page = visit()
    open_live(page, place["address"])
    read = comment_of(page, "ความเห็น 2")
    read.evaluate("(element) => element.scrollIntoView({block: 'start'})")
    before = read.bounding_box()["y"]
    answer(site, place, "ความเห็น 7", "คำชี้แจงเหนือจอ")
    expect(comment_of(page, "ความเห็น 7").locator(".official")).to_have_count(1)
    assert read.bounding_box()["y"] == pytest.approx(before, abs=1)
    answer(site, place, "ความเห็น 7", "คำชี้แจงเหนือจอที่ยาวกว่าเดิม " * 20)
    expect(comment_of(page, "ความเห็น 7").locator(".official")).to_contain_text("ยาวกว่าเดิม")
    assert read.bounding_box()["y"] == pytest.approx(before, abs=1)
    expect(page.locator("[data-live-official]")).to_be_hidden()


def test_an_officer_answers_changes_and_withdraws_without_javascript(visit, place):
    page = visit("officer", java_script_enabled=False)
    page.goto(place["address"])
    asked = comment_of(page, "ความเห็น 3")
    asked.locator("summary", has_text="ชี้แจงในนามหน่วยงาน").click()
    asked.get_by_role("button", name="เผยแพร่คำชี้แจง").click()
    expect(page.locator(".notice--error")).to_contain_text("เขียนคำชี้แจงก่อนเผยแพร่")
    page.get_by_label("คำชี้แจงของหน่วยงาน").fill("ตอบครั้งแรก")
    page.get_by_role("button", name="เผยแพร่คำชี้แจง").click()
    expect(page.locator(".official")).to_contain_text("ตอบครั้งแรก")

    page.get_by_role("link", name="แก้หรือถอนคำชี้แจง").click()
    page.get_by_label("คำชี้แจงของหน่วยงาน").fill("ตอบใหม่")
    page.get_by_role("button", name="เผยแพร่คำชี้แจง").click()
    expect(page.locator(".official")).to_contain_text("แก้ไขเมื่อ")

    page.get_by_role("link", name="แก้หรือถอนคำชี้แจง").click()
    page.locator("summary", has_text="ถอนคำชี้แจง").click()
    page.get_by_role("button", name="ถอนทันที").click()
    expect(page.locator(".official")).to_contain_text("หน่วยงานถอนคำชี้แจงนี้แล้ว")
    expect(page.locator(".official")).not_to_contain_text("ตอบใหม่")
    visit.complaints[:] = [text for text in visit.complaints if "422" not in text]


def test_an_officer_answers_without_a_mouse(visit, place):
    page = visit("officer")
    page.goto(place["address"])
    tab_to(page, ".comments .official-edit > summary")
    page.keyboard.press("Enter")
    tab_to(page, ".official-form textarea")
    page.keyboard.insert_text("โทร 081-234-5678 ได้เลย")
    expect(page.locator(".official-form [data-personal-warning]").first).to_be_visible()
    tab_to(page, ".official-form .button")
    page.keyboard.press("Enter")
    expect(page.locator(".official")).to_contain_text("[เบอร์โทรศัพท์]")
