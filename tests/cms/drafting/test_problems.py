"""What an officer is told to look at before a draft goes out."""

import pytest
from django.utils import translation

from cms.desk.problem_messages import MESSAGES, said
from cms.drafting import ProblemKind, problems, read_text


def found(text):
    return [(problem.line, problem.kind, *problem.values.values()) for problem in problems(read_text(text))]


def test_a_number_that_stands_twice():
    assert found("มาตรา ๑ ก\nมาตรา ๒ ข\nมาตรา 2 ค") == [(3, ProblemKind.DUPLICATE_NUMBER, "มาตรา 2", "2")]


def test_numbers_that_are_missing_in_the_digits_of_the_draft():
    assert found("มาตรา ๑ ก\nมาตรา ๔ ข\nมาตรา ๔/๑ ค\nมาตรา ๔/๔ ง\nมาตรา ๕ จ") == [
        (2, ProblemKind.MISSING_NUMBERS, "มาตรา ๒, ๓", "มาตรา ๔"),
        (4, ProblemKind.MISSING_NUMBERS, "มาตรา ๔/๒, ๔/๓", "มาตรา ๔/๔"),
    ]
    assert found("ข้อ 1 ก\nข้อ 20 ข\nข้อ 21 ค") == [(2, ProblemKind.MISSING_NUMBERS, "ข้อ 2 – 19", "ข้อ 20")]


def test_a_section_in_the_wrong_place_is_said_and_its_number_not_asked_for_again():
    kinds = [kind for _, kind, *_ in found("มาตรา ๑ ก\nมาตรา ๒ ข\nมาตรา ๔ ค\nมาตรา ๓ ง\nมาตรา ๕ จ")]
    assert kinds == [ProblemKind.MISSING_NUMBERS, ProblemKind.OUT_OF_ORDER]


@pytest.mark.parametrize(
    "numbers", [["335", "335 ทวิ", "335 ตรี", "336"], ["๕", "๕/๑", "๕/๒", "๖"], ["172", "172 ทวิ", "172 ทวิ/1", "173"]]
)
def test_sections_put_between_two_others_are_in_order(numbers):
    text = "\n".join(f"มาตรา {number} ก" for number in numbers)
    assert found(text) == []


def test_chapters_and_acts_that_count_for_themselves_are_no_duplicates():
    assert found("หมวด ๑ ก\nข้อ ๑ ก\nข้อ ๒ ข\nหมวด ๒ ข\nข้อ ๑ ค\nข้อ ๒ ง") == []


def test_a_section_spoken_of_that_is_not_there():
    assert found("มาตรา ๑ ตามมาตรา ๙ และมาตรา 2 หรือมาตรา ๙ วรรคสอง\nมาตรา ๒ ก\nเป็นไปตามมาตรา ๘") == [
        (1, ProblemKind.NO_SUCH_SECTION, "มาตรา ๙", "มาตรา ๑"),
        (3, ProblemKind.NO_SUCH_SECTION, "มาตรา ๘", "มาตรา ๒"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "มาตรา ๙ แห่งพระราชบัญญัติอื่น",
        "มาตรา ๙ วรรคสอง (๑) แห่งประมวลกฎหมายอาญา",
        "มาตรา ๙ และมาตรา ๑๐ หรือมาตรา ๑๑ แห่งพระราชกำหนด",
        "มาตรา ๒๖ ประกอบกับมาตรา ๓๒ ของรัฐธรรมนูญแห่งราชอาณาจักรไทย",
        "ให้ยกเลิกมาตรา ๙",
        "มีว่า “ตามมาตรา ๙” ก็ได้",
    ],
)
def test_sections_of_other_laws_are_not_looked_for(words):
    assert found(f"มาตรา ๑ {words}") == []


def test_a_law_may_call_itself_by_name():
    assert [kind for _, kind, *_ in found("มาตรา ๑ มาตรา ๙ แห่งพระราชบัญญัตินี้")] == [ProblemKind.NO_SUCH_SECTION]


def test_sections_of_the_act_above_a_regulation_are_not_looked_for():
    assert found("ข้อ ๑ ตามมาตรา ๙\nข้อ ๒ ตามหัวข้อ ๗") == []


def test_empty_sections_open_quotations_and_lines_without_a_place():
    assert found("หมวด ๑ ก\nลอย\nมาตรา ๑\nมาตรา ๒ “ก") == [
        (2, ProblemKind.NOT_PLACED, "ลอย"),
        (3, ProblemKind.EMPTY_SECTION, "มาตรา ๑"),
        (4, ProblemKind.OPEN_QUOTE),
    ]


def test_a_line_that_was_read_as_text_in_doubt_is_named_but_not_one_that_plainly_speaks_of_a_section():
    text = "\n".join(f"มาตรา {number} ก" for number in ["๑", "๒", "๓", "๔", "๒", "๕"])
    assert found(text) == [(5, ProblemKind.READ_AS_TEXT, "มาตรา ๒")]
    assert found(text.replace("มาตรา ๒ ก\nมาตรา ๕", "มาตรา ๒ วรรคสอง ก\nมาตรา ๕")) == []


def test_every_kind_is_said_in_thai():
    text = (
        "หมวด ๑ ก\nลอย\nมาตรา ๑\nมาตรา ๑ ก\nมาตรา ๔ “ก\nมาตรา ๓ ตามมาตรา ๙\nมาตรา ๕ ก\nมาตรา ๖ ก\nมาตรา ๔ ก\nมาตรา ๗ ก"
    )
    with translation.override("th"):
        sentences = {problem.kind: said(problem) for problem in problems(read_text(text))}
    assert set(sentences) == set(ProblemKind) == set(MESSAGES)
    assert not [sentence for sentence in sentences.values() if "%(" in sentence or sentence.isascii()]
