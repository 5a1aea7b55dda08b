"""Every comment on record in exactly one cell: where it came from, and what became of it in the count."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, FilteredRelation, Q, QuerySet, Value, When

from consult.models import Comment
from consult.pages.figures import channel, level_of
from consult.suppression import tell_together

from .basis import ResultBasis

#: Where comments come from, and what they are called
WHENCE = {
    "web": "เว็บไซต์",
    "email_channel": "อีเมล",
    "meeting": "การประชุม",
    "paper": "จดหมายหรือแบบกระดาษ",
}
#: How surely those who wrote on the website are known
LEVELS = {
    "guest": "ผู้เยี่ยมชม",
    "email": "ผู้ยืนยันอีเมล",
    "person": "ผู้ยืนยันตัวตน",
    "juristic": "ในนามนิติบุคคล",
}
#: What becomes of them
FATES = {
    "themed": "จัดเข้าประเด็น",
    "silent": "ไม่มีเนื้อหา",
    "aside": "แยกไว้",
    "later": "มาทีหลัง",
    "held": "รอตรวจ",
    "hidden": "ซ่อน",
    "below": "ตอบสิ่งที่ซ่อน",
    "withdrawn": "ถอน",
}
#: Reasons of comments that are set aside, in the words of the report
ASIDE = {
    "off_topic": "ไม่เกี่ยวกับร่าง",
    "other_language": "ภาษาอื่นที่การวิเคราะห์ไม่อ่าน",
    "duplicate_of": "คนเดียวกันส่งซ้ำ",
    "unclustered": "ไม่เข้ากับประเด็นใด",
}
_GONE = Case(
    When(withdrawn_at__isnull=False, then=Value("withdrawn")),
    When(held_at__isnull=False, then=Value("held")),
    When(hidden_at__isnull=False, then=Value("hidden")),
    When(is_visible=False, then=Value("below")),
    default=Value(""),
    output_field=CharField(),
)


@dataclass(frozen=True, kw_only=True)
class Fates:
    """``cells``: (whence, fate) → comments. ``aside``: reason → comments that are set aside for it."""

    cells: Counter[tuple[str, str]]
    aside: Counter[str]

    def whence(self, name: str) -> int:
        return sum(n for (one, _fate), n in self.cells.items() if one == name)

    def fate(self, name: str) -> int:
        return sum(n for (_whence, one), n in self.cells.items() if one == name)

    @property
    def total(self) -> int:
        return self.cells.total()


def fates_of(basis: ResultBasis) -> Fates:
    """One query over the comments of the hearing, and one over those analysts placed by hand."""
    standing = basis.current.standing
    by_hand = [int(name) for name in standing.touched]
    cells: Counter[tuple[str, str]] = Counter()
    aside: Counter[str] = Counter()
    rows = _placed(basis)
    counted = rows.exclude(pk__in=by_hand).values_list("whence", "gone", "theme", "reason").annotate(n=Count("pk"))
    for from_where, gone, theme, reason, n in counted:
        _add(cells, aside, from_where, gone, theme, reason, n)
    moved: Iterable[tuple[Any, ...]] = rows.filter(pk__in=by_hand).values_list(
        "pk", "whence", "gone", "theme", "reason"
    )
    for pk, from_where, gone, theme, reason in moved:
        if theme is not None:
            theme, reason = standing.theme_of(str(pk), theme or None, reason or None)
        _add(cells, aside, from_where, gone, theme, reason, 1)
    return Fates(cells=cells, aside=aside)


def _add(
    cells: Counter, aside: Counter, from_where: str, gone: str, theme: str | None, reason: str | None, n: int
) -> None:
    fate = gone or _fate(theme, reason)
    cells[from_where, fate] += n
    if fate == "aside":
        aside[reason or ""] += n


def _fate(theme: str | None, reason: str | None) -> str:
    """Of a comment that may be read. One that the run did not read (it came later, or was hidden then) stands in no theme."""
    if theme:
        return "themed"
    if not reason or reason == "withheld":
        return "later"
    return "silent" if reason == "too_short" else "aside"


def levels_of(basis: ResultBasis) -> dict[str, int]:
    """Comments on the website that may be read, by level: `tell_together` of those counts."""
    shown = Comment.objects.filter(consultation=basis.consultation, channel=Comment.Channel.WEB).visible().order_by()
    counted = dict(shown.annotate(known=level_of()).values_list("known").annotate(n=Count("pk")))
    return tell_together({name: counted[name] for name in LEVELS if counted.get(name)})


def _placed(basis: ResultBasis) -> QuerySet[Comment]:
    read = Q(assignments__run=basis.run, assignments__incremental=False)
    return (
        Comment.objects.filter(consultation=basis.consultation)
        .order_by()
        .annotate(placed=FilteredRelation("assignments", condition=read), whence=channel(), gone=_GONE)
        .annotate(theme=F("placed__theme"), reason=F("placed__reason"))
    )
