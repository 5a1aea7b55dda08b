"""What the agency decided, issue by issue, as a second person approved it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from consult.models import IssueComment, IssueRevision
from consult.pages.issues import public_issues

from .basis import Basis
from .declared import DAY, WHOLE, OpenColumn, OpenTable


def _rows(basis: Basis) -> Iterator[list[Any]]:
    issues = public_issues(basis.consultation)
    members: dict[int, list[str]] = defaultdict(list)
    rows = IssueComment.objects.filter(issue__in=[issue.pk for issue in issues], comment__is_visible=True)
    for issue, comment in rows.order_by("comment").values_list("issue", "comment"):
        members[issue].append(str(comment))
    for issue in issues:
        said = issue.public
        yield [
            issue.number,
            issue.pk,
            said.title,
            said.said or None,
            said.decision or None,
            said.reason or None,
            said.effect or None,
            [str(anchor) for anchor in said.anchors],
            timezone.localtime(said.approval.at).date(),
            issue.comment_count,
            members[issue.pk],
        ]


ISSUES = OpenTable(
    name="issues",
    title="ประเด็นชี้แจง",
    thai="ประเด็นชี้แจงและการตัดสินใจของหน่วยงาน เฉพาะที่คนที่สองอนุมัติแล้ว",
    english="Issues and what the agency decided about each, as a second person approved it",
    columns=(
        OpenColumn(
            name="number", kind=WHOLE, is_required=True, least=1, thai="ประเด็นชี้แจงที่", english="Number of the issue"
        ),
        OpenColumn(
            name="id", kind=WHOLE, is_required=True, thai="เลขที่ report.json ใช้เรียก", english="Its number in report.json"
        ),
        OpenColumn(name="title", is_required=True, thai="ชื่อ", english="Title"),
        OpenColumn(name="said", thai="ประชาชนว่าอย่างไร", english="What people said of it"),
        OpenColumn(
            name="decision",
            choices=tuple(value for value in IssueRevision.Decision.values if value),
            thai="การตัดสินใจ",
            english="Decision",
        ),
        OpenColumn(name="reason", thai="เหตุผล", english="Why"),
        OpenColumn(name="effect", thai="ผลต่อร่าง", english="What it changes"),
        OpenColumn(
            name="anchors",
            thai="มาตราที่เกี่ยวข้อง (sections.anchor) คั่นด้วย ;",
            english="Sections it is about (sections.anchor), joined by ;",
        ),
        OpenColumn(name="approved_on", kind=DAY, is_required=True, thai="วันที่อนุมัติ", english="Day it was approved"),
        OpenColumn(
            name="comments", kind=WHOLE, is_required=True, least=0, thai="จำนวนความคิดเห็น", english="Comments in it"
        ),
        OpenColumn(name="comment_ids", thai="เลขความคิดเห็น คั่นด้วย ;", english="Those comments, joined by ;"),
    ),
    key=("number",),
    rows=_rows,
)
