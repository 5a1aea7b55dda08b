"""What few people said, which a large theme would swallow."""

from collections.abc import Iterator
from typing import Any

from consult.models import Comment

from .basis import Basis
from .declared import OpenColumn, OpenTable


def _rows(basis: Basis) -> Iterator[list[Any]]:
    """As far as its comments may be read."""
    views = basis.current.whole_shown.get("minority", [])
    asked = {int(pk) for one in views for pk in one["comment_ids"]}
    shown = set(Comment.objects.filter(pk__in=asked).visible().values_list("pk", flat=True))
    for one in views:
        if here := [str(pk) for pk in sorted(map(int, one["comment_ids"])) if pk in shown]:
            yield [one["id"], one["label"], here]


SMALL_VIEWS = OpenTable(
    name="small_views",
    title="ความเห็นของคนกลุ่มเล็ก",
    thai="ความเห็นของคนกลุ่มเล็กที่การวิเคราะห์แยกออกจากประเด็นใหญ่",
    english="Views of few that the analysis tells apart from a large theme",
    columns=(
        OpenColumn(name="id", is_required=True, thai="รหัส", english="Id"),
        OpenColumn(name="name", is_required=True, thai="ชื่อ", english="Name"),
        OpenColumn(
            name="comment_ids", is_required=True, thai="เลขความคิดเห็น คั่นด้วย ;", english="Its comments, joined by ;"
        ),
    ),
    key=("id",),
    rows=_rows,
)
