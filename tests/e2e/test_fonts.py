"""Nothing moves when the fonts arrive: the stand-in has their measures."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

FONTS = Path(__file__).parents[2] / "frontend/node_modules/@fontsource/noto-sans-thai/files"
#: The Thai font of Android, Chrome OS and most Linux desktops. Read from a file, since the machine of a test may have none.
SYSTEM_FONT = FONTS / "noto-sans-thai-thai-400-normal.woff2"
STAND_IN = """async () => {
  for (const sheet of document.styleSheets) {
    [...sheet.cssRules].forEach((rule, place) => {
      if (!rule.cssText.startsWith("@font-face") || !rule.cssText.includes("Rabfang Stand-in")) return;
      sheet.deleteRule(place);
      sheet.insertRule(rule.cssText.replace(/src:[^;]*;/, 'src: url("/system-font.woff2");'), place);
    });
  }
  await document.fonts.load('16px "Rabfang Stand-in"', "ก");
  await document.fonts.ready;
}"""
LINES = """() => [...document.querySelectorAll("main p, main li, main dd")]
  .filter((one) => /[ก-๛]{20}/.test(one.textContent) && !one.querySelector("p, ul, form, svg") && one.checkVisibility())
  .map((one) => Math.round(one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight)))"""


def before_the_fonts_arrive(page: Page) -> None:
    """The system's font is there, the site's own are still on their way."""
    page.route("**/*.woff2", lambda route: route.abort())
    page.route("**/system-font.woff2", lambda route: route.fulfill(path=SYSTEM_FONT))


@pytest.mark.parametrize("width", [360, 1280])
def test_paragraphs_keep_their_lines_when_the_font_arrives(site, browser, width):
    context = browser.new_context(
        base_url=site.address, viewport={"width": width, "height": 800}, locale="th-TH", bypass_csp=True
    )
    early, late = context.new_page(), context.new_page()
    before_the_fonts_arrive(early)
    counts = []
    for page in (early, late):
        page.goto("/consultations/1/")
        page.evaluate(STAND_IN if page is early else "document.fonts.ready")
        counts.append(page.evaluate(LINES))
    context.close()
    before, after = counts
    assert len(before) == len(after) > 20
    moved = sum(one != other for one, other in zip(before, after, strict=True))
    assert moved <= len(after) / 10, (before, after)
    assert sum(before) == pytest.approx(sum(after), rel=0.02)
