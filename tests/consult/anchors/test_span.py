"""Words inside a section that somebody commented on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.anchors.letters import letters_of
from consult.anchors.span import TextSpan, move, move_among, span_of
from consult.anchors.wording import words_of
from consult.thai.digits import to_arabic

from .test_align import LONG, TEXTS

PENALTY = "ผู้ใดฝ่าฝืนมาตรา ๑๐ ต้องระวางโทษจำคุกไม่เกินหนึ่งปี หรือปรับไม่เกินสองหมื่นบาท หรือทั้งจำทั้งปรับ"
TEXT = "\n".join([*LONG, PENALTY])


def on(words, text=TEXT):
    start = text.index(words)
    return span_of(text, start, start + len(words))


def test_a_span_says_its_words_and_those_around_it():
    assert on("ให้เป็นที่สุด").prefix.endswith("คำวินิจฉัยของคณะกรรมการ")
    assert on("ให้เป็นที่สุด").suffix.startswith(" และให้เผยแพร่")


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 2), (0, 10_000), (len(LONG[0]), len(LONG[0]) + 1)])
def test_a_span_without_words_is_refused(start, end):
    with pytest.raises(ValueError):
        span_of(TEXT, start, end)


def test_a_span_follows_its_words_when_others_are_put_in_before_them():
    moved = move(on("จำคุกไม่เกินหนึ่งปี"), TEXT, TEXTS[0] + "\n" + TEXT)
    assert moved is not None and moved.exact == "จำคุกไม่เกินหนึ่งปี"


def test_a_span_follows_words_that_were_typed_again():
    again = to_arabic(TEXT).replace("ำ", "\u0e4d\u0e32").replace(" ", "  ")
    moved = move(on("มาตรา ๑๐ ต้องระวางโทษจำคุก"), TEXT, again)
    assert moved is not None and words_of(moved.exact) == words_of("มาตรา 10 ต้องระวางโทษจำคุก")


def test_a_span_holds_the_word_that_was_exchanged_in_it():
    moved = move(on("ปรับไม่เกินสองหมื่นบาท"), TEXT, TEXT.replace("สองหมื่น", "สามแสน"))
    assert moved is not None and moved.exact == "ปรับไม่เกินสามแสนบาท"


def test_a_span_whose_words_were_taken_out_stays_with_the_section():
    assert move(on(" และให้เผยแพร่ทางระบบสารสนเทศ"), TEXT, TEXT.replace(" และให้เผยแพร่ทางระบบสารสนเทศ", "")) is None
    assert move(on(LONG[1]), TEXT, "\n".join([LONG[0], LONG[2], PENALTY])) is None


def test_a_span_does_not_jump_to_the_look_alike_of_a_paragraph_that_went():
    twin = PENALTY.replace("๑๐", "๑๑").replace("หนึ่งปี", "สามปี")
    old = "\n".join([LONG[0], PENALTY, twin])
    assert move(on("ปรับไม่เกินสองหมื่นบาท", old), old, "\n".join([LONG[0], twin])) is None
    later = span_of(old, old.rindex("ปรับไม่เกินสองหมื่นบาท"), old.rindex("ปรับไม่เกินสองหมื่นบาท") + 22)
    moved = move(later, old, "\n".join([LONG[0], twin]))
    assert moved is not None and moved.prefix.endswith("สามปี หรือ")


def test_a_span_goes_with_a_paragraph_that_took_another_place_in_the_section():
    words = "มีสิทธิอุทธรณ์ต่อคณะกรรมการวินิจฉัย"
    moved = move(on(words), TEXT, "\n".join([LONG[0], LONG[2], PENALTY, LONG[1].replace("สามสิบวัน", "หกสิบวัน")]))
    assert moved is not None and moved.exact == words


def test_a_span_over_two_paragraphs_moves_as_one():
    words = f"ภายในเจ็ดวัน\n{LONG[1][:40]}"
    moved = move(on(words), TEXT, TEXT.replace("ให้เจ้าหน้าที่", "ให้นายทะเบียน"))
    assert moved is not None and moved.exact == words


def test_of_the_parts_of_a_split_one_holds_the_span():
    words = "และให้เผยแพร่ทางระบบสารสนเทศ"
    found = move_among(on(words), TEXT, [LONG[0], LONG[1], "\n".join([LONG[2], PENALTY])])
    assert found is not None and (found[0], found[1].exact) == (2, words)


def test_a_span_that_stands_elsewhere_in_the_text_is_refused():
    with pytest.raises(ValueError):
        move(TextSpan(start=0, end=3, exact="กขค"), TEXT, TEXT)


@st.composite
def spans(draw):
    text = "\n".join(
        draw(st.lists(st.sampled_from([*TEXTS, *LONG, "ก์์ ๆ", "😀", "เเก้ \u200bนํ้า"]), min_size=1, max_size=4))
    )
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return text, start, end


@given(spans())
def test_in_the_same_text_a_span_is_itself(case):
    text, start, end = case
    if text[start:end].strip():
        assert move(span_of(text, start, end), text, text) == span_of(text, start, end)


@given(spans(), spans())
@settings(max_examples=200)
def test_a_span_that_moved_stands_in_the_new_text(case, other):
    text, start, end = case
    if text[start:end].strip():
        moved = move(span_of(text, start, end), text, other[0])
        assert moved is None or other[0][moved.start : moved.end] == moved.exact != ""


@given(spans())
def test_letters_read_as_the_words_of_the_text_and_stand_in_it_in_order(case):
    text = case[0]
    letters = letters_of(text)
    assert "".join(letters.forms).replace("\n", "") == words_of(text).replace("\n", "").replace(" ", "")
    assert list(letters.starts) == sorted(letters.starts) and all(
        a < b for a, b in zip(letters.starts, letters.ends, strict=True)
    )
