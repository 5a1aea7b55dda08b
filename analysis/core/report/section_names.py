"""Themes named by the law's own words: number and heading of the section most of their comments stand on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from analysis.core.report.theme_views import ThemeView

#: share of the comments that stand on a section at all
_LEAST_SHARE = 0.5
_LONGEST = 60
_NUMBERED = re.compile(
    r"(?P<number>(?:มาตรา|ข้อ|หมวด|ส่วน|บทที่|Section|Article)\s*[\d๐-๙]+(?:/[\d๐-๙]+)?)[\s:–-]*(?P<heading>.*)"
)
# A heading names a matter; a line that commands or punishes is the first sentence of the wording.
_COMMANDS = re.compile(
    r"(?:ให้|ผู้ใด|ห้าม|เมื่อ|หาก|ถ้า|ภายใน|บรรดา|ในวาระ|ในกรณี|ใน(?:พระราชบัญญัติ|กฎหมาย)|บุคคลใด|whoever\b|no person\b)"
    r"|.*(?:ต้องระวางโทษ|พระราชบัญญัตินี้|หมายความว่า|มิให้|มีหน้าที่|\bshall\b|\bmust\b)",
    re.IGNORECASE,
)


def name_by_sections(views: Sequence[ThemeView], draft: Mapping[str, str]) -> dict[int, str]:
    """Number of a theme → "มาตรา 9 · การยืนยันตัวตน": where one section holds half of its comments that stand on any, tops
    no other theme, and has a heading in the draft."""
    tops: dict[int, str] = {}
    held: Counter[str] = Counter()
    for number, seen in enumerate(views):
        counts = Counter(row.speaks_of for row in seen.members if row.speaks_of)
        if not counts:
            continue
        top = min(counts, key=lambda section: (-counts[section], section))
        held[top] += 1
        if counts[top] >= _LEAST_SHARE * counts.total():
            tops[number] = top
    named = {number: heading_of(top, draft.get(top, "")) for number, top in tops.items() if held[top] == 1}
    return {number: name for number, name in named.items() if name}


def heading_of(section: str, text: str) -> str | None:
    """Number and heading of a section as one name; None when the draft gives it no heading.

    >>> heading_of("s-9", "มาตรา 9 การยืนยันตัวตน\\nให้หน่วยงาน…"), heading_of("มาตรา ๙", "ให้หน่วยงานเปรียบเทียบภาพใบหน้า")
    ('มาตรา 9 · การยืนยันตัวตน', None)
    """
    first, _, wording = text.strip().partition("\n")
    hit = _NUMBERED.match(first.strip())
    if hit:
        number, heading = hit["number"], hit["heading"].strip()
    else:
        of_name = _NUMBERED.fullmatch(section.strip())
        number, heading = (of_name["number"] if of_name else ""), first.strip() if wording.strip() else ""
    named = number and heading and len(heading) <= _LONGEST and not _COMMANDS.match(heading)
    return f"{number} · {heading}" if named else None
