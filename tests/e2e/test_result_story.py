"""The whole of it, once: themes become issues, two people answer for the result, who commented finds what became of it, and somebody
outside downloads the folder, checks it on another machine, changes one vote, and is caught."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MAKE = """
from tests.support import analyses
agency = Agency.objects.get(slug='demo-agency')
consultation = make_consultation('ข้อความ', agency=agency)
citizen = User.objects.get(email='citizen@demo.example')
section = consultation.draft.sections.first()
for n in range(8): post(consultation, f'ขอให้มีเจ้าหน้าที่ช่วยผู้สูงอายุ {n}', section=section)
for n in range(9): vote(consultation, 1 if n % 3 else -1, section=section)
vote(consultation, 1, voter=citizen, section=section)
mine = post(consultation, 'ขอให้มีเจ้าหน้าที่ช่วยผู้สูงอายุที่อำเภอด้วย', author=citizen)
run = analyses.run(consultation, themes=1)
close(consultation)
made = {'pk': consultation.pk, 'label': run.document['themes'][0]['label'], 'title': consultation.title}
"""
#: What the timetable does within the hour
LATER = "from analysis.actions import publish_open_data\nmade = {'told': actions.tell_of_results(), 'release': publish_open_data(consultation=Consultation.objects.get(pk=%d)).number}"
PROGRAM = Path(__file__).parents[2]


def check(folder: Path) -> subprocess.CompletedProcess:
    """As on a machine that has the program and nothing of the site."""
    command = [sys.executable, "-m", "analysis.core", "verify", str(folder)]
    bare = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(PROGRAM)}
    return subprocess.run(command, cwd="/", env=bare, capture_output=True, text=True, timeout=120, check=False)


def test_from_themes_to_an_outsider_who_changes_one_vote_and_is_caught(site, visit, tmp_path):
    made = site.make(MAKE)
    hearing, desk = f"/consultations/{made['pk']}/", f"/consultations/{made['pk']}/analysis/result/"
    analyst, officer, approver, citizen = map(visit, ("analyst", "officer", "approver", "citizen"))

    analyst.goto(desk)
    analyst.get_by_role("link", name="ตรึงผลการวิเคราะห์เป็นฐานของสรุปผล").click()
    analyst.get_by_role("button", name="ตรึงผลการวิเคราะห์นี้เพื่อทำสรุปผล").click()
    expect(analyst.get_by_role("heading", name="ฐานของสรุปผล")).to_be_visible()
    analyst.goto(desk)
    analyst.get_by_role("link", name="ทำประเด็นชี้แจงจากประเด็น").click()
    analyst.get_by_role("link", name=made["label"]).first.click()
    analyst.get_by_role("button", name="ตั้งประเด็นชี้แจงจากประเด็นนี้").click()
    analyst.get_by_label("รับบางส่วน").check()
    analyst.get_by_label("เหตุผล").first.fill("จะมีเจ้าหน้าที่ช่วยทุกอำเภอ แต่ยังไม่ใช่ทุกวัน")
    analyst.get_by_label("สิ่งที่เปลี่ยนหลังรับฟัง").fill("เพิ่มหน้าที่ของหน่วยงานในร่างฉบับต่อไป")
    analyst.get_by_role("button", name="บันทึกข้อความนี้").click()
    expect(analyst.get_by_text("คุณเป็นคนเขียนข้อความนี้")).to_be_visible()

    officer.goto(desk)
    officer.get_by_role("link", name="ประเด็นชี้แจง 1 เรื่อง รออีกคนอนุมัติ").click()
    officer.get_by_role("button", name="อนุมัติและเผยแพร่ประเด็นนี้").click()
    expect(officer.locator(".issue__decision")).to_contain_text("รับบางส่วน")

    analyst.goto(desk)
    analyst.get_by_role("button", name="ทำร่างสรุปผล").click()
    expect(analyst.get_by_text("คุณเป็นผู้ทำร่างนี้")).to_be_visible()
    officer.goto(desk)
    officer.get_by_role("button", name="ลงนามสรุปผลนี้").click()
    expect(officer.get_by_text("ยังขาดลายมือชื่อ 1 คน")).to_be_visible()
    approver.goto(desk)
    approver.get_by_role("button", name="ลงนามและเผยแพร่สรุปผล").click()
    expect(approver.get_by_role("heading", level=1)).to_contain_text("สรุปผลการรับฟังความคิดเห็น")
    site.make(LATER % made["pk"])

    citizen.goto("/consultations/notices/")
    expect(citizen.locator(".mine li").filter(has_text=made["title"]).filter(has_text="เผยแพร่สรุปผล")).to_have_count(1)
    citizen.goto(hearing)
    citizen.locator(".closed-state").get_by_role("link", name="อ่านสรุปผล").click()
    expect(citizen.locator(".report")).to_contain_text("จะมีเจ้าหน้าที่ช่วยทุกอำเภอ")
    citizen.goto(hearing)
    citizen.get_by_role("link", name="สิ่งที่คุณพูดเป็นอย่างไรต่อ").click()
    said = citizen.locator(".mine li").filter(has_text="ขอให้มีเจ้าหน้าที่ช่วยผู้สูงอายุที่อำเภอด้วย").first
    expect(said).to_contain_text("รับบางส่วน")
    expect(said.get_by_role("link", name="อ่านสรุปผล")).to_be_visible()

    outsider = visit(accept_downloads=True)
    outsider.goto(hearing)
    outsider.locator(".closed-state").get_by_role("link", name="อ่านสรุปผล").click()
    outsider.get_by_role("link", name="ข้อมูลเปิด").first.click()
    with outsider.expect_download() as download:
        outsider.get_by_role("link", name="ดาวน์โหลดทั้งหมด").click()
    folder = tmp_path / "folder"
    ZipFile(download.value.path()).extractall(folder)
    checked = check(folder)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "the report is the one that was signed and logged" in checked.stdout
    votes = folder / "votes.csv"
    votes.write_bytes(votes.read_bytes().replace(b",disagree,", b",agree,", 1))
    caught = check(folder)
    assert caught.returncode == 1, caught.stdout + caught.stderr
    assert "rows of votes.csv that do not match the log: 1 (votes.csv:" in caught.stdout
    assert "figures of the report that count otherwise" in caught.stdout
