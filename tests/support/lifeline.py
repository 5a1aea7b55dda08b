"""What tests and benches start ends with them, also when they are killed and can end nothing themselves.

A small process of its own holds the other end of a pipe: it ends when the one that started it is gone, in whatever way, and takes
with it what it was told of. (The kernel can do this too, but by the thread that started a process, and those end earlier.)
"""

import subprocess
import sys

WATCH = """
import os, signal, sys

def born(pid):
    try:
        with open(f"/proc/{pid}/stat") as told:
            return told.read().rsplit(")", 1)[1].split()[19]
    except OSError:
        return None

held = {}
for line in sys.stdin:
    pid = int(line)
    held[pid] = born(pid)
for pid, when in held.items():
    if when is not None and born(pid) == when:  # no other process that has the number now
        try:
            os.killpg(pid, signal.SIGKILL) if os.getpgid(pid) == pid else os.kill(pid, signal.SIGKILL)
        except OSError:
            pass
"""
_watching: subprocess.Popen | None = None


def hold(pid: int) -> None:
    """Let this process, or the group it leads, live no longer than we do."""
    global _watching
    if _watching is None:
        command = [sys.executable, "-S", "-c", WATCH]
        _watching = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, start_new_session=True)
    print(pid, file=_watching.stdin, flush=True)
