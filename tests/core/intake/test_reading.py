"""Comments as the analysis reads them."""

from __future__ import annotations

import pytest

from analysis.core.intake.reading import embedding_text, read


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


@pytest.mark.parametrize(
    "text",
    [
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
