"""Whatever is typed: reading and writing undo each other, and no word is lost."""

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cms.drafting import Chapter, Draft, DraftSection, Unplaced, problems, read_text, write_text

#: What lines of Thai law are made of, likely and unlikely.
PIECES = st.sampled_from(
    [
        "มาตรา",
        "ข้อ",
        "หมวด",
        "ส่วนที่",
        "ภาค",
        "ลักษณะ",
        "บทเฉพาะกาล",
        "บททั่วไป",
        "๑",
        "๒",
        "๓",
        "4",
        "5",
        "๗/๑",
        "๕",
        "ทวิ",
        "ตรี",
        "1.",
        "1.1",
        "๒.๑",
        "2.",
        "(",
        ")",
        "(๑)",
        "(ก)",
        "[",
        "]",
        "[ชื่อ]",
        "“",
        "”",
        '"',
        "\\",
        "\\\\",
        "|",
        "อย่างง่าย:",
        "อย่างง่าย",
        "ให้",
        "ผู้ใด",
        "ตาม",
        "ใน",
        "และ",
        "วรรคสอง",
        "แห่งพระราชบัญญัติ",
        "นี้",
        "ถึง",
        "น้ำ",
        "นํ้า",
        "บัญชีแนบท้าย",
        "ภาคผนวก",
        "ให้ไว้",
        "ณ",
        "วันที่",
        "หมายเหตุ",
        ":",
        "-",
        ",",
        ".",
        "....",
        "12",
    ]
    + [" ", "  ", "\t", "\u00a0", "\u200b", "        "]
)
LINES = st.lists(PIECES, max_size=7).map("".join)
TEXTS = st.lists(st.one_of(LINES, st.text(max_size=12)), max_size=14).map("\n".join)
WORDS = st.lists(
    st.sampled_from(["ผู้ใด", "ให้", "ตาม", "มาตรา", "๕", "ข้อ", "น้ำ", "(๑)", "วรรค", "หมวด", "๒"]), min_size=1, max_size=5
).map(" ".join)
NUMBERS = st.just("1")


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(TEXTS)
@example("\\")
@example("หมวด ๑\n\\หมวด ๒\nมาตรา ๑")
@example("1. [ก]\nข\n1.1 ค")
@example("1.\nบัญชีแนบท้าย\n1.[")
@example("1.\nบัญชีแนบท้าย\n1.[]ก")
def test_writing_what_was_read_and_reading_it_again_gives_the_same(text):
    draft = read_text(text)
    written = write_text(draft)
    assert read_text(written) == draft
    assert write_text(read_text(written)) == written


def letters(text: str) -> str:
    """What is visible, in order, but for the signs of the grammar."""
    return re.sub(r"[\s\u200b-\u200d\u2060\ufeff\u00ad\x00-\x1f\x7f\\\[\].:)]", "", text)


def said(draft: Draft) -> str:
    words = list(draft.preamble)
    for part in draft.parts:
        match part:
            case Chapter():
                words.append(part.name)
            case Unplaced():
                words.append(part.text)
            case DraftSection():
                plain = f"อย่างง่าย{part.plain_summary}" if part.plain_summary else ""
                words += [part.unit, part.number, part.heading, plain, *part.paragraphs]
    return "".join(words)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_no_word_is_lost(text):
    draft = read_text(text)
    assert sorted(letters(said(draft)).replace("：", "")) == sorted(letters(text).replace("：", ""))


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.builds(
            DraftSection,
            unit=st.just("มาตรา"),
            number=NUMBERS,
            heading=st.one_of(st.just(""), WORDS),
            paragraphs=st.lists(WORDS, max_size=4).map(tuple),
            plain_summary=st.one_of(st.just(""), WORDS),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_sections_made_elsewhere_are_read_as_they_were_written(sections):
    numbered = [
        DraftSection(**{**vars(section), "number": str(number)}) for number, section in enumerate(sections, start=1)
    ]
    draft = Draft(parts=tuple(numbered))
    assert read_text(write_text(draft)) == draft


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_problems_can_be_named_in_any_draft_by_a_line_it_has(text):
    lines = len(re.split("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", text))
    assert all(1 <= problem.line <= lines for problem in problems(read_text(text)))


def test_a_code_of_two_thousand_sections_is_read_while_one_types():
    text = "\n".join(
        f"มาตรา {number} ผู้ใด{'กระทำการ' * 20}ตามมาตรา {number + 1}\n(๑) ก\n(๒) ข" for number in range(1, 2001)
    )
    before = time.process_time()
    assert len(read_text(text).sections()) == 2000
    assert time.process_time() - before < 5
