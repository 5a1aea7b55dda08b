"""Sentences of comments that analysts chose to stand for what several people say."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ..models import Argument, ArgumentVerdict
from ..runs.arguments import arguments_by_theme
from .basis import Basis
from .declared import WHOLE, YES_OR_NO, OpenColumn, OpenTable


def _rows(basis: Basis) -> Iterator[list[Any]]:
    """Theme by theme; of hidden comments neither words nor members."""
    behind: dict[int, list[str]] = defaultdict(list)
    confirmed = ArgumentVerdict.objects.filter(
        argument__consultation=basis.consultation, belongs=True, comment__is_visible=True
    )
    for argument, comment in confirmed.order_by("comment").values_list("argument", "comment"):
        behind[argument].append(str(comment))
    among = Argument.objects.filter(consultation=basis.consultation)
    by_theme = arguments_by_theme(basis.current, among)
    for theme in (*basis.current.labels, ""):
        for one in by_theme.get(theme, []):
            if one.words:
                figures = (one.people, one.members, one.judged)
                yield [
                    one.pk,
                    theme or None,
                    one.kind,
                    one.words,
                    one.goes_on,
                    one.comment_id,
                    *figures,
                    behind[one.pk],
                ]


ARGUMENTS = OpenTable(
    name="arguments",
    title="ข้อสำคัญ",
    thai="ข้อสำคัญที่นักวิเคราะห์เลือกและตรวจ",
    english="Arguments that analysts chose and checked",
    columns=(
        OpenColumn(name="id", kind=WHOLE, is_required=True, thai="เลขที่", english="Number"),
        OpenColumn(name="theme", thai="ประเด็น (themes.id)", english="Theme (themes.id)"),
        OpenColumn(
            name="kind",
            is_required=True,
            choices=tuple(Argument.Kind.values),
            thai="สนับสนุน คัดค้าน ข้อเสนอ หรือคำถาม",
            english="For, against, a request or a question",
        ),
        OpenColumn(name="text", is_required=True, thai="ประโยค", english="The sentence"),
        OpenColumn(
            name="goes_on",
            kind=YES_OR_NO,
            is_required=True,
            thai="มีเหตุผลต่อท้ายที่ไม่ได้ยกมา",
            english="Whether a reason follows that is left out",
        ),
        OpenColumn(
            name="comment", kind=WHOLE, is_required=True, thai="ยกมาจากความคิดเห็น", english="Comment it is a sentence of"
        ),
        OpenColumn(
            name="people",
            kind=WHOLE,
            is_required=True,
            least=0,
            thai="คนที่ตรวจแล้วว่าพูดอย่างนี้",
            english="People who were confirmed to say so",
        ),
        OpenColumn(
            name="confirmed",
            kind=WHOLE,
            is_required=True,
            least=0,
            thai="ความคิดเห็นที่ตรวจแล้วว่าใช่",
            english="Comments that were confirmed",
        ),
        OpenColumn(
            name="looked_at",
            kind=WHOLE,
            is_required=True,
            least=0,
            thai="ความคิดเห็นที่ตรวจแล้วทั้งหมด",
            english="Comments that were looked at",
        ),
        OpenColumn(
            name="confirmed_comments", thai="เลขความคิดเห็นที่ตรวจแล้วว่าใช่ คั่นด้วย ;", english="Those comments, joined by ;"
        ),
    ),
    key=("id",),
    links=(("comment", "comments", "id"), ("theme", "themes", "id")),
    rows=_rows,
)
