"""Names of people in Thai text: after a title, a rank or a trade, where someone introduces themselves, or a listed
given name beside a listed family name.

A title or rank with two words behind it is a full name even when the lists do not know it; behind a trade (ครู, หมอ,
กำนัน) or kinship (ลุง, น้อง) the given name must stand in the lists, and when it stands alone be no word of the
dictionary. Titles that are offices (นายก, นายอำเภอ, นายทะเบียน), kinship and trades (คุณหมอ, คุณยาย) are no names;
holders of the highest offices, named as such, stay readable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .word_lists import any_of, dictionary, family_names, given_names

_WORD = "[ก-ฮเ-ไ][ก-๙]{1,40}"
# ร.ต.อ., พ.อ., พล.ต.ท., จ.ส.อ. and the like; the longest first.
_RANK = (
    r"(?:พล\.(?:ต\.[อทต]|อ\.[อทต]|ร\.[อทต]|[อทต])|[พร]\.ต\.[อทต]|[พจ]\.[สอ]\.[อทต]|จ\.ส\.ต|ส\.ต\.[อทต]|ด\.ต|[พรนส]\.[อทต])\."
    r"|(?:พล|พัน|ร้อย|สิบ|จ่าสิบ)(?:ตำรวจ)?(?:เอก|โท|ตรี)|ดาบตำรวจ"
)
_LEARNED = r"(?:ผศ|รศ|ศ|ดร|นพ|พญ|ทพ|ทพญ|ภก|ภญ|สพ\.ญ|นสพ)\."
_TITLE = re.compile(
    r"(?P<title>นางสาว|น\.ส\.|นาย|นาง|ด\.ช\.|ด\.ญ\.|เด็กชาย|เด็กหญิง|คุณหญิง|ท่านผู้หญิง|คุณ"
    rf"|(?<![ก-๙.])(?:(?:ว่าที่\s?)?(?:{_RANK})(?:\s?หญิง)?|{_LEARNED})(?:\s?{_LEARNED}){{0,6}})[ \u00a0]?(?P<first>{_WORD})"
)
# Behind a given name that is also an ordinary word ("ครูเทคนิค ขาดแคลน"), a longer word or one of the dictionary is
# more likely prose than a family name.
_SHORT_LAST = 14
# What a person is called by: a listed name must follow.
_CALLED = re.compile(
    r"(?P<title>(?P<trade>ครู|อาจารย์|ผอ\.?|ผู้อำนวยการ|ผู้ใหญ่บ้าน|ผู้ใหญ่|ผญบ\.?|กำนัน|หมอ|นายแพทย์|แพทย์หญิง|(?<!โรง)พยาบาล|ปลัด|ทนายความ|ทนาย|"
    r"สารวัตร|ผู้กำกับ|ผู้จัดการ|หัวหน้า|ประธาน|เลขา|นายก|สจ\.?|ส\.จ\.|สท\.|สส\.?|ส\.ส\.|สว\.|ส\.ว\.|อสม\.?)|คุณ|พี่|น้อง|ลุง|ป้า|ยาย)"
    rf"[ \u00a0]?(?P<first>{_WORD})"
)
_INTRODUCTION = re.compile(
    rf"(?P<who>ผม|กระผม|ดิฉัน|ฉัน|หนู|ข้าพเจ้า|ลง|นาม|เขา|เธอ)?ชื่อ(?:จริง|เล่น|ว่า|คือ|น้อง|[\s:])*(?P<first>{_WORD})"
)
# A form filled in: whatever stands there is a name.
_FILLED_IN = re.compile(
    rf"ชื่อ\s?(?:-|/|และ)?\s?(?:นาม)?สกุล\s?[:=]\s?(?P<full>{_WORD}[ \u00a0]{{1,3}}{_WORD})"
    rf"|ชื่อ\s?:?\s?(?P<apart>(?!ตัว|สกุล|จริง){_WORD}\s{{1,3}}(?:นาม)?สกุล\s?:?\s?(?!ที่|อายุ|และ|หรือ){_WORD})"
)
# "ติดต่อคุณหน่อย 085…": a number right behind, or one that is masked already.
_BESIDE_NUMBER = re.compile(
    r"(?P<title>คุณ|พี่|น้อง|ลุง|ป้า)[ \u00a0]?(?P<first>[ก-ฮเ-ไ][ก-๙]{1,9})(?=\s{0,2}[:(]?\s?(?:0[2-9]|\[\[))"
)
# "สมศักดิ์ 081…", "081… สมศักดิ์", "วิภาดา (มือถือ 089…": a listed given name, alone, beside a number or one masked already.
_SAYS_NUMBER = r"[\s:(,–/-]{0,3}(?:(?:โทรศัพท์|โทร|เบอร์โทร|เบอร์|มือถือ|ที่|ติดต่อ|โดยตรง|ครับ|ค่ะ|นะคะ)\.?[\s:(]{0,2}){0,3}"
_BEFORE_NUMBER = re.compile(rf"(?<![ก-๙])(?P<first>[ก-ฮเ-ไ][ก-๙]{{2,15}}){_SAYS_NUMBER}(?=\(?0[2-9]|\[\[)")
_BEHIND_NUMBER = re.compile(r"(?:(?<=\d{4})|(?<=\[\]))(?:[\s:,)-]{0,3})(?P<first>[ก-ฮเ-ไ][ก-๙]{2,15})(?![ก-๙])")
_PAIR = re.compile(rf"(?<![ก-๙])(?P<first>{_WORD})(?=[ \u00a0]{{1,3}}{_WORD})")
_ENGLISH_CUES = ("Mr", "Ms", "Miss", "Dr", "name is ", "I am ", "I'm ")
_ENGLISH = re.compile(
    r"(?<![A-Za-z])(?:(?:Mr|Mrs|Ms|Dr)\.?|Miss)\s[A-Z][a-z]{1,20}(?:\s[A-Z][a-z]{1,20})?"
    r"|(?<=[Mm]y name is )[A-Z][a-z]{1,20}(?:\s[A-Z][a-z]{1,20})?"
    r"|(?:(?<=I am )|(?<=I'm ))[A-Z][a-z]{1,20}\s[A-Z][a-z]{1,20}"
)
# "ณ อยุธยา": the last part of some family names, or the whole of it.
_OF_PLACE = re.compile(r"[ \u00a0]{1,3}ณ[ \u00a0]{1,3}[ก-ฮเ-ไ][ก-๙]{1,15}")
_THAI_WORD = re.compile("[ก-๙]{4,}")
_NEXT_WORD = re.compile(r"[ \u00a0]{1,3}(?P<last>[ก-ฮเ-ไ][ก-๙]{1,40})")

_NOT_FIRST = re.compile(any_of("not_given_names"))
# นายก and then another word: "นายกเปิดงาน" is no person called กเปิดงาน.
_PRIME_MINISTER = re.compile(r"^ก[ก-ฮเ-ไ]")
_NOT_LAST = re.compile(any_of("not_family_names"))
_CUT_LAST = re.compile(any_of("ends_of_names"))
_PROSE = re.compile(any_of("prose_in_names"))
# "เจ้านาย", "ทนาย", "ขุนนาง" hold a title inside another word.
_INSIDE_WORD = re.compile(r"(?:(?<!ข้าพ)เจ้า|ท|ขุน|แม่|พระ|เหล่า|พวก|ท่าน)$")
_BEFORE_NAME = re.compile(r"(?:[^ก-๙]|^|ชื่อ|คือ|โดย|ของ|กับ|และ|ว่า|แทน|ถึง|บ้าน|กำนัน|พบ|ให้|หา|จาก|ตัว)$")
# "โรงเรียนครูสมศรี" is a place.
_PLACE = re.compile(
    r"(?:โรงเรียน|ร\.ร\.|โรงพยาบาล|รพ\.|วัด|ถนน|ซอย|สะพาน|มูลนิธิ|วิทยาลัย|ตำบล|ต\.|อำเภอ|อ\.|ค่าย|ตลาด|หมู่บ้าน|อนุสาวรีย์|อาคาร|ห้องสมุด)\s?$"
)
# "ซอยนายเลิศ", "ถนนนางลิ้นจี่": named after somebody long ago.
_STREET = re.compile(r"(?:ถนน|ถ\.|ซอย|ซ\.|แยก|สะพาน|คลอง|ตลาด|แถว)\s?$")
_HIGH_OFFICE = re.compile(r"(?:นายกรัฐมนตรี|นายกฯ|รัฐมนตรี[ก-๙]*|รมว\.[ก-๙]*|รมต\.|ประธานสภา[ก-๙]*|ประธานรัฐสภา)\s?$")


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of names, title included, end exclusive."""
    for hit in _FILLED_IN.finditer(text):
        whole = hit["full"] or hit["apart"]
        if not _PROSE.search(whole):
            yield hit.span("full" if hit["full"] else "apart")
    for hit in _TITLE.finditer(text):
        before = text[max(0, hit.start() - 30) : hit.start()]
        if _INSIDE_WORD.search(before) or _HIGH_OFFICE.search(before) or _STREET.search(before):
            continue
        end = _titled_end(text, hit, after_word=not _BEFORE_NAME.search(before))
        if end:
            yield hit.start(), end
    for hit in _CALLED.finditer(text):
        before = text[max(0, hit.start() - 30) : hit.start()]
        if _PLACE.search(before) or not (hit["trade"] or _BEFORE_NAME.search(before)):
            continue
        end = _called_end(text, hit)
        if end:
            yield hit.start(), end
    for hit in _INTRODUCTION.finditer(text):
        end = _introduced_end(text, hit)
        if end:
            yield hit.start("first"), end
    for hit in _BESIDE_NUMBER.finditer(text):
        if not _NOT_FIRST.match(hit["first"]) and not _word_reaches(text, hit.start(), hit.end("title") + 1):
            yield hit.span()
    yield from _beside_numbers(text)
    yield from _pairs(text)
    if any(cue in text for cue in _ENGLISH_CUES):
        yield from (hit.span() for hit in _ENGLISH.finditer(text))


def _beside_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Given names without title or family name right before or behind a telephone number."""
    for pattern in (_BEFORE_NUMBER, _BEHIND_NUMBER):
        for hit in pattern.finditer(text):
            first = hit["first"]
            if (
                first in given_names()
                and not _NOT_FIRST.match(first)
                and not _PLACE.search(text[max(0, hit.start("first") - 30) : hit.start("first")])
            ):
                yield (
                    hit.start("first"),
                    (_last_name_end(text, hit.end("first"), listed=True) if pattern is _BEHIND_NUMBER else None)
                    or hit.end("first"),
                )


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """A given name that is no other word, beside a listed family name, needs no title."""
    if given_names().isdisjoint(_THAI_WORD.findall(text)):
        return
    for hit in _PAIR.finditer(text):
        first = hit["first"]
        if len(first) >= 4 and first in given_names() and first not in dictionary():
            before = text[max(0, hit.start() - 30) : hit.start()]
            end = _last_name_end(text, hit.end("first"), listed=True)
            if end and not _PLACE.search(before) and not _HIGH_OFFICE.search(before):
                yield hit.start(), end


def _called_end(text: str, hit: re.Match[str]) -> int | None:
    """Where a name behind a trade or kinship ends, None when it is no name."""
    first = hit["first"]
    known = _known_prefix(first)
    if len(known) < 3:
        return None
    start, end = hit.start("first"), hit.start("first") + len(known)
    if _word_reaches(text, hit.start(), end):
        return None  # "หมอนวด" is no person called นวด
    distinct = len(known) >= 4 and not _word_reaches(text, start, end)
    if known == first:
        last = _last_name_end(text, end, listed=not hit["trade"])
        prose = last and not distinct and (last - end > _SHORT_LAST or text[end:last].strip() in dictionary())
        if last and not prose:
            return last
    return end if distinct and (known == first or _word_reaches(text, end, end + 2)) else None


def _word_reaches(text: str, start: int, least: int) -> bool:
    """True when a word of the dictionary that begins at `start` ends at `least` or later."""
    words = dictionary()
    return any(text[start:end] in words for end in range(least, min(len(text), start + 30) + 1))


def _titled_end(text: str, hit: re.Match[str], *, after_word: bool) -> int | None:
    """Where a titled name ends, None when it is no name."""
    first, polite = hit["first"], hit["title"] == "คุณ"
    known = _known_prefix(first)
    office = _NOT_FIRST.match(first)
    if office and known == first and not polite:
        return _last_name_end(text, hit.end("first"), listed=True)  # นายอำนวย ชูเกียรติ
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
    who = hit["who"]
    if known == first:
        doubtful = not who and (len(first) < 4 or first in dictionary())
        last = _last_name_end(text, hit.end("first"), listed=doubtful)
        return last or (hit.end("first") if who and len(first) >= 3 else None)
    if who and len(known) >= 3 and _NOT_LAST.match(first[len(known) :]):
        return hit.start("first") + len(known)
    if not known and who in ("ผม", "กระผม", "ดิฉัน", "ข้าพเจ้า") and len(first) <= 12 and not _PROSE.search(first):
        return _last_name_end(text, hit.end("first"), listed=_word_reaches(first, 0, len(first)))
    return None


def _last_name_end(text: str, start: int, *, listed: bool = False) -> int | None:
    """Where the family name after `start` ends; `listed` accepts only names of the list."""
    of_place = _OF_PLACE.match(text, start)
    if of_place:
        return of_place.end()
    hit = _NEXT_WORD.match(text, start)
    if hit is None:
        return None
    last = hit["last"]
    if last in family_names() or (last in given_names() and last not in dictionary()):
        of_place = _OF_PLACE.match(text, hit.end("last"))
        return (of_place or hit).end()
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
    names = given_names()
    for length in range(min(len(word), 16), 1, -1):
        if word[:length] in names and (length == len(word) or re.match(r"[ก-ฮเ-ไ]", word[length])):
            return word[:length]
    return ""
