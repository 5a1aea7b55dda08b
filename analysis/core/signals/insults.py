"""Insults and threats, flagged for a person to look at. Nothing is hidden, lowered or left out because of them.

By word lists (data/rude_words.txt) and by what stands beside a word: ควาย is an animal in a law about animals and part of the
names of many places, เลว a class of water, โง่ what one fears to be taken for. An insult without a listed word is missed.
Sarcasm and slander without rude words are no business of a machine.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import get_args

from analysis.core.contract import Flag, FlagKind
from analysis.core.intake.normal_form import closed_up, normalise
from analysis.core.intake.rows import Row
from analysis.core.intake.word_lists import families
from analysis.core.signals.rude_context import insults, own_words, threatens

#: what is flagged; vulgar words alone insult nobody, they only keep a comment from being quoted
FLAGGED: tuple[FlagKind, ...] = get_args(FlagKind)
_RUDE = (*FLAGGED, "vulgar")
#: a listed word of more letters is found anywhere, a shorter one only where it stands alone
_LONGEST_ALONE = 4
#: what an insult is hung on, in the spellings people use
_CALLS = ("ไอ้", "ไอ่", "ไอ", "อี", "อิ")
_WORD = re.compile("[ก-๙]+")

_WHOM = r"(?:ไอ้|ไอ่|อี(?!ก)|พวก|มึง|แม่ง|มัน|คน(?!พิการ)|นักการเมือง|ข้าราชการ|เจ้าหน้าที่|ตำรวจ|ทหาร|รัฐบาล|สภา(?!พ)|รัฐมนตรี|อธิบดี|นายก|ปลัด|ผู้ว่า|ส\.?ส\.?|คนร่าง|คนคิด|คนเขียน)"
_NOT_SAID = r"(?<!ไม่ได้)(?<!ไม่)(?<!คิดว่า)(?<!มองว่า)(?<!หาว่า)(?<!ความ)(?<!หรือ)(?<!คำว่า)(?<!ดู)(?<!ว่า)"
#: words that are rude only beside somebody they are said of: the word → where it insults
_IN_CONTEXT = {
    "ควาย": re.compile(
        r"(?:ไอ้|ไอ่|พวก|สมอง|โง่(?:เหมือน|ยังกับ|ยังกะ|อย่างกับ|อย่าง|กว่า|เป็น)?|เหมือน|ยังกะ|ยังกับ|อย่างกับ|มึง|มัน|คน|แม่ง|ก็|นักการเมือง|ข้าราชการ|รัฐบาล|สภา)\s?"
        r"ควาย(?!ไทย|ปลัก|เผือก|เหล็ก|งาน|ธนู)|ควาย(?:ๆ|ชัด|แท้|เอ๊ย|เอ้ย|เรียกพ่อ|สิ้นดี|มาก(?!\S*(?:ตัว|ขึ้น))|จริงๆ|ทั้ง(?:กระทรวง|กรม|สภา|แผง))|(?:^|\s)ควาย(?:$|\s)"
    ),
    "เหี้ย": re.compile(
        r"(?:ไอ้|ไอ่|พวก|มึง|มัน|แม่ง|คน|ชาติ|โคตร|หน้า(?!บ้าน)|อะไร|ทำ|ชั่ว)\s?เหี้ย|เหี้ย(?:ๆ|เอ๊ย|เอ้ย|อะไร|ไร|มาก|จริง|แท้|ทั้ง|สัส|นี่|นั่น|$)"
    ),
    "เลว": re.compile(
        rf"{_WHOM}(?!ดี)[ก-๙]{{0,25}}?(?<!ไม่)(?<!ความ)(?<!คน)เลว(?!ร้าย|ลง)|เลว(?:ระยำ|ทราม|ชาติ|ที่สุด|สุดๆ|สิ้นดี|บริสุทธิ์)|(?:^|\s)เลว(?:$|\s|มาก)"
    ),
    "ชั่ว": re.compile(
        r"(?:ไอ้|ไอ่|พวก|มึง|มัน|แม่ง|นักการเมือง|ข้าราชการ|รัฐบาล|โคตร)\s?ชั่ว(?!โมง|คราว|ระยะ|ขณะ)|ชั่ว(?:ช้าสามานย์|ชาติ|ฉิบหาย|สิ้นดี|มากๆ)|คนชั่วครองเมือง"
    ),
    "ชั่วช้า": re.compile(r"ชั่วช้า(?!หรือ|ไหม)"),
    "โง่": re.compile(
        rf"{_NOT_SAID}(?<!เรา)(?<!ผม)(?<!ฉัน)(?<!หนู)(?<!ประชาชน)(?<!ชาวบ้าน)(?<!เหมือนคน)(?<!คน)โง่(?!เอง|หรือ|ไหม|เพราะ)|(?:ไอ้|พวก|มึง|มัน|แม่ง|(?<!เหมือน)คน|สมอง)โง่(?!เพราะ)"
    ),
    "กาก": re.compile(r"(?:ไอ้|ไอ่|พวก|มึง|โคตร|กระจอก|แม่ง|อย่าง|โคตรจะ)กาก|กาก(?:มาก|สัส|จริง|เกิน|ๆ|$|เดน)"),
    "สัด": re.compile(r"(?:ไอ้|ไอ่|ไอ|อี|อิ|พวก|แม่ง|โคตร)สัด(?!ส่วน)|(?:^|\s)สัดๆ?(?:$|\s)"),
    "กะหรี่": re.compile(r"(?:อี|อิ|นัง|ลูก|พวก|ไอ้)กะหรี่(?!ปั๊บ|ปั้บ)|กะหรี่(?:เอ๊ย|เอ้ย)"),
    "ปัญญาอ่อน": re.compile(r"(?<!เด็ก)(?<!คน)(?<!ผู้)(?<!ภาวะ)(?<!โรค)(?<!โรงพยาบาล)ปัญญาอ่อน(?!ควร|ต้อง|ได้รับ|ซ้อน)"),
    "เดรัจฉาน": re.compile(r"(?<!สัตว์)เดรัจฉาน|(?:ไอ้|พวก|เยี่ยง|ยิ่งกว่า|เป็น|อี)สัตว์เดรัจฉาน"),
    # of people, or cried out; what only looks ugly insults nobody ("ทุเรศตา", สภาพทุเรศ)
    "ทุเรศ": re.compile(
        rf"{_WHOM}[ก-๙]{{0,25}}?ทุเรศ(?!ตา|ลูกตา|ลูกกะตา)|ทุเรศ(?:จริง|มาก|ที่สุด|สุด|สิ้นดี|ว่ะ|วะ|ๆ)*\s?(?:พวก|ไอ้|คน|กรรมการ|ท่าน)|(?:^|\s)(?:น่า)?ทุเรศ(?:จริง|มาก|ที่สุด|สุด|สิ้นดี|ว่ะ|วะ|ๆ)*(?:$|\s)"
    ),
    "สันดาน": re.compile(r"สันดาน(?!แม่น้ำ|ดอน|ทราย|น้ำ)"),
}


def flag(rows: Iterable[Row]) -> list[Flag]:
    """Comments to look at: {comment_id, kind}, one entry for each kind."""
    found: list[Flag] = []
    for row in rows:
        if row.reading is not None:
            held = kinds(closed_up("".join(row.reading.words)), row.reading.words)
            found += [{"comment_id": row.comment.id, "kind": kind} for kind in FLAGGED if kind in held]
    return found


@lru_cache(maxsize=4096)
def is_rude(text: str) -> bool:
    """True when a rude word of any kind stands in the text: such a comment counts, but speaks for nobody else."""
    from analysis.core.intake.segmenting import segment

    plain = closed_up(normalise(text).text)
    return _holds_any(plain) and bool(kinds(plain, segment(plain)))


def is_flagged(text: str) -> bool:
    """True when an insult or a threat stands in the text."""
    from analysis.core.intake.segmenting import segment

    plain = closed_up(normalise(text).text)
    return any(kind in FLAGGED for kind in kinds(plain, segment(plain)))


def kinds(plain: str, words: Collection[str]) -> list[str]:
    """Families of rude words in a normalised text, closed up, that is cut into `words`."""
    plain = own_words(plain)
    if not _holds_any(plain):
        return []
    cues = families("rude_words")
    for phrase in cues["ordinary"]:
        plain = plain.replace(phrase, " ")
    found = {kind: [word for word in cues[kind] if word in plain] for kind in _RUDE}
    alone = {*words, *_WORD.findall(plain)}
    alone |= {word.removeprefix(call) for word in alone for call in _CALLS if word.startswith(call)}

    def said(word: str) -> bool:
        beside = _IN_CONTEXT.get(word)
        if beside is not None:
            return bool(beside.search(plain))
        return len(word) > _LONGEST_ALONE or word in alone

    held = {kind for kind in _RUDE if any(map(said, found[kind]))}
    if insults(plain):
        held.add("insult")
    if threatens(plain):
        held.add("threat")
    return [kind for kind in _RUDE if kind in held]


def _holds_any(plain: str) -> bool:
    cues = families("rude_words")
    return any(word in plain for kind in _RUDE for word in cues[kind]) or insults(plain) or threatens(plain)
