"""Letters of a PDF come in the order of painting; words are put together by where letters stand."""

import pytest

from cms.drafting.files.page_lines import OLD_LETTERS, advances, lines_of_page, rows_of, stands_on, with_mark
from cms.drafting.files.paragraphs import paragraphs

STEP = 6.0


def page(*lines, left=72.0, top=700.0, leading=18.0):
    """Letters as a program paints them: marks stand where their base ends, spaces are gaps of half a letter."""
    letters = []
    for number, line in enumerate(lines):
        x = left
        for letter in line:
            if letter == " ":
                x += STEP * 0.6
            else:
                letters.append((x, top - leading * number, letter))
                x += 0 if letter in "ัิีึืฺุู็่้๊๋์ํ" else STEP
    return letters


def read(*pages):
    rows = [rows_of(one) for one in pages]
    widths = advances(rows)
    return [[line.text for line in lines_of_page(one, widths)] for one in rows]


def test_marks_stand_on_their_letter_and_gaps_are_spaces():
    assert read(page("ผู้ใดประสงค์จะตั้ง ที่ดิน น้ำ"))[0] == ["ผู้ใดประสงค์จะตั้ง ที่ดิน น้ำ"]


@pytest.mark.parametrize(
    "painted", [lambda letters: letters[::-1], lambda letters: sorted(letters, key=lambda one: one[2])]
)
def test_the_order_of_painting_does_not_matter(painted):
    assert read(painted(page("“กฎหมาย” ว่าด้วย", "ที่ดิน")))[0] == ["“กฎหมาย” ว่าด้วย", "ที่ดิน"]


@pytest.mark.parametrize("place", [0.0, 1.0])
def test_marks_painted_after_their_letter_belong_to_it_wherever_they_begin(place):
    base = (100.0, 700.0, "ท")
    assert stands_on(base, 100 + 6 * place, 702.0) and not stands_on(base, 140.0, 700.0)
    assert with_mark(with_mark(with_mark(base, "่"), "ี"), "ี") == (100.0, 700.0, "ที่")


def test_a_letter_that_the_glyph_of_its_mark_repeats_is_read_once():
    echoed = [
        (100.0, 700.0, "ที่"),
        (106.0, 700.0, "มิ"),
        (106.0, 700.0, "ที่"),
        (112.0, 700.0, "มิ"),
        (112.0, 700.0, "ค"),
        (118.0, 700.0, "ว"),
    ]
    assert lines_of_page(rows_of(echoed), dict.fromkeys("ทมคว", 6.0))[0].text == "ที่มิคว"


def test_nikhahit_and_aa_become_am():
    assert read(page("ทํางาน นํ้า กํา"))[0] == ["ทำงาน น้ำ กำ"]


def test_letters_of_old_fonts_are_known():
    assert [
        OLD_LETTERS[code] for code in (0xF700, 0xF701, 0xF70A, 0xF70F, 0xF710, 0xF711, 0xF712, 0xF718, 0xF71A)
    ] == list("ฐิ่ญัํ็ฺุ")


def test_heads_and_numbers_of_pages_go_and_broken_lines_are_joined():
    full = "ให้รัฐมนตรีว่าการกระทรวงมหาดไทยรักษาการตามนี้"
    ends = ["ทันที", "ภายในปี", "ตามแผน", "โดยเร็ว", "เสมอไป"]
    sheets = [page("ร่างลับ", "", f"มาตรา {n} {full}", full, end, "", f"{n}") for n, end in enumerate(ends, start=1)]
    rows = [rows_of(sheet) for sheet in sheets]
    widths = advances(rows)
    found = paragraphs([lines_of_page(one, widths) for one in rows])
    assert found.lines == [f"มาตรา {n} {full}{full}{end}" for n, end in enumerate(ends, start=1)]
    assert [text for _, text in found.aside] == ["ร่างลับ"]
