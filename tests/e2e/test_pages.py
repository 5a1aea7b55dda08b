"""Every main page on a phone and on a desk: nothing a reader of any kind stumbles over."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
PAGES = [
    ("home", None, "/"),
    ("list", None, "/consultations/"),
    ("consultation", None, "/consultations/1/"),
    ("section", "citizen", "/consultations/1/sections/6/"),
    ("comment", "citizen", "/consultations/1/comments/1/"),
    ("sign in", None, "/accounts/login/"),
    ("sign up", None, "/accounts/signup/"),
    ("dashboard", "analyst", "/consultations/1/analysis/"),
    ("table of comments", "analyst", "/consultations/1/analysis/comments/"),
    ("moderation", "moderator", "/consultations/1/moderation/"),
    ("not found", None, "/no-such-page/"),
]


@pytest.fixture(scope="module")
def analysed(site):
    """The demonstration with a finished analysis, so that the dashboard has something to show."""
    site.make(
        "from analysis import actions\n"
        "from analysis.models import AnalysisRun\n"
        "from analysis.tasks import run_analysis\n"
        "consultation = Consultation.objects.get(is_demo=True)\n"
        "AnalysisRun.objects.filter(consultation=consultation).exists() or run_analysis(\n"
        "    actions.request_analysis(consultation=consultation).pk)\n"
        "made = {}"
    )


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA."""
    page.add_script_tag(path=str(AXE))
    found = page.evaluate(
        """() => axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
                  .then((result) => result.violations)"""
    )
    return [f"{one['impact']} {one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


@pytest.mark.parametrize(("name", "role", "path"), PAGES, ids=[page[0] for page in PAGES])
def test_a_page_has_no_accessibility_fault_and_fits_every_screen(analysed, visit, name, role, path):
    page = visit(role, bypass_csp=True)
    page.goto(path)
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls sideways at {width} px"
    page.set_viewport_size({"width": 360, "height": 800})
    found = violations(page)
    assert found == [], "\n".join(found)
    visit.complaints[:] = [text for text in visit.complaints if "404" not in text]


def test_a_filter_of_the_table_works_while_one_types(analysed, visit):
    page = visit("analyst")
    page.goto("/consultations/1/analysis/comments/")
    page.fill("#id_q", "สำเนา")
    expect(page.locator("tbody tr").first).to_contain_text("สำเนา")
    page.select_option("#id_stance", "disagree")
    expect(page.locator("tbody .stance").first).to_have_text("ไม่เห็นด้วย")
    assert "stance=disagree" in page.url


def test_a_vote_by_keyboard_keeps_the_focus_where_it_was(analysed, visit):
    page = visit("citizen")
    page.goto("/consultations/1/sections/6/")
    button = page.locator(".section .vote__button--unsure")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.activeElement.value") == "0"


def test_an_unsent_comment_survives_a_reload(visit):
    page = visit("citizen")
    page.goto("/consultations/1/sections/7/")
    page.locator("textarea").press_sequentially("ยังเขียนไม่จบ")
    page.reload()
    expect(page.locator("textarea")).to_have_value("ยังเขียนไม่จบ")


def test_a_browser_without_sockets_is_live_by_events_and_without_those_by_asking(site, visit):
    made = site.make(
        "consultation = make_consultation('ข้อความ')\n"
        "made = {'pk': consultation.pk, 'section': consultation.draft.sections.first().pk}"
    )
    path = f"/consultations/{made['pk']}/sections/{made['section']}/"
    by_events, by_asking = visit(), visit()
    by_events.add_init_script(
        "window.WebSocket = class { constructor() { setTimeout(() => this.onclose(), 10) } close() {} }"
    )
    by_asking.add_init_script(
        "window.WebSocket = class { constructor() { setTimeout(() => this.onclose(), 10) } close() {} };"
        "window.EventSource = class { constructor() { setTimeout(() => this.onerror(), 10) } close() {} }"
    )
    for page in (by_events, by_asking):
        page.goto(path)
    site.make(
        f"consultation = Consultation.objects.get(pk={made['pk']})\n"
        "post(consultation, 'ข่าวถึงทุกช่องทาง', section=consultation.draft.sections.first())\n"
        "made = {}"
    )
    for page in (by_events, by_asking):
        expect(page.locator(".comment", has_text="ข่าวถึงทุกช่องทาง")).to_be_visible(timeout=45_000)
