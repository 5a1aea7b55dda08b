"""Themes are named by number and heading of the section they stand on, when there is one."""

from __future__ import annotations

import pytest

from analysis.core.pipeline import analyse
from analysis.core.report.section_names import heading_of
from analysis.core.themes.edits import Guidance
from analysis.core.types import Options
from tests.core.makers import comment, top_level

FEES = ["ค่าธรรมเนียมขยะแพงเกินไป", "ลดค่าธรรมเนียมขยะให้ร้านเล็ก", "ค่าธรรมเนียมขยะควรเก็บตามน้ำหนัก", "ค่าธรรมเนียมขยะขึ้นทุกปี"]
BUSES = ["รถเมล์มาช้าทุกเช้า", "รถเมล์สายนี้ควรมีแอร์", "เพิ่มรถเมล์รอบดึก", "รถเมล์จอดไม่ตรงป้าย"]
COMMENTS = [
    *(comment(f"a{i}", text, section="s-1", person=f"p{i}") for i, text in enumerate(FEES * 3)),
    *(comment(f"b{i}", text, section="s-2", person=f"q{i}") for i, text in enumerate(BUSES * 3)),
]
DRAFT = {"s-1": "มาตรา ๕ อัตราค่าธรรมเนียม\nให้เก็บค่าธรรมเนียม…", "s-2": "มาตรา ๖\nให้จัดรถโดยสาร…"}


@pytest.mark.parametrize(
    ("section", "text", "name"),
    [
        ("s-9", "มาตรา ๙ การยืนยันตัวตน\nให้หน่วยงาน…", "มาตรา ๙ · การยืนยันตัวตน"),
        ("s-9", "ข้อ 12/1 ค่าปรับ", "ข้อ 12/1 · ค่าปรับ"),
        ("มาตรา ๙", "การยืนยันตัวตน\nให้หน่วยงาน…", "มาตรา ๙ · การยืนยันตัวตน"),
        ("s-9", "มาตรา ๙\nให้หน่วยงาน…", None),
        ("มาตรา ๙", "ให้หน่วยงานเปรียบเทียบภาพใบหน้า", None),
        ("s-9", "มาตรา ๙ " + "ให้หน่วยงานของรัฐเปรียบเทียบภาพใบหน้ากับฐานข้อมูลก่อนออกใบอนุญาตทุกครั้ง", None),
        ("s-9", "", None),
    ],
)
def test_a_heading_is_short_and_stands_behind_its_number(section: str, text: str, name: str | None) -> None:
    assert heading_of(section, text) == name


def test_a_theme_of_one_section_has_its_heading_and_one_without_a_heading_a_phrase() -> None:
    themes = top_level(analyse(COMMENTS, options=Options(encoder="tfidf", themes=2, draft=DRAFT)).document)
    named = {theme["label"]: theme["label_source"] for theme in themes}
    assert named.pop("มาตรา ๕ · อัตราค่าธรรมเนียม") == "section"
    ((phrase, source),) = named.items()
    assert source == "auto" and "รถเมล์" in phrase


def test_a_section_of_two_themes_names_neither() -> None:
    rows = [comment(row.id, row.text, section="s-1", person=row.person) for row in COMMENTS]
    themes = top_level(analyse(rows, options=Options(encoder="tfidf", themes=2, draft=DRAFT)).document)
    assert len(themes) == 2 and {theme["label_source"] for theme in themes} == {"auto"}


def test_the_name_an_analyst_gave_goes_first() -> None:
    first = analyse(COMMENTS, options=Options(encoder="tfidf", themes=2, draft=DRAFT))
    theme = next(theme for theme in top_level(first.document) if theme["label_source"] == "section")
    previous = {entry["id"]: entry["theme"] for entry in first.document["assignments"] if entry["theme"]}
    guidance = Guidance(previous=previous, names={theme["id"]: "ขยะ"})
    again = analyse(COMMENTS, options=Options(encoder="tfidf", themes=2, draft=DRAFT), guidance=guidance)
    assert ("ขยะ", "analyst") in {(row["label"], row["label_source"]) for row in top_level(again.document)}
