"""From a frozen analysis to the published result, and what a citizen finds on the closed hearing; all of it without a script too."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MAKE = """
from tests.support import analyses
agency = Agency.objects.get(slug='demo-agency')
consultation = make_consultation('ข้อความ', agency=agency)
for n in range(8): post(consultation, f'ขอให้มีเจ้าหน้าที่ช่วยผู้สูงอายุ {n}')
mine = post(consultation, 'ขอให้มีเจ้าหน้าที่ช่วยผู้สูงอายุที่อำเภอด้วย', author=User.objects.get(email='citizen@demo.example'))
run = analyses.run(consultation, themes=1)
close(consultation)
theme = run.document['themes'][0]
made = {'pk': consultation.pk, 'theme': theme['id'], 'label': theme['label'], 'mine': mine.pk, 'title': consultation.title}
"""
TELL = "made = {'told': actions.tell_of_results()}"


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_from_a_theme_to_a_published_result_that_the_citizen_finds(site, visit, script):
    made = site.make(MAKE)
    hearing = f"/consultations/{made['pk']}/"
    analyst, officer, approver = (
        visit(role, java_script_enabled=script) for role in ("analyst", "officer", "approver")
    )

    analyst.goto(f"{hearing}analysis/")
    analyst.get_by_role("button", name="ตรึงผลการวิเคราะห์นี้เพื่อทำสรุปผล").click()
    expect(analyst.get_by_role("heading", name="ฐานของสรุปผล")).to_be_visible()
    analyst.goto(f"{hearing}analysis/result/")
    expect(analyst.locator(".result-faults")).to_contain_text("ยังไม่มีประเด็นชี้แจง")

    analyst.goto(f"{hearing}analysis/themes/{made['theme']}/")
    analyst.get_by_role("button", name="ตั้งประเด็นชี้แจงจากประเด็นนี้").click()
    analyst.get_by_label("รับบางส่วน").check()
    analyst.get_by_label("เหตุผล").first.fill("จะมีเจ้าหน้าที่ช่วยทุกอำเภอ แต่ยังไม่ใช่ทุกวัน")
    analyst.get_by_role("button", name="บันทึกข้อความนี้").click()
    expect(analyst.get_by_text("คุณเป็นคนเขียนข้อความนี้")).to_be_visible()
    issue = analyst.url
    analyst.goto(f"{hearing}analysis/result/")
    analyst.locator(".result-faults a").first.click()
    expect(analyst).to_have_url(issue)

    officer.goto(issue)
    officer.get_by_role("button", name="อนุมัติและเผยแพร่ประเด็นนี้").click()
    expect(officer.locator(".issue__decision")).to_contain_text("รับบางส่วน")

    analyst.goto(f"{hearing}analysis/result/")
    analyst.get_by_role("button", name="ทำร่างสรุปผล").click()
    expect(analyst.get_by_text("คุณเป็นผู้ทำร่างนี้")).to_be_visible()

    officer.goto(f"{hearing}analysis/result/")
    officer.get_by_role("button", name="ลงนามสรุปผลนี้").click()
    expect(officer.get_by_text("ยังขาดลายมือชื่อ 1 คน")).to_be_visible()
    approver.goto(f"{hearing}analysis/result/")
    approver.get_by_role("button", name="ลงนามและเผยแพร่สรุปผล").click()
    expect(approver.get_by_role("heading", level=1)).to_contain_text("สรุปผลการรับฟังความคิดเห็น")
    site.make(TELL)

    citizen = visit("citizen", java_script_enabled=script)
    citizen.goto("/consultations/notices/")
    expect(citizen.locator(".mine li").filter(has_text=made["title"]).filter(has_text="เผยแพร่สรุปผล")).to_have_count(1)
    citizen.goto(hearing)
    citizen.locator(".closed-state").get_by_role("link", name="อ่านสรุปผล").click()
    expect(citizen.locator(".report")).to_contain_text("จะมีเจ้าหน้าที่ช่วยทุกอำเภอ")
    expect(citizen.locator(".report")).to_contain_text("คำชี้แจงเหตุผลรายประเด็น")
    citizen.goto(hearing)
    citizen.get_by_role("link", name="สิ่งที่คุณพูดเป็นอย่างไรต่อ").click()
    said = citizen.locator(".mine li").filter(has_text="ขอให้มีเจ้าหน้าที่ช่วยผู้สูงอายุที่อำเภอด้วย").first
    expect(said).to_contain_text("รับบางส่วน")
    expect(said.get_by_role("link", name="อ่านสรุปผล")).to_be_visible()
