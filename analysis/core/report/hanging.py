"""Requests that say what should be done and leave out to what: "ขอให้ขยายเป็นสองปี", "ควรใช้วิธีอื่นแทน".

Beside the sentence before them they are plain; alone a reader does not know what is asked for. Written after both invented
consultations were read aloud (docs/analysis.md).
"""

from __future__ import annotations

import re

_OPENS = r"(?:แต่|และ|ก็|จึง|เห็นว่า|อย่างน้อย|ใคร่|\s)*(?:ขอให้|ขอเสนอให้|เสนอให้|ขอเรียนเสนอให้|อยากให้|ขอ|เสนอ|ควร(?:จะ|ให้)?|สมควร|ต้อง|ให้|โปรด|ช่วย)\s?"
#: deeds that are done to something
_DONE_TO = r"(?:ใส่|ตัด|เพิ่ม|แก้ไข|แก้|ปรับ|รวม|แยก|ลด|ขยาย|ขยับ|ยืด|เลื่อน|ยกเลิก|ทบทวน|เปลี่ยน|คง|เก็บ|คืน|แบ่ง|เฉลี่ย|บังคับใช้|บังคับ|ระบุ|เขียน|กำหนด|นิยาม|เชื่อม|ถอน|ยุบ|ย้าย|ชะลอ|พัก|นำ|เอา)"
#: what follows such a deed where the thing is not named: a way, a goal, an amount, a small word or the end
_THING_LEFT_OUT = (
    r"(?:(?:ไป|มา|ออก|เข้า|ไว้|ทิ้ง|ลง|ขึ้น|ให้|ได้)*(?:ด้วย|ก่อน|หรือ|และ|เป็น|เหลือ|แค่|เพียง|เฉพาะ|จาก|กับ|ใหม่|อีก|ที่(?=อำเภอ|จังหวัด|หน่วยงาน|เดิม|เดียว)|ทั้ง(?:หมด|ปี|มาตรา)|ว่า|เลย|เถอะ|เสีย|ซะ|นะ|ครับ|ค่ะ|คะ|ชัด|ละเอียด)"
    r"|(?:ไป|มา|ออก|เข้า|ทิ้ง)*(?=\s*$|\s+(?:และ|แต่|เพราะ|เนื่องจาก|ไม่|เพื่อ))|(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|[\d๐-๙]+)\s?(?:ระดับ|ส่วน|กลุ่ม|ประเภท|ขั้น|แบบ))"
)
_OBJECTLESS = re.compile(f"{_OPENS}{_DONE_TO}{_THING_LEFT_OUT}")
_POLITE = r"(?:ครับ|ค่ะ|คะ|นะ|จ้า|เด้อ|เลย|จริงๆ|แท้ๆ|\s)*"
#: done as something says, or instead of something, and neither is said
_AS_OR_INSTEAD = re.compile(
    rf"(?:ทำ|เฮ็ด|ปฏิบัติ|ดำเนินการ|เป็นไป)ตาม{_POLITE}$|(?:แทน|แบบเดียวกัน|เช่นเดียวกัน|เช่นกัน|เหมือนกัน){_POLITE}$"
)
_POINTS = re.compile(
    r"(?<!ไม่)(?<!นอก)(?<!เหนือ)(?<!หลัง)(?<!ถ้า)(?:ใน|ตรง|แถว|จาก|กับ|อย่าง|แบบ|เรื่อง|พวก)(?:นั้น|นี้)(?!\S*(?:ฉบับ|มาตรา|ร่าง))|ดังกล่าว|ข้างต้น"
)


def hangs(request: str) -> bool:
    """Whether a request needs the sentence before it to be understood.

    >>> hangs("ขอให้ขยายเป็นสองปี"), hangs("ขอให้ขยายเวลายื่นคำขอเป็นสองปี")
    (True, False)
    """
    return bool(_OBJECTLESS.match(request) or _AS_OR_INSTEAD.search(request) or _POINTS.search(request))
