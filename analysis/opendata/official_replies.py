"""What the agency answered to single comments, as it reads now."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from consult.models import OfficialReply

from .basis import BATCH, Basis
from .declared import DAY, WHOLE, OpenColumn, OpenTable


def _rows(basis: Basis) -> Iterator[list[Any]]:
    replies = OfficialReply.objects.filter(
        comment__consultation=basis.consultation, comment__is_visible=True, withdrawn_at=None
    ).order_by("comment")
    columns = ("comment", "answered_at", "revised_at", "public_text")
    for comment, answered, revised, text in replies.values_list(*columns).iterator(chunk_size=BATCH):
        yield [comment, timezone.localtime(revised or answered).date(), text]


OFFICIAL_REPLIES = OpenTable(
    name="official_replies",
    title="คำชี้แจงของหน่วยงาน",
    thai="คำชี้แจงของหน่วยงานต่อความคิดเห็นแต่ละข้อ",
    english="What the agency answered to single comments",
    columns=(
        OpenColumn(name="comment", kind=WHOLE, is_required=True, thai="เลขความคิดเห็น", english="Number of the comment"),
        OpenColumn(
            name="since", kind=DAY, is_required=True, thai="ใช้ถ้อยคำนี้ตั้งแต่วันที่", english="Day since which it reads so"
        ),
        OpenColumn(name="text", is_required=True, thai="คำชี้แจง", english="The answer"),
    ),
    key=("comment",),
    links=(("comment", "comments", "id"),),
    rows=_rows,
)
