"""What every page owes to every reader: it fits any screen, in both languages, by day and by night, and cuts no letter off."""

import json
import re
import subprocess
from itertools import combinations
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PASSWORD

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
FAULTS, INK = (HERE / "faults.js").read_text(), (HERE / "ink.js").read_text()
AXE = HERE.parents[1] / "frontend/node_modules/axe-core/axe.min.js"
WIDTHS = (320, 360, 768, 1280)
PAGES = {
    None: [
        "/",
        "/consultations/",
        "/consultations/?q=ไม่มีคำนี้",
        "/consultations/1/",
        "/consultations/1/versions/1/",
        "/consultations/1/deck/",
        "/consultations/1/discussion/",
        "/demo-agency/",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/help/",
        "/privacy/",
        "/accessibility/",
        "/patterns/",
        "/no-such-page/",
    ],
    "citizen": [
        "/consultations/1/sections/6/",
        "/consultations/1/comments/1/",
        "/consultations/mine/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/logout/",
        "/consultations/1/moderation/",
    ],
    "analyst": [
        "/consultations/1/analysis/",
        "/consultations/1/analysis/comments/",
        "/consultations/1/analysis/comments/1/",
        "/consultations/1/analysis/edits/",
    ],
    "moderator": ["/consultations/1/moderation/"],
    "officer": ["/consultations/1/", "/consultations/1/close/"],
}
VISITS = [(role, path) for role, paths in PAGES.items() for path in paths]


@pytest.fixture(scope="module")
def reader(site, browser, analysed):
    """One browser page for each role, kept for the whole walk."""
    pages: dict[str | None, Page] = {}

    def as_role(role: str | None) -> Page:
        if role not in pages:
            context = browser.new_context(
                base_url=site.address, locale="th-TH", bypass_csp=True, reduced_motion="reduce"
            )
            pages[role] = context.new_page()
            if role:
                sign_in(pages[role], role)
        return pages[role]

    yield as_role
    for page in pages.values():
        page.context.close()


def sign_in(page: Page, role: str) -> None:
    page.goto("/accounts/login/")
    page.fill("#id_login", f"{role}@demo.example")
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/consultations/**")


def read_in(page: Page, language: str, site) -> None:
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site.address}])


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA and its own best practice (order of headings, landmarks)."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=str(AXE))
    found = page.evaluate(
        """() => axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
                  .then((result) => result.violations)"""
    )
    return [f"{one['impact']} {one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def faults_at_every_size(page: Page, language: str) -> list[str]:
    """Layout at each width by day and night, with axe on a phone by day in Thai and on a desk by night in English."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found += [f"{width} px, {scheme}, {language}: {fault}" for fault in page.evaluate(FAULTS)]
            if (scheme, width, language) in (("light", 360, "th"), ("dark", 1280, "en")):
                found += [f"{width} px, {scheme}, {language}: {fault}" for fault in violations(page)]
    return found


@pytest.mark.parametrize(("role", "path"), VISITS, ids=[f"{role or 'anybody'} {path}" for role, path in VISITS])
def test_a_page_fits_every_screen_in_both_languages_by_day_and_by_night(reader, site, role, path):
    found = everything_wrong_with(reader(role), path, site)
    assert found == [], "\n".join(found)


@pytest.fixture(scope="module")
def reworded(site):
    """A consultation whose second version rewords, renumbers, adds and takes out; the addresses of its two tabs."""
    made = site.make(
        "text = 'ให้หน่วยงานของรัฐดำเนินการให้แล้วเสร็จภายในสิบห้าวันนับแต่วันที่ได้รับคำขอ ' * 4\n"
        "consultation = make_consultation(text, text + 'ก', text + 'ข')\n"
        "one, two, three = (section.anchor for section in consultation.draft.sections.all())\n"
        "texts = [text.replace('สิบห้า', 'สามสิบ'), text + 'ข', 'มาตราใหม่ทั้งมาตรา']\n"
        "sections = make_sections(*texts, anchors=[one, three, uuid.uuid4()])\n"
        "actions.issue_version(consultation=consultation, sections=sections, by=officer_of(consultation))\n"
        "made = {'pk': consultation.pk}"
    )
    return [f"/consultations/{made['pk']}/versions/2/{tab}" for tab in ("", "changes/")]


def test_both_tabs_of_a_version_fit_every_screen_and_are_well_formed(reader, site, reworded):
    page = reader(None)
    for path in reworded:
        found = everything_wrong_with(page, path, site)
        assert found == [], "\n".join(found)
        assert parse_errors({path: page.request.get(path).text()}) == ""


def everything_wrong_with(page: Page, path: str, site) -> list[str]:
    found = []
    for language in ("th", "en"):
        read_in(page, language, site)
        page.set_viewport_size({"width": 360, "height": 800})
        page.goto(path)
        page.evaluate("document.fonts.ready")
        found += faults_at_every_size(page, language)
        ink = page.evaluate(INK)
        found += ink["faults"]
        page.add_style_tag(content="html { font-size: 200% }")
        found += [f"text at 200 %: {fault}" for fault in page.evaluate(FAULTS) if "smaller" not in fault]
    return found


def test_the_html_of_every_page_is_well_formed(reader):
    pages = {f"{role or 'anybody'} {path}": reader(role).request.get(path).text() for role, path in VISITS}
    assert parse_errors(pages) == ""


def parse_errors(pages: dict[str, str]) -> str:
    command = ["node", HERE / "checks.mjs"]
    return subprocess.run(command, input=json.dumps(pages), capture_output=True, text=True, check=True).stdout


def test_no_link_is_dead(site):
    """Every link of the public pages, a few of each kind; the place in the page it points at is there too."""
    seen: dict[str, set[str]] = {}
    kinds: dict[str, int] = {}
    waiting, dead = [("/", "")], []
    with httpx.Client(base_url=site.address, timeout=30, follow_redirects=True) as http:
        while waiting:
            address, origin = waiting.pop()
            path, fragment = urldefrag(address)
            kind = re.sub(r"\d+", "0", path.split("next=")[0])
            if path not in seen:
                if kinds.get(kind, 0) >= 3:
                    continue
                kinds[kind] = kinds.get(kind, 0) + 1
                answer = http.get(path)
                if answer.status_code >= 400:
                    dead.append(f"{path} ({answer.status_code}) on {origin}")
                ids = set(re.findall(r'\sid="([^"]+)"', answer.text))
                seen[path] = ids
                links = re.findall(r'<a\s[^>]*?href="([^"]*)"', answer.text)
                links = [urljoin(path, link.replace("&amp;", "&")) for link in links]
                waiting += [(link, path) for link in links if link.startswith("/")]
            if fragment and seen[path] and fragment not in seen[path]:
                dead.append(f"{address} has no such place, on {origin}")
    assert len(seen) > 20
    assert dead == [], "\n".join(dead)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _ in range(400):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def test_the_whole_story_needs_no_mouse(site, visit):
    made = site.make(
        "consultation = make_consultation('ข้อความ')\n"
        "made = {'pk': consultation.pk, 'section': consultation.draft.sections.first().pk}"
    )
    page = visit("citizen")
    page.goto(f"/consultations/{made['pk']}/")
    tab_to(page, ".section__discuss a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sections/**")
    tab_to(page, ".section .vote__button--agree")
    page.keyboard.press("Enter")
    expect(page.locator(".section .vote__button--agree")).to_have_attribute("aria-pressed", "true")
    tab_to(page, "textarea")
    page.keyboard.insert_text("เขียนด้วยแป้นพิมพ์อย่างเดียว")
    tab_to(page, ".comment-form .button")
    page.keyboard.press("Enter")
    expect(page.locator(".comment", has_text="เขียนด้วยแป้นพิมพ์")).to_be_visible()
    page.reload()
    tab_to(page, ".comment__actions a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/comments/**")
    tab_to(page, "textarea")
    page.keyboard.insert_text("ตอบด้วยแป้นพิมพ์")
    tab_to(page, ".comment-form .button")
    page.keyboard.press("Enter")
    expect(page.locator(".replies .comment", has_text="ตอบด้วยแป้นพิมพ์")).to_be_visible()
    page.goto("/consultations/")
    tab_to(page, "#id_q")
    page.keyboard.insert_text("ดิจิทัล")
    page.keyboard.press("Enter")
    expect(page.locator(".card")).to_have_count(1)


def test_a_new_comment_waits_while_one_reads_and_comes_when_asked(site, visit):
    made = site.make(
        "consultation = make_consultation('ข้อความ')\n"
        "section = consultation.draft.sections.first()\n"
        "for n in range(8): post(consultation, f'ความเห็นเดิม {n}', section=section)\n"
        "made = {'pk': consultation.pk, 'section': section.pk}"
    )
    page = visit()
    page.goto(f"/consultations/{made['pk']}/sections/{made['section']}/")
    expect(page.locator('[data-live-state="on"]')).to_be_visible()
    read = page.locator(".comment", has_text="ความเห็นเดิม 5")

    def somebody_says(text: str) -> None:
        site.make(
            f"consultation = Consultation.objects.get(pk={made['pk']})\n"
            f"post(consultation, {text!r}, section=consultation.draft.sections.first())\n"
            "made = {}"
        )

    # far down in the list: it grows above the window, and the window shows the same
    read.evaluate("(element) => element.scrollIntoView({block: 'start'})")
    before = read.bounding_box()["y"]
    somebody_says("ความเห็นที่อยู่เหนือจอ")
    expect(page.locator(".comment", has_text="ความเห็นที่อยู่เหนือจอ")).to_have_count(1, timeout=10_000)
    assert read.bounding_box()["y"] == pytest.approx(before, abs=1)

    # the head of the list is in the window: the new one waits
    page.locator(".comments").evaluate("(list) => { list.scrollIntoView({block: 'start'}); scrollBy(0, -200) }")
    first = page.locator(".comments > .comment").first
    before = first.bounding_box()["y"]
    somebody_says("ความเห็นใหม่")
    button = page.get_by_role("button", name="ความคิดเห็นใหม่ 1 รายการ")
    expect(button).to_be_visible(timeout=10_000)
    expect(page.locator("[data-live-news]")).to_have_text("ความคิดเห็นใหม่ 1 รายการ")
    assert first.bounding_box()["y"] == pytest.approx(before, abs=1)
    button.click()
    expect(page.locator(".comments > .comment").first).to_contain_text("ความเห็นใหม่")
    expect(button).to_be_hidden()

    # one that a moderator hides while it waits never comes
    page.locator(".comments").evaluate("(list) => { list.scrollIntoView({block: 'start'}); scrollBy(0, -200) }")
    somebody_says("ความเห็นที่จะถูกซ่อน")
    expect(button).to_be_visible(timeout=10_000)
    site.make(
        f"consultation = Consultation.objects.get(pk={made['pk']})\n"
        "hide = Comment.objects.get(text='ความเห็นที่จะถูกซ่อน')\n"
        "actions.hide_comment(comment=hide, by=officer_of(consultation), reason='spam')\n"
        "made = {}"
    )
    expect(button).to_be_hidden(timeout=10_000)
    expect(page.locator(".comment", has_text="ความเห็นที่จะถูกซ่อน")).to_have_count(0)


def test_writing_is_helped_and_survives_a_lost_connection(visit):
    page = visit("citizen")
    page.goto("/consultations/1/sections/6/")
    field = page.locator("textarea")
    warning = page.locator("[data-personal-warning]")
    field.fill("มาตรา 6 ดีแล้ว แต่ปี 2569 เร็วไป")
    expect(warning).to_be_hidden()
    field.fill("โทรหาผมที่ 081-234-5678")
    expect(warning).to_be_visible()
    page.context.set_offline(True)
    expect(page.locator('[data-live-state="offline"]')).to_be_visible()
    expect(page.locator(".comment-form [data-offline]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator('[data-live-state="on"]')).to_be_visible(timeout=40_000)
    page.reload()
    expect(page.locator("textarea")).to_have_value("โทรหาผมที่ 081-234-5678")
    page.locator("textarea").fill("")
    visit.complaints[:] = [text for text in visit.complaints if "ERR_INTERNET_DISCONNECTED" not in text]


def lab(colour: tuple[int, int, int]) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of an sRGB colour of 0 to 255."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in (c / 255 for c in colour)
    ]
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(a * b for a, b in zip(row, linear, strict=True)) for row in rows]
    x, y, z = (
        value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116
        for value in (c / white for c, white in zip(xyz, (0.95047, 1, 1.08883), strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_positions_stay_apart_for_colour_blind_eyes(reader, scheme):
    """Any two of the five positions differ by at least 12 in L*a*b* under the browser's simulation of each deficiency, and
    without any colour at all; so no two need a pattern to be told apart, whichever stand side by side. (Words and figures
    stand beside every bar, and each dot has a shape of its own, all the same.)"""
    from io import BytesIO

    from PIL import Image

    page = reader(None)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto("/patterns/")
    cdp = page.context.new_cdp_session(page)
    for kind in ("none", "protanopia", "deuteranopia", "tritanopia", "achromatopsia"):
        cdp.send("Emulation.setEmulatedVisionDeficiency", {"type": kind})
        colours = []
        for swatch in page.locator(".pattern__swatches svg").all():
            picture = Image.open(BytesIO(swatch.screenshot())).convert("RGB")
            colours.append(lab(picture.getpixel((picture.width // 2, picture.height // 2))))
        assert len(colours) == 5
        for one, other in combinations(colours, 2):
            distance = sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
            assert distance >= 12, (kind, one, other)
    cdp.send("Emulation.setEmulatedVisionDeficiency", {"type": "none"})
