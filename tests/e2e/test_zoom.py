"""Whoever goes through a page with Tab sees where they are, also on a desk at 400 %, a window of 320 × 256 CSS pixels."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.walk import NAMES_OF_VISITS, VISITS, ZOOMED

pytestmark = pytest.mark.browser

FOCUS = (Path(__file__).parent / "focus.js").read_text()
DESK = {"width": 1280, "height": 600}
#: The bars, menus and forms of a page; what comes after is more of the same list
STOPS = 40


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


@pytest.mark.parametrize("size", [ZOOMED, DESK], ids=["at 400 %", "on a desk"])
@pytest.mark.parametrize(("role", "path"), VISITS, ids=NAMES_OF_VISITS)
def test_whoever_tabs_through_a_page_sees_where_they_are(reader, site, role, path, size):
    page = reader(role)
    page.set_viewport_size(size)
    page.goto(path)
    assert hidden_stops(page) == []
