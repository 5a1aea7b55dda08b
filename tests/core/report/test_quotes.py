"""One request beneath a theme's name: plain, of the side most took, or none."""

from __future__ import annotations

import pytest

from analysis.core.pipeline import analyse
from tests.core.makers import WORDS, comment, top_level

PLAIN = "ควรลดค่าธรรมเนียมขยะให้ร้านเล็ก"


def examples(*texts: tuple[str, str]) -> set[str | None]:
    rows = [comment(f"c{i:02d}", text, stance=stance, person=f"p{i}") for i, (text, stance) in enumerate(texts)]
    themes = top_level(analyse(rows, options=WORDS).document)
    return {theme["example"]["text"] if theme["example"] else None for theme in themes}


def test_a_plain_request_stands_beneath_the_name() -> None:
    assert PLAIN in examples(("ค่าธรรมเนียมขยะแพงเกินไป", "agree"), (PLAIN, "agree"), ("ค่าธรรมเนียมขยะขึ้นทุกปี", "agree"))


@pytest.mark.parametrize(
    "text",
    [
        "ควรลดค่าธรรมเนียมขยะนี้ให้ร้านเล็ก",
        "ขอให้ลดค่าธรรมเนียมขยะให้ร้านแม่ผม",
        "ควรลดค่าธรรมเนียมขยะไหม",
        "ควรลดค่าขยะ",
        "ควรลดค่าธรรมเนียมขยะตามมาตรา ๕ ให้ร้านเล็ก",
        "ควรลดค่าธรรมเนียมขยะให้ร้านเล็ก แต่ร้านใหญ่ต้องจ่ายเต็มอัตราทุกเดือนจนกว่าจะคัดแยกเอง",
        "ค่าธรรมเนียมขยะแพงเกินไปสำหรับร้านเล็ก",
    ],
)
def test_what_points_elsewhere_asks_back_or_is_no_request_is_left_out(text: str) -> None:
    assert examples((text, "agree"), ("ค่าธรรมเนียมขยะขึ้นทุกปี", "agree"), ("ค่าธรรมเนียมขยะแพงมาก", "agree")) == {None}


def test_nobody_of_the_other_side_stands_for_the_theme() -> None:
    many = [(f"ค่าธรรมเนียมขยะเขตที่ {i} เหมาะสมดีแล้ว", "agree") for i in range(5)]
    assert examples(*many, (PLAIN, "disagree")) == {None}
    assert PLAIN in examples(*many, (PLAIN, "partly"))
