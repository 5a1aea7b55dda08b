"""What people told of themselves, counted in fives and without the few, where anybody told."""

from collections.abc import Iterator
from typing import Any

from consult.people.actions import count_demographics

from .basis import Basis
from .declared import WHOLE, OpenColumn, OpenTable


def count_told(basis: Basis) -> list[list[Any]]:
    """[aspect, value, count]; counts that are not told are left out. Nothing is crossed and no total given (docs/decisions/0146)."""
    told = count_demographics(consultation=basis.consultation)
    return [[aspect, value, n] for aspect, counts in told.items() for value, n in sorted(counts.items()) if n]


def _rows(basis: Basis) -> Iterator[list[Any]]:
    yield from basis.counted["demographics"]


DEMOGRAPHICS = OpenTable(
    name="demographics",
    title="ข้อมูลทั่วไปของผู้ตอบ",
    thai="จังหวัด ช่วงอายุ และกลุ่มของผู้มีส่วนร่วมที่เลือกบอก นับทีละห้า ไม่บอกจำนวนที่น้อยกว่า 5",
    english="Province, age band and kind of those who chose to tell, in fives; fewer than 5 are not told",
    columns=(
        OpenColumn(
            name="aspect", is_required=True, choices=("province", "age", "kind"), thai="เรื่อง", english="What is told"
        ),
        OpenColumn(name="value", is_required=True, thai="ค่า", english="Value"),
        OpenColumn(
            name="people_at_least",
            kind=WHOLE,
            is_required=True,
            least=5,
            thai="อย่างน้อยกี่คน (ปัดลงทีละห้า)",
            english="At least so many accounts (rounded down to a multiple of five)",
        ),
    ),
    key=("aspect", "value"),
    rows=_rows,
)
