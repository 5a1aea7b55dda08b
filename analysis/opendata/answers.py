"""Answers to the agency's questions, one row what one person chose of one question."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from consult.models import Answer
from consult.models.participant import ballot_pseudonym

from .basis import BATCH, Basis
from .declared import WHOLE, OpenColumn, OpenTable
from .log_files import COMMITMENT, SALT, LeavesInStep


def _rows(basis: Basis) -> Iterator[list[Any]]:
    answers = Answer.objects.filter(question__questionnaire__consultation=basis.consultation)
    chosen = answers.order_by("question", "participant", "choice").values_list("question", "participant", "choice")
    leaves = LeavesInStep(basis, "answer")
    for (question, author), rows in groupby(chosen.iterator(BATCH), key=itemgetter(0, 1)):
        options = [str(choice) for _q, _a, choice in rows]
        yield [ballot_pseudonym(author), question, options, *leaves.of(question, author)]


ANSWERS = OpenTable(
    name="answers",
    title="คำตอบ",
    thai="คำตอบต่อคำถามของหน่วยงาน แถวละหนึ่งคนต่อหนึ่งคำถาม",
    english="Answers to the agency's questions, one row a person and question",
    columns=(
        OpenColumn(
            name="participant",
            is_required=True,
            thai="รหัสผู้ตอบ รหัสเดียวกับใน votes",
            english="Who answered; the same as in votes",
        ),
        OpenColumn(
            name="question",
            kind=WHOLE,
            is_required=True,
            thai="คำถาม (questions.id)",
            english="Question (questions.id)",
        ),
        OpenColumn(
            name="options",
            is_required=True,
            thai="ลำดับของตัวเลือกที่เลือก เริ่มที่ 0 คั่นด้วย ;",
            english="Places of the options that were chosen, from 0, joined by ;",
        ),
        COMMITMENT,
        SALT,
    ),
    key=("participant", "question"),
    links=(("question", "questions", "id"),),
    rows=_rows,
)
