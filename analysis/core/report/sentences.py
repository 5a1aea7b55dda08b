"""The only sentences with numbers a summary may hold: written and read back by the same pattern.

A number in a summary is the count of the comments its sentence cites, or of the people behind them;
so whoever doubts it can count the citations. The checker parses sentences with these patterns.
"""

from __future__ import annotations

import re

OPEN, CLOSE = "“", "”"
#: stands behind words whose writer goes on with a reason that is not quoted
GOES_ON = " …"

SIZE = "มีผู้แสดงความคิดเห็นในประเด็นนี้ {people} คน รวม {comments} ความคิดเห็น"
STANCE = "ในความคิดเห็นที่ระบุท่าที เห็นด้วย {agree} เห็นด้วยบางส่วน {partly} และไม่เห็นด้วย {disagree} ความคิดเห็น"
CAMPAIGN = "ความคิดเห็น {comments} รายการใช้ข้อความเดียวกันหรือแก้เพียงเล็กน้อย ส่งโดย {people} คน"
#: the same where nobody knows who wrote what
SIZE_ALONE = "มี {comments} ความคิดเห็นในประเด็นนี้ ไม่ทราบจำนวนผู้แสดงความคิดเห็น"
CAMPAIGN_ALONE = "ความคิดเห็น {comments} รายการใช้ข้อความเดียวกันหรือแก้เพียงเล็กน้อย ไม่ทราบจำนวนผู้ส่ง"
COUNTED = (SIZE, STANCE, CAMPAIGN, SIZE_ALONE, CAMPAIGN_ALONE)

#: words before a quotation → stances the cited comment may have
SPEAKERS = {
    "ผู้ที่เห็นด้วยกล่าวว่า": frozenset({"agree"}),
    "ผู้ที่เห็นด้วยบางส่วนกล่าวว่า": frozenset({"partly"}),
    "ผู้ที่ไม่เห็นด้วยกล่าวว่า": frozenset({"disagree"}),
    "ความคิดเห็นในประเด็นนี้กล่าวว่า": frozenset({"agree", "partly", "disagree", ""}),
    "มีข้อเสนอว่า": frozenset({"agree", "partly", "disagree", ""}),
}


def pattern(template: str) -> re.Pattern[str]:
    """The template as a pattern whose groups are its numbers."""
    parts = re.split(r"\{(\w+)\}", template)
    return re.compile(
        "".join(re.escape(part) if place % 2 == 0 else rf"(?P<{part}>\d[\d,]*)" for place, part in enumerate(parts))
    )


def is_counted(sentence: str) -> bool:
    """Whether it is one of the patterns with numbers, which holds no word of a citizen."""
    return any(pattern(template).fullmatch(sentence) for template in COUNTED)


def number(value: int) -> str:
    return f"{value:,}"


def quotation(speaker: str, text: str, *, goes_on: bool = False) -> str:
    """`speaker “text”`, with … when a reason follows that is not quoted."""
    return f"{speaker} {OPEN}{text}{GOES_ON if goes_on else ''}{CLOSE}"
