"""The checks of the walk see what they look for: each kind of fault, made on purpose, is told."""

import pytest

from tests.e2e.test_walk import FAULTS, NAMES, violations, with_axe
from tests.e2e.test_zoom import DESK, hidden_stops

pytestmark = pytest.mark.browser

LAYOUT = {
    "scrolls sideways": '<main><div style="width: 3000px">กว้าง</div></main>',
    "text is cut off": '<p style="overflow: hidden; height: 9px">ข้อความที่ถูกตัด</p>',
    "texts overlap": '<p style="margin: 0">บรรทัดบน</p><p style="margin: -20px 0 0">บรรทัดล่าง</p>',
    "texts overlap in a chart": '<svg width="300" height="40"><text y="20">หนึ่ง</text><text y="22">สอง</text></svg>',
    "label leaves its chart": '<svg width="20" height="40"><text y="20">ยาวกว่าแผนภูมิของตัวเอง</text></svg>',
    "smaller than 44 px": '<main><button class="button">ก</button></main>',
    "bars take": '<div style="height: 3000px"><p style="position: fixed; inset: 0 0 auto; height: 250px">แถบ</p></div>',
    "id used twice": '<p id="one">ก</p><p id="one">ข</p>',
}
NAMING = {
    "has no name": '<html lang="th"><button><svg></svg></button>',
    "has no Thai name": '<html lang="th"><a href="/">Search</a>',
    "Thai that does not say so": '<html lang="en"><p>Read มาตรา ๖</p>',
    "Thai in aria-label": '<html lang="en"><nav aria-label="หลัก"><a href="/">Home</a></nav>',
}
AXE = {
    "target-size": '<button style="width: 9px; height: 9px"></button><button style="width: 9px; height: 9px"></button>',
    "color-contrast": '<p style="color: #ccc; background: #fff">จาง</p>',
    "heading-order": "<h1>หนึ่ง</h1><h3>สาม</h3>",
    "region": "<main><h1>หนึ่ง</h1></main><p>นอกส่วนหลัก</p>",
}
INNOCENT = """<html lang="en"><main><p style="overflow: hidden; height: 9px" class="visually-hidden" lang="th">สำหรับผู้อ่านด้วยเสียง</p>
  <p lang="th">มาตรา ๖</p> <p>as <b translate="no">สมศรี</b> said</p> <svg width="300" height="40"><text y="20">one</text></svg></main>"""


def faults(page, html: str) -> list[str]:
    page.set_content(f"<style>.visually-hidden {{ position: absolute; clip-path: inset(50%) }}</style>{html}")
    return page.evaluate(FAULTS)


@pytest.fixture(scope="module")
def blank(browser):
    page = browser.new_page(viewport=DESK)
    yield page
    page.close()


@pytest.mark.parametrize("kind", LAYOUT)
def test_a_fault_of_layout_is_told(blank, kind):
    assert any(fault.startswith(kind.split(" in a ")[0]) for fault in faults(blank, LAYOUT[kind]))


@pytest.mark.parametrize("rule", AXE)
def test_axe_is_asked_for_sizes_colours_headings_and_landmarks(blank, rule):
    blank.set_content(AXE[rule])
    assert any(f" {rule}: " in fault for fault in violations(blank))


@pytest.mark.parametrize("kind", NAMING)
def test_a_fault_of_names_and_languages_is_told(blank, kind):
    blank.set_content(NAMING[kind])
    assert any(fault.startswith(kind) for fault in with_axe(blank).evaluate(NAMES))


def test_what_is_in_order_is_not_told(blank):
    assert faults(blank, INNOCENT) == []
    assert with_axe(blank).evaluate(NAMES) == []


def test_a_focus_under_a_bar_is_told(blank):
    blank.set_content('<a href="/">ใต้แถบ</a><p style="position: fixed; inset: 0 0 auto; height: 90px; margin: 0"></p>')
    assert len(hidden_stops(blank)) == 1
