"""Fields filled with nothing ("ไม่มี", "N/A", "ไม่ประสงค์แสดงความคิดเห็น"): neither a subject nor a position."""

from __future__ import annotations

import re
from functools import cache

from analysis.core.intake.normal_form import fingerprint
from analysis.core.intake.word_lists import families


def is_non_answer(mark: str) -> bool:
    """Whether a text of this fingerprint only says that nothing is said.

    >>> is_non_answer(fingerprint("ไม่มีข้อเสนอแนะเพิ่มเติมครับ")), is_non_answer(fingerprint("ไม่มีรถเมล์"))
    (True, False)
    """
    return _pattern().fullmatch(mark) is not None


@cache
def _pattern() -> re.Pattern[str]:
    lists = families("non_answers")
    whole, first, who, refusing, thing, more, trial, tried = (
        "|".join(sorted({fingerprint(word) for word in lists[name]} - {""}, key=lambda mark: (-len(mark), mark)))
        for name in ("whole", "first", "who", "refusing", "object", "more", "trial", "tried")
    )
    objects = rf"(?:{thing})+(?:{more}|{thing})*"
    return re.compile(
        rf"(?:{trial})(?:{trial}|{tried}|\d)*|(?:{first})?(?:{who})?(?:(?:{whole})(?:{more})*|(?:{refusing})(?:{more})*{objects}(?:(?:{refusing}){objects})*)"
    )
