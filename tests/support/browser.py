"""A real Chromium: the one on PATH, else Playwright's own, else Debian's (make test installs it)."""

import shutil
from contextlib import contextmanager

from playwright.sync_api import Error, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    """The browser to start; None is Playwright's own."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def chromium():
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        except Error as error:
            raise RuntimeError("No Chromium starts here: install Debian's with `apt-get install chromium`.") from error
        try:
            yield browser
        finally:
            browser.close()


def chromium_starts() -> bool:
    """Whether some Chromium is here already (asked before installing Debian's)."""
    try:
        with chromium():
            return True
    except RuntimeError:
        return False
