"""Tests that are killed leave nothing behind."""

import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Starts a child with a child of its own in its own session, and one more in ours; says who they are and waits
STARTS = """
import subprocess, sys, time
from tests.support.lifeline import hold
sleeps = [sys.executable, "-c", "import time; time.sleep(600)"]
leads = f"import subprocess, time; print(subprocess.Popen({sleeps!r}).pid, flush=True); time.sleep(600)"
leader = subprocess.Popen([sys.executable, "-c", leads], start_new_session=True, stdout=subprocess.PIPE, text=True)
other = subprocess.Popen(sleeps)
for process in (leader, other):
    hold(process.pid)
print(leader.pid, leader.stdout.readline().strip(), other.pid, flush=True)
time.sleep(600)
"""


def lives(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_what_was_started_ends_with_a_process_that_is_killed():
    starter = subprocess.Popen([sys.executable, "-c", STARTS], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    started = starter.stdout.readline().split()
    assert len(started) == 3 and all(map(lives, started))
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    end = time.monotonic() + 60
    while any(map(lives, started)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(lives, started))
