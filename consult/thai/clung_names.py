"""Names typed without spaces, as on a phone: "ผมวีรยุทธคับ", "โทหาสมบูรณ์081…", "ครูดวงใจเก็บเงิน", "ป้าเล็กบ้าน44", "ตาเชื้อยายปลั่ง".

What stands right before (who speaks, an office, kin) and right behind (a polite ending, a number, what only somebody does) has
to tell together: neither alone is enough for a run of letters without a border.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .beside_names import GOES_ON, HIGH_OFFICE
from .word_lists import dictionary, given_names, listed

_NAME_LETTERS = range(12, 2, -1)
_SPEAKER = re.compile(r"(?<![ก-๙])(?:กระผม|ผม|ดิฉัน|ฉัน|หนู|ข้าพเจ้า|เค้า)(?:ชื่อ)?\s?(?=[ก-ฮเ-ไ])")
_POLITE = re.compile(r"(?:เอง)?(?:ครับ|คับ|ค้าบ|ค่ะ|คะ|จ้า|ฮะ|ขรับ)")
_OFFICE = re.compile(
    r"(?:(?<![ก-๙])|โดย|กับ|และ|ให้|ว่า|ของ|หา|จาก|ที่|แต่)(?P<office>ครู|พยาบาล|อาจารย์|นายก|ปลัด|กำนัน|ผู้ใหญ่บ้าน|ผู้ใหญ่|หมอ|ทนาย|สารวัตร|หัวหน้า|ประธานชุมชน|ประธาน|กรรมการ|ช่าง|ลุง|ป้า|น้า|ยาย|พี่|น้อง|เจ๊|เฮีย|เสี่ย|คุณ)(?=[ก-ฮเ-ไ])"
)
#: what only somebody does, and behind an office what is done in it
_DOES = re.compile(rf"{GOES_ON}|(?:ตรวจ|สอน|รักษา|นัด|ดุ|ตี|สั่ง|เซ็น|อนุมัติ|ลา|เข้าเวร)")
_BEFORE_A_NUMBER = re.compile(r"(?:โทรหา|โทหา|โทรถึง|ติดต่อ|หา|ถึง|ชื่อ|คือ|ของ|กับ|โดย|ให้|บอก|เบอร์|เบอ)\s?(?=[ก-ฮเ-ไ])")
_NUMBER = re.compile(r"\s?(?:เบอร์|เบอ|โทร|โท|มือถือ)?\.?\s?(?:0[2-9]|\[\[)")
#: kin and what somebody is called, before a house, a shop or more kin
_NICK = re.compile(
    r"(?:(?<![ก-๙])|กับ|และ|ให้|ของ|ว่า|ถึง|หา|บอก|จาก|โดย|แต่)(?P<kin>ลุง|ป้า|ยาย|ตา|น้า|พี่|เฮีย|เจ๊)(?P<nick>[ก-ฮเ-ไ][ก-๙]{1,5}?)"
    r"(?=\s?(?P<behind>บ้าน\s?(?:เลขที่\s?)?(?:\d|\[\[)|ข้างบ้าน|(?:ร้าน|อู่|โรงงาน|ฟาร์ม)[ก-ฮเ-ไ]|กับ(?:ลุง|ป้า|ยาย|ตา|น้า)[ก-ฮเ-ไ]))"
)
_COUPLE = re.compile(
    r"(?<![ก-๙])(?:ตา|ลุง|ปู่)(?P<he>[ก-ฮเ-ไ][ก-๙]{1,5}?)(?:กับ|และ)?(?:ยาย|ป้า|ย่า)(?P<she>[ก-ฮเ-ไ][ก-๙]{1,5}?)(?=\s|$|โดน|ถูก|อยู่|ไม่|ขาย|ป่วย|แก่)"
)
#: another one named beside somebody who is masked already
_BESIDE_FOUND = re.compile(r"\]\s?(?:แต่|กับ|และ|หรือ|,)\s(?P<name>[ก-ฮเ-ไ][ก-๙]{3,14})(?=\s|$|[,)])")
#: no nicknames elsewhere, but what many are called beside the number of their house
_CALLED_BY_HOUSE = frozenset({"เล็ก", "ใหญ่", "หนู", "ทอง", "หมา", "แก่", "สี"})


def find_clung_names(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the names, without who bears them, end exclusive."""
    for hit in _SPEAKER.finditer(text):
        yield from _named(text, hit.end(), _POLITE, least=3)
    for hit in _OFFICE.finditer(text):
        if not HIGH_OFFICE.search(text[max(0, hit.start() - 30) : hit.end()]):
            yield from _named(text, hit.end(), _DOES, least=3, opens=hit.start("office"))
    for hit in _BEFORE_A_NUMBER.finditer(text):
        yield from _named(text, hit.end(), _NUMBER, ordinary=True)
    for hit in _NICK.finditer(text):
        nick, by_house = hit["nick"], hit["behind"].startswith("บ้าน")
        called = nick not in listed("no_nicknames") or (by_house and nick in _CALLED_BY_HOUSE)
        if called and (by_house or hit["kin"] + nick not in dictionary()):
            yield hit.span("nick")
    for hit in _COUPLE.finditer(text):
        if not {hit["he"], hit["she"]} & set(listed("no_nicknames")):
            yield hit.span("he")
            yield hit.span("she")
    for hit in _BESIDE_FOUND.finditer(text):
        if hit["name"] in given_names() and hit["name"] not in listed("places_like_names"):
            yield hit.span("name")


def _named(
    text: str, start: int, behind: re.Pattern[str], *, least: int = 4, opens: int | None = None, ordinary: bool = False
) -> Iterator[tuple[int, int]]:
    """The longest listed given name at `start` with `behind` right behind it; `opens`: where a word with it may begin."""
    for length in _NAME_LETTERS:
        end = start + length
        name = text[start:end]
        if length < least or name not in given_names() or not behind.match(text, end):
            continue
        if length < 4 and name in dictionary():
            continue
        if not ordinary and (name in listed("ordinary_words") or name in listed("never_bare_names")):
            continue
        if opens is not None and any(text[opens:stop] in dictionary() for stop in range(end, min(len(text), end + 12))):
            continue
        yield start, end
        return
