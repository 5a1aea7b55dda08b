"""Reads one file in a process of its own: content on standard input, what was found as JSON on standard output.

The process has little memory and little time; what it cannot read with them is refused. It is started by `read_file`.
"""

import json
import resource
import signal
import sys
from dataclasses import asdict
from typing import Any

from .found import Found
from .refusal import BROKEN, TOO_COSTLY, TOO_LONG, DraftRefused, Limits


def main() -> None:
    """Answer with ``{"found": …}`` or ``{"refused": …, "values": …}``."""
    asked = json.loads(sys.argv[1])
    limits = Limits(**asked["limits"])
    confine(limits, limits.cpu + asked["more_cpu"])
    answer: dict[str, Any]
    try:
        answer = {
            "found": asdict(found_in(sys.stdin.buffer.read(), asked["kind"], original=asked["original"], limits=limits))
        }
    except DraftRefused as refused:
        answer = {"refused": refused.message, "values": refused.values}
    except (MemoryError, RecursionError):
        answer = {"refused": TOO_COSTLY, "values": {}}
    sys.stdout.write(json.dumps(answer))


def confine(limits: Limits, cpu: float) -> None:
    """No more memory and time than that; no file may be written."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    whole = int(cpu) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_PROF, cpu)  # its signal ends the process


def found_in(content: bytes, kind: str, *, original: bool, limits: Limits) -> Found:
    """What is in a file of a kind: ``word``, ``pdf`` or ``plain``."""
    if kind == "word":
        from .package import Package
        from .word import read_word

        found = read_word(Package(content, limits), original=original)
    elif kind == "pdf":
        from .portable import read_pdf

        found = read_pdf(content, limits)
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
