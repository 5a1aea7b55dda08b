"""Keeps the parts of `make run` alive: a part that ends is said and started again, with nothing of it left behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

LOOK_SECONDS = 0.2
STOP_SECONDS = 5
#: A part that ends so often within so many seconds will not live: all is stopped, and said
MOST_STARTS, WITHIN_SECONDS = 5, 60


def say(words: str) -> None:
    sys.stderr.write(f"[make run] {words}\n")


@dataclass
class Program:
    """One program, with the children it may have: they share a process group, which ends with it."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    starts: deque = field(default_factory=lambda: deque(maxlen=MOST_STARTS))

    def start(self, env: dict[str, str], folder: Path) -> None:
        self.starts.append(time.monotonic())
        self.process = subprocess.Popen(self.command, env=env, cwd=folder, start_new_session=True)

    def ended(self) -> bool:
        return self.process.poll() is not None

    def will_not_live(self) -> bool:
        return len(self.starts) == MOST_STARTS and time.monotonic() - self.starts[0] < WITHIN_SECONDS

    def send(self, number: signal.Signals) -> None:
        """To the program and its children, also when it is gone and they are not."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


class Supervisor:
    """``run()`` until SIGINT or SIGTERM (returns 0), or until a part will not live (returns 1)."""

    def __init__(self, parts: list[Program], *, env: dict[str, str], folder: Path):
        self.parts, self.env, self.folder = parts, env, folder
        self._told_to_stop = False

    def run(self) -> int:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        for part in self.parts:
            part.start(self.env, self.folder)
        try:
            while not self._told_to_stop:
                if any(part.ended() and not self._start_again(part) for part in self.parts):
                    return 1
                time.sleep(LOOK_SECONDS)
            return 0
        finally:
            self._end_all()

    def _stop(self, *_) -> None:
        self._told_to_stop = True

    def _start_again(self, part: Program) -> bool:
        part.send(signal.SIGKILL)  # what it left behind would work on beside its successor
        if part.will_not_live():
            say(f"{part.name} ended again ({part.process.returncode}); it does not live. Stopping everything.")
            return False
        say(f"{part.name} ended ({part.process.returncode}) and is started again.")
        part.start(self.env, self.folder)
        return True

    def _end_all(self) -> None:
        for part in self.parts:
            part.send(signal.SIGTERM)
        end = time.monotonic() + STOP_SECONDS
        while time.monotonic() < end and not all(part.ended() for part in self.parts):
            time.sleep(LOOK_SECONDS)
        for part in self.parts:
            part.send(signal.SIGKILL)
            part.process.wait()
