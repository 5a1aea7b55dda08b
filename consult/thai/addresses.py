"""Where somebody lives: house numbers with or without what follows them, rows of houses, rooms of dwellings.

Numbers of lanes, sections, papers, cases, terms and shares are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PLACE = r"(?:(?!ขอให้|ครับ|ค่ะ|เพราะ|ต้อง|อยาก|โทร|เบอร์|ไม่มี|เดือดร้อน|ช่วย|ได้รับ)[ก-๙A-Za-z]){1,25}"
_PART = (
    r"(?:(?:หมู่ที่|หมู่|ม\.)\s?\d{1,3}|หมู่บ้าน\s?"
    + _PLACE
    + r"|(?:ซอย|ซ\.|ตรอก)\s?(?:"
    + _PLACE
    + r")?(?:\s?\d{1,4}(?:/\d{1,4})?)?"
    r"|(?:ถนน|ถ\.|แขวง|ตำบล|ต\.|เขต|อำเภอ|อ\.|จังหวัด|จ\.|อาคาร|คอนโด)\s?" + _PLACE + r"|กรุงเทพมหานคร|กรุงเทพฯ?|กทม\.?)"
)
# "หน้าบ้าน 15/2", "บ้านผมเลขที่ 56/3": a number with a stroke right behind a house is a house number.
_HOUSE = re.compile(
    r"(?:(?<!หมู่)บ้าน|ทาวน์เฮาส์|ทาวน์โฮม)(?:หลัง|ผม|ของ|เรา|หนู|ดิฉัน|ฉัน|แม่|พ่อ|ยาย|เช่า|เลขที่|เลข|ที่|ข้าง|ตรงข้าม|[\s:])*(?P<number>(?!24/7)\d{1,4}/\d{1,4}(?:\s?(?:ถึง|-|และ|กับ|,)\s?\d{1,4}/\d{1,4})?)(?![\d/])(?!\s?(?:ของ|ส่วน))"
)
#: a number right behind a group of houses or a word for one, or in a row of them ("ระหว่างเลขที่ 66/1 และ 66/9")
_HOUSE_OF_GROUP = re.compile(
    r"(?:(?<!มาตรา )(?:หมู่ที่|หมู่|ม\.)\s?\d{1,2}(?:\s|,\s?)(?:บ้าน\s?)?(?:เลขที่\s?)?(?P<of_group>\d{1,4}/\d{1,4})"
    r"|(?:หลังที่|หลังเลขที่|บ้านหลังที่|บ\.\s?เลขที่|เลขบ้าน|เลขที่บ้าน|อยู่บ้าน|บ้านผม|บ้านเรา|บ้านดิฉัน)\s?:?(?P<house>(?!24/7)\d{1,4}(?:/\d{1,4})?)"
    r"|(?P<before>\d{1,4}/\d{1,4})\s(?:คือ\s?)?บ้าน(?:ผม|ดิฉัน|ฉัน|หนู|เรา|แม่|พ่อ|ยาย|ข้าพเจ้า))(?![\d/])(?!\s?(?:คน|หลัง|ชั้น|ไร่|บาท|วัน|ปี|เดือน|ครัวเรือน|ของ|ส่วน))"
)
_HOUSES = re.compile(
    r"(?<![ก-๙])(?:ระหว่าง|ตั้งแต่|จาก)?(?:บ้านเลขที่|เลขที่|บ้าน)\s?\d{1,4}(?:/\d{1,4})?(?:\s?(?:ถึง|-|และ|กับ|,)\s?(?:บ้าน|เลขที่|บ้านเลขที่)?\s?\d{1,4}(?:/\d{1,4})?){1,3}(?![\d/])(?!\s?(?:คน|หลัง|ชั้น|ไร่|บาท|วัน|ปี))"
)
#: a house told by where it stands: "บ้านต้นซอย 12/3", "ข้างบ้านผม (12/3)", "ติดบ้าน 45 ซอย 3", "ตึกแถวห้อง 14/6", "บ้านหลังสุดท้าย เลขที่ 301"
_HOUSE_BY_PLACE = re.compile(
    r"(?:(?:(?<!หมู่)บ้าน|ตึกแถว|ห้องแถว|ห้องเช่า|หลังคา|รั้ว|กำแพง)(?!มาตรา|ข้อ|เรือน|จัดสรร)(?:(?!มาตรา|ข้อ|วรรค|ซอย\s)[ก-๙]){0,14}\s?\(?(?P<stroke>(?!24/7)\d{1,4}/\d{1,3})"
    r"|(?:ติด|ข้าง|หน้า|หลัง|ตรงข้าม)?(?<!หมู่)บ้าน(?:ผม|เรา|หนู|ดิฉัน|ฉัน|แม่|พ่อ|ยาย|ตา|ลุง|ป้า|น้า)?\s(?P<lane>\d{1,4})(?=\s(?:ซอย|ซ\.|ถนน|ถ\.|ตรอก|หมู่\s?\d|ม\.\s?\d))"
    r"|(?:หมู่ที่|หมู่|ม\.)\s?\d{1,2}\s(?:บ้านเลขที่|เลขที่|บ้าน)\s?(?P<of_village>\d{1,4})"
    r"|ระหว่างบ้าน\s?(?P<between>\d{1,4}\s?(?:กับ|และ|ถึง|-)\s?\d{1,4})"
    r"|(?:(?<!หมู่)บ้าน|ตึกแถว|ห้องแถว|ทาวน์เฮาส์|ทาวน์โฮม)(?:หลัง[ก-๙]{0,12}|[ก-๙]{0,6})\s?เลขที่\s?(?P<of_row>\d{1,4}))"
    r"(?![\d/])(?!\s?(?:คน|หลัง|ชั้น|ไร่|บาท|วัน|ปี|เดือน|ครัวเรือน|ของ|ส่วน|เสียง|คะแนน|เมตร|นิ้ว|ใน))"
)
#: a number with a stroke, too large for a day of a month, right behind a word for what is next to it ("แถว 44/1", "ข้าง ๆ 66/77")
_NEXT_TO = re.compile(
    r"(?<![ก-๙])(?:ข้าง|แถว|ตรงข้าม|ใกล้|ติด|ติดกับ)\s?ๆ?\s?(?P<house>(?:3[2-9]|[4-9]\d|\d{3,4})/\d{1,3}|\d{1,4}/(?:1[3-9]|[2-9]\d|\d{3}))(?![\d/])"
)
#: a number with a stroke behind "เลขที่", which numbers a house unless a paper, a case or a year stands there
_NUMBERED = re.compile(r"(?<!ที่ดิน)เลขที่\s?(?P<number>\d{1,4}/\d{1,3})(?![\d/])")
_OF_PAPER = re.compile(
    r"(?:ใบ|คำสั่ง|คำขอ|หนังสือ|สัญญา|ประกาศ|คดี|ทะเบียน|มติ|โฉนด|ระเบียบ|แบบ|เอกสาร|บริษัท|นิติบุคคล|ร่าง|ข้อบัญญัติ|อนุญาต|โครงการ|บันทึก|ฉบับ|คำร้อง|ฎีกา|ใบเสร็จ|พัสดุ)[ก-๙\s.]{0,14}$"
)
#: a number with a stroke where a house is spoken of: at the beginning before a village or lane ("15/1 ควรตัด" is a section), or behind a word for where somebody lives
_DWELT = re.compile(
    r"(?:(?:^|\n)(?=\d{1,4}/\d{1,3}\s?(?:บ้าน|หมู่|ม\.\s?\d|ซอย|ซ\.|ถนน|ต\.|ตำบล|แขวง))|(?:อยู่|อยู่ที่|บ้าน|บ้านผม|บ้านดิฉัน|บ้านฉัน|บ้านแม่|บ้านพ่อ|หลัง|หลังที่|พิกัด[ก-๙]{0,10}|ที่อยู่|หน้าบ้าน|ข้างบ้าน|ตรงข้าม|ติดกับ|ทาวน์เฮ้าส์|ทาวน์เฮาส์|ทาวน์โฮม|ห้องแถว|ตึกแถว|อาคารพาณิชย์|บ้านพัก|บ้านเช่า)"
    r"(?:เลขที่|คือ|\s|:)*)(?P<dwelt>(?!24/7)\d{1,4}/\d{1,3})(?=\s?(?:$|[ก-ฮเ-ไ(,]))(?!\s?(?:ของ|ส่วน|คน|คะแนน|ปี|เสียง|บาท|มาตรา|วัน))(?P<parts>"
    + rf"(?:,?\s{{0,2}}(?:{_PART}|บ้าน\s?{_PLACE})){{0,9}})"
)
_ADDRESS = re.compile(
    r"(?P<cue>(?:บ้านเลขที่|ที่อยู่|อยู่เลขที่|อยู่ที่|อยู่บ้านเลขที่|อยู่|เลขที่)\s?)?"
    r"(?<![\d/])(?P<number>\d{1,5}(?:/\d{1,5})?)(?![\d/])(?P<parts>(?:,?\s{0,2}" + _PART + r"){0,9})(?:\s\d{5}(?!\d))?"
)
_ROOM = re.compile(r"ห้อง(?:เลขที่|ที่|หมายเลข)?\s?(?P<room>\d{1,4}(?:/\d{1,4})?)(?![\d/.])")
_DWELLING = re.compile(r"คอนโด|แฟลต|หอพัก|หอ(?=\s|ข้าง|หลัง|ใน|นอก|หน้า|หญิง|ชาย|รวม)|ห้องเช่า|อพาร์ต|อพาร์ท|แมนชั่น|เคหะ|อาคารชุด")
#: nothing that is measured, dated or numbered in a draft stands right behind a house
_NO_HOUSE_BEHIND = r"(?![\d/])(?!\s?(?:คน(?!เดียว)|ชั้น|ไร่|บาท|วัน|ปี|เดือน|ครัวเรือน|ราย|ล้าน|ตัน|ต่อ(?!เติม)|%|แห่ง|ส่วน|ของ|เสียง|คะแนน|เมตร|นาที|ชั่วโมง|ครั้ง|โครงการ))"
#: beside somebody or a plate that is found already: "[[…] 45/7", "88/19 [[…]", and in a list "…, 90/5"
_BESIDE_FOUND = re.compile(
    r"(?:(?<=\])[\s,/:()–-]{1,3}(?:บ้าน[\s:]{0,2}|เลขที่ ?|อยู่ ?)?(?P<behind>(?!24/7)\d{1,4}/\d{1,3})"
    r"|(?<![\d/ก-๙.])(?<!\d )(?P<front>(?!24/7)\d{1,4}/\d{1,3})(?=[\s,/:()–-]{1,3}(?:คุณ|แจ้ง|โดย)?\[\[))"
    + _NO_HOUSE_BEHIND
)
_IN_A_LIST = re.compile(r"(?:^|, ?| / | - )(?:บ้าน[\s:]{0,2})?(?P<item>(?!24/7)\d{1,4}/\d{1,3})(?=\s?(?:,|$| /| -))")
_OF_SECTION = re.compile(r"(?:มาตรา|ข้อ|วรรค|ซอย|ซ\.|[มป]\.|ถนน|แยก|กม\.|ครั้งที่|ฉบับที่|ที่)\s?[ก-๙\d/ ]{0,12}$")
#: whole numbers and strokes where a house can be told by the words around it alone
_HOUSE_TOLD = re.compile(
    r"(?:(?:หน้า|ข้าง|ติด|ตรงข้าม|ของ|ตั้งแต่|ถึง)บ้าน ?(?P<next_to>\d{1,3})(?=\s|$)(?!\s?(?:หลัง(?!วัด|ตลาด|โรงเรียน)|คัน|ต้น|ตัว|จุด|ที่|ดวง|สาย|กิโล|เสา|ฝั่ง|กอง|ถัง|ลูก|เส้น|หมู่(?! ?\d)|ครอบครัว|คู่|หมื่น|พัน|แสน|ห้อง|ถึง ?\d))"
    r"|(?:หน้า|ข้าง|หลัง|ติด|ตรงข้าม|ของ|ที่|รั้ว|กับ|และ|อยู่|\]|^|\s)บ้าน ?[:=]? ?(?P<told>\d{1,3})(?=\s?(?:$|กับ(?!ตัน)|และ(?! ?\d)|ขอ(?!ง)|คนเดียว|ไม่มี|น้ำ|ไฟ|โดน|ถูก|[,.)\n]|\[\[|โทร|หมู่ ?\d|ม\. ?\d|ซอย|กัด|เห่า|ปลูก|เปิด|เผา|ต่อเติม|ไม่มีไฟ|ไม่มีน้ำ|หลังวัด|หลังโรงเรียน|หลังตลาด))"
    r"|ซอย ?[ก-๙]{0,12} ?\d{1,3} (?P<in_lane>\d{1,4}/\d{1,3})"
    r"|(?:^|[\s\n])(?:ช่วย|ขอให้|ให้|มา|ไป)?(?:ดู|ตรวจสอบ|ตรวจ|เช็ค|เช็ก|หน้า|หลัง|ข้าง|ข้างๆ|คือ|ที่|ติด|ตรงข้าม|ระหว่าง) ?(?P<seen>(?!24/7)\d{2,4}/\d{1,3}(?: (?:กับ|และ|ถึง) \d{1,4}/\d{1,3})?)"
    r"|(?:เสา|เสาไฟ|ท่อ|ถังขยะ|ไฟ|ไฟทาง|ฝาท่อ|หลุม|กิ่งไม้|ต้นไม้|สายไฟ|น้ำท่วม|มิเตอร์[ก-๙]{0,4})(?:หน้า|ข้าง|หลัง|ของ|ให้|ถึง|ตรงข้าม) ?(?P<thing>\d{1,4}/\d{1,3})"
    r"|(?:แฟลต|ตึกแถว|ห้องแถว|อพาร์ตเมนต์) ?(?P<flat>\d{1,4}/\d{1,4})"
    r"|(?:(?:^|\n)|(?:อยู่|เดิม|ใหม่|เลขที่) )(?P<village>\d{1,4})(?= ?(?:หมู่ ?(?:ที่ ?)?\d|ม\. ?\d))"
    r"|(?:^|\n)(?P<opens>(?!24/7)\d{1,4}/\d{1,3}(?: (?:กับ|และ) \d{1,4}/\d{1,3})?)(?= ?(?:หมา|แมว|ต่อเติม|เปิดเพลง|เปิดเครื่อง|น้ำ|ไฟดับ|ไฟตก|ท่อ|ไม่จ่าย|เสียงดัง|ปลูก|สร้าง|เผา|ทิ้ง|ทะเลาะ|เลี้ยง|แอบ|จอด|กลิ่น|ไม่ได้รับ))"
    r"|(?:หลัง|บ้าน) คือ (?P<row>\d{1,4}/\d{1,3}(?: (?:และ |กับ )?\d{1,4}/\d{1,3}){0,5}))" + _NO_HOUSE_BEHIND
)
#: two houses of one plot, the first of which is called one: "บ้านผม (7/77) กับของ… (7/78)"
_SAME_PLOT = re.compile(
    r"บ้าน[ก-๙]{0,8}(?:เลขที่)?\s?\(?(?P<one>(?P<plot>\d{1,4})/\d{1,3})(?![\d/]).{1,40}?[\s(](?P<other>(?P=plot)/\d{1,3})(?![\d/])"
)
_NEAR_PART = re.compile(r"\s{0,2}(?:หมู่|ม\.|ซอย|ซ\.|ตรอก|ถนน|ถ\.|แขวง|ตำบล|ต\.)")


def find_addresses(plain: str) -> Iterator[tuple[int, int, str]]:
    """Offsets of addresses and their kind, end exclusive."""
    for hit in _ADDRESS.finditer(plain):
        parts = hit["parts"].strip()
        cue = (hit["cue"] or "").strip()
        house = "/" in hit["number"] and not re.search(r"/2[45]\d\d$", hit["number"])
        if cue in ("บ้านเลขที่", "อยู่บ้านเลขที่") or (parts and (cue or house) and _NEAR_PART.match(hit["parts"])):
            yield hit.start("number"), hit.end(), "address"
    yield from ((*hit.span("number"), "address") for hit in _HOUSE.finditer(plain))
    yield from ((*hit.span(hit.lastgroup or 0), "address") for hit in _HOUSE_BY_PLACE.finditer(plain))
    yield from ((*hit.span("house"), "address") for hit in _NEXT_TO.finditer(plain))
    for hit in _HOUSE_OF_GROUP.finditer(plain):
        yield (*hit.span(hit.lastgroup or 0), "address")
    for hit in _SAME_PLOT.finditer(plain):
        yield from ((*hit.span(name), "address") for name in ("one", "other"))
    for hit in _HOUSES.finditer(plain):
        if "/" in hit[0] or "เลขที่" in hit[0] or hit[0].count("บ้าน") > 1:
            yield from (
                (hit.start() + n.start(), hit.start() + n.end(), "address")
                for n in re.finditer(r"\d+(?:/\d+)?", hit[0])
            )
    for hit in (*_BESIDE_FOUND.finditer(plain), *(_IN_A_LIST.finditer(plain) if "[[" in plain else ())):
        if not _OF_SECTION.search(plain, max(0, hit.start() - 24), hit.start()):
            yield (*hit.span(hit.lastgroup or 0), "address")
    for hit in _HOUSE_TOLD.finditer(plain):
        start, end = hit.span(hit.lastgroup or 0)
        first, second = (
            (int(part) for part in hit[0][start - hit.start() :].split(" ")[0].partition("/")[::2] if part)
            if hit["seen"]
            else (1, 0)
        )
        if first > second and not _OF_PAPER.search(plain, max(0, hit.start() - 30), start):
            yield start, end, "address"
    yield from ((hit.start("dwelt"), hit.end(), "address") for hit in _DWELT.finditer(plain))
    for hit in _NUMBERED.finditer(plain):
        if not _OF_PAPER.search(plain, max(0, hit.start() - 30), hit.start()):
            yield (*hit.span("number"), "address")
    for hit in _ROOM.finditer(plain):
        if _DWELLING.search(plain, max(0, hit.start() - 30), hit.end() + 30):
            yield (*hit.span("room"), "address")
