"""Public names: which two are one to a reader, and which nobody may take because they claim an office."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

from .confusables import skeleton
from .word_lists import listed

#: A shorter name of an agency stands in many a word by chance.
_LEAST_OF_AGENCY = 4


def name_form(name: str) -> str:
    """What is left of a public name when only what a reader tells apart counts: two people may not share it.

    The skeleton of the name, of which letters, marks and digits stay.

    >>> name_form("สมใจ  นาดี") == name_form("สมใจ\u200b-นาดี") == name_form("ສมใจนาดี")
    True
    """
    return "".join(letter for letter in skeleton(name) if unicodedata.category(letter)[0] in "LMN")


def claims_office(name: str, agencies: Iterable[str]) -> bool:
    """True for a name that is a word of office (data/reserved_names.txt), or that names one of these agencies without keeping
    it at a distance (data/not_of_the_agency.txt).

    >>> claims_office("เจ้าหน้าที่กรมที่ดิน", ["กรมที่ดิน"]), claims_office("ลูกค้ากรมที่ดิน", ["กรมที่ดิน"])
    (True, False)
    """
    form = name_form(name)
    if form in _reserved("=") or form.startswith(_reserved("^")) or any(word in form for word in _reserved("*")):
        return True
    return any(_names(form, name_form(agency)) for agency in agencies)


def _names(form: str, agency: str) -> bool:
    if len(agency) < _LEAST_OF_AGENCY:
        return form == agency
    before, found, _ = form.partition(agency)
    return bool(found) and not before.startswith(_distances())


@cache
def _reserved(kind: str) -> tuple[str, ...]:
    return tuple(name_form(line[1:]) for line in listed("reserved_names") if line[0] == kind)


@cache
def _distances() -> tuple[str, ...]:
    return tuple(map(name_form, listed("not_of_the_agency")))
