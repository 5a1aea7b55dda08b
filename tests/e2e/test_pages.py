"""What moves on the pages: filters, votes, live news, unsent text."""

import pytest
from playwright.sync_api import expect

from tests.e2e.walk import PAGES

pytestmark = pytest.mark.browser


def test_a_filter_of_the_table_works_while_one_types(analysed, visit):
    page = visit("analyst")
    page.goto("/consultations/1/analysis/comments/")
    page.fill("#id_q", "สำเนา")
    expect(page.locator("tbody tr").first).to_contain_text("สำเนา")
    page.select_option("#id_stance", "disagree")
    expect(page.locator("tbody .stance").first).to_have_text("ไม่เห็นด้วย")
    assert "stance=disagree" in page.url


@pytest.mark.parametrize(("width", "height"), [(360, 780), (1280, 800)])
def test_no_page_of_the_analysis_is_longer_than_six_screens(analysed, visit, width, height):
    page = visit("analyst", viewport={"width": width, "height": height})
    page.goto("/consultations/1/analysis/themes/")
    theme = page.locator(".charts .diverging__label").first.get_attribute("href")
    long = {}
    for address in (theme, *(one for one in PAGES["analyst"] if "/analysis/" in one)):
        page.goto(address)
        screens = page.evaluate("document.documentElement.scrollHeight / innerHeight")
        long |= {address: round(screens, 1)} if screens > 6 else {}
    assert long == {}


def test_comments_can_be_moved_to_themes_and_not_to_their_parts(analysed, visit):
    page = visit("analyst")
    page.goto("/consultations/1/analysis/themes/")
    names = page.locator(".charts .diverging__label").all_inner_texts()
    page.locator(".charts .diverging__label").first.click()
    assert page.locator(".theme details li", has_text="คน").count()  # some theme has parts
    page.goto("/consultations/1/analysis/comments/")
    offered = page.locator("#id_place optgroup").first.locator("option").all_inner_texts()
    assert sorted(offered) == sorted(names)


def test_a_theme_renamed_is_said_at_the_foot_of_the_window_without_loading(analysed, visit):
    page = visit("analyst")
    page.goto("/consultations/1/analysis/themes/")
    page.locator(".charts .diverging__label").last.click()
    page.wait_for_url("**/themes/*/")
    page.evaluate("window.stayed = true")
    theme = page.locator("#theme")
    was = theme.locator("h1").inner_text()
    theme.locator("details.edit summary").click()
    theme.locator("input[name=name]").fill(f"{was} (ตรวจแล้ว)")
    theme.locator("input[name=name]").press("Enter")
    expect(page.get_by_role("status").filter(has_text="บันทึกการแก้ไขแล้ว")).to_be_in_viewport()
    expect(theme.locator("h1")).to_have_text(f"{was} (ตรวจแล้ว)")
    assert page.evaluate("window.stayed")


def test_a_cluster_of_dots_leads_to_its_theme_and_to_its_comments_by_keyboard(analysed, visit):
    page = visit("analyst")
    page.goto("/consultations/1/analysis/themes/")
    page.locator(".chart-fold:has(.dot-map) > summary").click()
    cluster = page.locator(".dot-map li").first
    cluster.locator("a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/analysis/themes/t*/")
    page.locator(f"a[href$='comments/?theme={page.url.split('/')[-2]}']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/comments/?theme=*")
    said = int("".join(filter(str.isdigit, page.locator(".table-head [role=status]").inner_text())))
    page.goto("/consultations/1/analysis/themes/")
    assert str(said) in cluster.locator(".quiet").text_content()


def test_members_of_an_argument_are_confirmed_by_one_key_each_while_the_focus_is_in_the_frame(site, analysed, visit):
    page = visit("analyst")
    argument = site.make(
        "from analysis.models import Argument\nmade = {'pk': Argument.objects.filter(consultation=1).latest('pk').pk}"
    )["pk"]
    page.goto(f"/consultations/1/analysis/arguments/{argument}/")
    first = page.locator(".queue .cite").inner_text()
    page.keyboard.press("1")
    expect(page.locator(".queue .cite")).to_have_text(first)  # the focus is elsewhere, so nothing was pressed
    page.locator("#verdict-no").focus()
    page.keyboard.press("2")
    expect(page.locator(".queue .cite")).not_to_have_text(first)
    page.keyboard.press("0")
    expect(page.locator(".queue .cite")).to_have_text(first)


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
        expect(page.locator(".comment", has_text="ข่าวถึงทุกช่องทาง")).to_be_visible()
