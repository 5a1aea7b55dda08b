"""Files saved by an office's own program: the same sections from Word and from PDF."""

import random
from pathlib import Path

import pytest

from bench.drafts import right
from bench.offices import WAYS, sections_of, statute
from cms.drafting.files import read_file

FILES = Path(__file__).resolve().parents[2] / "data" / "drafts"


@pytest.mark.parametrize("name", ["libreoffice.docx", "libreoffice.pdf"])
def test_sections_chapters_items_and_the_head_of_the_page(name):
    draft = read_file(name, (FILES / name).read_bytes())
    sections = draft.sections()
    assert [section.label for section in sections] == [f"มาตรา {number}" for number in range(1, 13)]
    assert {section.chapter for section in sections} == {
        "ลักษณะ 1 บทบัญญัติที่ใช้แก่ความผิดทั่วไป › หมวด 1 บทนิยาม",
        "ลักษณะ 1 บทบัญญัติที่ใช้แก่ความผิดทั่วไป › หมวด 2 การใช้กฎหมายอาญา",
    }
    assert draft.unrecognised == [(0, "ร่าง ใช้เพื่อการทดสอบ")]
    code = dict(sections_of(statute("criminal_code")))
    for section in sections:
        tight = ["".join(paragraph.split()) for paragraph in section.paragraphs]
        assert tight == ["".join(paragraph.split()) for paragraph in code[section.number]]


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_whole_code_is_read_right_in_each_way_offices_set_it(way, tmp_path):
    pieces = statute("criminal_procedure_code")
    WAYS[way](pieces, random.Random(1)).save(str(tmp_path / "code.docx"))
    draft = read_file("code.docx", (tmp_path / "code.docx").read_bytes())
    assert right(draft, pieces, tight=False) >= 0.98 * len(list(sections_of(pieces)))
