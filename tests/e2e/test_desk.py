"""What an officer does in the editor, in a real browser."""

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


def test_the_panel_beside_the_editor_follows_what_is_typed(site, visit):
    officer = visit("officer", viewport={"width": 1280, "height": 900})
    officer.goto(site.make(DRAFT)["edit"])
    officer.locator("[data-side-panel-toggle=preview]").first.click()
    panel = officer.frame_locator("iframe[title]").first
    expect(panel.locator("body")).to_contain_text("ถ้อยคำเดิม")
    officer.locator(".cm-content").click()
    officer.keyboard.press("Control+End")
    officer.keyboard.insert_text(TYPED)
    expect(panel.locator("body")).to_contain_text(TYPED)
