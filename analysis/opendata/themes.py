"""What people spoke of, as the analysis found and analysts changed it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from .basis import Basis
from .declared import NUMBER, WHOLE, OpenColumn, OpenTable


def _rows(basis: Basis) -> Iterator[list[Any]]:
    """In the order of the document, each theme before its parts."""
    parts = defaultdict(list)
    for theme in basis.current.whole_shown["themes"]:
        parts[theme["parent_id"]].append(theme)
    for theme in (one for top in parts[None] for one in (top, *parts[top["id"]])):
        low, high = theme["ci95"] or (None, None)
        asked = theme["stance"]["asked"]
        yield [
            theme["id"],
            theme["parent_id"],
            theme["label"],
            theme["label_source"],
            *(theme[name] for name in ("n_people", "n_comments", "n_distinct", "share_people")),
            low,
            high,
            *(asked[name] for name in ("agree", "partly", "disagree", "none")),
            theme["campaign_share"],
            list(theme["keywords"]),
            [" ".join([line["sentence"], *(f"[{cited}]" for cited in line["cites"])]) for line in theme["summary"]],
        ]


def _count(name: str, thai: str, english: str) -> OpenColumn:
    return OpenColumn(name=name, kind=WHOLE, is_required=True, least=0, thai=thai, english=english)


THEMES = OpenTable(
    name="themes",
    title="ประเด็น",
    thai="ประเด็นจากการวิเคราะห์ ที่นักวิเคราะห์ตรวจและแก้แล้ว",
    english="Themes of the analysis, with what analysts changed",
    columns=(
        OpenColumn(name="id", is_required=True, thai="รหัสประเด็น", english="Id of the theme"),
        OpenColumn(name="part_of", thai="เป็นส่วนหนึ่งของประเด็น", english="Theme it is a part of"),
        OpenColumn(name="name", is_required=True, thai="ชื่อ", english="Name"),
        OpenColumn(name="named_by", is_required=True, thai="ผู้ตั้งชื่อ", english="Who named it"),
        _count("people", "คน", "People (accounts)"),
        _count("comments", "ความคิดเห็น", "Comments"),
        _count("distinct_texts", "ข้อความไม่ซ้ำ", "Distinct texts"),
        OpenColumn(name="share_of_people", kind=NUMBER, thai="สัดส่วนของคน", english="Share of people"),
        OpenColumn(name="share_low", kind=NUMBER, thai="ขอบล่าง 95 %", english="Lower bound, 95 %"),
        OpenColumn(name="share_high", kind=NUMBER, thai="ขอบบน 95 %", english="Upper bound, 95 %"),
        _count("agree", "เห็นด้วย", "Agree"),
        _count("partly", "เห็นด้วยบางส่วน", "Agree in part"),
        _count("disagree", "ไม่เห็นด้วย", "Disagree"),
        _count("not_stated", "ไม่ระบุ", "No position stated"),
        OpenColumn(name="share_of_copies", kind=NUMBER, thai="สัดส่วนข้อความรณรงค์", english="Share of texts of campaigns"),
        OpenColumn(name="keywords", thai="คำสำคัญ คั่นด้วย ;", english="Keywords, joined by ;"),
        OpenColumn(
            name="summary",
            thai="สรุป แต่ละประโยคตามด้วยเลขความคิดเห็นที่อ้าง",
            english="Summary; behind each sentence the comments it rests on",
        ),
    ),
    key=("id",),
    links=(("part_of", "themes", "id"),),
    rows=_rows,
)
