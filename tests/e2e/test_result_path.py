"""An officer's afternoon: from a closed hearing to its published result, counted in clicks and keys beside the words that are written."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

#: Clicks and keys an issue may take, beside writing the reply
MOST = 12
#: Counts what a person does: presses of the pointer, and keys that write no text into a field
COUNT = """
window.addEventListener('pointerdown', () => sessionStorage.acts = 1 + Number(sessionStorage.acts || 0), true);
"""
MAKE = """
from tests.support import analyses
agency = Agency.objects.get(slug='demo-agency')
consultation = make_consultation('ข้อความ', agency=agency)
for n in range(8): post(consultation, f'ขอให้มีเจ้าหน้าที่ช่วยผู้สูงอายุ {n}')
run = analyses.run(consultation, themes=1)
close(consultation)
made = {'pk': consultation.pk, 'label': run.document['themes'][0]['label']}
"""


def acts(page: Page) -> int:
    return int(page.evaluate("sessionStorage.acts || 0"))


def test_an_issue_takes_few_clicks_from_the_list_of_what_is_missing(site, visit):
    made = site.make(MAKE)
    desk = f"/consultations/{made['pk']}/analysis/result/"
    analyst, officer = visit("analyst"), visit("officer")
    for page in (analyst, officer):
        page.add_init_script(COUNT)

    analyst.goto(desk)
    analyst.get_by_role("link", name="ตรึงผลการวิเคราะห์เป็นฐานของสรุปผล").click()
    analyst.goto(desk)
    before = acts(analyst)
    analyst.get_by_role("link", name="ทำประเด็นชี้แจงจากประเด็น").click()
    analyst.get_by_role("link", name=made["label"]).first.click()
    analyst.get_by_role("button", name="ตั้งประเด็นชี้แจงจากประเด็นนี้").click()
    analyst.get_by_label("รับบางส่วน").check()
    reason = analyst.get_by_label("เหตุผล").first
    reason.click()
    reason.fill("จะมีเจ้าหน้าที่ช่วยทุกสาขา")
    effect = analyst.get_by_label("สิ่งที่เปลี่ยนหลังรับฟัง")
    effect.click()
    effect.fill("เพิ่มหน้าที่ของหน่วยงานในร่างฉบับต่อไป")
    analyst.get_by_role("button", name="บันทึกข้อความนี้").click()
    expect(analyst.get_by_text("คุณเป็นคนเขียนข้อความนี้")).to_be_visible()
    written = acts(analyst) - before

    officer.goto(desk)
    before = acts(officer)
    officer.get_by_role("link", name="ประเด็นชี้แจง 1 เรื่อง รออีกคนอนุมัติ").click()
    officer.get_by_role("button", name="อนุมัติและเผยแพร่ประเด็นนี้").click()
    expect(officer.locator(".issue__decision")).to_contain_text("รับบางส่วน")
    approved = acts(officer) - before
    assert 7 <= written + approved <= MOST, (written, approved)


def test_two_officers_at_once_are_told_and_lose_nothing(site, visit):
    made = site.make(MAKE)
    address = f"/consultations/{made['pk']}/issues/"
    first, second = visit("analyst"), visit("officer")
    first.goto(address)
    first.get_by_label("ประเด็นชี้แจงในบรรทัดเดียว").fill("ช่องทางสำหรับผู้สูงอายุ")
    first.get_by_role("button", name="เริ่มประเด็นนี้").click()
    first.wait_for_url("**/change/")
    second.goto(first.url)
    for page, words in ((first, "เพราะมีงบประมาณ"), (second, "เพราะกฎหมายให้ทำ")):
        page.get_by_label("รับบางส่วน").check()
        page.get_by_label("เหตุผล").first.fill(words)
    first.get_by_role("button", name="บันทึกข้อความนี้").click()
    expect(first.get_by_text("คุณเป็นคนเขียนข้อความนี้")).to_be_visible()
    second.get_by_role("button", name="บันทึกข้อความนี้").click()
    expect(second.get_by_role("alert").first).to_be_visible()
    expect(second.get_by_label("เหตุผล").first).to_have_value("เพราะกฎหมายให้ทำ")
    visit.complaints[:] = [text for text in visit.complaints if "409" not in text]


MAKE_LARGE = """
from tests.support import analyses
from tests.support.analyses import WORDS
agency = Agency.objects.get(slug='demo-agency')
consultation = make_consultation('ช่องทางบริการ', 'ห้ามเรียกสำเนา', agency=agency)
sections = list(consultation.draft.sections.all())
people = [make_user() for n in range(50)]
for n in range(500):
    post(consultation, f'{WORDS[n % len(WORDS)]} ({n})', author=people[n % 50], section=sections[n % 2])
run = analyses.run(consultation, themes=4)
close(consultation)
made = {'pk': consultation.pk, 'themes': sum(one['parent_id'] is None for one in run.document['themes'])}
"""
#: The list of what is missing, in words that name a step whatever it counts
UNREAD = "ยังไม่มีในประเด็นชี้แจง"


def follow(page: Page, desk: str, name: str) -> bool:
    """From the list of what is missing by the link of that step; false where the step is done."""
    page.goto(desk)
    link = page.locator(".result-path").get_by_role("link").filter(has_text=name)
    if not link.count():
        return False
    link.first.click()
    return True


def test_an_afternoon_with_500_comments_follows_the_links_of_the_list_alone(site, visit):
    made = site.make(MAKE_LARGE)
    desk = f"/consultations/{made['pk']}/analysis/result/"
    analyst, officer, approver = visit("analyst"), visit("officer"), visit("approver")
    for page in (analyst, officer, approver):
        page.add_init_script(COUNT)
    assert follow(analyst, desk, "ตรึงผลการวิเคราะห์")
    analyst.get_by_role("button", name="ตรึงผลการวิเคราะห์นี้เพื่อทำสรุปผล").click()
    expect(analyst.get_by_role("heading", name="ฐานของสรุปผล")).to_be_visible()
    before, issues = acts(analyst), 0
    while follow(analyst, desk, UNREAD):
        analyst.get_by_role("button", name="ตั้งประเด็นชี้แจงจากประเด็นนี้").click()
        analyst.get_by_label("รับบางส่วน").check()
        for label in ("เหตุผล", "สิ่งที่เปลี่ยนหลังรับฟัง"):
            field = analyst.get_by_label(label).first
            field.click()
            field.fill("หน่วยงานจะเปิดเคาน์เตอร์ในทุกอำเภอ และแก้ร่างให้ตรงกัน")
        analyst.get_by_role("button", name="บันทึกข้อความนี้").click()
        expect(analyst.get_by_text("คุณเป็นคนเขียนข้อความนี้")).to_be_visible()
        issues += 1
    assert issues == made["themes"] and not follow(analyst, desk, "รอการตัดสินใจ")
    written, before = acts(analyst) - before, acts(officer)
    while follow(officer, desk, "รออีกคนอนุมัติ"):
        officer.get_by_role("button", name="อนุมัติและเผยแพร่ประเด็นนี้").click()
        expect(officer.locator(".issue__decision")).to_contain_text("รับบางส่วน")
    approved = acts(officer) - before
    print(f"interactions per issue: {(written + approved) / issues:.1f} over {issues} issues")
    assert (written + approved) / issues <= MOST

    assert follow(analyst, desk, "ร่างสรุปผล")
    analyst.get_by_role("button", name="ทำร่างสรุปผล").click()
    for person, name in ((officer, "ลงนามสรุปผลนี้"), (approver, "ลงนามและเผยแพร่สรุปผล")):
        assert follow(person, desk, "ลงนามคน")
        person.get_by_role("button", name=name).click()
    expect(approver.get_by_role("heading", level=1)).to_contain_text("สรุปผลการรับฟังความคิดเห็น")
    site.make("made = {'files': actions.make_result_files()}")
    analyst.goto(desk)
    expect(analyst.locator(".result-path .tag--soon")).to_have_count(0)
