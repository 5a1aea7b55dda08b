"""What `make run` does with parts that end."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

from config.supervisor import MOST_STARTS

ROOT = Path(__file__).resolve().parents[2]
#: A part with a child, as Celery has; both write who they are
FAMILY = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(sys.argv[1], "a").write(f"{os.getpid()} {child.pid}\\n")
time.sleep(600)
"""
RUN = """
import sys
from pathlib import Path
from config.supervisor import Program, Supervisor
sys.exit(Supervisor([Program("family", sys.argv[1:])], env={}, folder=Path(".")).run())
"""


def supervised(*command: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", RUN, *command], cwd=ROOT, stderr=subprocess.PIPE, text=True)


def lines_of(file: Path, number: int) -> list[str]:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        lines = file.read_text().splitlines() if file.exists() else []
        if len(lines) >= number:
            return lines
        time.sleep(0.05)
    raise AssertionError(f"{file} has not {number} lines")


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_killed_part_is_started_again_without_its_children_and_all_end_together(tmp_path):
    written = tmp_path / "pids"
    supervisor = supervised(sys.executable, "-c", FAMILY, str(written))
    main, child = map(int, lines_of(written, 1)[0].split())
    os.kill(main, signal.SIGKILL)
    again, its_child = map(int, lines_of(written, 2)[1].split())
    assert not is_alive(child) and is_alive(again)
    supervisor.terminate()
    _, said = supervisor.communicate(timeout=60)
    assert supervisor.returncode == 0 and "family ended (-9) and is started again" in said
    assert not is_alive(again) and not is_alive(its_child)


def test_a_part_that_does_not_live_stops_everything_and_says_so():
    supervisor = supervised(sys.executable, "-c", "raise SystemExit(3)")
    _, said = supervisor.communicate(timeout=120)
    assert supervisor.returncode == 1
    assert said.count("started again") == MOST_STARTS - 1 and "does not live" in said


def test_what_lies_in_var_is_for_nobody_else(tmp_path, monkeypatch):
    from config import serve

    before = os.umask(0o022)
    try:
        (tmp_path / "folder").mkdir()
        (tmp_path / "folder" / "old").write_text("")
        monkeypatch.setattr(serve, "VAR", tmp_path)
        serve.keep_to_ourselves()
        (tmp_path / "new").write_text("")
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert modes == {"folder": 0o700, "old": 0o600, "new": 0o600}
