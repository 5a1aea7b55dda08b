"""A comment that a moderator looks at first: what its author, a reader with an open page and the moderator see."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WORDS = "ขอให้มีรถเข้าถึงหมู่บ้านบนเขา"


def test_a_comment_waits_until_a_moderator_shows_it_to_everybody_on_their_open_pages(site, visit):
    hearing = site.make(
        "consultation = make_consultation('ข้อความของมาตรา', agency=Agency.objects.get(slug='demo-agency'), moderates_first=True)\n"
        "section = consultation.draft.sections.first()\n"
        "made = {'page': f'/consultations/{consultation.pk}/sections/{section.pk}/', 'root': f'/consultations/{consultation.pk}/'}"
    )
    reader = visit()
    reader.goto(hearing["page"])
    writer = visit("citizen")
    writer.goto(hearing["page"])
    expect(writer.locator(".comment-form")).to_contain_text("ผู้ดูแลตรวจความคิดเห็นทุกข้อก่อนแสดง")
    writer.fill(".comment-form textarea", WORDS)
    writer.locator(".comment-form .button").click()
    expect(writer.locator("[data-sent]")).to_be_focused()
    expect(writer.locator("[data-sent]")).to_contain_text("รอผู้ดูแลตรวจ")
    expect(writer.locator(".comment", has_text=WORDS)).to_have_count(0)
    writer.locator("[data-sent] a").click()
    expect(writer.locator("main")).to_contain_text(WORDS)
    expect(writer.locator("main .notice").first).to_contain_text("รอผู้ดูแลตรวจ")
    moderator = visit("moderator")
    moderator.goto(f"{hearing['root']}moderation/")
    moderator.get_by_role("link", name="รอตรวจ").click()
    row = moderator.locator(".comment", has_text=WORDS)
    row.locator("select").first.select_option("in_order")
    row.get_by_role("button", name="แสดงให้ทุกคนเห็น").click()
    expect(moderator.locator("main .notice[role=status]")).to_be_focused()
    expect(moderator.locator("main .notice[role=status]")).to_contain_text("แสดงความคิดเห็นแล้ว")
    expect(reader.locator(".comment", has_text=WORDS)).to_be_visible()
