"""Pictures of the pages, on a phone and on a desk, by day and by night.

``python -m bench.gallery`` writes the chosen ones to docs/pictures; ``python -m bench.gallery FOLDER`` writes
every page of the walk in tests/e2e/walk.py at 360 and 1280 pixels, light and dark, to look through.
"""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.e2e.walk import PAGES, sign_in
from tests.support.browser import chromium
from tests.support.site import Site

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PHONE, DESK = (390, 844), (1280, 844)
GROUND, GAP, COLOURS = "#d9d4c8", 32, 96
PREPARED = (
    "from analysis import actions\n"
    "from analysis.tasks import run_analysis\n"
    "demo = Consultation.objects.open().filter(is_demo=True).earliest('pk')\n"
    "run_analysis(actions.refresh_analysis(consultation=demo).pk)\n"
    "me = User.objects.get(email='citizen@demo.example')\n"
    "section = demo.draft.sections.get(number='๖')\n"
    "mine = post(demo, 'ขอให้มีคนช่วยกรอกแบบที่ อบต. สำหรับคนที่ไม่มีโทรศัพท์', author=me, section=section, stance='partly')\n"
    "post(demo, 'เห็นด้วยครับ แม่ผมก็ไม่มีโทรศัพท์', parent=mine)\n"
    "[vote(demo, comment=mine) for _ in range(7)]\n"
    "[vote(demo, choice, section=section) for choice in [1] * 23 + [0] * 6 + [-1] * 9]\n"
    "others = demo.comments.filter(reception__is_statement=True).exclude(participant__account=me)\n"
    "[vote(demo, 1, me, comment=comment) for comment in others[:64]]\n"
    "made = {}"
)
#: name: (role, path, colour scheme, what to bring into view)
CHOSEN = {
    "consultation": ("citizen", "/consultations/1/", "light", None),
    "home": (None, "/", "light", None),
    "draft": ("citizen", "/consultations/1/#section-6", "light", None),
    "section": ("citizen", "/consultations/1/sections/6/", "light", None),
    "writing": ("citizen", "/consultations/1/sections/14/#comments", "light", None),
    "deck": ("citizen", "/consultations/1/deck/", "light", None),
    "night": ("citizen", "/consultations/1/", "dark", None),
    "list": (None, "/consultations/", "light", None),
    "mine": ("citizen", "/consultations/mine/", "dark", None),
    "dashboard": ("analyst", "/consultations/1/analysis/", "light", None),
    "patterns": (None, "/patterns/", "light", "#p-votes"),
    "editor": ("officer", "/cms/", "light", None),
}


def picture(page: Page, path: str, size: tuple[int, int], scheme: str, place: str | None = None) -> Image.Image:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    page.evaluate("document.fonts.ready")
    if place:
        page.locator(place).evaluate("(element) => element.scrollIntoView()")
    page.wait_for_timeout(400)
    return Image.open(BytesIO(page.screenshot())).convert("RGB")


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    width = sum(one.width for one in pictures) + GAP * (len(pictures) + 1)
    sheet = Image.new("RGB", (width, max(one.height for one in pictures) + 2 * GAP), GROUND)
    left = GAP
    for one in pictures:
        sheet.paste(one, (left, GAP))
        left += one.width + GAP
    return sheet


def small(sheet: Image.Image, file: Path) -> None:
    """Few colours are enough for flat pages, and keep the repository light."""
    sheet.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


def page_of(browser: Browser, site: Site, role: str | None) -> Page:
    page = browser.new_context(base_url=site.address, locale="th-TH", reduced_motion="reduce").new_page()
    if role:
        sign_in(page, role)
    return page


def choose(browser: Browser, site: Site) -> None:
    PICTURES.mkdir(exist_ok=True)
    pages = {role: page_of(browser, site, role) for role in {role for role, *_ in CHOSEN.values()}}
    for name, (role, path, scheme, place) in CHOSEN.items():
        sizes = (DESK,) if name == "editor" else (PHONE, DESK)
        sheet = side_by_side([picture(pages[role], path, size, scheme, place) for size in sizes])
        small(sheet, PICTURES / f"{name}.png")


def every(browser: Browser, site: Site, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for role, paths in PAGES.items():
        page = page_of(browser, site, role)
        for path in paths:
            for width in (360, 1280):
                for scheme in ("light", "dark"):
                    shown = picture(page, path, (width, 2400), scheme)
                    name = path.strip("/").replace("/", "-").split("?")[0] or "home"
                    small(shown, folder / f"{role or 'anybody'}-{name}-{width}-{scheme}.png")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        site = Site(Path(folder))
        try:
            site.start("seed_demo")
            site.make(PREPARED)
            if len(sys.argv) > 1:
                every(browser, site, Path(sys.argv[1]))
            else:
                choose(browser, site)
        finally:
            site.stop()


if __name__ == "__main__":
    main()
