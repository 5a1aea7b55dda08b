import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consult.thai.diff import MOST_COMPARED, compare
from consult.thai.normal_form import normal_form


def told(old: str, new: str) -> str:
    marks = {"same": "{}", "gone": "[-{}-]", "come": "[+{}+]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in compare(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("ไม่น้อยกว่าสิบห้าวัน", "ไม่น้อยกว่าสามสิบวัน", "ไม่น้อยกว่า[-สิบห้า-][+สามสิบ+]วัน"),
        ("ปรับไม่เกินห้าหมื่นบาท", "ปรับไม่เกินหนึ่งแสนบาท", "ปรับไม่เกิน[-ห้าหมื่น-][+หนึ่งแสน+]บาท"),
        ("ตามมาตรา ๗", "ตามมาตรา ๗/๑", "ตามมาตรา ๗[+/๑+]"),
        ("(๑) ก\n(๒) ข", "(๑) ก\n(๑/๑) ใหม่\n(๒) ข", "(๑) ก\n[+(๑/๑) ใหม่\n+](๒) ข"),
        ("", "ใหม่", "[+ใหม่+]"),
        ("เดิม", "", "[-เดิม-]"),
        ("เดิม", "เดิม", "เดิม"),
        ("", "", ""),
    ],
)
def test_changes_are_told_in_whole_words(old, new, expected):
    assert told(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("ใช้นํ้าประปา", "ใช้น้ำประปา", "ใช้น้ำประปา"),
        ("เเก้ไขภายในสิบวัน", "แก้ไขภายในสามสิบวัน", "แก้ไขภายใน[-สิบ-][+สามสิบ+]วัน"),
        ("ต่าง\u200bๆ", "ต่างๆ", "ต่างๆ"),
        ("วรรคหนึ่ง\r\nวรรคสอง", "วรรคหนึ่ง\nวรรคสอง", "วรรคหนึ่ง\nวรรคสอง"),
        ("ตามมาตรา๗", "ตามมาตรา ๗", "ตามมาตรา[+ +]๗"),
        ("ตามมาตรา ๗", "ตามมาตรา 7", "ตามมาตรา [-๗-][+7+]"),
    ],
)
def test_two_spellings_of_one_word_are_no_change_and_the_new_one_is_shown(old, new, expected):
    assert told(old, new) == expected


def test_changed_words_with_only_a_space_between_them_are_one_change():
    assert told("พ.ศ. แมว หมา", "พ.ศ. นก ปลา") == "พ.ศ. [-แมว หมา-][+นก ปลา+]"


LEGAL = st.lists(
    st.sampled_from(["มาตรา", "ผู้", "ต้อง", "สามสิบ", "วัน", " ", "\n", "๗/๑", "7", "น้ำ", "ู", "x", "(๒)", "\u200b", "\r\n"])
).map("".join)


@example("ผู้\n\nมาตรา", "มาตรา\r\n")
@example("มาตรา\n\nมาตรา", "0\r")
@given(LEGAL | st.text(max_size=40), LEGAL | st.text(max_size=40))
def test_without_what_came_it_reads_as_the_old_text_and_without_what_went_it_is_the_new_one(old, new):
    pieces = compare(old, new)
    assert normal_form("".join(piece.text for piece in pieces if piece.kind != "come")) == normal_form(old)
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == re.sub("\r\n?", "\n", new)
    assert all(piece.text for piece in pieces)


def test_a_passage_too_long_to_compare_is_shown_as_exchanged():
    words = int(MOST_COMPARED**0.5) + 1
    pieces = compare("ก" * words, "ข" * (words - 1) + "ก", cut=list)
    assert [piece.kind for piece in pieces] == ["gone", "come"]
