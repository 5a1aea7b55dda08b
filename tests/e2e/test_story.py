"""The main job, end to end, in a real browser: an officer publishes, citizens talk, an analyst reads, the officer closes."""

import re

import pytest
from playwright.sync_api import Page, expect

from consult.models.facts import requirement
from tests.support.makers import PACK_TOLD

pytestmark = pytest.mark.browser

TITLE = "ร่างพระราชบัญญัติรถโดยสารสาธารณะ พ.ศ. ...."
SECTIONS = ["รถโดยสารสาธารณะต้องมีทางลาดสำหรับผู้พิการ", "ค่าโดยสารต้องไม่เกินยี่สิบบาทต่อเที่ยว"]
COMMENT = "ทางลาดที่ป้ายรถเมล์หน้าโรงเรียนชันมาก ขอให้แก้ก่อนเปิดเทอม"

OTHERS = """
from consult.models import Consultation
consultation = Consultation.objects.get(title=TITLE)
first, second = consultation.draft.sections.all()
for text in ("ทางลาดบนรถเมล์แคบไป รถเข็นขึ้นไม่ได้", "ขอทางลาดที่ป้ายรถเมล์ทุกป้ายสำหรับคนพิการ", "ทางลาดป้ายรถเมล์ต้องไม่ชันเกินไป"):
    post(consultation, text, section=first, stance="agree")
for text in ("ค่าโดยสารยี่สิบบาทแพงไปสำหรับนักเรียน", "ค่าโดยสารควรถูกลงสำหรับผู้สูงอายุ", "ค่าโดยสารยี่สิบบาทตลอดสายดีมาก"):
    post(consultation, text, section=second, stance="partly")
made = {}
"""


APPROVE = """
from consult.models import ConsultationAct, Membership
asked = ConsultationAct.objects.waiting().latest("pk")
actions.approve_act(act=asked, by=make_staff(asked.consultation.agency, Membership.Role.OFFICER))
made = {}
"""


def write_draft(page: Page) -> None:
    """Type the law into the editor and see it as citizens will, with the outline beside it."""
    editor = page.locator(".cm-content")
    editor.click()
    page.keyboard.insert_text("\n".join(f"มาตรา {number} {text}" for number, text in zip("๑๒", SECTIONS, strict=True)))
    expect(page.locator("[data-draft-outline] option")).to_have_count(2)
    expect(page.locator("[data-draft-preview]")).to_contain_text(SECTIONS[1])


def publish_as_officer(page: Page) -> str:
    """Write and publish the draft; returns the address citizens read it at."""
    page.goto("/cms/pages/add/cms/consultationpage/4/")
    page.fill("#id_title", TITLE)
    page.select_option("#id_policy_field", "welfare")
    page.fill("#id_summary", "รถเมล์ต้องขึ้นได้ทุกคนและค่าโดยสารไม่เกินยี่สิบบาท")
    for part in requirement("act").parts:
        page.fill(f"#id_{part}", PACK_TOLD[part])
    write_draft(page)
    page.get_by_role("button", name="การกระทำเพิ่มเติม").click()
    page.get_by_role("button", name="เผยแพร่", exact=True).click()
    page.get_by_text("เผยแพร่แล้ว").first.wait_for()
    page.goto(f"/consultations/?q={TITLE}")
    page.get_by_role("link", name=TITLE).click()
    return re.search(r"/consultations/\d+/", page.url)[0]


def test_the_main_job_end_to_end(site, visit):
    officer, ann, ben = visit("officer"), visit("citizen"), visit()

    address = publish_as_officer(officer)
    ann.goto(address)
    expect(ann.get_by_role("heading", level=1)).to_have_text(TITLE)

    # citizen B watches มาตรา ๑ without an account
    ann.locator(".section", has_text=SECTIONS[0]).get_by_role("link", name="แสดงและอ่านความคิดเห็น").click()
    section = ann.url.removeprefix(site.address)
    ben.goto(section)
    expect(ben.locator('[data-live-state="on"]')).to_be_visible()

    # citizen A votes and comments; B's open page shows both within two seconds of the next tick
    ann.locator(".section .vote__button--agree").click()
    expect(ann.locator(".section .vote__button--agree")).to_have_attribute("aria-pressed", "true")
    expect(ben.locator('.section [data-votes="agree"]')).to_have_text("1")
    ann.locator(".segment--partly").click()
    ann.fill("textarea", COMMENT)
    ann.get_by_role("button", name="ส่งความคิดเห็น").click()
    expect(ann.locator(".notice--success")).to_be_visible()
    expect(ann.locator(".comment", has_text=COMMENT)).to_be_visible()
    expect(ben.locator(".comment", has_text=COMMENT)).to_be_visible()
    expect(ben.locator("h2 .count")).to_have_text("1")

    # B's page was never loaded again
    assert ben.evaluate("performance.getEntriesByType('navigation')[0].type") == "navigate"
    assert ben.url == site.address + section

    # the analyst runs an analysis, sees the comment in a theme, opens a citation
    site.make(f"TITLE = {TITLE!r}\n{OTHERS}")
    analyst = visit("analyst")
    analyst.goto(address + "analysis/")
    analyst.fill("#id_themes", "2")
    analyst.get_by_role("button", name="เริ่มวิเคราะห์").click()
    expect(analyst.locator("progress")).to_be_visible()
    # what the timetable asked for stands behind it; the only worker may be at one such run, and reads its models first
    expect(analyst.locator(".biggest li").first).to_be_visible(timeout=600_000)
    analyst.locator(".biggest h3 a").first.click()
    analyst.locator(".theme a.cite").first.click()
    expect(analyst.locator("dialog#citation .comment__text")).to_be_visible()
    analyst.get_by_role("button", name="ปิดหน้าต่าง").click()
    analyst.goto(address + "analysis/comments/?q=หน้าโรงเรียน")
    row = analyst.locator("tbody tr", has_text=COMMENT)
    expect(row).to_have_count(1)
    theme = row.locator("td").nth(4).inner_text().strip()
    analyst.goto(address + "analysis/")
    expect(analyst.locator(".biggest h3", has_text=theme).first).to_be_visible()

    # the officer closes; citizen A's open page says so and sends nothing more, and what she typed stays, to copy
    ann.goto(section)
    ann.fill("textarea", "ความเห็นที่ส่งช้าไป")
    officer.goto(address)
    officer.get_by_role("link", name="กำหนดการ").click()
    officer.locator("summary", has_text="ปิดตอนนี้").click()
    officer.fill("#id_close-reason", "ได้ความเห็นครบทุกกลุ่มแล้ว")
    with officer.expect_navigation():  # or the next page would overtake the form
        officer.get_by_role("button", name="ปิดการรับฟัง").click()
    # so soon after the opening it takes two officers: a colleague approves
    expect(officer.get_by_text("ได้ความเห็นครบทุกกลุ่มแล้ว").first).to_be_visible()
    site.make(APPROVE)
    officer.goto(address)
    expect(officer.locator(".status--closed").first).to_be_visible()
    expect(ann.locator("[data-closed-now]")).to_be_visible()
    expect(ann.get_by_role("button", name="ส่งความคิดเห็น")).to_be_disabled()
    expect(ann.locator("textarea")).to_have_value("ความเห็นที่ส่งช้าไป")
    expect(ben.locator("[data-live-changed]")).to_be_visible()
