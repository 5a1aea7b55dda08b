"""Given names without a title: alone between spaces, signed under a text, said of somebody, beside a house or another name.

A listed given name that is no word of the language is a name nearly wherever it stands alone (of 279 in some 30,000 posts a
handful were quarters and restaurants). One that is also a word ("มาลี", "ประเสริฐ") needs more beside it: who is called so, a
closing word, a number of a house, another name. Behind a word for a place, or before the number of a lane, it is a street.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .word_lists import any_of, dictionary, family_names, given_names, listed

_RUN = re.compile("[ก-๙]{3,}")
_BORDER = r"(?=$|[^ก-๙])"
#: what may follow a name without a space
_GOES_ON = (
    r"(?:เอง|ค่ะ|คะ|ครับ|ค้าบ|นะ|จ้า|เดือดร้อน|บอก|ไม่|เป็น|อยู่|ขอ|ไป|มา(?!ก)|ได้|ถูก|โดน|กับ|และ|ทำ|ทะเลาะ|ขับ|ขี่|พูด|รับ|เรียก|ด่า|มี|ที่|จาก|ส่ง|แจ้ง|"
    r"ป่วย|ตกงาน|เผา|ทิ้ง|จอด|ขาย|เมา|หาย|ตาย|ยัง|จะ|ก็|ต้อง|อายุ|โทร|เบอร์|บ้าน|หมู่|ชาว|ผู้)"
)
#: what may stand right before a name without a space
_COMES_BEFORE = r"(?:ชื่อ|โดย|ของ|กับ|และ|ให้|หา|พบ|แทน|จาก|ถึง|คือ|ว่า|บอก|ฝาก|แจ้ง|ตาม)"
_KIN = r"(?:คุณ(?:แม่|พ่อ|ยาย|ตา|ป้า|ลุง|น้า|อา|ครู|หมอ)?|ลุง|ป้า|ยาย|น้า|อา|พี่|น้อง|เจ๊|เฮีย|นาง|นาย|น\.ส\.|นางสาว|ครู|อาจารย์|หมอ|กำนัน|ผู้ใหญ่บ้าน|ผู้ใหญ่|ผอ\.|ทนาย|ปลัด|สารวัตร|หลวงพี่)"
_ROLE = (
    r"(?:พนักงาน|เจ้าหน้าที่|คนขับ(?:รถ)?|เพื่อนบ้าน|เพื่อน|สามี|ภรรยา|เมีย|ผัว|แฟน|ลูกสาว|ลูกชาย|ลูก|หลานชาย|หลานสาว|หลาน|พี่ชาย|พี่สาว|น้องชาย|น้องสาว|แม่|พ่อ|นายจ้าง|ลูกจ้าง|หัวหน้า|ผู้ร้อง(?:เรียน)?|ผู้แจ้ง|ผู้เสียหาย|"
    r"พยาน|คู่กรณี|เจ้าของ(?:บ้าน|ร้าน|รถ|ที่ดิน)?|ผู้เสนอ(?:ความเห็น)?|ผู้ปกครอง|คนไข้|ผู้ป่วย|นักเรียน|แม่ค้า|พ่อค้า|ช่าง|ผู้เช่า|ผู้รับเหมา|ชาวบ้าน)(?:ของ)?(?:ผม|ฉัน|ดิฉัน|หนู|เรา|เขา)?"
)
_CALLED_SO = re.compile(
    rf"(?:{_ROLE}\s?(?:ชื่อ|คือ|:)?|(?:ชื่อ|นาม|เรียก(?:ว่า|ผมว่า|ฉันว่า|หนูว่า)|ฝากบอก|ผู้ร้อง|ผู้แจ้ง)(?:เล่น|จริง|ว่า|คือ|\s|:)*)\s?$"
)
_SIGNED = re.compile(
    r"(?:ด้วยความ(?:เคารพ|นับถือ)(?:อย่างสูง|ยิ่ง)?|ขอแสดงความนับถือ|ลงชื่อ|ลงนาม|(?:^|\s)โดย|(?:^|\n|\s)จาก|(?:^|\n)\s?[-–—]+|[(（])[\s:]*$"
)
_AFTER_KIN = re.compile(
    rf"(?<![ก-๙]){_KIN}\s?$|(?:[^ก-๙]|^|ของ|กับ|และ|ให้|โดย|จาก|หา|พบ|ฝาก|แทน|ว่า|คือ)(?:ลุง|ป้า|ยาย|น้า|พี่|น้อง|คุณ)$"
)
_NEAR_NUMBER = re.compile(
    r"\s{0,2}[:(,]?\s{0,2}(?:ที่\s?)?(?:\(?0[2-9]|\[\[|(?:บ้าน|เลขที่|หมู่|บ้านเลขที่|อยู่บ้าน|โทร|เบอร์|ทะเบียน)\s?(?:เลขที่)?\s?[\d\[])"
)
_BEHIND_NUMBER = re.compile(r"(?:\]\]|\d{4}|(?:บ้าน|เลขที่)\s?\d{1,4}(?:/\d{1,4})?)[\s:,)(-]{0,3}$")
_PLACE = re.compile(
    r"(?:โรงเรียน|ร\.ร\.|รร\.|โรงพยาบาล|รพ\.|วัด|ถนน|ถ\.|ซอย|ซ\.|แยก|สะพาน|คลอง|มูลนิธิ|วิทยาลัย|มหาวิทยาลัย|ม\.|ตำบล|ต\.|อำเภอ|อ\.|จังหวัด|จ\.|เขต|แขวง|ค่าย|ตลาด|หมู่บ้าน|บ้าน|ชุมชน|อนุสาวรีย์|"
    r"อาคาร|ตึก|ห้องสมุด|สถานี|บีทีเอส|เขื่อน|สวน|เกาะ|ภู|ดอย|แม่น้ำ|ห้วย|หาด|โครงการ|บริษัท|ห้าง|หจก\.|บจก\.|ร้าน|โรงแรม|ปั๊ม|คอนโด|แถว|ย่าน|สาขา|ป้าย|ศาล|พรรค|พระ|เจ้า|สมเด็จ|ยี่ห้อ|พันธุ์|พันธุ์ข้าว|ทีม|ฝั่ง|ช่วง|ปาก|ท่า|หน้า)\s?$"
)
_LANE_BEHIND = re.compile(r"\s?(?:ซอย\s?)?\d{1,3}(?![\d-])(?:/\d{1,2})?")
#: words people are called by when they are older
_NICKS = frozenset({"แดง", "น้อย", "จันทร์", "เพชร", "แก้ว", "เดือน", "ดำ", "ทอง", "คำ"})
_ELDER = re.compile(r"(?:ลุง|ป้า|ยาย|น้า|เจ๊|เฮีย|นาง)\s?$")
_NOT_NAMED = re.compile(any_of("not_given_names"))
_NOT_LAST = re.compile(any_of("not_family_names"))
_PROSE = re.compile(any_of("prose_in_names"))
_ONE_WORD = re.compile(r"[ \u00a0]{1,2}(?P<last>[ก-ฮเ-ไ][ก-๙]{2,17})(?![ก-๙])")
_PLAIN = frozenset(
    {
        "ใหม่",
        "เล็ก",
        "ใหญ่",
        "กลาง",
        "ดี",
        "รัก",
        "ชาย",
        "หญิง",
        "สาว",
        "สอน",
        "ใจ",
        "ใจดี",
        "ไทย",
        "สวย",
        "ใต้",
        "เหนือ",
        "ทอง",
        "เงิน",
        "ศรี",
        "แก้ว",
        "แก่",
    }
)
_ENGLISH_BESIDE = re.compile(
    r"(?:(?<=\]\])|(?<=\d{4}))\s?[(,-]\s?(?P<name>[A-Z][a-z]{2,15}(?:\s[A-Z][a-z]{1,20})?)(?=\)|$|[\s,.])"
)
#: "ชื่อ อรพิน สายทอง", "0812… คุณเพียงใจ", "นางแต๋ว": names no list has, told by what stands around them
_ACCOUNT_OF = re.compile(
    r"(?:ชื่อ(?:บัญชี)?|คือ|ลงชื่อ|โดย)\s?:?\s?(?P<first>[ก-ฮเ-ไ][ก-๙]{2,15})[ \u00a0](?P<last>[ก-ฮเ-ไ][ก-๙]{2,20})(?![ก-๙])"
)
_POLITE_BEHIND = re.compile(
    r"(?:\]\]|\d{4}|ต่อ \d{1,4})[\s:,)(-]{0,3}(?P<name>(?:คุณ|พี่|น้อง|ลุง|ป้า)[ก-ฮเ-ไ][ก-๙]{1,10})(?![ก-๙])"
)
_NICKNAME = re.compile(r"(?<![ก-๙])(?P<name>(?:นาง|นาย)(?P<nick>[ก-ฮเ-ไ][ก-ฮ็-์ะ-ู]{1,4}))(?![ก-๙])")
_HIGH_OFFICE = re.compile(
    r"(?:นายกรัฐมนตรี|นายกฯ|รัฐมนตรี[ก-๙]*|รมว\.[ก-๙]*|รมต\.|ประธานสภา[ก-๙]*|ประธานรัฐสภา)\s?(?:นาย|นาง|นางสาว|คุณ)?\s?$"
)
#: how family names end that no list knows
_FAMILY = re.compile(
    r"[ \u00a0](?P<last>[ก-ฮเ-ไ][ก-๙]{2,22}?(?:วงศ์|วงษ์|พงษ์|พงศ์|กุล|สกุล|ศรี|สุข|ทอง|แก้ว|พันธ์|พันธุ์|รัตน์|เจริญ|พิทักษ์|อ่อน|งาม|เลิศ|ศักดิ์|วัฒน์|ผล|พูล|แสง|จันทร์|ทรัพย์|นุช|ภักดี|สวัสดิ์|ตระกูล|ชาติ|เดช|มณี|ธรรม|กาศ|การ|ชัย|ใจดี|บุญ|สิทธิ์|ไพศาล))(?![ก-๙])"
)
#: "นิพนธ์ครับ", alone: who writes
_INTRODUCED = rf"(?:เอง)?(?:ครับ|ค่ะ|คะ)(?:ผม)?{_BORDER}"
_PRAISE = frozenset({"ประเสริฐ", "วิเศษ", "เลิศ", "งาม", "จริงใจ", "อนันต์", "สุดใจ", "ล้ำเลิศ", "สมใจ", "อุดม", "ไพบูลย์", "วิจิตร"})
_HUNG_ON = re.compile(rf"{_COMES_BEFORE}$")
#: behind these a listed given name and one word more are a whole name, whatever else the words mean
_WHO_SPEAKS = re.compile(
    rf"(?:(?:^|[^ก-๙])(?:ผม|กระผม|ดิฉัน|ฉัน|หนู|ข้าพเจ้า)\s|{_SIGNED.pattern[:-1]}|{_CALLED_SO.pattern[:-1]})$"
)
_TOGETHER = re.compile(r"\s?(?:กับ|และ|,)\s?")
_TITLE = re.compile(rf"{_KIN}\s?$")


def find_bare_names(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of names without a title, end exclusive."""
    before_end = 0
    for run in _RUN.finditer(text):
        for start, end in _names_in(text, run.start(), run.end()):
            if start >= before_end:
                yield start, end
                before_end = end
    yield from (hit.span("name") for hit in _ENGLISH_BESIDE.finditer(text))
    yield from _unlisted(text)


def _unlisted(text: str) -> Iterator[tuple[int, int]]:
    for hit in _ACCOUNT_OF.finditer(text):
        if hit["last"] in family_names() and hit["first"] not in dictionary() and not _NOT_NAMED.match(hit["first"]):
            yield hit.start("first"), hit.end("last")
    for hit in _POLITE_BEHIND.finditer(text):
        if hit["name"] not in dictionary() and not hit["name"].startswith("คุณภาพ"):
            yield hit.span("name")
    for hit in _NICKNAME.finditer(text):
        if hit["name"] not in dictionary() and re.search("[็-๋]", hit["nick"]) and not _NOT_NAMED.match(hit["nick"]):
            yield hit.span("name")


def _names_in(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Names in one run of Thai letters: where it begins, or behind a word that may stand right before a name."""
    starts = [
        start,
        *(
            hit.end()
            for hit in re.finditer(rf"{_COMES_BEFORE}|{_ROLE}|{_KIN}", text[start:stop])
            if hit.end() < stop - start
        ),
    ]
    seen: set[int] = set()
    for place in (starts[0], *(start + offset for offset in starts[1:])):
        if place in seen:
            continue
        seen.add(place)
        end = _name_end(text, place, stop, first=place == start)
        if end:
            yield _with_title(text, place), end
            other = _TOGETHER.match(text, end)
            if other:
                also = _longest(text, other.end(), len(text))
                if also and _ends(text, also):
                    yield other.end(), also


def _name_end(text: str, start: int, stop: int, *, first: bool) -> int | None:
    """Where a name that begins here ends, None when there is none."""
    end = _longest(text, start, stop)
    if end is None and text[start:stop] in family_names() and stop - start >= 4 and first:
        between = _NEAR_NUMBER.match(text, stop) and _BEHIND_NUMBER.search(text[max(0, start - 30) : start])
        return stop if between else None
    if end is None:
        return None
    name, before = text[start:end], text[max(0, start - 30) : start]
    if end == stop and _WHO_SPEAKS.search(before):
        whole = _whole_name_end(text, end)
        if whole:
            return whole
    if (
        name in _PLAIN
        or _is_ordinary(name, before)
        or name in _places()
        or _PLACE.search(before)
        or _HIGH_OFFICE.search(before)
        or (_LANE_BEHIND.match(text, end) and not _NEAR_NUMBER.match(text, end))
    ):
        return None
    alone = end == stop
    known = name not in dictionary()
    cued = bool(
        _CALLED_SO.search(before)
        or _SIGNED.search(before)
        or (_AFTER_KIN.search(before) and not _HIGH_OFFICE.search(before) and _kin_is_free(text, start, end))
    )
    if alone:
        last = _last_end(text, end)
        beside = bool(_NEAR_NUMBER.match(text, end) or _BEHIND_NUMBER.search(before))
        if (
            (known and len(name) >= 4 and (first or cued or (len(name) >= 5 and _HUNG_ON.search(before))))
            or cued
            or (first and beside and len(name) >= 4)
        ):
            return last or end
        if first and last and known:
            return last
        return None
    follows = re.match(_GOES_ON, text[end:stop])
    together = _TOGETHER.match(text, end)
    other = _longest(text, together.end(), len(text)) if together else None
    if known and follows and len(name) >= 4 and (first or cued or (len(name) >= 5 and _HUNG_ON.search(before))):
        return end
    if first and re.match(_INTRODUCED, text[end:stop]) and name not in _PRAISE:
        return end
    if other and together and (known or text[together.end() : other] not in dictionary()) and first and len(name) >= 4:
        return end
    return end if cued and follows and not _word_goes_on(text, start, end) else None


def _whole_name_end(text: str, end: int) -> int | None:
    """Where the one word behind a given name ends that is no prose."""
    hit = _ONE_WORD.match(text, end)
    if hit is None or _NOT_LAST.match(hit["last"]) or _PROSE.search(hit["last"]):
        return None
    last = hit["last"]
    shaped = last in family_names() or bool(_FAMILY.match(text, end)) or last not in dictionary()
    return hit.end() if shaped and last not in listed("ordinary_words") else None


def _kin_is_free(text: str, start: int, end: int) -> bool:
    """Whether kin and name are no word together ("พี่น้อง", "คุณครู")."""
    title = _TITLE.search(text, max(0, start - 12), start)
    return title is None or text[title.start() : end].replace(" ", "") not in dictionary()


def _with_title(text: str, start: int) -> int:
    """Where a name begins when the kin that stands right before it is taken along."""
    title = _TITLE.search(text[:start], max(0, start - 12))
    return title.start() if title else start


def _longest(text: str, start: int, stop: int) -> int | None:
    """Where the longest listed given name that begins here ends; a letter that cannot begin a word may not follow."""
    names = given_names()
    for end in range(min(stop, start + 16), start + 2, -1):
        if text[start:end] in names and (end == len(text) or not re.match("[ะ-ฺๅ็-๎]", text[end])):
            return end
    return None


def _ends(text: str, end: int) -> bool:
    """Whether a name may end here: at a border, or before what goes on behind names."""
    return end == len(text) or bool(re.match(rf"[^ก-๙]|{_GOES_ON}", text[end:]))


def _last_end(text: str, end: int) -> int | None:
    """Where a listed family name behind one space ends."""
    hit = re.compile(r"[ \u00a0]{1,2}(?P<last>[ก-ฮเ-ไ][ก-๙]{1,25})(?![ก-๙])").match(text, end)
    if hit is None:
        return None
    last = hit["last"]
    if _NOT_LAST.match(last) or last in listed("ordinary_words"):
        return None
    shaped = _FAMILY.match(text, end)
    if shaped and last not in dictionary():
        return shaped.end()
    return hit.end() if last in family_names() or (last in given_names() and last not in dictionary()) else None


def _word_goes_on(text: str, start: int, end: int) -> bool:
    """Whether a word of the dictionary that begins with the name goes on behind it."""
    return any(text[start:stop] in dictionary() for stop in range(end + 1, min(len(text), start + 24) + 1))


def _is_ordinary(name: str, before: str) -> bool:
    """Whether a listed given name is far oftener a word; behind "ลุง" or "ป้า" a short one is a nickname."""
    return name in listed("ordinary_words") and not (name in _NICKS and _ELDER.search(before))


def _places() -> frozenset[str]:
    return frozenset(listed("places_like_names"))
