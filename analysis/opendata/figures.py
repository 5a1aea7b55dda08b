"""How many comments there are, in parts that add up to every row on record."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count

from consult.models import Comment
from consult.pages.figures import part

from .basis import Basis
from .declared import WHOLE, OpenColumn, OpenTable

_PARTS = ("web", "email_channel", "meeting", "paper", "withdrawn", "held", "hidden", "below", "all")


def _rows(basis: Basis) -> Iterator[list[Any]]:
    """Comments on the website in one line: how they split by level is told without the few (levels). Counted now and not as pages keep it:
    what stands in one release is of one moment."""
    rows = Comment.objects.filter(consultation=basis.consultation).order_by().annotate(kind=part()).values_list("kind")
    counted = rows.annotate(comments=Count("pk"), replies=Count("parent"))
    sums = {name: [0, 0] for name in _PARTS}
    for kind, comments, replies in counted:
        for name in (kind, "all"):
            sums[name][0] += comments
            sums[name][1] += replies
    yield from ([name, *counts] for name, counts in sums.items())


FIGURES = OpenTable(
    name="figures",
    title="จำนวนความคิดเห็น",
    thai="จำนวนความคิดเห็นทุกแถวในบันทึก แยกเป็นส่วนที่รวมกันได้เท่าทั้งหมด",
    english="How many comments are on record, in parts that add up",
    columns=(
        OpenColumn(
            name="part",
            is_required=True,
            choices=_PARTS,
            thai="เว็บไซต์นี้ อีเมล การประชุม กระดาษ ผู้เขียนถอน รอตรวจ ผู้ดูแลซ่อน คำตอบกลับที่ไปพร้อมกัน ทั้งหมด",
            english="This website, e-mail, meetings, paper, withdrawn, waiting for a moderator, hidden, replies that went with those, all together",
        ),
        OpenColumn(
            name="comments",
            kind=WHOLE,
            is_required=True,
            least=0,
            thai="ความคิดเห็น รวมคำตอบกลับ",
            english="Comments, replies among them",
        ),
        OpenColumn(
            name="replies", kind=WHOLE, is_required=True, least=0, thai="ในจำนวนนี้เป็นคำตอบกลับ", english="Of them replies"
        ),
    ),
    key=("part",),
    rows=_rows,
)
