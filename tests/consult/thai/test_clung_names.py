"""Names, houses and plates typed without spaces, as on a phone, and what only looks like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.thai.personal_data import find, mask


def hidden(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find(text)]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("ผมวีรยุทธคับ น้ำไม่ไหล", "วีรยุทธ"),
        ("โทหาสมบูรณ์081-000-7766ไม่รับสาย", "สมบูรณ์"),
        ("ช่วยบอกกฤษดาให้เอารถออก", "กฤษดา"),
        ("ครูดวงใจเก็บเงินค่าชุดเกินจริง", "ดวงใจ"),
        ("ตาเชื้อยายปลั่ง โดนไล่ที่", "เชื้อ"),
        ("ฝากถึงพี่อ้อยข้างบ้าน", "อ้อย"),
        ("ป้าเล็กบ้าน44กับลุงหนูบ้าน46ขอทางลาด", "44"),
        ("บ้านผม (7/77) กับของเพื่อน (7/78) ไฟตก", "7/78"),
        ("กะบะขาวบพ6604ขับย้อนศร", "บพ6604"),
        ("ชม 1002 คันนี้อีกแล้ว ฝ่าไฟแดง", "ชม 1002"),
    ],
)
def test_what_clings_to_the_words_around_it_is_masked(text: str, due: str) -> None:
    assert any(due in piece for piece in hidden(text)), hidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "หนูสบายค่ะ",
        "ตลาดแม่สมจิตควรมีที่จอดรถ",
        "นายกสมาคมให้สัมภาษณ์",
        "นายกสมัครรับเลือกตั้งอีกสมัย",
        "หมอชำนาญการไม่พอ",
        "ครูประจำชั้นไม่อยู่",
        "พี่น้องประชาชนไม่เห็นด้วย",
        "บ้านเรามี 44 หลัง",
        "รถเมล์สาย 8 กับ ปอ. 511",
        "มาตรา 12/1 กับมาตรา 12/2 ขัดกัน",
    ],
)
def test_offices_places_and_numbers_that_look_like_it_stay(text: str) -> None:
    assert hidden(text) == []


@given(
    st.lists(
        st.sampled_from(["ผมวีรยุทธคับ", "ป้าเล็กบ้าน44", "กับ", " ", "ตาเชื้อยายปลั่ง", "โทหาสมบูรณ์0810007766", "บพ6604", "ก"]),
        max_size=8,
    ).map("".join)
)
def test_masking_again_changes_nothing(text: str) -> None:
    once = mask(text).text
    assert mask(once).text == once
