"""Comments, edits and vectors for tests of the core: small, invented, the same every time."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from analysis.core.space.vectors import unit_rows
from analysis.core.themes.edits import Edit
from analysis.core.types import CommentText, Options

#: whatever may be typed in Thai, and a little else
THAI = st.text(
    st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B) | st.sampled_from("a B1 \n😀\u200b."),
    max_size=60,
)

TEXTS = [
    "ค่าธรรมเนียมแพงเกินไปสำหรับร้านเล็ก",
    "ค่าธรรมเนียมใบอนุญาตควรลดลง",
    "ลดค่าธรรมเนียมให้ผู้ค้ารายย่อย",
    "ระบบล่มบ่อยตอนยื่นเรื่อง",
    "เว็บไซต์ของระบบช้าและล่มทุกเช้า",
    "ระบบออนไลน์ล่มจนยื่นไม่ทัน",
    "คนแก่ใช้มือถือไม่เป็น ขอเจ้าหน้าที่ช่วย",
    "ผู้สูงอายุไม่มีมือถือ ขอเคาน์เตอร์เดิม",
    "ยายใช้มือถือไม่เป็นเลย",
    "เห็นด้วยครับ",
]


COMMENTS = [
    CommentText(id=f"c{i:02d}", text=text, person=f"p{i % 7}", stance=("agree", "disagree", "")[i % 3])
    for i, text in enumerate(TEXTS * 2)
]


#: words alone, and a theme for each of the three matters the texts speak of
WORDS = Options(encoder="tfidf", themes=3)


def top_level(document: dict) -> list[dict]:
    return [theme for theme in document["themes"] if theme["parent_id"] is None]


PIECES = [
    "เห็นด้วยครับ",
    "ค่าธรรมเนียมแพงเกินไป",
    "ระบบล่มบ่อย",
    "คนแก่ใช้มือถือไม่เป็น",
    "👍",
    "",
    "ok",
    "Please simplify the form",
    "这个法律很好",
    "สล็อตเว็บตรง ฝากถอนไม่มีขั้นต่ำ สมัครวันนี้",
    "โทร 081-234-5678 ขอข้อมูลสแกนใบหน้า",
    "ข้อมูลส่วนบุคคลรั่วไหล",
]


def bundles(*sizes: int) -> np.ndarray:
    """Bundles of directions, each around an axis of its own."""
    generator = np.random.default_rng(0)
    rows = [
        np.eye(len(sizes))[axis] + generator.normal(0, 0.05, len(sizes))
        for axis, n in enumerate(sizes)
        for _ in range(n)
    ]
    return unit_rows(np.array(rows).reshape(-1, len(sizes)))


def comment(name: str, text: str, **more: object) -> CommentText:
    return CommentText(id=name, text=text, **more)


def rename(number: str, theme: str, name: str, was: str = "") -> Edit:
    return Edit(id=number, kind="rename", theme=theme, name=name, was=was)


def merge(number: str, theme: str, into: str) -> Edit:
    return Edit(id=number, kind="merge", theme=theme, into=into)


def move(number: str, comment: str, into: str, stood: str = "") -> Edit:
    return Edit(id=number, kind="move", comments=(comment,), into=into, stood={comment: stood} if stood else {})


def undo(number: str, reverts: str) -> Edit:
    return Edit(id=number, kind="revert", reverts=reverts)
