"""An open page stays true without disturbing whoever reads or writes on it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_new_comment_waits_while_one_reads_and_comes_when_asked(site, visit):
    made = site.make(
        "consultation = make_consultation('ข้อความ')\n"
        "section = consultation.draft.sections.first()\n"
        "for n in range(8): post(consultation, f'ความเห็นเดิม {n}', section=section)\n"
        "made = {'pk': consultation.pk, 'section': section.pk}"
    )
    page = visit()
    page.goto(f"/consultations/{made['pk']}/sections/{made['section']}/")
    expect(page.locator('[data-live-state="on"]')).to_be_visible()
    read = page.locator(".comment", has_text="ความเห็นเดิม 5")

    def somebody_says(text: str) -> None:
        site.make(
            f"consultation = Consultation.objects.get(pk={made['pk']})\n"
            f"post(consultation, {text!r}, section=consultation.draft.sections.first())\n"
            "made = {}"
        )

    # far down in the list: it grows above the window, and the window shows the same
    read.evaluate("(element) => element.scrollIntoView({block: 'start'})")
    before = read.bounding_box()["y"]
    somebody_says("ความเห็นที่อยู่เหนือจอ")
    expect(page.locator(".comment", has_text="ความเห็นที่อยู่เหนือจอ")).to_have_count(1)
    assert read.bounding_box()["y"] == pytest.approx(before, abs=1)

    # the head of the list is in the window: the new one waits
    page.locator(".comments").evaluate("(list) => { list.scrollIntoView({block: 'start'}); scrollBy(0, -200) }")
    first = page.locator(".comments > .comment").first
    before = first.bounding_box()["y"]
    somebody_says("ความเห็นใหม่")
    button = page.get_by_role("button", name="ความคิดเห็นใหม่ 1 รายการ")
    expect(button).to_be_visible()
    expect(page.locator("[data-live-news]")).to_have_text("ความคิดเห็นใหม่ 1 รายการ")
    assert first.bounding_box()["y"] == pytest.approx(before, abs=1)
    button.click()
    expect(page.locator(".comments > .comment").first).to_contain_text("ความเห็นใหม่")
    expect(button).to_be_hidden()

    # one that a moderator hides while it waits never comes
    page.locator(".comments").evaluate("(list) => { list.scrollIntoView({block: 'start'}); scrollBy(0, -200) }")
    somebody_says("ความเห็นที่จะถูกซ่อน")
    expect(button).to_be_visible()
    site.make(
        f"consultation = Consultation.objects.get(pk={made['pk']})\n"
        "hide = Comment.objects.get(text='ความเห็นที่จะถูกซ่อน')\n"
        "actions.hide_comment(comment=hide, by=officer_of(consultation), reason='spam')\n"
        "made = {}"
    )
    expect(button).to_be_hidden()
    expect(page.locator(".comment", has_text="ความเห็นที่จะถูกซ่อน")).to_have_count(0)


def test_writing_is_helped_and_survives_a_lost_connection(visit):
    page = visit("citizen")
    page.goto("/consultations/1/sections/6/")
    field = page.locator("textarea")
    warning = page.locator("[data-personal-warning]")
    field.fill("มาตรา 6 ดีแล้ว แต่ปี 2569 เร็วไป")
    expect(warning).to_be_hidden()
    field.fill("โทรหาผมที่ 081-234-5678")
    expect(warning).to_be_visible()
    page.context.set_offline(True)
    expect(page.locator('[data-live-state="offline"]')).to_be_visible()
    expect(page.locator(".comment-form [data-offline]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator('[data-live-state="on"]')).to_be_visible()
    page.reload()
    expect(page.locator("textarea")).to_have_value("โทรหาผมที่ 081-234-5678")
    page.locator("textarea").fill("")
    visit.complaints[:] = [text for text in visit.complaints if "ERR_INTERNET_DISCONNECTED" not in text]
