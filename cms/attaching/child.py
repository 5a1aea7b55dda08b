"""Writes one file anew in a process of its own: content on standard input; a line of JSON and the clean file on standard output."""

import json
import sys

from cms.drafting.files.child import confine
from cms.drafting.files.refusal import TOO_COSTLY, DraftRefused, Limits


def main() -> None:
    """Answer with ``{"tracked_changes": …}`` and the file, or with ``{"refused": …, "values": …}`` alone."""
    asked = json.loads(sys.argv[1])
    limits = Limits(**asked["limits"])
    confine(limits, limits.cpu)
    content = b""
    answer: dict[str, object]
    try:
        content, changes = clean(sys.stdin.buffer.read(), asked["kind"], limits)
        answer = {"tracked_changes": changes}
    except DraftRefused as refused:
        answer = {"refused": refused.message, "values": refused.values}
    except (MemoryError, RecursionError):
        answer = {"refused": TOO_COSTLY, "values": {}}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + content)


def clean(content: bytes, kind: str, limits: Limits) -> tuple[bytes, int]:
    """The file without metadata, and how many tracked changes are left in it."""
    if kind == "pdf":
        from .portable import clean_pdf

        return clean_pdf(content, limits), 0
    from .word import clean_word

    return clean_word(content, limits)


if __name__ == "__main__":
    main()
