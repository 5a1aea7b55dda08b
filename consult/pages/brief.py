"""What a hearing is about: one sentence for a screen that has room for one, and the rest for who wants it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..models import Consultation
from ..models.facts import pairs

#: Letters: shorter is no sentence yet, longer is too much at a glance
SHORTEST, LONGEST = 40, 160
#: Thai shows the end of a thought by a space between two Thai words; one before a figure or foreign name is none
_BREAK = re.compile(r"(?<=[ก-ฮะ-์]) +(?=[ก-ฮเ-ไ])|(?<=[^\W\d_]{3}[.!?]) +(?=[A-Z“])")
#: What begins with these belongs to the thought before: it joins, limits, excepts, or says when, why and for whom
_GOES_ON = re.compile(
    "และ|หรือ|แต่|เว้น|ยกเว้น|โดย|ซึ่ง|ที่|อัน|เพื่อ|ถ้า|หาก|เมื่อ|ทั้งนี้|ก็|กับ|แก่|แห่ง|ใน|จาก|ตาม|ของ|ไม่ใช่|มิใช่|จน|เพราะ|ได้แก่|เช่น|คือ|ว่า|"
    "ต่อ|ภายใน|ตั้งแต่|เท่า|พร้อม|ทั้ง|รวม|สำหรับ|เฉพาะ"
)


@dataclass(frozen=True, kw_only=True)
class Brief:
    """``sentence`` and ``rest`` are the summary in two; ``affected`` is who, and how (empty where it is not said)."""

    sentence: str
    rest: str
    affected: Sequence[tuple[str, str]]


def brief(consultation: Consultation) -> Brief:
    sentence, rest = in_two(consultation.summary)
    return Brief(sentence=sentence, rest=rest, affected=pairs(consultation.pack.get("affected_groups", "")))


def in_two(summary: str) -> tuple[str, str]:
    """The first sentence of a summary and what follows it. Nothing is lost, and no limit or exception is parted from
    what it limits."""
    paragraph, _newline, others = summary.strip().partition("\n")
    end = _first_end(paragraph)
    rest = "\n".join(filter(None, [paragraph[end:].strip(), others.strip()]))
    return paragraph[:end].strip(), rest


def _first_end(paragraph: str) -> int:
    if len(paragraph) <= LONGEST // 2:
        return len(paragraph)
    for gap in _BREAK.finditer(paragraph):
        if gap.end() > LONGEST:
            break
        if gap.start() >= SHORTEST and not _GOES_ON.match(paragraph, gap.end()) and _is_whole(paragraph[: gap.start()]):
            return gap.start()
    if len(paragraph) <= 1.5 * LONGEST:
        return len(paragraph)
    last = paragraph.rfind(" ", SHORTEST, LONGEST)
    return last if last > 0 else len(paragraph)


def _is_whole(text: str) -> bool:
    """Whether no bracket or quotation is left open."""
    return text.count("(") == text.count(")") and text.count("“") == text.count("”")
