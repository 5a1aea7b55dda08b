"""The side a clause takes in so many words: "ขอคัดค้าน …" is against, "สนับสนุน …" is for, whatever button was pressed."""

from __future__ import annotations

import re
from typing import Literal

_DISAGREE = re.compile(
    r"ไม่เห็นด้วย|ไม่เห็นชอบ|ไม่สนับสนุน|ไม่ยอมรับ|ไม่ควรมี|คัดค้าน|ต่อต้าน|ไม่เอา|ขอให้(?:ตัด|ยกเลิก|ถอน)|ควร(?:ตัดออก|ยกเลิก)"
)
_AGREE = re.compile(r"(?<!ไม่)(?:เห็นด้วย|เห็นชอบ|สนับสนุน)|ดีแล้ว|ดีมาก|ชอบ(?:มาตรา|ร่าง|มาก)")


def side_of(clause: str) -> Literal["agree", "disagree", ""]:
    """Empty where the words take no side, or both."""
    against = bool(_DISAGREE.search(clause))
    agrees = bool(_AGREE.search(_DISAGREE.sub(" ", clause)))
    return "" if against == agrees else "disagree" if against else "agree"
