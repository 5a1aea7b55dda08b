"""What the agency asked beside the draft, each wording of each question."""

from collections.abc import Iterator
from typing import Any

from consult.models import Question

from .basis import Basis
from .declared import WHOLE, YES_OR_NO, OpenColumn, OpenTable


def _rows(basis: Basis) -> Iterator[list[Any]]:
    asked = Question.objects.filter(questionnaire__consultation=basis.consultation).select_related("questionnaire")
    now = basis.consultation.questionnaire_id
    for one in asked.order_by("questionnaire__number", "order"):
        yield [
            one.pk,
            one.questionnaire.number,
            str(one.anchor),
            one.ballot_id,
            one.order,
            one.questionnaire_id == now,
            one.text,
            list(one.options) or None,
            one.most if one.options else None,
        ]


QUESTIONS = OpenTable(
    name="questions",
    title="คำถาม",
    thai="คำถามที่หน่วยงานถามนอกจากร่าง ทุกถ้อยคำที่เคยถาม",
    english="What the agency asked beside the draft, in every wording it was asked",
    columns=(
        OpenColumn(
            name="id",
            kind=WHOLE,
            is_required=True,
            thai="เลขของคำถามในชุดนั้น",
            english="Number of this question in this set",
        ),
        OpenColumn(name="set", kind=WHOLE, is_required=True, least=1, thai="ชุดคำถามที่", english="Set of questions"),
        OpenColumn(
            name="anchor",
            is_required=True,
            thai="ตัวตนของคำถามทุกชุด",
            english="Identity of the question through all sets",
        ),
        OpenColumn(
            name="wording",
            kind=WHOLE,
            is_required=True,
            thai="แถวแรกที่มีถ้อยคำนี้ คำตอบนับที่แถวนั้น",
            english="First row with this very wording, on which answers are counted",
        ),
        OpenColumn(name="order", kind=WHOLE, is_required=True, least=1, thai="ลำดับ", english="Place in the set"),
        OpenColumn(
            name="is_asked_last",
            kind=YES_OR_NO,
            is_required=True,
            thai="อยู่ในชุดสุดท้าย",
            english="Whether it is of the last set",
        ),
        OpenColumn(name="text", is_required=True, thai="คำถาม", english="The question"),
        OpenColumn(
            name="options",
            thai="ตัวเลือกตามลำดับ คั่นด้วย ; ว่างถ้าตอบเป็นข้อความ ซึ่งอยู่ใน comments",
            english="Options in their order, joined by ;. Empty where it was answered in words: those are comments",
        ),
        OpenColumn(name="most", kind=WHOLE, least=1, thai="เลือกได้ไม่เกิน", english="How many one person may choose"),
    ),
    key=("id",),
    rows=_rows,
)
