"""Names that no list has, told by what stands around them alone: "ชื่อ อรพิน สายทอง", "0812… คุณเพียงใจ", "นางแต๋ว"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .beside_names import FAMILY
from .word_lists import any_of, dictionary, family_names, given_names, is_of_words, listed

_NOT_NAMED = re.compile(any_of("not_given_names"))
_ENGLISH_BESIDE = re.compile(
    r"(?:(?<=\]\])|(?<=\d{4}))\s?[(,-]\s?(?P<name>[A-Z][a-z]{2,15}(?:\s[A-Z][a-z]{1,20})?)(?=\)|$|[\s,.])"
)
_ACCOUNT_OF = re.compile(
    r"(?:ชื่อ(?:บัญชี)?|คือ|ลงชื่อ|โดย)\s?:?\s?(?P<first>[ก-ฮเ-ไ][ก-๙]{2,15})[ \u00a0](?P<last>[ก-ฮเ-ไ][ก-๙]{2,20})(?![ก-๙])"
)
_POLITE_BEHIND = re.compile(
    r"(?:\]\]|\d{4}|ต่อ \d{1,4})[\s:,)(-]{0,3}(?P<name>(?:คุณ|พี่|น้อง|ลุง|ป้า)[ก-ฮเ-ไ][ก-๙]{1,10})(?![ก-๙])"
)
_NICKNAME = re.compile(r"(?<![ก-๙])(?P<name>(?:นาง|นาย)(?P<nick>[ก-ฮเ-ไ][ก-ฮ็-์ะ-ู]{1,4}))(?![ก-๙])")
_WORD = "[ก-ฮเ-ไ][ก-๙]"
#: "ขอแสดงความนับถือ เสาวลักษณ์ นิลกาฬ" at the end of a line; "ชื่อ-สกุล พิมพ์ใจ รักษ์ไทย"
_TWO_SIGNED = re.compile(
    rf"(?:ขอแสดงความนับถือ|ลงชื่อ|ลงนาม|ผู้ร้อง(?:เรียน|ทุกข์)?|ผู้แจ้ง|ผู้เสนอ|ผู้คัดค้าน|ผู้ลงชื่อ|ชื่อ\s?[-–/]\s?(?:นาม)?สกุล)[\s:.]{{0,4}}(?P<name>{_WORD}{{1,14}}[ \u00a0]{_WORD}{{1,17}})(?=\s*(?:$|\n|[(,0-9\[]|โทร|เบอร์|บ้าน|อายุ))"
)
_SURNAME = re.compile(r"(?<!ชื่อ-)นามสกุล\s?:?(?P<name>[ \u00a0][ก-ฮเ-ไ][ก-๙]{2,22})(?![ก-๙])")
#: "เม่งจู แซ่ลิ้ม", and not "แซ่บ"
_OF_CLAN = re.compile(rf"(?<![ก-๙])(?P<name>{_WORD}{{1,12}}[ \u00a0]แซ่(?!บ)[ก-๙]{{1,6}})(?![ก-๙])")
#: behind these stands hardly anything but what somebody is called
_BOSS = re.compile(rf"(?<![ก-๙])(?P<name>(?:เจ๊|เจ้|เฮีย|เสี่ย(?!ว)|อาแปะ|โกว)(?P<nick>{_WORD}{{1,7}}))(?![ก-๙])")
#: kin or trade with one short syllable of somebody's child or called so: "ลูกสาว น้องเอย"
_KIN_AND_NICK = re.compile(
    rf"(?:(?<=ลูกสาว )|(?<=ลูกชาย )|(?<=หลาน )|(?<=ชื่อ )|(?<=คือ ))(?P<name>(?:พี่|น้อง|ลุง|ป้า(?!ย)|น้า|ครู|ช่าง)(?P<nick>{_WORD}{{1,3}}))(?![ก-๙\d])"
)
#: a word that is made of no words, before a listed family name that is none either
_BEFORE_FAMILY = re.compile(rf"(?<![ก-๙])(?P<first>{_WORD}{{2,11}})[ \u00a0](?P<last>{_WORD}{{2,18}})(?![ก-๙])")
#: an office or a rank with a given name that may also be a word: "ส.อบต.วิเชียร", "จ.ส.ต.มานะ"
_OFFICE = re.compile(
    rf"(?<![ก-๙.])(?P<name>(?:จ\.ส\.[ตอ]\.|ส\.ต\.[ตทอ]\.|ด\.ต\.|ส\.อบต\.|ส\.จ\.|สจ\.|ส\.ท\.|สท\.|(?:นายก\s?)?อบต\.|นายก\s?เทศมนตรี|พระครู|หลวงพ่อ|หลวงตา)\s?(?P<first>{_WORD}{{2,12}}))(?![ก-๙])"
)
#: "Somchai Jaidee tel 081…"
_ENGLISH_BEFORE = re.compile(
    r"(?<![A-Za-z])(?!(?:Tel|Phone|Call|Contact|Mobile|Email|Line|Facebook|Thailand|Bangkok|Please|Hotline|Office|Fax|Number)\b)"
    r"(?P<name>[A-Z][a-z]{2,15}(?:\s[A-Z][a-z]{1,20})?)[\s:,(-]{1,3}(?:tel|phone|mobile|โทร|เบอร์)?[.:\s]{0,3}(?=\[\[|\(?0[689]\d)"
)


def find_unlisted_names(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of such names, end exclusive."""
    yield from (hit.span("name") for hit in _ENGLISH_BESIDE.finditer(text))
    for hit in _ACCOUNT_OF.finditer(text):
        if hit["last"] in family_names() and hit["first"] not in dictionary() and not _NOT_NAMED.match(hit["first"]):
            yield hit.start("first"), hit.end("last")
    for hit in _POLITE_BEHIND.finditer(text):
        if hit["name"] not in dictionary() and not hit["name"].startswith("คุณภาพ"):
            yield hit.span("name")
    for hit in _NICKNAME.finditer(text):
        if hit["name"] not in dictionary() and re.search("[็-๋]", hit["nick"]) and not _NOT_NAMED.match(hit["nick"]):
            yield hit.span("name")
    for hit in _TWO_SIGNED.finditer(text):
        if not any(_NOT_NAMED.match(word) for word in re.split(r"[ \u00a0]", hit["name"])):
            yield hit.span("name")
    for hit in _SURNAME.finditer(text):
        if hit["name"][1:] in family_names() or FAMILY.match(hit["name"]):
            yield hit.start("name") + 1, hit.end("name")
    yield from (hit.span("name") for hit in _OF_CLAN.finditer(text))
    for hit in (*_BOSS.finditer(text), *_KIN_AND_NICK.finditer(text)):
        if hit["name"] not in dictionary() and not _is_no_nickname(hit["nick"]):
            yield hit.span("name")
    for hit in _BEFORE_FAMILY.finditer(text):
        first, last = hit["first"], hit["last"]
        is_family = last in family_names() and not is_of_words(last)
        is_given = first in given_names() and first not in dictionary() and first not in listed("places_like_names")
        if (is_family and not is_of_words(first)) or (is_given and not is_of_words(last)):
            yield hit.span()
    for hit in _OFFICE.finditer(text):
        is_monk = hit["name"].startswith(("พระครู", "หลวง"))
        if hit["first"] in given_names() or (is_monk and not is_of_words(hit["first"])):
            yield hit.span("name")
    yield from (hit.span("name") for hit in _ENGLISH_BEFORE.finditer(text))


def _is_no_nickname(nick: str) -> bool:
    """Whether somebody is described rather than called: "เจ๊ร้านทอง", "ครูดีๆ"."""
    described = listed("no_nicknames")
    return "ๆ" in nick or nick in described or nick.startswith(tuple(word for word in described if len(word) > 2))
