"""Comments as the analysis reads them."""

from __future__ import annotations

import pytest

from analysis.core.intake.reading import embedding_text, read
from analysis.core.signals.stance import bare_position


@pytest.mark.parametrize(
    "text",
    [
        "เห็นด้วยครับ",
        "หนูเห็นด้วยค่ะ",
        "ไม่เอา",
        "Support.",
        "...",
        "👍👍",
        "เห็นด้วยกับมาตรานี้",
        "",
        "เหนด้วย",
        "ไม่เหนด้วยครับ",
        "เหมือนคอมเมนต์บน",
        "ทราบครับ",
        "เป็นกำลังใจให้",
        "totally agree",
    ],
)
def test_bare_agreement_says_nothing_else(text: str) -> None:
    assert next(read([text])).is_empty


NOTHING = """
-
N/A
n.a.
none
None.
NULL
Not provided
no comment
No Comments!
nothing to add
ไม่มี
ไม่มีครับ
ไม่มีค่ะ ขอบคุณค่ะ
ไม่ระบุ
ไม่มีประเด็น
ไม่มีความเห็น
ไม่มีความคิดเห็นเพิ่มเติม
ไม่มีข้อเสนอแนะ
ไม่มีข้อเสนอแนะเพิ่มเติมค่ะ
ไม่มีข้อคิดเห็นหรือข้อเสนอแนะใดๆ
ไม่แสดงความคิดเห็น
ไม่ประสงค์แสดงความคิดเห็น
ไม่ประสงค์จะแสดงความคิดเห็นในเรื่องนี้
ไม่ออกความเห็น
ขอไม่แสดงความเห็น
งดออกความเห็น
ไม่ขอออกความเห็นครับ
ข้าพเจ้าไม่มีข้อสังเกต
ยังไม่มีความเห็นในขณะนี้
ไม่สะดวกตอบคำถาม
ไม่ทราบ
ไม่มีอะไรเพิ่มเติม
ไม่มีประเด็นแก้ไข
""".strip().splitlines()


@pytest.mark.parametrize("text", NOTHING)
def test_a_field_filled_with_nothing_has_no_subject_and_takes_no_position(text: str) -> None:
    assert next(read([text])).is_empty
    assert bare_position(text, "") == "unclear"


@pytest.mark.parametrize(
    "text",
    [
        "ไม่มีประเด็นเรื่องค่าธรรมเนียมในร่างนี้เลย",
        "ไม่มีความเห็นของชุมชนในรายงาน",
        "ไม่มีน้ำประปาใช้",
        "ไม่แสดงราคาสินค้าไว้หน้าร้าน",
        "ไม่ระบุวันหมดอายุบนฉลาก",
        "none of the buses stop here",
        "ค่าธรรมเนียมแพงไป",
        "ไม่เห็นด้วย จะลำบากคนแก่",
        "I support digital identity",
        "ส้วมตัน",
        "ดันราคายาง",
        "ครูขาดกำลังใจ",
        "เหมือนปีก่อน น้ำท่วม",
    ],
)
def test_a_comment_with_a_subject_is_not_bare(text: str) -> None:
    assert not next(read([text])).is_empty


def test_the_encoder_sees_no_personal_data_and_no_stance() -> None:
    seen = embedding_text("ไม่เห็นด้วยครับ โทร 081-234-5678 ค่าธรรมเนียมแพง")
    assert "081" not in seen and "เห็นด้วย" not in seen and "ค่าธรรมเนียม" in seen
