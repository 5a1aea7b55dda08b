"""The demonstration with a finished analysis, made once for a state of the code and a day, and copied from then on: making it costs
minutes of a processor, and two groups of tests with a browser each start from it.

As a program, ``python -m tests.support.demonstration`` makes it, and a migrated database of SQLite before it, if they are not there yet.
"""

import tarfile
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from tests.support.databases import kept, state_of_the_code
from tests.support.site import Site

#: All that decides what is in it: code, the texts of the demonstration, and templates of files that are made from it
DECIDES = tuple(
    f"{room}/**/*" for room in ("config", "consult", "cms", "analysis", "frontend/templates", "tests/support")
)
#: Signed checkpoints name their log; a copy is served from another port than what it was made with
WITH = {"CONSENT_WORDS": "ฉันยินยอมให้เก็บและเผยแพร่สิ่งที่ฉันส่ง", "LOG_ORIGIN": "demonstration.test/log"}
ANALYSED = """
from analysis import actions
from analysis.tasks import run_analysis
consultation = Consultation.objects.open().filter(is_demo=True).earliest('pk')
analyst = User.objects.get(email='analyst@demo.example')
run_analysis(actions.request_analysis(consultation=consultation, by=analyst).pk)
made = {}
"""


def copy_demonstration(folder: Path) -> None:
    """Put the database and the media of the demonstration where ``Site(folder, **WITH)`` looks for them."""
    # the day is part of the state: dates of the demonstration are counted from the day it was made
    with (
        kept("demonstration.tar", _make, f"{state_of_the_code(DECIDES)}.{_today()}") as file,
        tarfile.open(file) as tar,
    ):
        tar.extractall(folder, filter="data")


def _today() -> str:
    return datetime.now(ZoneInfo("Asia/Bangkok")).date().isoformat()


def _make(making: Path) -> None:
    with TemporaryDirectory() as folder:
        site = Site(Path(folder), **WITH)
        try:
            site.start("seed_demo")
            site.make(ANALYSED)
        finally:
            site.stop()
        with tarfile.open(making, "w") as tar:
            for path in sorted(Path(folder).iterdir()):
                if path.name.startswith("site.sqlite3") or path.is_dir():
                    tar.add(path, path.name)


if __name__ == "__main__":
    with TemporaryDirectory() as nowhere:
        copy_demonstration(Path(nowhere))
