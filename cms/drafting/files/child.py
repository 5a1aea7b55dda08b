"""Reads one file in a process of its own: content on standard input, what was found as JSON on standard output.

The process has little memory and little time; what it cannot read with them is refused. It is started by `read_file`.
"""

import json
import resource
import signal
import sys
import time
from dataclasses import asdict
from typing import Any

from .found import Found
from .refusal import BROKEN, TOO_COSTLY, TOO_LONG, DraftRefused, Limits


def main() -> None:
    """Answer with ``{"found": …}`` or ``{"refused": …, "values": …}``."""
    asked = json.loads(sys.argv[1])
    limits = Limits(**asked["limits"])
    allowance = Allowance(limits)
    answer: dict[str, Any]
    try:
        answer = {
            "found": asdict(
                found_in(sys.stdin.buffer.read(), asked["kind"], original=asked["original"], allowance=allowance)
            )
        }
    except DraftRefused as refused:
        answer = {"refused": refused.message, "values": refused.values}
    except (MemoryError, RecursionError):
        answer = {"refused": TOO_COSTLY, "values": {}}
    sys.stdout.write(json.dumps(answer))


def confine(limits: Limits, cpu: float, *, most_cpu: float = 0) -> None:
    """No more memory and time than that; no file may be written. ``most_cpu`` is how far the time may be drawn out later."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    whole = int(max(cpu, most_cpu)) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_PROF, cpu)  # its signal ends the process


class Allowance:
    """The time this process may take. A PDF earns more with each letter it is seen to have, and none by being large."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._began = time.process_time()
        self._letters = 0
        confine(limits, limits.cpu, most_cpu=limits.most_cpu)

    def earn(self, letters: int) -> None:
        """For letters that are there and will be read next."""
        self._letters += letters
        whole = min(self.limits.cpu + self._letters * self.limits.cpu_per_letter, self.limits.most_cpu)
        left = whole - (time.process_time() - self._began)
        signal.setitimer(signal.ITIMER_PROF, max(left, 0.001))


def found_in(content: bytes, kind: str, *, original: bool, allowance: Allowance) -> Found:
    """What is in a file of a kind: ``word``, ``pdf`` or ``plain``."""
    limits = allowance.limits
    if kind == "word":
        from .package import Package
        from .word import read_word

        found = read_word(Package(content, limits), original=original)
    elif kind == "pdf":
        from .portable import read_pdf

        found = read_pdf(content, limits, allowance.earn)
    elif kind == "plain":
        from .plain import read_plain

        found = read_plain(content)
    else:
        raise DraftRefused(BROKEN)
    letters = sum(map(len, found.lines)) + sum(len(text) for _, text in found.aside) + sum(map(len, found.comments))
    if letters > limits.letters:
        raise DraftRefused(TOO_LONG)
    return found


if __name__ == "__main__":
    main()
