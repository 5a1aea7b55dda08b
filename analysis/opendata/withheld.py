"""What is on record and not told: which comment, on which ground, by whom. No word of it, and no name."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils import timezone

from consult.models import Comment, Redaction

from .basis import BATCH, Basis
from .declared import DAY, WHOLE, OpenColumn, OpenTable

_BY = ("author", "moderator")
_WHAT = ("whole", "part", "reply")


def _rows(basis: Basis) -> Iterator[list[Any]]:
    gone = Comment.objects.filter(consultation=basis.consultation).not_visible().order_by("pk")
    columns = ("pk", "channel", "withdrawn_at", "held_at", "hidden_at", "hidden_reason")
    for pk, channel, withdrawn, held, hidden, reason in gone.values_list(*columns).iterator(chunk_size=BATCH):
        if withdrawn:
            yield [pk, "whole", "withdrawn", "author", _day(withdrawn), channel]
        elif held:
            yield [pk, "whole", "waits_for_moderator", "moderator", _day(held), channel]
        elif hidden:
            yield [pk, "whole", reason, "moderator", _day(hidden), channel]
        else:
            yield [pk, "reply", "answers_what_is_withheld", "moderator", None, channel]
    closed = Redaction.objects.standing().filter(comment__consultation=basis.consultation, comment__is_visible=True)
    columns = ("comment", "act__reason", "act__at", "comment__channel")
    for pk, reason, at, channel in closed.order_by("comment", "start").values_list(*columns).iterator(chunk_size=BATCH):
        yield [pk, "part", reason, "moderator", _day(at), channel]


def _day(at):
    return timezone.localtime(at).date()


def removed_since(consultation, at) -> int:
    """How many comments were hidden or withdrawn after a moment."""
    gone = Comment.objects.filter(consultation=consultation).not_visible()
    return gone.filter(Q(withdrawn_at__gt=at) | Q(hidden_at__gt=at)).count()


WITHHELD = OpenTable(
    name="withheld",
    title="สิ่งที่ไม่เผยแพร่",
    thai="สิ่งที่อยู่ในบันทึกแต่ไม่เผยแพร่ พร้อมเหตุและผู้ที่ทำ ไม่มีถ้อยคำ",
    english="What is on record and withheld: ground, and by whom; no words",
    columns=(
        OpenColumn(name="comment", kind=WHOLE, is_required=True, thai="เลขความคิดเห็น", english="Number of the comment"),
        OpenColumn(
            name="what",
            is_required=True,
            choices=_WHAT,
            thai="ทั้งข้อความ บางส่วน หรือคำตอบกลับที่ไปพร้อมข้อความที่ซ่อน",
            english="The whole comment, a part of it, or a reply that went with what it answered",
        ),
        OpenColumn(name="ground", is_required=True, thai="เหตุ ตามที่บันทึกไว้", english="Ground, as the act on record says"),
        OpenColumn(
            name="by",
            is_required=True,
            choices=_BY,
            thai="ผู้เขียนเอง หรือผู้ดูแล",
            english="Its author, or a moderator of the agency",
        ),
        OpenColumn(name="on", kind=DAY, thai="วันที่", english="Day"),
        OpenColumn(
            name="channel",
            is_required=True,
            choices=tuple(Comment.Channel.values),
            thai="ช่องทางที่ส่ง",
            english="Channel it came by",
        ),
    ),
    rows=_rows,
)
