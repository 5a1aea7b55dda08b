"""What an officer does in the editor, in a real browser."""

import time

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TYPED = "ถ้อยคำที่เพิ่งพิมพ์"
DRAFT = """
from cms.models import AgencyPage, ConsultationPage
from django.utils import timezone
from datetime import timedelta
agency = AgencyPage.objects.get(slug="demo-agency")
page = agency.add_child(instance=ConsultationPage(
    title="ร่างที่กำลังเขียน", policy_field="health", summary="สรุป", pack={"problem": "เหตุผล"}, live=False,
    opens_at=timezone.now(), closes_at=timezone.now() + timedelta(days=30), draft="มาตรา ๑ ถ้อยคำเดิม"))
page.save_revision(user=User.objects.get(email="officer@demo.example"))
made = {"edit": f"/cms/pages/{page.pk}/edit/"}
"""


def type_at_the_end(officer, words: str) -> None:
    officer.locator(".cm-content").click()
    officer.keyboard.press("Control+End")
    officer.keyboard.insert_text(words)


def texts(site, edit: str) -> list[str]:
    """Of every revision of the page, oldest first."""
    code = (
        "from cms.models import ConsultationPage\n" + f"page = ConsultationPage.objects.get(pk={edit.split('/')[3]})\n"
    )
    return site.make(f"{code}made = {{'texts': [one.as_object().draft for one in page.revisions.order_by('pk')]}}")[
        "texts"
    ]


def saved(site, edit: str, words: str) -> None:
    """Wait until the newest revision has the words."""
    end = time.monotonic() + 60
    while words not in texts(site, edit)[-1]:
        assert time.monotonic() < end, f"{words} was not saved"
        time.sleep(0.5)


def test_the_panel_beside_the_editor_follows_what_is_typed(site, visit):
    officer = visit("officer", viewport={"width": 1280, "height": 900})
    officer.goto(site.make(DRAFT)["edit"])
    officer.locator("[data-side-panel-toggle=preview]").first.click()
    panel = officer.frame_locator("iframe[title]").first
    expect(panel.locator("body")).to_contain_text("ถ้อยคำเดิม")
    type_at_the_end(officer, TYPED)
    expect(panel.locator("body")).to_contain_text(TYPED)


def test_what_is_found_stands_in_the_margin_while_typing_and_is_said(site, visit):
    officer = visit("officer", viewport={"width": 1280, "height": 900})
    officer.goto(site.make(DRAFT)["edit"])
    expect(officer.locator("[data-draft-count]")).to_contain_text("1")
    marks, voice = officer.locator(".cm-lint-marker-warning"), officer.locator("[data-draft-voice]")
    expect(marks).to_have_count(0)
    type_at_the_end(officer, "\nมาตรา ๒ ให้นำมาตรา ๙ มาใช้บังคับ")
    expect(marks).to_have_count(1)
    expect(officer.locator(".cm-lintRange-warning")).to_have_text("มาตรา ๙")
    expect(voice).to_contain_text("บรรทัด 2: มาตรา ๒ อ้างถึง มาตรา ๙")
    # who walks by keys is led to it, and hears that it is mended
    officer.keyboard.press("F8")
    officer.keyboard.insert_text("มาตรา ๑")
    expect(marks).to_have_count(0)
    expect(voice).to_have_text("ไม่มีสิ่งที่ต้องดูในร่างแล้ว")


SECOND = """
from consult import actions
second = User.objects.filter(email="second@demo.example").first() or User.objects.create_user(
    "second@demo.example", "rabfang-demo-2569", alias="เจ้าหน้าที่คนที่สอง")
if not second.memberships.exists():
    actions.appoint(user=second, agency=agency.agency, role="officer", by=platform_staff())
"""


def test_the_second_of_two_officers_compares_takes_over_and_nothing_is_lost(site, visit):
    made = site.make(DRAFT + SECOND)
    first, second = (visit(who, viewport={"width": 1280, "height": 900}) for who in ("officer", "second"))
    for officer in (first, second):
        officer.goto(made["edit"])
        expect(officer.locator("[data-draft-count]")).to_contain_text("1")
    type_at_the_end(first, "คนแรกเขียน")
    saved(site, made["edit"], "คนแรกเขียน")
    type_at_the_end(second, "คนที่สองเขียน")
    expect(second.locator(".w-editing-sessions__session--saved").first).to_be_attached()
    dialog = second.locator("#w-save-confirmation-dialog")
    second.locator("button[type=submit]:has-text('บันทึกฉบับร่าง')").first.click()
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("บันทึกฉบับใหม่แล้ว")
    with second.expect_popup() as opened:
        dialog.get_by_role("button", name="เปรียบเทียบกับที่อีกคนบันทึก").click()
    expect(opened.value.locator(".desk-diff del").first).to_contain_text("แรก")
    expect(opened.value.locator(".desk-diff ins").first).to_contain_text("สอง")
    opened.value.close()
    dialog.locator("[data-w-dialog-target=confirm]").click()
    saved(site, made["edit"], "คนที่สองเขียน")
    kept = texts(site, made["edit"])
    assert any("คนแรกเขียน" in text for text in kept) and "คนที่สองเขียน" in kept[-1]
    for officer in (first, second):
        officer.context.close()
    # automatic saves that Wagtail refused
    visit.complaints[:] = [one for one in visit.complaints if "400" not in one or made["edit"] not in one]
