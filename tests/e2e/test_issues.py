"""From what people said to what the agency decided: the analyst makes an issue of a theme, the officer approves it, and who commented finds
it on the closed hearing, from the first page on; all of it without a script too."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MAKE = """
from analysis.models import Assignment
from tests.support import analyses
agency = Agency.objects.get(slug='demo-agency')
consultation = make_consultation('ข้อความ', agency=agency)
for n in range(8): post(consultation, f'ขอให้มีเจ้าหน้าที่ช่วยผู้สูงอายุ {n}')
mine = post(consultation, 'ความเห็นของพลเมือง', author=User.objects.get(email='citizen@demo.example'))
run = analyses.run(consultation, themes=1)
close(consultation)
theme = run.document['themes'][0]
made = {'pk': consultation.pk, 'theme': theme['id'], 'label': theme['label'], 'mine': mine.pk,
    'in_theme': Assignment.objects.filter(run=run, theme=theme['id']).count()}
"""


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_a_theme_becomes_an_issue_that_two_people_decide_and_who_commented_finds(site, visit, script):
    made = site.make(MAKE)
    hearing = f"/consultations/{made['pk']}/"
    analyst, officer = (visit(role, java_script_enabled=script) for role in ("analyst", "officer"))

    analyst.goto(f"{hearing}analysis/themes/{made['theme']}/")
    analyst.get_by_role("button", name="ตั้งประเด็นชี้แจงจากประเด็นนี้").click()
    expect(analyst.get_by_role("heading", level=1)).to_contain_text(made["label"])
    expect(analyst.locator(".issue__members li")).to_have_count(made["in_theme"])
    analyst.get_by_label("เลขของความคิดเห็น").fill(str(made["mine"]))
    analyst.get_by_role("button", name="เพิ่มความคิดเห็นเหล่านี้").click()
    expect(analyst.locator(".issue__members")).to_contain_text("ความเห็นของพลเมือง")
    analyst.get_by_label("รับบางส่วน").check()
    analyst.get_by_label("เหตุผล").first.fill("จะมีเจ้าหน้าที่ช่วยทุกสาขา แต่ยังไม่มีงบประมาณสำหรับทุกวัน")
    analyst.get_by_label("สิ่งที่เปลี่ยนหลังรับฟัง").fill("เพิ่มหน้าที่ของหน่วยงานในร่างฉบับต่อไป")
    analyst.get_by_role("button", name="บันทึกข้อความนี้").click()
    expect(analyst.get_by_text("คุณเป็นคนเขียนข้อความนี้")).to_be_visible()
    address = analyst.url

    citizen = visit("citizen", java_script_enabled=script)
    citizen.goto(hearing)
    expect(citizen.get_by_role("link", name="อ่านคำชี้แจงรายประเด็น")).to_have_count(0)

    officer.goto(address)
    expect(officer.locator(".issue__proposed")).to_contain_text("ยังไม่มีงบประมาณ")
    officer.get_by_role("button", name="อนุมัติและเผยแพร่ประเด็นนี้").click()
    expect(officer.locator(".issue__decision")).to_contain_text("รับบางส่วน")

    citizen.goto(hearing)
    citizen.get_by_role("link", name="อ่านคำชี้แจงรายประเด็น").click()
    expect(citizen.get_by_text("มีความคิดเห็นของคุณอยู่ในประเด็นนี้")).to_be_visible()
    citizen.get_by_role("link", name=made["label"]).first.click()
    expect(citizen.locator(".issue__decision")).to_contain_text("จะมีเจ้าหน้าที่ช่วยทุกสาขา")
    expect(citizen.get_by_text("ความเห็นของพลเมือง")).to_be_visible()
    citizen.goto(f"{hearing}comments/{made['mine']}/")
    expect(citizen.get_by_role("link", name="รับบางส่วน")).to_be_visible()
