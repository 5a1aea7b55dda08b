"""What a result costs (`make bench-result`): its report as a PDF of 60 pages and as a Word file. `make bench-result BENCH=report` asks one part.

A part is a function here: it prints its figures and raises SystemExit when one is over its bar.
"""

import sys
import time
from collections.abc import Callable

#: What `report` makes at least, in how much at most
PAGES, CPU_SECONDS = 60, 4.0


def report() -> None:
    """A report of at least 60 pages: issues with figures, quotes, lists and tables, set as PDF and as a Word file."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    import pypdfium2

    from consult.report.pdf import pdf_of
    from consult.report.word import word_of
    from tests.support.reports import long_report

    said = long_report(issues=34)
    pdf, spent = _measured(lambda: pdf_of(said))
    pages = len(pypdfium2.PdfDocument(pdf))
    again, second = _measured(lambda: pdf_of(said))
    word, of_word = _measured(lambda: word_of(said))
    print(
        f"PDF: {pages} pages, {len(pdf) / 1000:,.0f} kB, {spent:.1f} CPU s, {second:.1f} once the libraries are loaded"
    )
    print(f"Word: {len(word) / 1000:,.0f} kB, {of_word:.1f} CPU s")
    if pages < PAGES or second > CPU_SECONDS or again != pdf:
        raise SystemExit(
            f"Over the bar: {PAGES} pages in {CPU_SECONDS} CPU s by a worker that has loaded its libraries, the same bytes twice."
        )


def _measured(make: Callable[[], bytes]) -> tuple[bytes, float]:
    started = time.process_time()
    return make(), time.process_time() - started


def open_data() -> None:
    """The folder of a hearing of 700,000 rows (bench/open_data.py)."""
    from bench.open_data import open_data as measured

    measured()


#: Of a folder with 700,000 votes checked against the log, at most
VERIFY_SECONDS = 60.0


def verify() -> None:
    """Open data of 700,000 votes, checked against the log from the published files alone."""
    from bench.verifying import measure

    told = measure()
    print(f"{told['leaves']:,} leaves checked: {told['cpu_seconds']} CPU s, {told['peak_mb']} MB at most")
    if told["cpu_seconds"] > VERIFY_SECONDS:
        raise SystemExit(f"Over the bar: {VERIFY_SECONDS} CPU s.")


PARTS = {"report": report, "open_data": open_data, "verify": verify}

if __name__ == "__main__":
    for name in sys.argv[1:] or PARTS:
        print(f"== {name}")
        PARTS[name]()
