"""Who answers for a report, and by what anybody checks it: the last part of its files. On the page that stands at the top."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from babel.dates import format_date

from ..thai.digits import BUDDHIST_ERA
from .document import HeadingBlock, ListBlock, Report, Run


@dataclass(frozen=True, kw_only=True)
class Signed:
    """``role``: in Thai, as which somebody signed; ``on``: Bangkok's day."""

    role: str
    on: date


def with_signatures(report: Report, signatures: Sequence[Signed], *, sha256: str) -> Report:
    """The report with a part that says who signed and when, its digest, and the checkpoint of the log that stood when it was made, if
    one was signed by then."""
    lines = [f"ลงนามโดย{one.role} เมื่อ {_day(one.on)}" for one in signatures]
    lines.append(f"SHA-256 ของสรุปผลนี้: {sha256}")
    if checkpoint := report.basis.get("checkpoint"):
        size, root = f"{checkpoint['size']:,}", checkpoint["root"]
        lines.append(f"จุดตรวจสอบของสมุดบันทึกเมื่อทำสรุปผลนี้: {size} รายการ ราก {root}")
    part = ListBlock(items=tuple((Run(text=line),) for line in lines))
    heading = HeadingBlock(level=1, id="signed", text="ผู้ลงนามและวิธีตรวจสอบ")
    return replace(report, blocks=(*report.blocks, heading, part))


def _day(on: date) -> str:
    return f"{format_date(on, 'd MMMM', locale='th')} {on.year + BUDDHIST_ERA}"
