"""Given names without a title: alone between spaces, signed under a text, said of somebody, beside a house or another name.

A listed given name that is no word of the language is a name nearly wherever it stands alone (of 279 in some 30,000 posts a
handful were quarters and restaurants). One that is also a word ("มาลี", "ประเสริฐ") needs more beside it: who is called so, a
closing word, a number of a house, another name. Behind a word for a place, or before the number of a lane, it is a street.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import beside_names as beside
from .clung_names import find_clung_names
from .spoken_of_names import find_spoken_of, find_whole_names
from .unlisted_names import find_unlisted_names
from .word_lists import dictionary, family_names, given_names, is_word, listed

_RUN = re.compile("[ก-๙]{3,}")
#: words people are called by when they are older
_NICKS = frozenset({"แดง", "น้อย", "จันทร์", "เพชร", "แก้ว", "เดือน", "ดำ", "ทอง", "คำ"})
_PRAISE = frozenset({"ประเสริฐ", "วิเศษ", "เลิศ", "งาม", "จริงใจ", "อนันต์", "สุดใจ", "ล้ำเลิศ", "สมใจ", "อุดม", "ไพบูลย์", "วิจิตร"})
_STANDS_BEFORE = re.compile(rf"{beside.COMES_BEFORE}|{beside.ROLE}|{beside.KIN}")
_NEXT_WORD = re.compile(r"[ \u00a0]{1,2}(?P<last>[ก-ฮเ-ไ][ก-๙]{1,25})(?![ก-๙])")


def find_bare_names(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of names without a title, end exclusive."""
    yield from find_whole_names(text)
    before_end = 0
    for run in _RUN.finditer(text):
        for start, end in _names_in(text, run.start(), run.end()):
            if start >= before_end:
                yield start, end
                before_end = end
    yield from find_spoken_of(text)
    yield from find_unlisted_names(text)
    yield from find_clung_names(text)


def _names_in(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Names in one run of Thai letters: where it begins, or behind a word that may stand right before a name."""
    starts = [
        start,
        *(hit.end() for hit in _STANDS_BEFORE.finditer(text, start, stop) if hit.end() < stop),
    ]
    seen: set[int] = set()
    for place in starts:
        if place in seen:
            continue
        seen.add(place)
        end = _name_end(text, place, stop, first=place == start)
        if end:
            yield _with_title(text, place), end
            other = beside.TOGETHER.match(text, end)
            if other:
                also = _longest(text, other.end(), len(text))
                if also and _ends(text, also):
                    yield other.end(), _whole_name_end(text, also) or also


def _name_end(text: str, start: int, stop: int, *, first: bool) -> int | None:
    """Where a name that begins here ends, None when there is none."""
    end = _longest(text, start, stop)
    if end is None and text[start:stop] in family_names() and stop - start >= 4 and first:
        between = beside.NEAR_NUMBER.match(text, stop) and beside.BEHIND_NUMBER.search(text[max(0, start - 30) : start])
        return stop if between else None
    if end is None:
        return None
    name, before = text[start:end], text[max(0, start - 30) : start]
    if end == stop:
        whole = _whole_name_end(text, end)
        if whole and (
            beside.WHO_SPEAKS.search(before)
            or (first and beside.DOES.match(text, whole))
            or _is_alone(text, start, whole)
        ):
            return whole
    if (
        name in listed("never_bare_names")
        or _is_ordinary(name, before)
        or name in _places()
        or (beside.PLACE.search(before) and not beside.NEAR_PLACE.search(before))
        or beside.HIGH_OFFICE.search(before)
        or beside.PLACE_OF_KIN.search(before)
        or (
            beside.LANE_BEHIND.match(text, end)
            and not beside.NEAR_NUMBER.match(text, end)
            and not (start == 0 and not is_word(name) and beside.HOUSE_OF_WRITER.match(text, end))
        )
    ):
        return None
    alone = end == stop
    known = not is_word(name)
    cued = bool(
        beside.CALLED_SO.search(before)
        or beside.SIGNED.search(before)
        or (
            beside.AFTER_KIN.search(before) and not beside.HIGH_OFFICE.search(before) and _kin_is_free(text, start, end)
        )
    )
    if alone:
        last = _last_end(text, end)
        at_number = bool(beside.NEAR_NUMBER.match(text, end) or beside.BEHIND_NUMBER.search(before))
        if (
            (known and len(name) >= 4 and (first or cued or (len(name) >= 5 and beside.HUNG_ON.search(before))))
            or cued
            or (first and at_number and len(name) >= 4)
        ):
            return last or end
        if first and last and known:
            return last
        return None
    follows = re.match(beside.GOES_ON, text[end:stop])
    together = beside.TOGETHER.match(text, end)
    other = _longest(text, together.end(), len(text)) if together else None
    if known and follows and len(name) >= 4 and (first or cued or (len(name) >= 5 and beside.HUNG_ON.search(before))):
        return end
    if first and re.match(beside.INTRODUCED, text[end:stop]) and name not in _PRAISE:
        return end
    if other and together and (known or text[together.end() : other] not in dictionary()) and first and len(name) >= 4:
        return end
    return end if cued and follows and not _word_goes_on(text, start, end) else None


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether a name opens a line and what numbers a person or a class follows: "สายฝน ดวงดี ม.6/2"."""
    opens = not text[:start].rsplit("\n", 1)[-1].strip()
    return opens and bool(beside.NEAR_NUMBER.match(text, end) or beside.AGE_OR_CLASS.match(text, end))


def _whole_name_end(text: str, end: int) -> int | None:
    """Where the one word behind a given name ends that is no prose."""
    hit = beside.ONE_WORD.match(text, end)
    if hit is None or beside.NOT_LAST.match(hit["last"]) or beside.PROSE.search(hit["last"]):
        return None
    last = hit["last"]
    shaped = last in family_names() or bool(beside.FAMILY.match(text, end)) or last not in dictionary()
    return hit.end() if shaped and last not in listed("ordinary_words") else None


def _kin_is_free(text: str, start: int, end: int) -> bool:
    """Whether kin and name are no word together ("พี่น้อง", "คุณครู")."""
    title = beside.TITLE.search(text, max(0, start - 12), start)
    return title is None or text[title.start() : end].replace(" ", "") not in dictionary()


def _with_title(text: str, start: int) -> int:
    """Where a name begins when the kin that stands right before it is taken along."""
    title = beside.TITLE.search(text[:start], max(0, start - 12))
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
    return end == len(text) or bool(re.match(rf"[^ก-๙]|{beside.GOES_ON}", text[end:]))


def _last_end(text: str, end: int) -> int | None:
    """Where a listed family name behind one space ends."""
    hit = _NEXT_WORD.match(text, end)
    if hit is None:
        return None
    last = hit["last"]
    if beside.NOT_LAST.match(last) or last in listed("ordinary_words"):
        return None
    shaped = beside.FAMILY.match(text, end)
    if shaped and last not in dictionary():
        return shaped.end()
    return hit.end() if last in family_names() or (last in given_names() and last not in dictionary()) else None


def _word_goes_on(text: str, start: int, end: int) -> bool:
    """Whether a word of the dictionary that begins with the name goes on behind it."""
    return any(text[start:stop] in dictionary() for stop in range(end + 1, min(len(text), start + 24) + 1))


def _is_ordinary(name: str, before: str) -> bool:
    """Whether a listed given name is far oftener a word; behind "ลุง" or "ป้า" a short one is a nickname."""
    return name in listed("ordinary_words") and not (name in _NICKS and beside.ELDER.search(before))


def _places() -> frozenset[str]:
    return frozenset(listed("places_like_names"))
