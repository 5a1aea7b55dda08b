"""Pages of the desk that are ours, as officer and as administrator: they fit a telephone, a tablet and a desk, and axe finds nothing in them."""

import pytest
from playwright.sync_api import Page

from tests.cms.test_desk_speaks_thai import english_in
from tests.e2e.test_walk import AXE, RULES, UNFOLD
from tests.e2e.walk import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.walk]

WIDTHS = (360, 820, 1280)
#: An agency of its own with a hearing whose next version waits and whose facts are no longer enough
DESK = """
from datetime import timedelta
from django.utils import timezone
from cms.actions import establish_agency
from cms.models import ConsultationPage, HomePage
from tests.support.makers import PACK_TOLD
agency_page = establish_agency(name="กรมโต๊ะงานตัวอย่าง", slug="desk-walk", home=HomePage.objects.first(), by=platform_staff())
officer = User.objects.get(email="officer@demo.example")
actions.appoint(user=officer, agency=agency_page.agency, role=Membership.Role.OFFICER, by=platform_staff())
now = timezone.now()
page = agency_page.add_child(instance=ConsultationPage(
    title="ร่างพระราชบัญญัติโต๊ะงาน", slug="desk-walk-draft", policy_field="education", summary="สรุป", pack=dict(PACK_TOLD), live=False,
    opens_at=now, closes_at=now + timedelta(days=40),
    draft="มาตรา ๑ ให้หน่วยงานเปิดเผยข้อมูลภายในเก้าสิบวัน\\nมาตรา ๒ ให้เรียกเก็บค่าธรรมเนียมได้ตามอัตราที่รัฐมนตรีประกาศ"))
page.save_revision(user=officer).publish(user=officer)
page.draft = "มาตรา ๑ ให้หน่วยงานเปิดเผยข้อมูลภายในสามสิบวัน\\nมาตรา ๒/๑ ผู้ใดขัดขวางเจ้าหน้าที่ต้องระวางโทษปรับไม่เกินหนึ่งหมื่นบาท"
page.save_revision(user=officer).publish(user=officer)
ConsultationPage.objects.filter(pk=page.pk).update(pack={"problem": "ปัญหา"})
first, second = page.revisions.order_by("pk")[:2]
hearing, edit = page.consultation, f"/cms/pages/{page.pk}"
made = {
    "home": "/cms/", "agencies": "/cms/agencies/", "people": f"/cms/agencies/{agency_page.agency_id}/", "hearings": "/cms/hearings/",
    "dates": f"/cms/hearings/{hearing.pk}/", "dossier": f"/cms/hearings/{hearing.pk}/dossier/", "audit": "/cms/audit/",
    "impact": f"/cms/drafts/{page.pk}/impact/", "documents": f"/cms/drafts/{page.pk}/documents/",
    "explorer": f"/cms/pages/{agency_page.pk}/", "add": f"/cms/pages/add/cms/consultationpage/{agency_page.pk}/", "history": f"{edit}/history/",
    "search": "/cms/pages/search/?q=โต๊ะงาน", "account": "/cms/account/", "workflows": "/cms/reports/workflow/", "locked": "/cms/reports/locked/",
    "users": "/cms/users/", "move": f"{edit}/move/", "copy": f"{edit}/copy/", "delete": f"{edit}/delete/", "unpublish": f"{edit}/unpublish/",
    "file": "/cms/drafts/file/", "compare": f"{edit}/revisions/compare/{first.pk}...{second.pk}/", "edit": f"{edit}/edit/",
}
"""
PLACES = {
    "officer": ("home", "hearings", "dates", "dossier", "impact", "documents", "file", "compare"),
    "admin": ("home", "agencies", "people", "hearings", "dates", "dossier", "impact", "audit", "compare"),
}
#: Pages of Wagtail: a page of its own may scroll sideways and has faults of its own, but every word on it, those of its scripts too, is
#: Thai, and where our part stands in it, the part holds
OF_WAGTAIL = {
    "officer": (
        "explorer",
        "edit",
        "add",
        "history",
        "search",
        "account",
        "workflows",
        "move",
        "copy",
        "delete",
        "unpublish",
    ),
    "admin": ("explorer", "edit", "locked", "users", "account", "workflows"),
}
#: What people call themselves is not the desk's to translate
NAMES = "made = [name for name in User.objects.values_list('alias', flat=True) if len(name) > 3]"
OUR_PARTS = ".draft-desk, .desk-calendar__field, .needs, .desk-table, #pack-missing"
WAGTAIL_VISITS = [(role, place) for role, places in OF_WAGTAIL.items() for place in places]
VISITS = [(role, place) for role, places in PLACES.items() for place in places]
TOO_WIDE = "() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"
#: Wagtail's frame around ours is not looked at: its header and side bar stand outside of these
OURS = """(rules) => axe.run("main", {runOnly: rules, resultTypes: ["violations"]}).then((result) =>
  result.violations.map((one) => `${one.impact} ${one.id}: ${one.nodes[0].html.slice(0, 200)}`))"""


@pytest.fixture(scope="module")
def desk(site) -> dict[str, str]:
    return site.make(DESK)


OF_OURS = """([rules, ours]) => document.querySelector(ours)
  ? axe.run({include: [...document.querySelectorAll(ours)]}, {runOnly: rules, resultTypes: ["violations"]}).then((result) =>
    result.violations.map((one) => `${one.impact} ${one.id}: ${one.nodes[0].html.slice(0, 200)}`))
  : []"""
SEEN = """() => [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility())
  .flatMap((one) => [...[...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data),
    ...["aria-label", "title", "placeholder", "alt"].map((name) => one.getAttribute(name) ?? "")])"""


#: Ours that reach over the right edge, unless what they stand in scrolls
WIDER_PARTS = """(ours) => [...document.querySelectorAll(ours)].filter((one) => one.checkVisibility()
  && one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".w-overflow-x-auto, .desk-table")).map((one) => one.outerHTML.slice(0, 120))"""


def faults_of_the_desk(page: Page) -> list[str]:
    page.evaluate(UNFOLD)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if not page.evaluate("'axe' in window"):
            page.add_script_tag(path=str(AXE))
        if wider := page.evaluate(TOO_WIDE):
            found.append(f"{width}: {wider} px too wide")
        found += [f"{width}: {one}" for one in page.evaluate(OURS, RULES)]
    return found


@pytest.mark.parametrize(("role", "place"), VISITS, ids=[f"{role} {place}" for role, place in VISITS])
def test_a_page_of_the_desk_fits_and_axe_finds_nothing_in_it(reader, desk, role, place):
    page = reader(role)
    answer = page.goto(desk[place])
    assert answer.status == 200
    found = faults_of_the_desk(page)
    assert found == [], "\n".join(found)


def test_the_page_of_a_file_put_into_the_draft_does_too(reader, desk):
    page = reader("officer")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(desk["file"])
    text = "มาตรา ๑ ให้หน่วยงานเปิดเผยข้อมูลภายในสิบห้าวัน\nมาตรา ๒ ให้เรียกเก็บค่าธรรมเนียมได้".encode()
    page.set_input_files("input[type=file]", {"name": "draft.txt", "mimeType": "text/plain", "buffer": text})
    page.get_by_role("button", name="อ่านไฟล์").click()
    page.get_by_text("มาตรา ๒").first.wait_for()
    found = faults_of_the_desk(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator("select[name=page]").select_option(index=0)
    page.locator("form:has(select[name=page]) button[type=submit]").first.click()
    page.wait_for_url("**/drafts/put/**")
    found += faults_of_the_desk(page)
    assert found == [], "\n".join(found)


@pytest.fixture(scope="module")
def staff(site, browser):
    """One browser page for each role; of Wagtail's pages none needs an analysis."""
    pages: dict[str, Page] = {}

    def as_role(role: str) -> Page:
        if role not in pages:
            pages[role] = browser.new_context(base_url=site.address, locale="th-TH", bypass_csp=True).new_page()
            sign_in(pages[role], role)
        return pages[role]

    yield as_role
    for page in pages.values():
        page.context.close()


@pytest.mark.parametrize(("role", "place"), WAGTAIL_VISITS, ids=[f"{role} {place}" for role, place in WAGTAIL_VISITS])
def test_a_page_of_wagtail_says_no_english_word_and_our_part_of_it_holds(site, staff, desk, role, place):
    page = staff(role)
    page.set_viewport_size({"width": 1280, "height": 900})
    answer = page.goto(desk[place])
    assert answer.status in (200, 409)
    page.wait_for_load_state("networkidle")
    page.evaluate(UNFOLD)
    if said := set(english_in(page.evaluate(SEEN))):
        names = site.make(NAMES)  # which accounts a list shows hangs on what other tests did before
        assert {one for one in said if not any(name in one for name in names)} == set()
    page.add_script_tag(path=str(AXE))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(OF_OURS, [RULES, OUR_PARTS]) == [], width
        assert page.evaluate(WIDER_PARTS, OUR_PARTS) == [], width
