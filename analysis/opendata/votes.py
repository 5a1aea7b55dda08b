"""Votes, one row each: on what and which way. The voter has another name here than as an author, so that no vote leads to a comment."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from consult.models import Vote
from consult.models.participant import ballot_pseudonym

from .basis import BATCH, Basis
from .declared import WHOLE, OpenColumn, OpenTable
from .log_files import COMMITMENT, SALT, LeavesInStep

CHOICES = {1: "agree", 0: "unsure", -1: "disagree"}


def votes_of(basis: Basis):
    """Votes on sections of every version, and on comments anybody may read."""
    on_comments = Q(comment__consultation=basis.consultation, comment__is_visible=True)
    on_sections = Q(section__version__consultation=basis.consultation)
    return Vote.objects.filter(on_comments | on_sections)


def _rows(basis: Basis) -> Iterator[list[Any]]:
    leaves = LeavesInStep(basis, "vote")
    columns = ("pk", "participant", "section", "comment", "choice")
    for pk, voter, section, comment, choice in votes_of(basis).order_by("pk").values_list(*columns).iterator(BATCH):
        yield [ballot_pseudonym(voter), section, comment, CHOICES[choice], *leaves.of(pk)]


VOTES = OpenTable(
    name="votes",
    title="โหวต",
    thai="โหวตทีละรายการ ต่อมาตราหรือต่อความคิดเห็น",
    english="Votes, one row each, on a section or on a comment",
    columns=(
        OpenColumn(
            name="participant",
            is_required=True,
            thai="รหัสผู้โหวตคนเดียวกันในเรื่องนี้ เป็นคนละรหัสกับผู้เขียนความคิดเห็น จึงโยงโหวตไปหาความคิดเห็นของใครไม่ได้",
            english="The same for all votes and answers of one account in this hearing; not the one it writes comments under",
        ),
        OpenColumn(
            name="section",
            kind=WHOLE,
            thai="ถ้อยคำของมาตราที่โหวต (sections.id)",
            english="Wording of a section that was voted on (sections.id)",
        ),
        OpenColumn(
            name="comment",
            kind=WHOLE,
            thai="ความคิดเห็นที่โหวต (comments.id)",
            english="Comment that was voted on (comments.id)",
        ),
        OpenColumn(
            name="choice", is_required=True, choices=tuple(CHOICES.values()), thai="โหวตอย่างไร", english="Which way"
        ),
        COMMITMENT,
        SALT,
    ),
    links=(("section", "sections", "id"), ("comment", "comments", "id")),
    rows=_rows,
)
