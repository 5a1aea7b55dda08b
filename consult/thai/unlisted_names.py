"""Names that no list has, told by what stands around them alone: "ชื่อ อรพิน สายทอง", "0812… คุณเพียงใจ", "นางแต๋ว"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .word_lists import any_of, dictionary, family_names

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
