"""``manage.py read_draft``: a file in, its sections out as JSON. Needs no settings and no database."""

import argparse
import gettext
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..draft import Chapter
from . import DraftRefused, FileDraft, read_file, refusal
from .refusal import Limits

_ = str
FOUND = _(
    "%(sections)s sections found, %(unrecognised)s lines not recognised, %(changes)s tracked changes, %(comments)s comments."
)
_LOCALE = Path(__file__).resolve().parents[3] / "frontend" / "locale"


def main(arguments: Sequence[str]) -> int:
    """0 when the file was read; 2 with one line on standard error when it is refused."""
    options = _options().parse_args(arguments)
    limits = limits_of_site()
    try:
        draft = read_file(options.file.name, read_bytes(options.file), original=options.original, limits=limits)
    except DraftRefused as refused:
        sys.stderr.write(in_thai(refused.message) % refused.values + "\n")
        return 2
    written = json.dumps(as_json(draft), ensure_ascii=False, indent=1)
    if options.json == "-":
        sys.stdout.write(written + "\n")
        return 0
    Path(options.json).write_text(written + "\n", encoding="utf-8")
    values = {
        "sections": len(draft.sections()),
        "unrecognised": len(unrecognised(draft)),
        "changes": draft.tracked_changes,
        "comments": len(draft.comments),
    }
    sys.stdout.write(in_thai(FOUND) % values + "\n")
    return 0


def as_json(draft: FileDraft) -> dict[str, Any]:
    """Sections and all that is in none of them; how many changes were tracked and what was commented only where there are any."""
    answer: dict[str, Any] = {
        "sections": [
            {
                "unit": section.unit,
                "number": section.number,
                "heading": section.heading,
                "chapter": section.chapter,
                "paragraphs": list(section.paragraphs),
                **({"plain_summary": section.plain_summary} if section.plain_summary else {}),
            }
            for section in draft.sections()
        ],
        "unrecognised": [{"line": line, "text": text} for line, text in unrecognised(draft)],
    }
    if draft.tracked_changes:
        answer["tracked_changes"] = draft.tracked_changes
    if draft.comments:
        answer["comments"] = list(draft.comments)
    return answer


def unrecognised(draft: FileDraft) -> list[tuple[int, str]]:
    """What is in no section and above none: the preamble too, and headings that nothing stands under."""
    chapters = {name for section in draft.sections() for name in section.chapter.split(" › ")}
    empty = [(part.line, part.name) for part in draft.parts if isinstance(part, Chapter) and part.name not in chapters]
    preamble = list(zip(draft.preamble_lines, draft.preamble, strict=True))
    return sorted([*preamble, *empty, *draft.unrecognised], key=lambda one: one[0])


def in_thai(message: str) -> str:
    return gettext.translation("django", str(_LOCALE), ["th"], fallback=True).gettext(message)


def limits_of_site() -> Limits:
    """Those a site sets in its environment, without its settings."""
    return Limits(size=int(os.environ.get("DRAFT_FILE_MB", "20")) * 1_000_000)


def read_bytes(path: Path) -> bytes:
    """What a file holds, up to what a draft may have. Raises DraftRefused where there is none."""
    limits = limits_of_site()
    try:
        with path.open("rb") as file:
            return file.read(limits.size + 1)  # one more, so that it is refused for its size
    except OSError:
        raise DraftRefused(refusal.MISSING) from None


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py read_draft", description="Read the sections of a draft law from a file."
    )
    parser.add_argument("file", type=Path, help="a .docx, .pdf or .txt file")
    parser.add_argument("--json", required=True, help="the file to write, - for standard output")
    parser.add_argument("--original", action="store_true", help="read the text before its tracked changes")
    return parser
