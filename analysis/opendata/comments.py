"""What people said, as anybody reads it: masked, without authors, and nothing of what was hidden or taken back."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import F
from django.utils import timezone

from consult.models import Comment
from consult.models.participant import pseudonym
from consult.pages.where import with_where

from .basis import BATCH, Basis
from .declared import DAY, TEXT, WHOLE, YES_OR_NO, OpenColumn, OpenTable
from .log_files import COMMITMENT, SALT, LeavesInStep


def _rows(basis: Basis) -> Iterator[list[Any]]:
    current, consultation = basis.current, basis.consultation
    leaves = LeavesInStep(basis, "comment")
    rows = current.comments().annotate(is_late=F("placed__incremental"))
    waiting = rows.order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(waiting, BATCH)):
        with_where(batch, consultation, words=False)
        for comment in batch:
            place = current.place_of(comment)
            yield [
                comment.pk,
                *_section(comment),
                comment.parent_id,
                comment.stance or None,
                comment.channel,
                comment.language,
                pseudonym(comment.participant_id),
                timezone.localtime(comment.posted_at).date(),
                place.theme or None,
                place.reason or None,
                place.campaign or None,
                current.exists and comment.is_late is not False,
                comment.public_text,
                *leaves.of(comment.pk),
            ]


def _section(comment: Comment) -> tuple:
    """Row of the section as its author read it, and the words it speaks of."""
    span = getattr(comment, "span", None)
    seen = comment.where.seen.pk if comment.where else None
    return (seen, span.exact if span else None)


COMMENTS = OpenTable(
    name="comments",
    title="ความคิดเห็น",
    thai="ความคิดเห็นที่ใครก็อ่านได้ ข้อมูลส่วนบุคคลถูกปิดบัง ไม่มีความคิดเห็นที่ถูกซ่อนหรือถอน",
    english="Comments anybody may read, personal data masked; none that were hidden or withdrawn",
    columns=(
        OpenColumn(name="id", kind=WHOLE, is_required=True, thai="เลขความคิดเห็น", english="Number of the comment"),
        OpenColumn(
            name="section",
            kind=WHOLE,
            thai="มาตราตามที่ผู้เขียนอ่าน (sections.id) ว่างถ้าพูดถึงร่างทั้งฉบับ",
            english="Section as its author read it (sections.id); empty for the draft as a whole",
        ),
        OpenColumn(name="words", thai="ข้อความในมาตราที่กล่าวถึง", english="Words of the section it speaks of"),
        OpenColumn(
            name="reply_to", kind=WHOLE, thai="ตอบความคิดเห็นเลขที่", english="Comment it replies to, or replied to"
        ),
        OpenColumn(
            name="stance",
            choices=tuple(Comment.Stance.values),
            thai="จุดยืนที่ผู้เขียนเลือกเอง",
            english="Position its author chose",
        ),
        OpenColumn(
            name="channel",
            is_required=True,
            choices=tuple(Comment.Channel.values),
            thai="ช่องทางที่ส่ง",
            english="Channel it came by",
        ),
        OpenColumn(name="language", is_required=True, thai="ภาษา (BCP 47)", english="Language (BCP 47)"),
        OpenColumn(
            name="participant",
            is_required=True,
            thai="รหัสผู้เขียนคนเดียวกันในเรื่องนี้ ใช้โยงข้ามเรื่องหรือโยงกับโหวตไม่ได้",
            english="The same for all that one account wrote in this hearing; links to no other hearing and to no vote",
        ),
        OpenColumn(
            name="posted_on",
            kind=DAY,
            is_required=True,
            thai="วันที่ส่ง (เวลาไทย)",
            english="Day it was posted, in Bangkok",
        ),
        OpenColumn(name="theme", thai="ประเด็น (themes.id) จากการวิเคราะห์", english="Theme (themes.id), as analysed"),
        OpenColumn(name="no_theme_because", thai="เหตุที่ไม่อยู่ในประเด็นใด", english="Why it is in no theme"),
        OpenColumn(name="campaign", thai="ชุดข้อความรณรงค์", english="Campaign whose text it repeats"),
        OpenColumn(
            name="came_later",
            kind=YES_OR_NO,
            is_required=True,
            thai="มาหลังการวิเคราะห์ จึงไม่อยู่ในตัวเลขของประเด็น",
            english="Whether it came after the analysis, and is in no figure of a theme",
        ),
        OpenColumn(name="text", kind=TEXT, thai="ข้อความ", english="The text"),
        COMMITMENT,
        SALT,
    ),
    key=("id",),
    links=(("section", "sections", "id"), ("theme", "themes", "id")),
    rows=_rows,
)
