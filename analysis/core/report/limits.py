"""Where a quotation may begin and stop without turning what was meant.

Thai marks no sentence, so the rule is careful: a quotation may stop at the end of a comment, at the end of a sentence that can
be told (line, polite word, question or exclamation mark), or before a word that opens a new thought, and at none of these
when a clause follows that limits, negates, contrasts, conditions or excepts what was said, even behind a reason. It may stop
before a reason, which is then marked …. It may not begin behind a condition, behind a "not", or where somebody else's
words are reported. It never stops at the dot of an abbreviation: a dot behind a Thai consonant ends nothing.

Writers of quotations stretch them until they may stand (`stretch`); the checker refuses those that may not (`fault_of`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Stop = Literal["free", "reason", "cut"]

_SPACE = re.compile(r"\s+")
_POLITE = r"(?:ครับผม|ครับ|คับ|ค่ะ|คะ|จ้า|จ้ะ|ขอบคุณ)"
#: what ends a sentence, right before the space behind it
_ENDED = re.compile(rf"(?:[!?…]|{_POLITE}|[ะ-ฺๆ็-๎]\.|[a-z]{{3}}\.)[)\"”’]*$", re.IGNORECASE)
_ITEM = re.compile(r"(?:[-•*–]|\(?[\d๐-๙]{1,2}[.)](?!\d))\s*")
#: small words before the word that tells what a clause does
_FILL = r"(?:ก็|แล้วก็|แล้ว|คือ|คือว่า|อันนี้|เอ่อ|ที่สำคัญ(?:คือ|ที่สุด)?|และ|แต่|โดย|หรือ|\s)*"

_LIMIT = re.compile(
    rf"{_FILL}(?:แต่(?!ง|ละ)|เว้น|ยกเว้น|ไม่|มิ(?:ใช่|ได้|ให้|ควร|พึง|ฉะนั้น|เช่นนั้น)|ถ้า|หาก|ต่อเมื่อ|ก็ต่อ|เมื่อ(?!วาน|คืน|เช้า|วันก่อน|ปีก่อน|ก่อน)|"
    r"เฉพาะ|เพียง|แค่|โดย|ทั้งนี้|ทว่า|หากแต่|แม้|ถึง(?:แม้|จะ|อย่างไร|ยังไง)|ต่อให้|ใน(?!ความเห็น|มุมมอง)|กรณี|ขณะ|ส่วน|สำหรับ|ตราบ|ภายใต้|ภายใน|"
    r"ภายหลัง|บนเงื่อนไข|เงื่อนไข|มีข้อแม้|มีเงื่อนไข|แทน|มากกว่า|น้อยกว่า|ดีกว่า|กว่า|จน(?:กว่า|กระทั่ง|ถึง)|นอก(?!จากนี้|จากนั้น)|งด|ห้าม|"
    r"อย่า(?!ง)|อย่าง(?:น้อย|มาก|ไร|เดียว)|เท่าที่|เท่านั้น|ต้อง(?!การ)|ขอ(?!ให้|เสนอ|สนับ|คัด|บคุณ)\S{2,25}ด้วย(?=\s|$)|ขอ(?:แค่|แต่|อย่า|ห้าม|เพียง|เว้น|ยกเว้น|ไม่|ให้ไม่|เฉพาะ)|เอา(?:แค่|แต่|เฉพาะ|เพียง)|"
    r"เริ่ม(?:จาก|ที่|ต้น)|ก่อน|หลัง|กระนั้น|ค่อย|ยัง(?:ไม่|ต้อง|ไง)|หรือ|ซึ่ง|ไร้|ปราศจาก|ทีละ|สูงสุด|ต่ำสุด|ระหว่าง|ตั้งแต่|ตอน|ช่วง|เกิน|"
    r"\((?!มาตรา|ข้อ)|เหลือ(?!เกิน|เชื่อ)|ห่าง|ไกล|ลึก(?!ซึ้ง)|"
    r"but\b|unless\b|except\b|only\b|if\b|provided\b|however\b|though\b|although\b|without\b|until\b|not\b|never\b|rather\b|instead\b|"
    r"as long\b|when\b|while\b|or\b|yet\b|nor\b|otherwise\b|within\b|under\b|up to\b)",
    re.IGNORECASE,
)
#: how a clause ends that narrows what stands before it, whatever opens it
_NARROWS = re.compile(
    r"(?:เท่านั้น|ก่อน|พอ|ก็ตาม|เด็ดขาด|ก็ยังดี|ค่อยว่ากัน|เป็นอย่างอื่น)(?:นะ|ครับ|ค่ะ|คะ|นะคะ|นะครับ|เลย|แล้ว|ดี|ก็)*[.!]*$"
)
_REASON = re.compile(
    rf"{_FILL}(?:เพราะ(?!ฉะนั้น|งั้น)|เนื่อง(?:จาก|ด้วย)|ด้วยเหตุ|ด้วยว่า|เหตุ(?:ผล|ที่|เพราะ)|สาเหตุ|เพื่อ(?!น)|จะได้|because\b|since\b|so that\b)",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"(?:ขอ|อยาก|ใคร่|ควร|สมควร|เห็นควร|เสนอ|ผม|ดิฉัน|กระผม|ข้าพเจ้า|หนู|ฉัน|นอกจากนี้|นอกจากนั้น|อีกทั้ง|อีกอย่าง|อีกเรื่อง|อีกประการ|ทั้งยัง|"
    r"(?:และ|รวมทั้ง|ตลอดจน|พร้อมทั้ง|แล้วก็)(?:ขอ|ควร|อยาก|เสนอ|เห็นควร|สนับสนุน|คัดค้าน|ผม|เรา|ดิฉัน)|จึง|ดังนั้น|เพราะฉะนั้น|เพราะงั้น|สรุป|ฝาก|ช่วย|โปรด|กรุณา|"
    r"ปัจจุบัน|ทุกวันนี้|ที่ผ่านมา|เห็นด้วย|สนับสนุน|คัดค้าน|ชอบ|ดีแล้ว|โทร|เบอร์โทร|ติดต่อ(?:กลับ|ที่|ได้)|and\b|also\b|please\b|i\b|we\b|so\b)",
    re.IGNORECASE,
)
#: a clause that holds only together with the one behind it
_CONDITION = re.compile(
    rf"{_FILL}(?:ถ้า|หาก(?!แต่)|เมื่อ(?!วาน|คืน|เช้า)|แม้|ถึง(?:แม้|จะ)|ต่อให้|กรณี|ในกรณี|เว้น|ยกเว้น|นอกจาก(?!นี้|นั้น)|ตราบ|ภายใต้|สมมติ|สมมุติ|"
    r"ก่อน(?:ที่|จะ)|หลังจาก|จนกว่า|ต่อเมื่อ|สำหรับ|เฉพาะ|ในขณะ|ขณะที่|ตอน|ช่วง|if\b|unless\b|when\b|although\b|though\b|while\b|until\b|as long\b|provided\b)",
    re.IGNORECASE,
)
#: what is wished of somebody, right behind whom it is wished of: "แต่เด็ก ม.6 | ขอติวต่อ"
_WISHED = re.compile(r"(?:ขอ|ควร|อยาก|สมควร|ช่วย|ชอบ)")
_SAYS_SOMETHING = re.compile(
    r"ไม่|มิ|อย่า|ห้าม|ต้อง|ให้|ได้|มี|เป็น|ขอ|ควร|อยาก|ถูก|โดน|เกิน|แพง|เห็น|เท่านั้น|ก่อน|พอ|ใช้|ทำ|จ่าย|เปิด|ปิด|ลด|เพิ่ม|ยกเลิก|คง|\d\s?(?:บาท|%|วัน|ปี)"
)
#: letters of a clause that may be no more than whom it is about
_LONGEST_SUBJECT = 24
#: ends after which nothing may begin: the words behind belong to them
_HANGS = frozenset(
    [
        "ว่า",
        "ที่ว่า",
        "ที่",
        "ให้",
        "ขอให้",
        "อยากให้",
        "คือ",
        "เช่น",
        "ได้แก่",
        "ไม่",
        "มิ",
        "อย่า",
        "ห้าม",
        "ไม่ได้",
        "ไม่ควร",
        "ไม่ต้อง",
        "ไม่ให้",
        "ไม่อยาก",
        "ไม่ใช่",
        "ไม่อยากให้",
        "เลิก",
        "ของ",
        "กับ",
        "โดย",
        "จาก",
        "แก่",
        "เป็น",
        "และ",
        "หรือ",
        "ใน",
        "บอกว่า",
        "กล่าวว่า",
        "อ้างว่า",
        "เชื่อว่า",
        "พูดว่า",
        "คิดว่า",
        "เห็นว่า",
        "not",
        "never",
        "no",
        "that",
        "to",
        "of",
        "the",
        "a",
        "said",
        "says",
    ]
)
_OPEN_ENDED = re.compile(r"(?:ว่า|[ก-ฮ]\.|[:“\"'(])$")
#: "ว่า" behind which the writer speaks for himself
_OWN = re.compile(
    r"(?:^|[\s])(?:ผม|ดิฉัน|กระผม|ข้าพเจ้า|หนู|ฉัน|เรา|จึง|ก็|และ|ขอ|ใคร่|โดยส่วนตัว|ส่วนตัว|ด้วย|ประชาชน|ชาวบ้าน)*"
    r"(?:เห็น|คิด|เสนอ|ขอเสนอ|มองเห็น|มอง|เรียน|ขอเรียน|รู้สึก|ยืนยัน|เข้าใจ|ผม|เรา|หนู|ฉัน)(?:สมควร)?ว่า$"
)
#: words that lead into a clause and may be left out before it
_LINK = re.compile(r"(?:แต่|และ|ก็|ดังนั้น|จึง|เพราะงั้น|ทั้งนี้|เห็นว่า|ผมว่า|เราว่า|\s)*$")


def fault_of(text: str, start: int, end: int) -> str | None:
    """Which rule a quotation of text[start:end] breaks: "begins_torn", "limit_cut", or None when it may stand."""
    if _begins_torn(text, start):
        return "begins_torn"
    return "limit_cut" if stop_at(text, end) == "cut" else None


def leaves_reason(text: str, end: int) -> bool:
    """Whether a reason follows that is not quoted, which is to be marked …"""
    return stop_at(text, end) == "reason"


def stretch(text: str, start: int, end: int, *, longest: int) -> tuple[int, int] | None:
    """The shortest stretch around text[start:end] that may stand alone; None when it would be longer than `longest`."""
    while _begins_torn(text, start):
        earlier = _sentence_start(text, start)
        start = earlier if earlier < start else _sentence_start(text, max(0, start - 1))
    for stop in _stops(text, end):
        if stop - start > longest:
            return None
        if stop_at(text, stop) != "cut":
            return start, stop
    return None


def _stops(text: str, end: int) -> list[int]:
    """Offsets at which a quotation that reaches to `end` may stop at the earliest: before white space, and at the end."""
    stripped = len(text.rstrip())
    return [*(hit.start() for hit in _SPACE.finditer(text) if end <= hit.start() < stripped), stripped]


@lru_cache(maxsize=65_536)
def stop_at(text: str, end: int) -> Stop:
    """What a quotation does that stops at `end`: leave nothing out that matters, leave a reason out, or cut the meaning."""
    place = end
    while place < len(text) and text[place] in '.!?…)"”’':
        place += 1
    if not text[place:].strip():
        return "free"
    if place < len(text) and not text[place].isspace():
        return "cut"
    if _hangs(text[max(0, end - 80) : end].rstrip()):
        return "cut"
    opening = _next(text, place)
    found: Stop = "free"
    if not _is_strong(text, place):
        if _REASON.match(text, opening):
            found = "reason"
        elif _limits(text, opening) or not _NEW.match(text, opening) or _names_only_whom(text, end, opening):
            return "cut"
        behind = _behind(text, opening)
        if behind is None:
            return "cut"
        opening = behind
    while opening < len(text):  # sentences behind: a reason may still be followed by a limit
        item = _ITEM.match(text, opening)
        opening = item.end() if item else opening
        if _limits(text, opening):
            return "cut"
        reason = _REASON.match(text, opening)
        if not reason and (item or _NEW.match(text, opening) or "\n" in text[place:opening]):
            break
        further = _behind(text, opening)
        if further is None:
            return "cut"
        if not reason:
            break
        found, opening = "reason", further
    return found


def _behind(text: str, opening: int) -> int | None:
    """Where the sentence after the one that holds `opening` opens; None when a limit stands in what is left of it."""
    for hit in _SPACE.finditer(text, opening):
        following = hit.end()
        if _is_strong(text, hit.start()):
            return following
        if following < len(text) and _limits(text, following):
            return None
    return len(text)


def _names_only_whom(text: str, end: int, opening: int) -> bool:
    """Whether a limit that ends at `end` has only said of whom, and what is wished of them opens at `opening`."""
    if not _WISHED.match(text, opening):
        return False
    first = max(0, end - _LONGEST_SUBJECT)
    for hit in _SPACE.finditer(text, first, end):
        clause = text[hit.end() : end]
        if _LIMIT.match(clause):
            return not _SAYS_SOMETHING.search(clause)
    return False


def _limits(text: str, opening: int) -> bool:
    """Whether the clause that opens here limits what stands before it."""
    if _LIMIT.match(text, opening):
        return True
    space = _SPACE.search(text, opening)
    clause = text[opening : space.start() if space else len(text)]
    return bool(_NARROWS.search(clause)) and not _NEW.match(clause)


def _begins_torn(text: str, start: int) -> bool:
    before = text[:start]
    if not before.strip():
        return False
    link = _LINK.search(before)
    opening = link.start() if link else start
    before = text[:opening].rstrip()
    if not before:
        return False
    if opening == len(before) and opening == start:  # no space and no link: inside a run of words
        return True
    if _is_strong(text, len(before)):
        return False
    if _hangs(before[-80:]) and not _OWN.search(before):
        return True
    if not (link and link[0].strip()) and not _NEW.match(text, start) and not _OWN.search(before):
        return True
    first = _sentence_start(text, opening)
    held = [first, *(hit.end() for hit in _SPACE.finditer(text, first, opening) if hit.end() < opening)]
    return any(_CONDITION.match(text, place) for place in held if place < opening)


@lru_cache(maxsize=16_384)
def _hangs(before: str) -> bool:
    """Whether the words that follow belong to the last word of these."""
    from analysis.core.intake.segmenting import segment

    words = segment(before[max(before.rfind(" "), len(before) - 60) + 1 :].lower())
    return bool(words and words[-1] in _HANGS) or bool(_OPEN_ENDED.search(before))


def _sentence_start(text: str, place: int) -> int:
    """Where the sentence that holds the letter before `place` opens."""
    first = 0
    for hit in _SPACE.finditer(text, 0, place):
        if hit.end() < place and _is_strong(text, hit.start()):
            first = hit.end()
    return first or len(text) - len(text.lstrip())


def _next(text: str, place: int) -> int:
    space = _SPACE.match(text, place)
    return space.end() if space else place


def _is_strong(text: str, place: int) -> bool:
    """Whether the white space that begins at `place` ends a sentence."""
    space = _SPACE.match(text, place)
    if space is None:
        return place >= len(text)
    if "\n" in space[0] or space.end() >= len(text):
        return True
    return bool(_ENDED.search(text, max(0, place - 12), place) or _ITEM.match(text, space.end()))
