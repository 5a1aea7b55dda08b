"""A summary in two: the sentence a telephone shows first, and the rest."""

import pytest

from consult.pages.brief import in_two

FIRST = "ร่างนี้ห้ามหน่วยงานของรัฐขอสำเนาเอกสารที่รัฐมีอยู่แล้ว"
SECOND = "ประชาชนยื่นเรื่องและติดตามผลได้ในที่เดียวทั้งที่สำนักงานและทางอินเทอร์เน็ต"


def test_the_first_thought_of_a_summary_stands_alone_and_the_rest_follows():
    assert in_two(f"{FIRST} {SECOND}") == (FIRST, SECOND)


@pytest.mark.parametrize("word", ["แต่", "เว้นแต่", "ยกเว้น", "ถ้า", "โดยไม่", "เฉพาะ", "และ", "ทั้งนี้"])
def test_what_limits_or_continues_a_thought_stays_with_it(word):
    limit = f"{word}กรณีที่กฎหมายอื่นกำหนดไว้"
    assert in_two(f"{FIRST} {limit} {SECOND}") == (f"{FIRST} {limit}", SECOND)


@pytest.mark.parametrize(
    "inside", ["ภายใน 15 วันทำการ", "ระบบ Digital ID ของรัฐ", "ข้อมูลต่าง ๆ ของรัฐ", "พ.ศ. 2569", "(ที่สำนักงาน สาขา หรือที่อื่น)"]
)
def test_a_space_that_ends_no_thought_parts_nothing(inside):
    sentence = f"หน่วยงานของรัฐทุกแห่งต้องเปิดเผยและส่งข้อมูล{inside}"
    assert in_two(f"{sentence} {SECOND}")[0].startswith(sentence)


def test_a_short_summary_is_one_sentence_and_a_new_paragraph_always_parts():
    assert in_two("ลานกิจกรรมใกล้บ้าน มีไฟ น้ำดื่ม") == ("ลานกิจกรรมใกล้บ้าน มีไฟ น้ำดื่ม", "")
    assert in_two("เรื่องแรก\n\nเรื่องที่สอง") == ("เรื่องแรก", "เรื่องที่สอง")


def test_a_summary_in_english_parts_at_a_full_stop():
    first = "Agencies may no longer ask for copies of papers that the state has."
    assert in_two(f"{first} One counter takes every application of the people.")[0] == first


def test_nothing_of_a_summary_is_lost_however_it_is_written():
    for summary in (f"{FIRST} {SECOND} " * 5, "ก" * 900, "คำ " * 400, "  ", FIRST + "\n" + SECOND):
        sentence, rest = in_two(summary)
        assert "".join((sentence + rest).split()) == "".join(summary.split())
        assert len(sentence) <= 240 or " " not in sentence
