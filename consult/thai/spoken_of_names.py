"""Names that stand alone behind who is spoken of: "แม่ค้าชื่อ แดง", "ไปหา ประทีป", "ไอ้ โหน่ง", "ครู สมบูรณ์ ตบหน้า".

A word that hangs on nothing, with a border on both sides, behind somebody's role and "ชื่อ" is what they are called, whatever
else the word means; behind what one only does to people it is a name when the list of given names has it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from operator import itemgetter

from .beside_names import NOT_LAST, PROSE
from .word_lists import dictionary, given_names, is_of_words, is_word, listed

_ALONE = r"(?P<name>[ก-ฮเ-ไ][ก-๙]{1,14})(?![ก-๙])"
_PERSON = (
    r"(?:คน|ผู้หญิง|ผู้ชาย|เด็ก(?:ชาย|หญิง)?|มัน|ยาย|ตา|ลุง|ป้า|น้า|อา|พ่อ|แม่|ปู่|ย่า|พี่|น้อง|หลาน|ลูก|เพื่อน|แฟน|สามี|ภรรยา|เมีย|ผัว|นักเรียน|ครู|"
    r"คนขับ|พนักงาน|เจ้าหน้าที่|ยาม|ช่าง|ผู้รับเหมา|ผู้จัดการ|หัวหน้า|หมอ|พยาบาล|คนงาน|ลูกจ้าง|นายจ้าง|เจ้าของ|เถ้าแก่|เพื่อนบ้าน|ข้างบ้าน|คนร้าย|วิน|ผู้ร้อง|ผู้แจ้ง|คนแจ้ง|ชาวบ้าน)"
)
#: "คนชื่อ เอก", "เจ้าของร้านชื่อแต๋ม", "ข้างบ้านชื่อ ศิริชัย"
_NAMED = re.compile(
    rf"(?:(?<![ก-๙])|ที่|กับ|ว่า|ให้|ของ|มี|โดย|เจอ|เป็น){_PERSON}(?:(?!ชื่อ|ไม่|ตาม|เอา|เปลี่ยน|ใส่|ลง|ขอ|มี|ให้)[ก-๙]){{0,9}}?\s?ชื่อ(?:เล่น|จริง|ว่า)?[\s:]{{0,2}}{_ALONE}"
)
_NOT_NAMED = re.compile(
    r"อะไร|อาราย|ใคร|นี้|นั้น|ไหน|เดียว|ซ้ำ|ไม่|ใน|ตาม|ตรง|อยู่|เป็น|ที่|ของ|และ|หรือ|เหมือน|ผิด|ถูก|ต่าง|สกุล|เสียง|ใหม่|เก่า|เต็ม|ย่อ|ไทย|อังกฤษ|จริง|เล่น|แปลก|เพราะ|เขา|เธอ|ผม|เรา|ได้|จะ|ว่า|คน|โครงการ|บริษัท|ร้าน|ดัง|ไว้|ลง|กลุ่ม|นะ|จ๊ะ|จ้ะ|ค่ะ|คะ|ครับ|ไป|มา|มี|เลย|ด้วย|แล้ว|ก็"
)
#: what is done to or by people alone, then a space: "ไปหา ประทีป", "เห็นด้วยกับ ชนินทร์", "ที่ดินของ เกษม"
_DONE_TO = re.compile(
    rf"(?:ไปหา|มาหา|โทรหา|ถามหา|ไปพบ|เข้าพบ|เจอ|ฝากถึง|ฝากบอก|ขอตอบ|ตอบ|ขอบคุณ|เห็นด้วยกับ|ตามที่|พฤติกรรม|ตรวจสอบ|ร้องเรียน|ขอให้ย้าย|ยืนยันโดย|แจ้งโดย|จอดโดย|เขียนโดย|ผ่าน|สงสัยว่า|เพราะ|ถ้า|"
    rf"(?:ที่ดิน|ที่นา|สวน|บ้าน|รถ|โรงงาน|โรงกลึง|โรงสี|อู่|ร้าน|ฟาร์ม|บ่อ|แปลง|ญาติ|ลูก|ลูกน้อง|พวก|คน)ของ|แปลง|กับยาย|กับตา|กับนาย) {_ALONE}"
)
_CUE = re.compile(r"(?:ของ|คือ|เพราะ|ถ้า|ร้องเรียน|ตรวจสอบ|พฤติกรรม|สงสัยว่า|โดย|ขอบคุณ|เห็นด้วยกับ|ให้|หา|พบ|เจอ|ว่า) $")
#: by an office and a space, or by kin and a space
_ROLE_OF_OFFICE = re.compile(
    rf"(?:(?<![ก-๙])|โดย|โดน|ถูก|ว่า|ให้|หา|จาก|กับ|และ)(?:ครู(?:ฝึก|ใหญ่|ประจำชั้น|เวร)?|ผอ\.|หมอ|คุณหมอ|พยาบาล|อาจารย์|ทนาย|กำนัน|ผู้ใหญ่(?:บ้าน)?|ปลัด|สารวัตร|อบต\.|ส\.อบต\.|สจ\.|สท\.|นายก\s?อบต\.|หัวหน้า(?:ฝ่าย|งาน|กอง|ส่วน)?|เลขา|ประธานชุมชน|กรรมการหมู่บ้าน|"
    rf"(?:[รพ]\.ต\.[อทต]|ด\.ต|ส\.ต\.[อทต]|จ\.ส\.[ตอท]|[พร]\.[อทต])\.|น้าสาว|(?P<kin>ลุง|ป้า|ตา|ยาย|น้า|พี่|น้อง|คุณ)) {_ALONE}"
)
#: what only a person is called behind: "ไอ้ โหน่ง บ้าน…", "เฮีย ตง", "เถ้าแก่ เม้ง"
_CALLED_ROUGHLY = re.compile(
    r"(?<![ก-๙])(?:(?:ไอ้|อี|นัง) (?=[ก-๙]{2,7} (?:บ้าน|ข้างบ้าน|หมู่|ซอย|มันขโมย|ขโมย|ขายยา|ขี่|ขับ))|(?P<boss>(?:เจ๊|เฮีย|เสี่ย|เถ้าแก่|อาแปะ|อาม่า|อากง) ))(?P<name>[ก-ฮเ-ไ][ก-๙]{1,6})(?![ก-๙])"
)
#: an office or a role that follows right behind who holds it: "วัลลภ ผู้ช่วยกำนัน", "ยุทธนา คนขับ [[…"
_HOLDS = re.compile(
    rf"(?<![ก-๙]){_ALONE} (?=(?:เป็น)?(?:ผู้ช่วย(?:กำนัน|ผู้ใหญ่)|คนขับ|เจ้าของ(?:บ้าน|ร้าน|รถ)|ครูประจำ|ลูกบ้าน|คนคุม|คนงาน|กำนัน|ผู้ใหญ่บ้าน)|(?:แจ้ง|รายงาน|บอกว่า|ไม่ยอมให้|ปิดทาง|ยืนยันว่า|อ้างว่า|เป็นพยาน)(?:$|[ก-๙\s]))"
)
_PLACE_BEFORE = re.compile(
    r"(?:โรงเรียน|โรงพยาบาล|รพ\.|วัด|ถนน|ถ\.|ซอย|ซ\.|แยก|สะพาน|คลอง|บริษัท|ร้าน|ตลาด|หมู่บ้าน|ชุมชน|ตำบล|อำเภอ|จังหวัด|เขต|แขวง|ห้าง|หจก\.|พรรค|โครงการ)\s?$"
)


#: a listed given name and one word more, then a border and what goes on behind somebody: "วีรยุทธ แสนดี เป็นคนเผาป่า"
_WHOLE = re.compile(
    r"(?<![ก-๙])(?P<name>[ก-ฮเ-ไ][ก-๙]{3,14}) (?P<last>[ก-ฮเ-ไ][ก-๙]{2,12})(?=\s*(?:$|\n|[,)\d])| (?:ไม่|เป็น|มา|ทำ|โดน|ถูก|ยัง|ขาย|ขับ|ขี่|เก็บ|เรียก|สั่ง|นาย|ครู|หมอ|เจ้า|ผู้ช่วย|พนักงาน|ช่าง|อยู่|อายุ|บ้าน|หมู่|โทร|เบอร์|รับ|ด่า|โกง|ปล่อย|ทิ้ง|เผา|แจ้ง|บอก|เสนอ|คัดค้าน|ขอ|กับ|และ|ทะเลาะ|ทุจริต|ใช้|พูด|กล่าว|เอา|มี|\[\[))"
)
#: kin and what somebody is called, whatever the word: "เด็ก น้องพอใจ โดน…", "ตา มิ่ง กับยาย สี ไม่มี…"
_KIN_WITH_NICK = re.compile(
    r"(?:(?<![ก-๙])(?:เด็ก|ลูก|หลาน|ลูกชาย|ลูกสาว|หลานชาย|หลานสาว) (?P<child>น้อง[ก-ฮเ-ไ][ก-๙]{1,7})(?= (?:โดน|ถูก|ป่วย|อายุ|ป\.|ม\.|อยู่|แพ้|ไม่|เป็น|$))"
    r"|(?:(?<![ก-๙])|กับ|และ)(?:ตา|ยาย|ลุง|ป้า|น้า) (?P<elder>[ก-ฮเ-ไ][ก-๙]{1,5})(?= (?:กับ|และ)(?:ตา|ยาย|ลุง|ป้า) | (?:อยู่(?:บ้าน|คนเดียว|กับ)|บ้าน|โดน|ถูก|ขาย|ป่วย|ไม่มี|เดิน|\[\[)))"
)
#: one word between borders that is built like a given name, whether listed or not: "ปุณยวีร์"
_LONE = re.compile(r"(?<![ก-๙])(?P<name>[ก-ฮเ-ไ][ก-๙]{5,13})(?![ก-๙])")
_PLACE_OR_FIRM = re.compile(
    r"(?:โรงเรียน|ร\.ร\.|รร\.|โรงพยาบาล|รพ\.|วัด|ถนน|ถ\.|ซอย|ซ\.|แยก|สะพาน|คลอง|บริษัท|บจก\.|ร้าน|ตลาด|บ้าน|ชุมชน|ตำบล|ต\.|อำเภอ|อ\.|จังหวัด|จ\.|เขต|แขวง|ห้าง|หจก\.|พรรค|โครงการ|คอนโด|หอพัก|โรงแรม|สถานี|แถว|ย่าน|มูลนิธิ|มหาวิทยาลัย|ม\.|พระ|ยี่ห้อ|ค่าย|อุทยาน|เขื่อน|น้ำตก|เกาะ|สนาม)\s?$"
)


def find_spoken_of(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the names, without who bears them, end exclusive."""
    for hit in _NAMED.finditer(text):
        if not _NOT_NAMED.match(hit["name"]) and not _is_prose(hit["name"]):
            yield hit.span("name")
    for hit in _DONE_TO.finditer(text):
        if _is_listed(hit["name"]):
            yield hit.span("name")
    for hit in _ROLE_OF_OFFICE.finditer(text):
        if _is_listed(hit["name"]) and not (hit["kin"] and is_word(hit["name"])):
            yield hit.span("name")
    for hit in _CALLED_ROUGHLY.finditer(text):
        name = hit["name"]
        if name not in listed("no_nicknames") and "ๆ" not in name and (hit["boss"] or name not in dictionary()):
            yield hit.span("name")
    for hit in _HOLDS.finditer(text):
        if _is_listed(hit["name"]) and not _PLACE_BEFORE.search(text, max(0, hit.start() - 14), hit.start()):
            yield hit.span("name")
    for hit in _KIN_WITH_NICK.finditer(text):
        nick = hit["elder"] or hit["child"].removeprefix("น้อง")
        if nick not in listed("no_nicknames") and "ๆ" not in nick and (hit["child"] or not NOT_LAST.match(nick)):
            yield hit.span("elder" if hit["elder"] else "child")
    for hit in _LONE.finditer(text):
        if _is_built_like_name(hit["name"]) and not _of_place(text, hit.start()):
            yield hit.span("name")


def find_whole_names(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of a given name and the one word behind it, before either is sought alone."""
    for hit in _WHOLE.finditer(text):
        first, last = hit["name"], hit["last"]
        is_last = not (NOT_LAST.match(last) or PROSE.search(last) or last in listed("ordinary_words"))
        is_first = _is_listed(first) and (
            not is_word(first) or bool(_CUE.search(text, max(0, hit.start() - 16), hit.start()))
        )
        if is_last and is_first and not _of_place(text, hit.start()):
            yield hit.span()


def _of_place(text: str, start: int) -> bool:
    return bool(_PLACE_OR_FIRM.search(text, max(0, start - 14), start))


@lru_cache(maxsize=4096)
def _is_built_like_name(run: str) -> bool:
    """Whether a run that falls into no words opens and closes as many listed given names do."""
    opens, closes = _openings_and_closings()
    return run[:3] in opens and run[-3:] in closes and run not in dictionary() and not is_of_words(run)


@cache
def _openings_and_closings() -> tuple[frozenset[str], frozenset[str]]:
    """Three letters with which twenty and more of the listed given names open, and close."""
    opens, closes = (Counter(map(itemgetter(part), given_names())) for part in (slice(3), slice(-3, None)))
    return (
        frozenset(part for part, n in opens.items() if n >= 20),
        frozenset(part for part, n in closes.items() if n >= 20),
    )


def _is_listed(name: str) -> bool:
    """A given name of the list that is no frequent word and no place."""
    return (
        len(name) >= 4
        and name in given_names()
        and name not in listed("ordinary_words")
        and name not in listed("places_like_names")
    )


def _is_prose(name: str) -> bool:
    """Whether what follows "ชื่อ" is a stretch of several words, or one that nobody is called."""
    return name not in given_names() and name not in dictionary() and len(name) > 8 and is_of_words(name)
