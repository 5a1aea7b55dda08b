"""What may stand in a text that others read."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.thai.finding import places
from consult.thai.normal_form import search_form
from consult.thai.order import sort_key
from consult.thai.text_rule import has_tower_of_marks, is_blank, tidy
from tests.support.spelling import rows

BLANK = ["".join(chr(int(code, 16)) for code in codes.split()) for (codes,) in rows("blank_texts.csv")]


@pytest.mark.parametrize(
    "text", [*BLANK, "", " \n ", "\u115f\uffa0", "\ufe0f\u200d", "้ ่ ๊", "\u202e\u202c", "…!?", "\U000e0041"]
)
def test_a_text_without_a_visible_letter_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["ก", "๑", "a", "น้ำ", "是", "?ก", "\u200bก"])
def test_one_letter_or_digit_is_something_to_read(text):
    assert not is_blank(text)


@pytest.mark.parametrize(
    "text", [chr(code) for code in [0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]]
)
def test_no_text_turns_the_direction_of_the_next(text):
    assert tidy(f"ก{text}ข") == "กข"


@given(st.text(max_size=40))
def test_what_is_recorded_has_no_controls_and_stays_as_it_is_when_recorded_again(text):
    recorded = tidy(text)
    assert not [char for char in recorded if char != "\n" and unicodedata.category(char) in ("Cc", "Cs")]
    assert tidy(recorded) == recorded


def test_lines_end_in_one_way_and_a_joiner_stays_as_it_was_written():
    assert tidy("ก\r\nข\rค\x00\u200bง") == "ก\nข\nค\u200bง"


@pytest.mark.parametrize("text", ["น้ำ", "ผู้", "สิทธิ์", "ấ", "שּׁ", "ก้่๊"])
def test_up_to_three_marks_on_a_letter_are_writing(text):
    assert not has_tower_of_marks(text)


@pytest.mark.parametrize("text", ["ก้้้้", "a" + "\u0301" * 80, "ก" + "้\u200d" * 4, "ดี\u20dd\u20dd\u20dd"])
def test_more_than_three_are_a_tower(text):
    assert has_tower_of_marks(text)


def test_names_stand_in_the_order_of_the_thai_dictionary():
    ordered = [
        "กรมเกษตร",
        "กา",
        "เกาะ",
        "แก",
        "ไก่",
        "ขา",
        "ข้า",
        "เขา",
        "เทศบาลนคร",
        "แพทยสภา",
        "สำนักงานตำรวจ",
        "องค์การบริหาร",
    ]
    assert sorted(sorted(ordered), key=sort_key) == ordered


WRITTEN = "ผู้ใดนํานํ้าเสียลงแม่น้ําต้อง การเเก้ไข ต่าง ๆ มาตรา ๑๐ ท่ี\u200bดิน น้า ThaiD"


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("แม่น้ำ", ["แม่น้ํา"]),
        ("น้ำ", ["นํ้า", "น้ํา"]),
        ("แก้ไข", ["เเก้ไข"]),
        ("ต่างๆ", ["ต่าง ๆ"]),
        ("มาตรา 10", ["มาตรา", "๑๐"]),
        ("ที่ดิน", ["ท่ี\u200bดิน"]),
        ("thaid", ["ThaiD"]),
        ("ไม่มี", []),
        ("\u200b", []),
    ],
)
def test_words_of_a_search_are_marked_however_they_are_spelled(words, marked):
    assert [WRITTEN[start:end] for start, end in places(WRITTEN, words)] == marked


@given(st.text("กนเแำาํ้่ิ๑1 ๆ", max_size=12), st.text("กนเแำาํ้่ิ๑1 ๆ", max_size=4))
def test_what_is_marked_is_what_was_sought(text, words):
    for start, end in places(text, words):
        assert search_form(text[start:end]) in search_form(words).split()
