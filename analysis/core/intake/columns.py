"""How columns may be called, in Thai and English, and what stands in them in Thai."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

#: other names of a column, those that win first
Names = tuple[str, ...]

COMMENTS: Mapping[str, Names] = {
    "id": (
        "comment_id",
        "comment-id",
        "รหัสความคิดเห็น",
        "รหัส",
        "เลขที่ความคิดเห็น",
        "ลำดับที่",
        "ลำดับ",
        "เลขที่",
        "ที่",
        "no",
        "no.",
    ),
    "text": (
        "comment",
        "comment-body",
        "comment_text",
        "body",
        "ข้อความ",
        "ความคิดเห็น",
        "ความเห็น",
        "ข้อคิดเห็น",
        "ข้อเสนอแนะ",
        "รายละเอียด",
    ),
    "section": ("มาตรา", "ข้อ", "หมวด", "มาตราที่"),
    "stance": ("จุดยืน", "ท่าที", "ความเห็นต่อร่าง", "position"),
    "reply_to": ("ตอบกลับ", "ตอบกลับความคิดเห็น", "parent", "parent_id"),
    "author": ("ผู้แสดงความคิดเห็น", "ผู้แสดงความเห็น", "ผู้เขียน", "ผู้ตอบ", "ชื่อ-สกุล", "ชื่อ", "person", "user", "author-id"),
    "created_at": ("วันที่และเวลา", "วันเวลา", "ประทับเวลา", "วันที่", "เวลา", "created", "timestamp", "date"),
}
DRAFT: Mapping[str, Names] = {
    "section": ("มาตรา", "ข้อ", "หมวด", "มาตราที่"),
    "text": ("ข้อความ", "เนื้อหา", "บทบัญญัติ", "ถ้อยคำ", "body", "wording"),
}
VOTES: Mapping[str, Names] = {
    "voter": ("ผู้โหวต", "ผู้ลงคะแนน", "ผู้ตอบ", "person", "user"),
    "comment": ("รหัสความคิดเห็น", "ความคิดเห็น", "ข้อความ", "statement"),
    "value": ("โหวต", "ค่า", "คะแนน", "จุดยืน", "vote_value"),
}
#: what stands before the name of an attribute
_ATTRIBUTE = re.compile(r"(?:attribute|คุณลักษณะ|ลักษณะ)[_ :]\s*(?=\S)", re.IGNORECASE)

STANCES: Mapping[str, str] = {
    "เห็นด้วย": "agree",
    "เห็นด้วยบางส่วน": "partly",
    "ไม่เห็นด้วย": "disagree",
    "ไม่ระบุ": "",
    "ไม่แน่ใจ": "",
    "none": "",
}
VALUES: Mapping[str, int] = {
    "1": 1,
    "+1": 1,
    "1.0": 1,
    "0": 0,
    "0.0": 0,
    "-1": -1,
    "-1.0": -1,
    "−1": -1,
    "เห็นด้วย": 1,
    "ไม่แน่ใจ": 0,
    "ไม่เห็นด้วย": -1,
}


def canonical(written: Sequence[str], names: Mapping[str, Names], *, unknown: str | None = None) -> list[str]:
    """The columns of a header by the names they go by here; what is not known keeps its name, or becomes `unknown`.

    A column that already has the right name keeps it; of several that could be one the first of the list wins.

    >>> canonical(["ID", "ข้อเสนอแนะ", "ความคิดเห็น"], COMMENTS)
    ['id', 'ข้อเสนอแนะ', 'text']
    """
    plain = [" ".join(name.split()).lower().strip("\ufeff") for name in written]
    called: dict[int, str] = {}
    for column, others in names.items():
        for name in (column, *others):
            places = [place for place, header in enumerate(plain) if header == name and place not in called]
            if places:
                called[places[0]] = column
                break
    columns = []
    for place, name in enumerate(written):
        attribute = _ATTRIBUTE.match(name.strip())
        if place in called:
            columns.append(called[place])
        elif attribute:
            columns.append("attribute_" + name.strip()[attribute.end() :])
        else:
            columns.append(name if unknown is None else unknown)
    return columns
