"""The command that reads a file: sections as JSON, or one line in Thai that says why not."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cms.drafting.files import DraftRefused, read_file
from tests.support.word_files import paragraph, word_file

ROOT = Path(__file__).resolve().parents[3]
TEXT = "ร่างพระราชบัญญัติ\nหมวด ๑ ทั่วไป\nมาตรา ๑ [ชื่อ] ผู้ใด\n(๑) ก\nหมวด ๒ ว่าง\n"


def run(*arguments):
    command = [sys.executable, str(ROOT / "manage.py"), "read_draft", *map(str, arguments)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "DATABASE_URL": "postgres://nowhere/x"},
    )


def test_sections_come_as_json_and_all_else_by_line(tmp_path):
    (tmp_path / "ร่าง.txt").write_text(TEXT, encoding="utf-8")
    answer = run(tmp_path / "ร่าง.txt", "--json", tmp_path / "out.json")
    assert answer.returncode == 0 and answer.stderr == ""
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == {
        "sections": [
            {"unit": "มาตรา", "number": "๑", "heading": "ชื่อ", "chapter": "หมวด ๑ ทั่วไป", "paragraphs": ["ผู้ใด", "(๑) ก"]}
        ],
        "unrecognised": [{"line": 1, "text": "ร่างพระราชบัญญัติ"}, {"line": 5, "text": "หมวด ๒ ว่าง"}],
    }


def test_tracked_changes_and_comments_are_said(tmp_path):
    deleted = '<w:del w:id="1"><w:r><w:delText>เก่า</w:delText></w:r></w:del>'
    (tmp_path / "a.docx").write_bytes(
        word_file(paragraph("มาตรา ๑ ใหม่", deleted), comments=f"<w:comment>{paragraph('แก้')}</w:comment>")
    )
    accepted = json.loads(run(tmp_path / "a.docx", "--json", "-").stdout)
    assert (accepted["tracked_changes"], accepted["comments"]) == (1, ["แก้"])
    original = json.loads(run(tmp_path / "a.docx", "--json", "-", "--original").stdout)
    assert [one["sections"][0]["paragraphs"] for one in (accepted, original)] == [["ใหม่"], ["ใหม่เก่า"]]


@pytest.mark.parametrize(
    ("name", "content"), [("a.txt", b""), ("a.docx", b"x"), ("a.odt", b"x"), ("a.pdf", b"x"), (None, b"")]
)
def test_what_is_refused_ends_with_one_line_in_thai(name, content, tmp_path):
    path = tmp_path / (name or "none.txt")
    if name:
        path.write_bytes(content)
    answer = run(path, "--json", tmp_path / "out.json")
    assert answer.returncode == 2 and answer.stdout == ""
    assert len(answer.stderr.splitlines()) == 1 and "ไฟล์" in answer.stderr
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp874", "tis-620"])
def test_plain_text_in_every_encoding_thai_offices_used(encoding):
    draft = read_file("a.txt", TEXT.encode(encoding))
    assert [section.label for section in draft.sections()] == ["มาตรา ๑"] and draft.preamble == ("ร่างพระราชบัญญัติ",)


def test_a_text_in_no_known_encoding_is_refused():
    with pytest.raises(DraftRefused):
        read_file("a.txt", "é à ü ö ß".encode("latin-1") * 50)


def test_lines_that_ended_where_the_page_did_are_put_together():
    words = "ให้รัฐมนตรีว่าการกระทรวงมหาดไทยรักษาการตามพระราชบัญญัตินี้และให้มีอำนาจแต่งตั้งพนักงานเจ้าหน้าที่กับออกกฎกระทรวง"
    lines = []
    for number in range(1, 9):
        lines += [f"มาตรา {number} {words}"[:110], words, words[:50], f"({number}) รายการ"]
    draft = read_file("a.txt", "\n".join(lines).encode())
    assert [len(section.paragraphs) for section in draft.sections()] == [2] * 8
