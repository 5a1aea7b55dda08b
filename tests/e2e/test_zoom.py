"""A desk at 400 % is a window of 320 × 256 CSS pixels: what sticks leaves room to read, and the focus can be seen."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.walk import NAMES_OF_VISITS, VISITS, read_in

pytestmark = pytest.mark.browser

FOCUS = (Path(__file__).parent / "focus.js").read_text()
ZOOMED = {"width": 320, "height": 256}
DESK = {"width": 1280, "height": 600}
STOPS = 60
PINNED = """() => {
  scrollTo(0, document.documentElement.scrollHeight / 2);
  const pinned = [...document.querySelectorAll("body *")].filter((one) => ["sticky", "fixed"].includes(getComputedStyle(one).position));
  const heights = pinned.map((one) => one.getBoundingClientRect()).map((box) => Math.min(box.bottom, innerHeight) - Math.max(box.top, 0));
  return heights.filter((height) => height > 0).reduce((sum, height) => sum + height, 0) / innerHeight;
}"""


def hidden_stops(page: Page) -> list[str]:
    """What one cannot see while it has the focus, on the way of Tab through the page."""
    hidden = []
    for stop in range(STOPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            assert stop, "Tab reaches nothing"
            break
        if not focus["isSeen"]:
            hidden.append(focus["name"])
    return hidden


@pytest.mark.parametrize(("role", "path"), VISITS, ids=NAMES_OF_VISITS)
def test_what_sticks_leaves_two_thirds_of_a_zoomed_window(reader, site, role, path):
    page = reader(role)
    read_in(page, "th", site.address)
    page.set_viewport_size(ZOOMED)
    page.goto(path)
    assert page.evaluate(PINNED) <= 1 / 3


@pytest.mark.parametrize("size", [ZOOMED, DESK], ids=["at 400 %", "on a desk"])
@pytest.mark.parametrize(
    ("role", "path"),
    [
        (None, "/consultations/1/"),
        ("citizen", "/consultations/1/sections/6/"),
        ("analyst", "/consultations/1/analysis/"),
        ("analyst", "/consultations/1/analysis/comments/"),
        (None, "/patterns/"),
    ],
)
def test_whoever_tabs_through_a_page_sees_where_they_are(reader, site, role, path, size):
    page = reader(role)
    read_in(page, "th", site.address)
    page.set_viewport_size(size)
    page.goto(path)
    assert hidden_stops(page) == []
