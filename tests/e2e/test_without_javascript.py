"""The same stories where no script runs."""

import pytest
from playwright.sync_api import expect

from tests.e2e.walk import with_password

pytestmark = pytest.mark.browser


def test_the_write_steps_work_without_javascript(site, visit):
    made = site.make(
        "consultation = make_consultation('ข้อความของมาตรา')\n"
        "section = consultation.draft.sections.first()\n"
        "post(consultation, 'ความเห็นของคนอื่น', section=section)\n"
        "made = {'pk': consultation.pk, 'section': section.pk}"
    )
    section = f"/consultations/{made['pk']}/sections/{made['section']}/"
    page = visit(java_script_enabled=False)

    # a stranger writes first, signs in, and finds the text again
    page.goto(section)
    page.fill("textarea", "เขียนไว้ก่อนเข้าสู่ระบบ")
    page.get_by_role("button", name="ส่งความคิดเห็น").click()
    with_password(page, "citizen@demo.example")
    expect(page.locator("textarea")).to_have_value("เขียนไว้ก่อนเข้าสู่ระบบ")

    page.locator(".segment--agree input").check()
    page.get_by_role("button", name="ส่งความคิดเห็น").click()
    comment = page.locator(".comment", has_text="เขียนไว้ก่อนเข้าสู่ระบบ")
    expect(comment).to_be_visible()

    page.locator(".section .vote__button--disagree").click()
    expect(page.locator(".section .vote__button--disagree")).to_have_attribute("aria-pressed", "true")
    expect(page.locator('.section [data-votes="disagree"]')).to_have_text("1")

    comment.get_by_role("link", name="ตอบกลับ").click()
    page.fill("textarea", "ขอเพิ่มอีกนิด")
    page.get_by_role("button", name="ส่งความคิดเห็น").click()
    expect(page.locator(".replies .comment", has_text="ขอเพิ่มอีกนิด")).to_be_visible()
    page.goto(section)
    page.locator(".comment .vote__button--agree").first.click()  # of somebody else: nobody votes on their own
    expect(page.locator(".comment .vote__button--agree").first).to_have_attribute("aria-pressed", "true")

    # after closing: no buttons on the page, and a form from before is refused with its text kept
    page.goto(section)
    page.fill("textarea", "สายไปแล้ว")
    site.make(f"close(Consultation.objects.get(pk={made['pk']}))\nmade = {{}}")
    page.get_by_role("button", name="ส่งความคิดเห็น").click()
    expect(page.locator(".notice--error")).to_contain_text("ปิดรับฟังความคิดเห็นแล้ว")
    expect(page.locator("textarea")).to_have_value("สายไปแล้ว")
    expect(page.locator(".vote__button")).to_have_count(0)
    visit.complaints[:] = [text for text in visit.complaints if "409" not in text]


def test_finding_a_consultation_and_voting_on_statements_work_without_javascript(analysed, visit):
    page = visit("citizen", java_script_enabled=False)
    page.goto("/consultations/")
    page.locator(".chip", has_text="เปิดรับฟังอยู่").click()
    page.fill("#id_q", "ดิจิทัล")
    page.locator(".search-bar button[type=submit]").click()
    page.locator(".card__title a[href$='/consultations/1/']").click()
    page.locator("main summary", has_text="สารบัญ").click()
    expect(page.locator(".outline__scroll a").first).to_be_visible()

    page.locator(".take-part a[href*='deck']").click()
    done = int(page.locator("#deck-progress").get_attribute("value"))
    statement = page.locator(".deck__card blockquote").inner_text()
    page.locator(".deck__card .vote__button--agree").click()
    expect(page.locator("#deck-progress")).to_have_attribute("value", str(done + 1))
    expect(page.locator(".deck__card blockquote")).not_to_have_text(statement)


def test_an_analyst_filters_and_opens_a_citation_without_javascript(analysed, visit):
    page = visit("analyst", java_script_enabled=False)
    page.goto("/consultations/1/analysis/comments/")
    page.fill("#id_q", "สำเนา")
    page.select_option("#id_stance", "disagree")
    page.locator("form[method=get] .button").click()
    assert set(page.locator("tbody .stance").all_inner_texts()) == {"ไม่เห็นด้วย"}
    assert all("สำเนา" in text for text in page.locator("tbody .table__text").all_inner_texts())
    page.locator("tbody a[data-dialog]").first.click()
    expect(page.locator("main .comment__text")).to_contain_text("สำเนา")

    page.goto("/consultations/1/analysis/themes/")
    page.locator(".charts .diverging__label").first.click()
    page.locator(".theme details:has(.quotes) > summary").first.click()
    quote = page.locator(".quotes .quote").first
    words = quote.locator("p").evaluate("(words) => words.firstChild.textContent").strip("“”… ")
    quote.locator("a.cite").click()
    expect(page.locator("main .comment__text")).to_contain_text(words)
    page.locator("main .comment > p a").first.click()
    expect(page.locator(".comment__text", has_text=words)).to_be_visible()
