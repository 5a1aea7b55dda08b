"""The command that says which section of a draft became which of a newer one."""

import json
import subprocess
import sys
from pathlib import Path

from tests.consult.anchors.test_align import LONG, TEXTS
from tests.support.word_files import paragraph, word_file

ROOT = Path(__file__).resolve().parents[3]
THAI = "๐๑๒๓๔๕๖๗๘๙"


def run(*arguments):
    command = [sys.executable, str(ROOT / "manage.py"), "align_drafts", *map(str, arguments)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "DATABASE_URL": "postgres://nowhere/x"},
    )


def lines(texts):
    return [f"มาตรา {THAI[number]} {text}" for number, text in enumerate(texts, start=1)]


def test_a_revised_word_file_is_told_section_by_section(tmp_path):
    old = [TEXTS[0], TEXTS[1], "\n".join(LONG[:2]), TEXTS[2], TEXTS[6]]
    new = [TEXTS[0], *LONG[:2], TEXTS[2].replace("ไม่เกินเจ็ดคน", "ไม่เกินสิบคน"), TEXTS[6]]
    (tmp_path / "old.txt").write_text("\n".join(lines(old)), encoding="utf-8")
    (tmp_path / "new.docx").write_bytes(word_file(*map(paragraph, lines(new))))
    answer = run(tmp_path / "old.txt", tmp_path / "new.docx", "--json", tmp_path / "out.json")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == [
        {"old": ["มาตรา ๑"], "new": ["มาตรา ๑"], "kind": "kept"},
        {"old": ["มาตรา ๒"], "new": [], "kind": "removed"},
        {"old": ["มาตรา ๓"], "new": ["มาตรา ๒", "มาตรา ๓"], "kind": "split"},
        {"old": ["มาตรา ๔"], "new": ["มาตรา ๔"], "kind": "reworded"},
        {"old": ["มาตรา ๕"], "new": ["มาตรา ๕"], "kind": "kept"},
    ]


def test_a_file_that_is_refused_is_named_in_one_thai_line(tmp_path):
    (tmp_path / "old.txt").write_text("\n".join(lines(TEXTS)), encoding="utf-8")
    (tmp_path / "new.docx").write_bytes(b"PK but no Word file")
    answer = run(tmp_path / "old.txt", tmp_path / "new.docx", "--json", tmp_path / "out.json")
    assert answer.returncode == 2 and answer.stdout == "" and not (tmp_path / "out.json").exists()
    assert answer.stderr.startswith("new.docx: ") and answer.stderr.count("\n") == 1
    assert any("ก" <= letter <= "ฮ" for letter in answer.stderr)
