from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.e2e.walk import MADE, sign_in
from tests.support.browser import chromium
from tests.support.demonstration import WITH, copy_demonstration
from tests.support.site import Site

#: How long a page may take to become what a test says. A busy machine is slow, not wrong; what never comes fails.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="package")
def site(tmp_path_factory):
    """The demonstration as a stranger starts it: SQLite, one web process, a worker, Valkey."""
    folder = tmp_path_factory.mktemp("site")
    copy_demonstration(folder)
    site = Site(folder, worker=True, **WITH)
    try:
        yield site.start()
    finally:
        site.stop()


@pytest.fixture(scope="package")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def analysed(site):
    """The demonstration with a finished analysis and a theme that an analyst renamed: something to show on every page."""
    site.make(
        "from analysis import actions\n"
        "from analysis.models import AnalysisRun, ThemeEdit\n"
        "consultation = Consultation.objects.open().filter(is_demo=True).earliest('pk')\n"
        "analyst = User.objects.get(email='analyst@demo.example')\n"
        "theme = AnalysisRun.objects.current(consultation.pk).document['themes'][0]\n"
        "ThemeEdit.objects.filter(consultation=consultation).exists() or actions.rename_theme(\n"
        "    consultation=consultation, by=analyst, theme=theme['id'], name='ผู้สูงอายุกับระบบดิจิทัล')\n"
        "said = consultation.comments.visible().filter(parent=None).latest('pk')\n"
        "actions.make_argument(\n"
        "    consultation=consultation, by=analyst, comment=said, words=said.public_text, kind='ask')\n"
        "ended = Consultation.objects.get(pk=2)\n"
        "actions.publish_open_data(consultation=ended)\n"
        "made = {}"
    )


@pytest.fixture(scope="package")
def reader(site, browser, analysed):
    """One browser page for each role, kept for every walk."""
    pages: dict[str | None, Page] = {}

    def as_role(role: str | None) -> Page:
        if role not in pages:
            context = browser.new_context(
                base_url=site.address, locale="th-TH", bypass_csp=True, reduced_motion="reduce"
            )
            context.set_default_timeout(PATIENCE_MS)
            pages[role] = context.new_page()
            if role:
                sign_in(pages[role], role)
        return pages[role]

    yield as_role
    for page in pages.values():
        page.context.close()


@pytest.fixture(scope="module")
def made(site) -> dict[str, dict[str, str]]:
    """Place → the ``path`` of a page that the demonstration has not, and the ``cookie`` of somebody who may open it."""
    return site.make(MADE)


@pytest.fixture
def reader_of(site, browser):
    """A browser page with somebody's session."""
    contexts = []

    def with_session(cookie: str) -> Page:
        context = browser.new_context(base_url=site.address, locale="th-TH", bypass_csp=True, reduced_motion="reduce")
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": site.address}])
        contexts.append(context)
        return context.new_page()

    yield with_session
    for context in contexts:
        context.close()


def complaint(message: ConsoleMessage) -> str:
    """What the console says, and of which address."""
    return f"{message.text} {urlsplit(message.location['url']).path}"


@pytest.fixture
def visit(site, browser):
    """Open a page as somebody: ``visit("citizen")``; each call is a browser of its own. Console errors fail the test."""
    contexts, complaints = [], []

    def open_as(role: str | None = None, **options) -> Page:
        context = browser.new_context(base_url=site.address, locale="th-TH", **options)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(complaint(message)) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if role:
            sign_in(page, role)
        return page

    open_as.complaints = complaints
    yield open_as
    for context in contexts:
        context.close()
    assert complaints == []
