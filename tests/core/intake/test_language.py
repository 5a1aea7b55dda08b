"""The language of a text."""

from __future__ import annotations

import pytest

from analysis.core.intake.language import language


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("ระบบล่มบ่อยมาก", "thai"),
        ("ขอ API spec และ open standard ด้วย", "thai"),
        ("Please publish an English interface", "english"),
        ("ThaiD login OTP", "english"),
        ("Saya setuju dengan undang undang ini kerana bagus", "other"),
        ("这个法律很好", "other"),
        ("этот закон очень хороший", "other"),
        ("👍 555 !!!", "none"),
        ("", "none"),
    ],
)
def test_language_is_told_by_letters(text: str, spoken: str) -> None:
    assert language(text) == spoken
