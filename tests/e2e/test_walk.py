"""What every page owes to every reader: it fits any screen, in both languages, by day and by night, and cuts no letter off."""

import json
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import httpx
import pytest
from django.urls import Resolver404, URLResolver, get_resolver, resolve
from django.urls.resolvers import LocalePrefixPattern
from playwright.sync_api import Page

from tests.e2e.walk import MADE_PLACES, NAMES_OF_VISITS, NO_PAGE, SIZES, VISITS, in_language

pytestmark = [pytest.mark.browser, pytest.mark.walk]

HERE = Path(__file__).parent
FAULTS, INK, NAMES, TWINS = ((HERE / name).read_text() for name in ("faults.js", "ink.js", "names.js", "twins.js"))
AXE = HERE.parents[1] / "frontend/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_WIDTHS = (360, 1280)
#: What axe asks of colours, which takes it longer than all the rest
COLOURS = ["color-contrast", "link-in-text-block"]
#: What waits behind a summary is looked at too
UNFOLD = """() => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  return document.fonts.ready;
}"""

each_page = pytest.mark.parametrize(("role", "path"), VISITS, ids=NAMES_OF_VISITS)


def with_axe(page: Page) -> Page:
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=str(AXE))
    return page


def violations(page: Page, rules: list[str] = RULES, without: Iterable[str] = ()) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA and its own best practice (order of headings, landmarks)."""
    one_by_one = {"target-size": {"enabled": True}} | {rule: {"enabled": False} for rule in without}
    found = with_axe(page).evaluate(
        """([rules, oneByOne]) => axe.run(document, {runOnly: rules, resultTypes: ["violations"], rules: oneByOne})
                  .then((result) => result.violations)""",
        [rules, one_by_one],
    )
    return [f"{one['impact']} {one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def faults_at_every_size(page: Page, axe_widths: Sequence[int] = AXE_WIDTHS, without: Iterable[str] = ()) -> list[str]:
    found = []
    for size in SIZES:
        page.set_viewport_size(size)
        here = page.evaluate(FAULTS) + (violations(page, without=without) if size["width"] in axe_widths else [])
        found += [f"{size['width']} × {size['height']}: {fault}" for fault in here]
    return found


def faults_by_night(page: Page) -> list[str]:
    """Night changes colours (frontend/styles/tokens.css) and nothing that has a size or a language, so it is asked for at one width."""
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 800})
    found = [f"by night: {fault}" for fault in violations(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    return found


#: What is asked for at the usual size: targets are as large already, and columns are narrow in letters
_IN_ANY_PRINT = re.compile("smaller than|squeezed")


def faults_in_large_print(page: Page) -> list[str]:
    """Layout with text twice as large, on a telephone and on a desk."""
    page.add_style_tag(content="html { font-size: 200% }")
    found = []
    for width in AXE_WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [
            f"text at 200 %, {width} px: {fault}" for fault in page.evaluate(FAULTS) if not _IN_ANY_PRINT.match(fault)
        ]
    return found


def faults_in_both_languages(page: Page, path: str) -> list[str]:
    found = []
    for language in ("th", "en"):
        page.set_viewport_size({"width": 360, "height": 800})
        page.goto(in_language(language, path))
        page.evaluate(UNFOLD)
        # English puts other words into the same places and colours: axe hears them once
        asked = {"axe_widths": AXE_WIDTHS[:1], "without": COLOURS} if language == "en" else {}
        here = (
            faults_at_every_size(page, **asked)
            + with_axe(page).evaluate(NAMES)
            + page.evaluate(TWINS)
            + page.evaluate(INK)["faults"]
        )
        if language == "th":
            here += faults_by_night(page)
        here += faults_in_large_print(page)
        found += [f"{language}: {fault}" for fault in here]
    return found


@each_page
def test_a_page_fits_every_screen_in_both_languages_by_day_and_by_night(reader, site, role, path):
    found = faults_in_both_languages(reader(role), path)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("place", MADE_PLACES)
def test_a_page_that_the_demonstration_has_not_does_too(made, reader_of, place):
    found = faults_in_both_languages(reader_of(made[place]["cookie"]), made[place]["path"])
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_comment_in_a_dialog_fits_every_screen_too(reader, site, language):
    page = reader("analyst")
    page.goto(in_language(language, "/consultations/1/analysis/themes/"))
    page.locator(".charts .diverging__label").first.click()
    page.locator(".theme a.cite").first.click()
    page.locator("dialog#citation .comment__text").wait_for()
    found = faults_at_every_size(page) + faults_by_night(page) + page.evaluate(NAMES)
    assert found == [], "\n".join(found)


def named_addresses(patterns, spaces: tuple[str, ...] = ()):
    """Every named address of the site's own rooms and of the accounts, with its view; not the editor's, which is Wagtail's."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if isinstance(pattern.pattern, LocalePrefixPattern) or "wagtail" not in str(pattern.urlconf_name):
                yield from named_addresses(pattern.url_patterns, (*spaces, *filter(None, [pattern.namespace])))
        elif pattern.name:
            yield ":".join((*spaces, pattern.name)), pattern.callback


def name_of(path: str) -> str:
    try:
        return resolve(path.split("?")[0]).view_name
    except Resolver404:
        return ""


def test_every_page_that_can_be_opened_is_on_the_walk(rf):
    """What refuses to be opened (405 to GET) is a form's address; what is left must be visited or say why it is no page."""
    visited = {name_of(path) for _, path in VISITS}
    pages = {name for name, view in named_addresses(get_resolver().url_patterns) if not only_takes_forms(view, rf)}
    assert len(pages) > 25
    assert pages - visited == set(NO_PAGE)


def only_takes_forms(view, rf) -> bool:
    try:
        return view(rf.get("/")).status_code == 405
    except Exception:  # noqa: BLE001 — a page that wants more than a bare request is a page
        return False


def test_the_html_of_every_page_is_well_formed(reader):
    pages = {f"{role or 'anybody'} {path}": reader(role).request.get(path).text() for role, path in VISITS}
    command = ["node", HERE / "checks.mjs"]
    done = subprocess.run(command, input=json.dumps(pages), capture_output=True, text=True, check=True)
    assert done.stdout == ""


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
