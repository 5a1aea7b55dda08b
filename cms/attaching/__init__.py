"""Files that are shown with a hearing: PDF and Word (.docx), told apart by what is in them, without what they say of their makers.

A file is looked at and written anew in a process of its own that has little time and memory; one that is hostile, broken or holds
other files is refused with a sentence, never passed on half-cleaned.
"""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from cms.drafting.files import refusal
from cms.drafting.files.refusal import DraftRefused, Limits

from . import words

__all__ = ["MOST_MEMORY", "CleanFile", "FileRefused", "clean_file"]

_ROOT = Path(__file__).resolve().parents[2]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Bytes and CPU seconds of the process that writes a file anew: a PDF of 20 MB takes 70 MB and a second
MOST_MEMORY, MOST_CPU = 500_000_000, 8.0

FileRefused = DraftRefused


@dataclass(frozen=True, kw_only=True)
class CleanFile:
    """A file as it is stored: ``kind`` is ``pdf`` or ``docx``; ``tracked_changes`` are those that readers of a Word file will see."""

    kind: str
    content: bytes
    tracked_changes: int = 0


def clean_file(content: bytes, *, size: int) -> CleanFile:
    """The file without metadata. ``size``: the most bytes. Raises FileRefused, whose sentence may be shown."""
    limits = Limits(size=size, memory=MOST_MEMORY, cpu=MOST_CPU, entries=2000, unpacked=200_000_000)
    kind = _sniffed(content, limits)
    asked = json.dumps({"kind": kind, "limits": asdict(limits)})
    environment = {"PATH": "/usr/bin:/bin", "MALLOC_ARENA_MAX": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "cms.attaching.child", asked]
    try:
        child = subprocess.run(  # noqa: S603
            command, input=content, capture_output=True, timeout=limits.seconds, cwd=_ROOT, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        raise DraftRefused(refusal.TOO_COSTLY) from None
    if child.returncode:
        raise DraftRefused(refusal.TOO_COSTLY if child.returncode < 0 else refusal.BROKEN)
    head, _newline, clean = child.stdout.partition(b"\n")
    answer = json.loads(head)
    if "refused" in answer:
        raise DraftRefused(words.OF_ATTACHMENTS.get(answer["refused"], answer["refused"]), **answer["values"])
    if len(clean) > 2 * size:
        raise DraftRefused(refusal.TOO_LARGE, most=str(size // 1_000_000))
    return CleanFile(kind=kind, content=clean, tracked_changes=answer["tracked_changes"])


def _sniffed(content: bytes, limits: Limits) -> str:
    """``pdf`` or ``docx`` by how the bytes begin; whatever the name says."""
    if len(content) > limits.size:
        raise DraftRefused(words.TOO_LARGE, most=str(limits.size // 1_000_000))
    if not content.strip():
        raise DraftRefused(refusal.EMPTY)
    if content.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise DraftRefused(refusal.ENCRYPTED if locked else refusal.OLD_WORD)
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return "docx"
    raise DraftRefused(words.UNKNOWN)
