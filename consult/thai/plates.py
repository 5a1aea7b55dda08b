"""Number plates: in their full form, behind a word that announces one, or letters and number where a text speaks of driving."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .word_lists import any_of, listed

_PROVINCES = any_of("provinces")
_NO_UNIT = r"(?![\d/]|[.,]\d|\s?(?:บาท|คน|วัน|ปี|เดือน|คัน|สาย|เที่ยว|ตัน|%))"
_VEHICLE = r"(?:รถ(?!เมล์|ไฟ|ราง)|เก๋ง|กระบะ|กะบะ|แท็กซี่|แท๊กซี่|ฟอร์จูนเนอร์|ฟอจูนเนอร์|วีโก้|วีออส|ซีวิค|แคมรี่|รีโว่|ดีแมก|ไฮลัก[ซ์ส]*|ไทรทัน|เบนซ์|บีเอ็ม|อัลพาร์ด|เวฟ|พีซีเอ็กซ์|มอเตอร์ไซค์|มอไซค์|มอไซ|วินมอไซ|สิบล้อ|หกล้อ|รถพ่วง|บรรทุก|ปิคอัพ|ปิกอัพ|คัน(?!ละ|ดิน|นา))"
_REGISTERED = r"(?:ทะเบียนรถ|ทะเบียน|ป้ายทะเบียน|ป้ายแดง|ป้าย)(?:รถ|เลขที่|เลข|หมายเลข|คือ|:|\s){0,3}"
_PLATE = re.compile(
    rf"(?<![ก-๙\d/.,])(?P<strict>[1-9](?P<pair>[ก-ฮ]{{2}})\s?-?\s?\d{{1,4}}(?:\s(?:{_PROVINCES}))?){_NO_UNIT}"
    rf"|{_VEHICLE}[ก-๙]{{0,10}}\s?(?P<of_any>[1-9][ก-ฮ]{{2}}\s?-?\s?\d{{1,4}}(?:\s(?:{_PROVINCES}))?){_NO_UNIT}"
    rf"|{_REGISTERED}(?P<named>(?:[1-9]?[ก-ฮ]{{1,3}}\s?-?\s?\d{{1,4}}|\d{{2}}-\d{{4}})(?:\s(?:{_PROVINCES}))?)(?!\d)"
    rf"|(?<![ก-๙\d/.,])(?P<of_place>(?P<letters>[ก-ฮ]{{2}})\s?-?\s?\d{{3,4}}\s(?:{_PROVINCES})){_NO_UNIT}"
    rf"|{_VEHICLE}[ก-๙]{{0,10}}\s(?P<of_car>(?P<before>[ก-ฮ]{{2}})\s?-?\s?\d{{3,4}}(?:\s(?:{_PROVINCES}))?|\d{{2}}-\d{{4}}(?:\s(?:{_PROVINCES}))?){_NO_UNIT}"
)
#: letters and number alone, where the text speaks of driving ("สมชายขับ บจ 6611"); a province may stand in front
_PLATE_BARE = re.compile(
    rf"(?<![ก-๙\d/.,])(?P<plate>(?:(?:{_PROVINCES})\s)?(?P<bare>(?:[1-9] ?)?[ก-ฮ]{{2}})[\s.]?-?\s?(?P<digits>\d{{3,4}})(?:\s(?:{_PROVINCES}))?){_NO_UNIT}"
)
_DRIVES = re.compile(
    r"รถ(?!เมล์|ไฟ|ราง|สาย)|ขับ|ขี่|จอด(?!ป้าย)|เบียด|ปาดหน้า|ย้อนศร|ควันดำ|แว้น|ซิ่ง|ฝ่าไฟ|ชนแล้ว|ท่อดัง|วิน|แท็กซี่|ไรเดอร์|กระบะ|เก๋ง|ปิคอัพ|ปิกอัพ|สิบล้อ|หกล้อ|ทะเบียน|ป้ายดำ|ป้ายเหลือง|ป้ายขาว|ป้ายเขียว|"
    r"ฮอนด้า|โตโยต้า|อีซูซุ|มอเตอร์ไซค์|มอไซ|ผู้โดยสาร|เลี้ยวตัด|บีบแตร|บรรทุก|ขนหิน|ขนดิน|ขนทราย|เฉี่ยว|ฝ่าสัญญาณ|ไฟแดง|สองแถว|วีออส|ยาริส|ซีวิค|แจ๊ส|แคมรี่|รีโว่|ดีแมก|ไฮลัก|มิตซู|นิสสัน|มาสด้า|ซูซูกิ"
)
_PLATE_OF_DIGITS = re.compile(rf"(?<![\d/.,-])\d{{2}}-\d{{4}}(?:\s(?:{_PROVINCES}))?(?![\d.,-]|/\d(?!\d-))")
_NUMBERED_SO = re.compile(r"(?:ถนน|ทางหลวง|ทาง|ข้าว|พันธุ์|มอก|แบบ|เอกสาร|หนังสือ|คำสั่ง|โฉนด|ที่|รุ่น|รหัส)\s?$")
#: numbers of roads, buses, forms: with fewer than four digits they are no plates
_SHORT_NOT_PLATES = frozenset({"ปอ", "ทล", "กม", "ทช", "สน", "มอ"})
_NOT_PLATES = frozenset(listed("not_plates"))


#: letters of a costly plate, twice the same, with any number ("ษษ 9"), where the text speaks of driving; a plate of seven signs with a
#: hyphen, whatever its letters mean elsewhere ("1กก-77")
_PLATE_OF_TWINS = re.compile(rf"(?<![ก-๙\d/.,])(?P<twin>(?!กก|สส|รร|นน|อบ)([ก-ฮ])\2\s?-?\s?\d{{1,4}}){_NO_UNIT}")
#: "รถกระบะสีเทา บย 8 เชียงราย", "สิบล้อ 71 2345", "มอไซค์ ขคม 123"
_PLATE_OF_VEHICLE = re.compile(
    rf"{_VEHICLE}[ก-๙]{{0,10}}\s(?P<short>[ก-ฮ]{{2}}\s?-?\s?\d{{1,2}}\s(?:{_PROVINCES}))(?![ก-๙])"
    rf"|(?<![ก-๙\d/.,])(?P<few>[ก-ฮ]{{2}}\s?-?\s?\d{{1,2}}\s(?:{_PROVINCES}))(?![ก-๙])"
    rf"|{_VEHICLE}(?:สี[ก-๙]{{1,6}})?\s?(?:เลข)?\s?(?P<single>[ก-ฮ]\s?-?\s?\d{{4}}){_NO_UNIT}"
    rf"|(?:เห็น|ขับ|เจอ|เก๋ง|กระบะ|คือ|คัน)(?P<clung>[1-9]?[ก-ฮ]{{2}}\d{{3,4}}){_NO_UNIT}"
    rf"|{_VEHICLE}(?:สี)?(?:ขาว|ดำ|แดง|เทา|เงิน|ฟ้า|น้ำเงิน|เขียว|เหลือง|ส้ม|ทอง|น้ำตาล)?(?:คัน)?(?P<hung>[1-9]?[ก-ฮ]{{2}}\d{{3,4}}){_NO_UNIT}"
    rf"|{_VEHICLE}(?:สี)?(?:ขาว|ดำ|แดง|เทา|เงิน|ฟ้า|น้ำเงิน|เขียว|เหลือง|ส้ม|ทอง|น้ำตาล)?\s(?P<same>[1-9]?(?P<twice>[ก-ฮ])(?P=twice)\s?-?\s?\d{{1,4}}){_NO_UNIT}"
    rf"|(?<![ก-๙\d/.,])(?P<pointed>[1-9]?[ก-ฮ]{{2}}\s?-?\s?\d{{3,4}})(?=\s?คัน(?:นี้|นั้น|เดิม|ดังกล่าว|ที่))"
    rf"|(?<=\d{{4}}/)(?P<trailer>\d{{2}}-\d{{4}}){_NO_UNIT}|(?<=\]/)(?P<towed>\d{{2}}-\d{{4}}){_NO_UNIT}"
    rf"|(?:สิบล้อ|หกล้อ|รถพ่วง|บรรทุก|รถทัวร์|รถตู้)[ก-๙]{{0,8}}\s(?P<heavy>\d{{2}}\s\d{{4}}){_NO_UNIT}"
    rf"|(?:มอเตอร์ไซค์|มอไซค์|มอไซ|จยย\.?|จักรยานยนต์)[ก-๙]{{0,8}}\s(?P<old>[ก-ฮ]{{3}}\s?-?\s?\d{{2,3}}){_NO_UNIT}"
)
_PLATE_HYPHEN = re.compile(rf"(?<![ก-๙\d/.,])[1-9][ก-ฮ]{{2}}-\d{{1,4}}(?![ก-ฮ]){_NO_UNIT}")


def find_plates(plain: str) -> Iterator[tuple[int, int, str]]:
    """Offsets of plates and their kind, end exclusive."""
    drives = bool(_DRIVES.search(plain))
    if drives:
        yield from ((*hit.span(), "plate") for hit in _PLATE_OF_DIGITS.finditer(plain))
        yield from ((*hit.span("twin"), "plate") for hit in _PLATE_OF_TWINS.finditer(plain))
        yield from ((*hit.span(), "plate") for hit in _PLATE_HYPHEN.finditer(plain))
        yield from ((*hit.span(hit.lastgroup or 0), "plate") for hit in _PLATE_OF_VEHICLE.finditer(plain))
    for hit in _PLATE_BARE.finditer(plain):
        letters, is_long = hit["bare"].lstrip("123456789 "), len(hit["digits"]) == 4
        if _NUMBERED_SO.search(plain, max(0, hit.start() - 14), hit.start()):
            continue
        new, year = letters != hit["bare"], hit["digits"].startswith(("24", "25"))
        if letters in _NOT_PLATES or set(hit["digits"]) == {"5"} or not (new or drives or (is_long and not year)):
            continue
        if is_long or new or letters not in _SHORT_NOT_PLATES:
            yield (*hit.span("plate"), "plate")
    for hit in _PLATE.finditer(plain):
        pair = hit["pair"] or hit["letters"] or hit["before"]
        short = pair in _SHORT_NOT_PLATES and not re.search(r"\d{4}", hit[0])
        if pair not in _NOT_PLATES and not short:
            group = next(name for name in ("strict", "named", "of_any", "of_place", "of_car") if hit[name])
            yield (*hit.span(group), "plate")
