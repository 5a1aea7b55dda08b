"""``manage.py align_drafts``: two drafts in, which section became which out as JSON. Needs no settings and no database."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from consult.anchors.align import Link, align
from consult.anchors.section import LawSection

from . import DraftRefused, read_file
from .command import in_thai, read_bytes


def main(arguments: Sequence[str]) -> int:
    """0 when both files were read; 2 with one line on standard error when one is refused."""
    options = _options().parse_args(arguments)
    drafts = []
    for file in (options.old, options.new):
        try:
            drafts.append(read_file(file.name, read_bytes(file)).sections())
        except DraftRefused as refused:
            sys.stderr.write(f"{file.name}: {in_thai(refused.message) % refused.values}\n")
            return 2
    old, new = drafts
    links = [json.dumps(as_json(link, old, new), ensure_ascii=False) for link in align(old, new)]
    written = "[" + ",\n ".join(links) + "]\n"  # a link a line
    if options.json == "-":
        sys.stdout.write(written)
    else:
        Path(options.json).write_text(written, encoding="utf-8")
    return 0


def as_json(link: Link, old: Sequence[LawSection], new: Sequence[LawSection]) -> dict[str, Any]:
    """A link with the labels of its sections as their drafts have them."""
    return {
        "old": [old[place].label for place in link.old],
        "new": [new[place].label for place in link.new],
        "kind": str(link.kind),
    }


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py align_drafts", description="Say which section of a draft became which of a newer one."
    )
    parser.add_argument("old", type=Path, help="the earlier draft: a .docx, .pdf or .txt file")
    parser.add_argument("new", type=Path, help="the later draft")
    parser.add_argument("--json", required=True, help="the file to write, - for standard output")
    return parser
