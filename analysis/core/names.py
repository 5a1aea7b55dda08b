"""Names of people in Thai text: after a title, or where someone introduces themselves.

Word lists come from PyThaiNLP through its own functions (family and given names, CC BY-SA 4.0, not copied).
A title with two words behind it is a full name even when the lists do not know it; a given name alone
must stand in the lists. Titles that are offices (นายก, นายอำเภอ, นายทะเบียน), kinship and trades (คุณหมอ,
คุณยาย) are no names; holders of the highest offices, named as such, stay readable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_TITLE = re.compile(
    r"(?P<title>นางสาว|น\.ส\.|นาย|นาง|ด\.ช\.|ด\.ญ\.|เด็กชาย|เด็กหญิง|คุณ)[ \u00a0]?(?P<first>[ก-ฮเ-ไ][ก-๙]{1,40})"
)
_INTRODUCTION = re.compile(
    r"(?P<who>ผม|กระผม|ดิฉัน|ฉัน|หนู|ข้าพเจ้า|ลง|นาม|เขา|เธอ)?ชื่อ(?:จริง|ว่า|คือ|\s)*(?P<first>[ก-ฮเ-ไ][ก-๙]{1,40})"
)
_ENGLISH = re.compile(
    r"(?<![A-Za-z])(?:(?:Mr|Mrs|Ms|Dr)\.?|Miss)\s[A-Z][a-z]{1,20}(?:\s[A-Z][a-z]{1,20})?"
    r"|(?<=[Mm]y name is )[A-Z][a-z]{1,20}(?:\s[A-Z][a-z]{1,20})?"
)
_NEXT_WORD = re.compile(r"[ \u00a0]{1,3}(?P<last>[ก-ฮเ-ไ][ก-๙]{1,40})")

# What follows a title when the word is an office, a trade or a plain word.
_NOT_FIRST = re.compile(
    r"^(?:ก(?:รัฐมนตรี|สมาคม|เทศมนตรี|ฯ|อบต|อบจ|เมือง|$)|อำเภอ|ทะเบียน|จ้าง|ทุน|หน้า|ท่า|ประกัน|ช่าง|แพทย์|ตรวจ|สิบ|ร้อย|พล$|พัน|"
    r"ทหาร|ด่าน|สถานี|แบบ|พยาบาล|ฟ้า|รอง$|เอก$|ใหญ่|บ้าน|หัว|ประตู|เรือ|เงิน|ไปรษณีย์|ตำรวจ|ว่า|คือ|เป็น|และ|หรือ|กับ|ของ|ได้|มา|ไป|ให้|อยู่|"
    r"จะ|ไม่|มี|ที่|คน|เอง|ต้อง|ควร|ก็|ทำ|ทั้ง|นี้|นั้น|ใจ|เลย|แล้ว|รู้|คิด|ผู้|"
    r"ภาพ|สมบัติ|ค่า|ธรรม|ประโยชน์|วุฒิ|ลักษณ|หมอ|ครู|ตา|ยาย|ปู่|ย่า|แม่|พ่อ|ลุง|ป้า|น้า|อา$|พี่|น้อง|หนู|ชาย|หญิง|ลูก|หลาน|ผู้ชม|ผู้ฟัง|"
    r"สามี|ภรรยา|นาย|พยาบาล|ผู้ใหญ่|ปลัด|ตำรวจ|ประชา|ท่าน|คะ|ค่ะ|ครับ|จ๋า|อำนวย|ไสย|เธอ|แฟน|เพื่อน|ซื้อ|ใช้|โทร|อยาก|เห็น|ลอง|เคย)"
)
# นายก and then another word: "นายกเปิดงาน" is no person called กเปิดงาน.
_PRIME_MINISTER = re.compile(r"^ก[ก-ฮเ-ไ]")
_NOT_LAST = re.compile(
    r"^(?:ไม่|จะ|ได้|เป็น|มี|ที่|และ|กับ|อยู่|ให้|ขอ|ของ|ว่า|ก็|คือ|ครับ|ค่ะ|คะ|โทร|เบอร์|บ้าน|ทำ|ไป|มา|อายุ|ซึ่ง|แต่|เพราะ|ถ้า|หาก|โดย|เมื่อ|แล้ว|"
    r"ต้อง|ควร|อยาก|เห็น|ยัง|กำลัง|เคย|ถูก|โดน|นะ|เลย|ด้วย|จาก|ใน|บน|ตาม|ตำแหน่ง|ผู้|เจ้าหน้าที่|ตำรวจ|บอก|พูด|กล่าว|แจ้ง|ติดต่อ|ช่วย|รับ|นี้|นั้น|"
    r"เดิน|ทาง|ชื่อ|ไว้|เสีย|หรือ|ใจมัน|พวก|คน|ผม|ดิฉัน|หนู|เขา|เรา|ท่าน|ประชาชน|รัฐ|กฎหมาย|มาตรา|เลข|บัตร|เอา|ฝาก|จังหวัด|อำเภอ|ตำบล|หมู่)"
)
_CUT_LAST = re.compile(r"(?:อยู่บ้าน|อยู่ที่|ขอให้|ได้ที่|เป็นผู้|เป็นคน|ครับ|ค่ะ|โทร|เบอร์|อายุ|และ|ไม่|ต้อง|ซึ่ง|เพราะ|เลขบัตร)")
# Small words that no name holds but a run of prose does.
_PROSE = re.compile(r"(?:ได้|ให้|แล้ว|เลย|ด้วย|หน่อย|เหล่า|บอก|ไม่|ครับ|ค่ะ|นะคะ|นี้)")
# "เจ้านาย", "ทนาย", "ขุนนาง" hold a title inside another word.
_INSIDE_WORD = re.compile(r"(?:เจ้า|ท|ขุน|แม่|พระ|เหล่า|พวก|ท่าน)$")
_BEFORE_NAME = re.compile(r"(?:[^ก-๙]|^|ชื่อ|คือ|โดย|ของ|กับ|และ|ว่า|แทน|ถึง|บ้าน|กำนัน|พบ|ให้|หา|จาก|ตัว)$")
_HIGH_OFFICE = re.compile(r"(?:นายกรัฐมนตรี|นายกฯ|รัฐมนตรี[ก-๙]*|รมว\.[ก-๙]*|รมต\.|ประธานสภา[ก-๙]*|ประธานรัฐสภา)\s?$")


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of names, title included, end exclusive."""
    for hit in _TITLE.finditer(text):
        before = text[max(0, hit.start() - 30) : hit.start()]
        if _INSIDE_WORD.search(before) or _HIGH_OFFICE.search(before):
            continue
        end = _titled_end(text, hit, after_word=not _BEFORE_NAME.search(before))
        if end:
            yield hit.start(), end
    for hit in _INTRODUCTION.finditer(text):
        end = _introduced_end(text, hit)
        if end:
            yield hit.start("first"), end
    yield from (hit.span() for hit in _ENGLISH.finditer(text))


def _titled_end(text: str, hit: re.Match[str], *, after_word: bool) -> int | None:
    """Where a titled name ends, None when it is no name."""
    first, polite = hit["first"], hit["title"] == "คุณ"
    known = _known_prefix(first)
    office = _NOT_FIRST.match(first)
    if office and (polite or len(known) <= len(office[0])):
        return None
    if hit["title"] == "นาย" and _PRIME_MINISTER.match(first) and len(known) < 3:
        return None
    rest = first[len(known) :] if known else ""
    free = not (polite or after_word or _PROSE.search(first))
    if len(first) <= 15 and not _NOT_LAST.match(rest) and (known == first or free):
        last = _last_name_end(text, hit.end("first"))
        if last:
            return last
    whole = known == first
    if len(known) >= 3 and (whole or (_NOT_LAST.match(rest) and not polite and not after_word)):
        return hit.start("first") + len(known)
    return None


def _introduced_end(text: str, hit: re.Match[str]) -> int | None:
    first = hit["first"]
    if _NOT_FIRST.match(first) or _TITLE.match(first):
        return None
    known = _known_prefix(first)
    if known == first:
        last = _last_name_end(text, hit.end("first"), listed=not hit["who"])
        return last or (hit.end("first") if hit["who"] and len(first) >= 3 else None)
    if not known and hit["who"] in ("ผม", "กระผม", "ดิฉัน", "ข้าพเจ้า") and len(first) <= 12:
        return _last_name_end(text, hit.end("first"), listed=True)
    return None


def _last_name_end(text: str, start: int, *, listed: bool = False) -> int | None:
    """Where the family name after `start` ends; `listed` accepts only names of the list."""
    hit = _NEXT_WORD.match(text, start)
    if hit is None:
        return None
    last = hit["last"]
    if last in _family_names():
        return hit.end("last")
    if listed or _NOT_LAST.match(last):
        return None
    cut = _CUT_LAST.search(last, 2)
    length = cut.start() if cut else len(last)
    plausible = 2 <= length <= 22 and not _PROSE.search(last, 0, length)
    return hit.start("last") + length if plausible else None


def _known_prefix(word: str) -> str:
    """The longest listed given name that opens the word, "" when none does.

    A shorter name must end where the next letter can begin a word: "สมชายไป" is สมชาย, "สมชายา" is not.
    """
    names = _given_names()
    for length in range(min(len(word), 16), 1, -1):
        if word[:length] in names and (length == len(word) or re.match(r"[ก-ฮเ-ไ]", word[length])):
            return word[:length]
    return ""


@cache
def _given_names() -> frozenset[str]:
    from pythainlp.corpus.common import thai_female_names, thai_male_names

    return frozenset(thai_female_names()) | frozenset(thai_male_names())


@cache
def _family_names() -> frozenset[str]:
    from pythainlp.corpus.common import thai_family_names

    return frozenset(thai_family_names())
