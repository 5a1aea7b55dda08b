"""How many sections of three codes are read right from Word files set in five ways, by python-docx and again as LibreOffice saves
them, from its PDF and from text; right is the number and every paragraph, without regard to the width of spaces.

`make bench-drafts` prints the figures and fails below the bar. LibreOffice is used where it is installed.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from difflib import SequenceMatcher
from pathlib import Path

from bench.offices import NAMES, WAYS, Piece, sections_of, statute
from cms.drafting.files import FileDraft, read_file
from consult.thai.normal_form import normal_form

#: Of the sections of each file, in percent. A PDF does not hold where words stood apart at the end of a line.
BAR, BAR_OF_PDF = 98.0, 95.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laws", nargs="*", default=NAMES, choices=NAMES)
    options = parser.parse_args()
    office = shutil.which("soffice")
    failed = False
    print(f"{'':28}{'way':26}{'sections':>9}{'right %':>9}{'CPU s':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for law in options.laws:
            pieces = statute(law)
            paths = []
            for way, set_ in WAYS.items():
                path = Path(folder) / f"{law}-{way.replace(' ', '-').replace(',', '')}.docx"
                set_(pieces, random.Random(7)).save(str(path))
                paths.append(path)
                failed |= not judged(law, way, path, pieces)
            text = Path(folder) / f"{law}.txt"
            text.write_text("\n".join(_text(pieces)), encoding="utf-8")
            failed |= not judged(law, "text", text, pieces)
            if office:
                saved = Path(folder) / "saved"
                convert(office, "docx", saved, paths)
                convert(office, "pdf", saved, paths[:1])
                for way, path in zip(WAYS, paths, strict=True):
                    failed |= not judged(law, f"LibreOffice, {way}", saved / path.name, pieces)
                failed |= not judged(law, "LibreOffice, PDF", saved / f"{paths[0].stem}.pdf", pieces)
    return int(failed)


def _text(pieces: list[Piece]) -> list[str]:
    lines = []
    for piece in pieces:
        lines += [piece.annex] if piece.annex else [f"มาตรา {piece.number}"] if piece.number else []
        lines += piece.paragraphs
    return lines


def convert(office: str, kind: str, folder: Path, paths: list[Path]) -> None:
    profile = f"-env:UserInstallation=file://{folder}-profile"
    command = [office, "--headless", profile, "--convert-to", kind, "--outdir", str(folder), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True)


def judged(law: str, way: str, path: Path, pieces: list[Piece]) -> bool:
    """Print how much of one file is right; whether it is enough."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    draft = read_file(path.name, path.read_bytes())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    share = 100 * right(draft, pieces, tight=path.suffix == ".pdf") / len(list(sections_of(pieces)))
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{law:28}{way:40.40}{len(draft.sections()):>6}{share:>9.2f}{seconds:>7.2f}", flush=True)
    return share >= (BAR_OF_PDF if path.suffix == ".pdf" else BAR)


def right(draft: FileDraft, pieces: list[Piece], *, tight: bool) -> int:
    """How many sections come in order with their number and all their paragraphs."""

    def form(text: str) -> str:
        text = normal_form(text)
        return "".join(text.split()) if tight else text

    there = [(name, tuple(map(form, paragraphs))) for name, paragraphs in sections_of(pieces)]
    read = [(one.number or one.heading, tuple(map(form, one.paragraphs))) for one in draft.sections()]
    return sum(block.size for block in SequenceMatcher(None, there, read, autojunk=False).get_matching_blocks())


if __name__ == "__main__":
    sys.exit(main())
