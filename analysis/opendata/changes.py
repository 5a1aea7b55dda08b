"""What each version of the draft did to the one before, and the comments it answers: the effect of what people said."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from consult.models import SectionChange

from .basis import Basis
from .declared import WHOLE, OpenColumn, OpenTable


def _rows(basis: Basis) -> Iterator[list[Any]]:
    causes = SectionChange._meta.get_field("causes").related_model.objects.filter(comment__is_visible=True)
    rows = SectionChange.objects.filter(version__consultation=basis.consultation).select_related("version")
    answered = Prefetch("causes", to_attr="answered", queryset=causes.order_by("comment"))
    for one in rows.prefetch_related("sections", answered).order_by("version__number", "order"):
        yield [
            one.version.number,
            one.order,
            one.kind,
            [str(pk) for pk in sorted(section.pk for section in one.sections.all())],
            one.reason or None,
            [str(cause.comment_id) for cause in one.answered],
        ]


CHANGES = OpenTable(
    name="changes",
    title="รายการแก้ไขร่าง",
    thai="สิ่งที่แต่ละฉบับแก้จากฉบับก่อน เหตุผล และความคิดเห็นที่นำมาแก้",
    english="What each version changed in the one before, why, and the comments it answers",
    columns=(
        OpenColumn(name="version", kind=WHOLE, is_required=True, least=1, thai="ฉบับที่", english="Version"),
        OpenColumn(name="order", kind=WHOLE, is_required=True, thai="ลำดับในฉบับนั้น", english="Its place in that version"),
        OpenColumn(
            name="kind",
            is_required=True,
            choices=tuple(SectionChange.Kind.values),
            thai="แก้อย่างไร",
            english="What was done",
        ),
        OpenColumn(
            name="sections",
            thai="มาตราก่อนและหลังแก้ (sections.id) คั่นด้วย ;",
            english="Sections before and after (sections.id), joined by ;",
        ),
        OpenColumn(name="reason", thai="เหตุผลของหน่วยงาน", english="Why, in the agency's words"),
        OpenColumn(name="comment_ids", thai="เลขความคิดเห็นที่นำมาแก้ คั่นด้วย ;", english="Comments it answers, joined by ;"),
    ),
    key=("version", "order"),
    links=(("version", "versions", "version"),),
    rows=_rows,
)
