"""Thai text: one normal form, one fingerprint, words that keep their place."""

from __future__ import annotations

import pytest
from hypothesis import given

from analysis.core.intake.nlp import pipeline
from analysis.core.intake.normal_form import closed_up, fingerprint, normalise
from analysis.core.intake.reading import embedding_text, read
from analysis.core.signals.insults import is_rude
from consult.thai.signs import sign_of
from tests.core.makers import THAI


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("เห็นด้วยยยย", "เห็นด้วย"),
        ("นํ้าประปา", "น้ำประปา"),
        ("นําทาง", "นำทาง"),
        ("เเก้ไข", "แก้ไข"),
        ("ปี ๒๕๖๗ ThaiD", "ปี 2567 thaid"),
        ("ก\u200bข\ufeff", "กข"),
        ("111222", "111222"),
    ],
)
def test_what_reads_the_same_is_spelled_the_same(written: str, normal: str) -> None:
    assert normalise(written).text == normal


@given(THAI)
def test_normalising_twice_changes_nothing_and_offsets_point_into_the_original(text: str) -> None:
    normal = normalise(text)
    if normal.offsets is not None:
        assert len(normal.offsets) == len(normal.text)
        assert list(normal.offsets) == sorted(normal.offsets)
        assert all(0 <= offset < len(text) for offset in normal.offsets)
    assert normalise(normal.text).text == normalise(normalise(normal.text).text).text


def test_the_same_message_has_the_same_fingerprint() -> None:
    assert fingerprint("เห็นด้วย ครับ!!! 👍") == fingerprint("เห็นดวย") != fingerprint("ไม่เห็นด้วย")


@pytest.mark.parametrize(
    ("apart", "closed"),
    [
        ("ค ว า ย", "ควาย"),
        ("ส-ล็-อ-ต", "สล็อต"),
        ("บ้า_บอ", "บ้าบอ"),
        ("ไป ที่ นี่", "ไป ที่ นี่"),
        ("ก ถึง ข", "ก ถึง ข"),
    ],
)
def test_letters_written_apart_are_closed_up(apart: str, closed: str) -> None:
    assert closed_up(apart) == closed


SAID = "ค่าธรรมเนียมแพง {} ขอให้ลดค่าธรรมเนียมใบอนุญาต"
CLOSED = SAID.format(sign_of("คำหยาบ ดูหมิ่น หรือคุกคาม"))


def test_what_a_moderator_closed_is_no_word_of_a_comment() -> None:
    assert "ผู้ดูแล" not in "".join(next(read([CLOSED])).words)
    assert embedding_text(CLOSED).split() == embedding_text(SAID.format("")).split()


def test_two_comments_that_were_closed_for_one_reason_are_not_alike_by_it() -> None:
    assert fingerprint(CLOSED) == fingerprint(SAID.format(""))


def test_the_sign_is_no_insult() -> None:
    assert not is_rude(CLOSED)


def test_every_word_is_found_in_the_comment_as_it_stands() -> None:
    normal = normalise(CLOSED)
    assert normal.offsets == tuple(range(len(CLOSED)))
    assert pipeline().make_doc(CLOSED).text == CLOSED
