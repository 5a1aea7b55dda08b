import pytest
from playwright.sync_api import Page

from tests.browser import chromium
from tests.site import Site

PASSWORD = "rabfang-demo-2569"


@pytest.fixture(scope="package")
def site(tmp_path_factory):
    """The demonstration as a stranger starts it: SQLite, one web process, a worker, Valkey."""
    site = Site(tmp_path_factory.mktemp("site"), worker=True)
    try:
        yield site.start("seed_demo")
    finally:
        site.stop()


@pytest.fixture(scope="package")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def analysed(site):
    """The demonstration with a finished analysis, so that the dashboard has something to show."""
    site.make(
        "from analysis import actions\n"
        "from analysis.models import AnalysisRun\n"
        "from analysis.tasks import run_analysis\n"
        "consultation = Consultation.objects.open().get(is_demo=True)\n"
        "AnalysisRun.objects.filter(consultation=consultation).exists() or run_analysis(\n"
        "    actions.request_analysis(consultation=consultation).pk)\n"
        "made = {}"
    )


@pytest.fixture
def visit(site, browser):
    """Open a page as somebody: ``visit("citizen")``; each call is a browser of its own. Console errors fail the test."""
    contexts, complaints = [], []

    def open_as(role: str | None = None, **options) -> Page:
        context = browser.new_context(base_url=site.address, locale="th-TH", **options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if role:
            page.goto("/accounts/login/")
            page.fill("#id_login", f"{role}@demo.example")
            page.fill("#id_password", PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_url("**/consultations/**")
        return page

    open_as.complaints = complaints
    yield open_as
    for context in contexts:
        context.close()
    assert complaints == []
