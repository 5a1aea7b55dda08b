"""Drafts in files: Word (.docx), PDF with text, plain text. A file is looked at in a process of its own that has little time and
memory, and is refused with a sentence rather than read half."""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePath
from typing import Any

from ..draft import Draft
from ..reading import read_text
from . import refusal
from .refusal import DraftRefused, Limits

__all__ = ["DraftRefused", "FileDraft", "Limits", "read_file"]

_ROOT = Path(__file__).resolve().parents[3]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, kw_only=True)
class FileDraft(Draft):
    """A draft with what its file held beside the text."""

    text: str = field(default="", compare=False)
    """The text as it was found, line by line; `write_text` gives it in order."""
    aside: tuple[tuple[int, str], ...] = field(default=(), compare=False)
    """Visible but not of the text (notes, heads and feet of pages, contents, hidden text): line it stands at or 0, and text."""
    tracked_changes: int = field(default=0, compare=False)
    comments: tuple[str, ...] = field(default=(), compare=False)

    @property
    def unrecognised(self) -> list[tuple[int, str]]:
        return sorted([*super().unrecognised, *self.aside], key=lambda one: one[0])


def read_file(name: str, content: bytes, *, original: bool = False, limits: Limits | None = None) -> FileDraft:
    """The draft in a file. Tracked changes are read as accepted; ``original`` reads the text before them.

    Raises DraftRefused, whose sentence may be shown, for what is no draft, too large, locked, broken or hostile.
    """
    limits = limits or Limits()
    kind = kind_of(name, content, limits)
    found = _found(content, kind, original=original, limits=limits)
    text = "\n".join(found["lines"])
    draft = read_text(text)
    if not any(line.strip() for line in found["lines"]) and not found["aside"]:
        raise DraftRefused(refusal.SCANNED if kind == "pdf" else refusal.EMPTY)
    return FileDraft(
        preamble=draft.preamble,
        preamble_lines=draft.preamble_lines,
        parts=draft.parts,
        doubts=draft.doubts,
        open_quote=draft.open_quote,
        text=text,
        aside=tuple((line, words) for line, words in found["aside"]),
        tracked_changes=found["tracked_changes"],
        comments=tuple(found["comments"]),
    )


def kind_of(name: str, content: bytes, limits: Limits) -> str:
    """``word``, ``pdf`` or ``plain`` by what a file begins with; its name decides only between plain text and all else."""
    if len(content) > limits.size:
        raise DraftRefused(refusal.TOO_LARGE, most=str(limits.size // 1_000_000))
    if not content.strip():
        raise DraftRefused(refusal.EMPTY)
    suffix = PurePath(name).suffix.casefold()
    if content.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise DraftRefused(refusal.ENCRYPTED if locked else refusal.OLD_WORD)
    if suffix in (".docm", ".dotm"):
        raise DraftRefused(refusal.MACROS)
    if suffix == ".docx":
        if not content.startswith(b"PK"):
            raise DraftRefused(refusal.BROKEN)
        return "word"
    if suffix == ".pdf":
        if b"%PDF-" not in content[:1024]:
            raise DraftRefused(refusal.BROKEN)
        return "pdf"
    if suffix == ".txt" and not content.startswith((b"PK\x03\x04", b"%PDF-", b"{\\rtf")):
        if len(content) > limits.plain:
            raise DraftRefused(refusal.TOO_LONG)
        return "plain"
    raise DraftRefused(refusal.UNKNOWN)


def _found(content: bytes, kind: str, *, original: bool, limits: Limits) -> dict[str, Any]:
    asked = json.dumps({"kind": kind, "original": original, "limits": asdict(limits)})
    command = [sys.executable, "-m", "cms.drafting.files.child", asked]
    environment = {"PATH": "/usr/bin:/bin", "MALLOC_ARENA_MAX": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        child = subprocess.run(  # noqa: S603
            command, input=content, capture_output=True, timeout=limits.seconds, cwd=_ROOT, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        raise DraftRefused(refusal.TOO_COSTLY) from None
    if child.returncode:
        raise DraftRefused(refusal.TOO_COSTLY if child.returncode < 0 else refusal.BROKEN)
    answer: dict[str, Any] = json.loads(child.stdout)
    if "refused" in answer:
        raise DraftRefused(answer["refused"], **answer["values"])
    found: dict[str, Any] = answer["found"]
    return found
