"""The whole report: the headings of the form, in its order, each filled by the function that knows it."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils import translation

from consult.models import Consultation, Result
from consult.report import HeadingBlock, Report

from . import annexes, beside, decisions, hearing, numbers, opinions
from .basis import ResultBasis
from .pen import Pen

#: Every heading there is: what it is called and who fills it. Which of them a result has, and in which order, is a setting
HEADINGS: dict[str, tuple[str, Callable[[Pen, ResultBasis], None]]] = {
    "method": ("วิธีการในการรับฟังความคิดเห็น", hearing.method),
    "rounds": ("จำนวนครั้งและระยะเวลาในการรับฟังแต่ละครั้ง", hearing.rounds),
    "targets": ("พื้นที่หรือกลุ่มเป้าหมายในการรับฟังความคิดเห็น", hearing.targets),
    "counts": ("จำนวนความคิดเห็นและผู้มีส่วนร่วม", numbers.counts),
    "sections": ("ผลรายมาตราหรือรายข้อ", numbers.sections),
    "questions": ("คำตอบต่อคำถามของหน่วยงาน", numbers.questions),
    "issues": ("ประเด็นที่มีการแสดงความคิดเห็น", opinions.issues),
    "opinions": ("ข้อคัดค้านหรือความเห็นในแต่ละประเด็น", opinions.opinions),
    "explanations": ("คำชี้แจงเหตุผลรายประเด็น", decisions.explanations),
    "effect": ("การนำผลการรับฟังไปประกอบการจัดทำร่าง", decisions.effect),
    "next": ("ขั้นตอนต่อไปของร่าง", decisions.next_steps),
    "small": ("ข้อความรณรงค์และความเห็นของคนกลุ่มเล็ก", beside.small),
    "later": ("ความคิดเห็นที่มาหลังการวิเคราะห์", beside.later),
    "limits": ("ข้อจำกัดของสรุปผลนี้", beside.limits),
    "annexes": ("ภาคผนวก", annexes.annexes),
}


def headings(instrument: str) -> list[str]:
    """The headings of the form for one kind of draft, by name (settings.RESULT_HEADINGS). Raises ImproperlyConfigured."""
    asked = settings.RESULT_HEADINGS[instrument]["headings"]
    if unknown := sorted(set(asked) - set(HEADINGS)):
        raise ImproperlyConfigured(f"RESULT_HEADINGS of {instrument}: no heading is called {', '.join(unknown)}")
    return list(asked)


def build(consultation: Consultation) -> Report:
    """The result as the record stands now, numbered as the next one. Raises NothingFrozen."""
    basis = ResultBasis.of(consultation)
    pen, number = Pen(), Result.next_number(consultation)
    with translation.override("th"):
        for name in headings(consultation.instrument):
            title, fill = HEADINGS[name]
            pen.heading(1, name, title)
            fill(pen, basis)
            if isinstance(pen.blocks[-1], HeadingBlock):
                pen.none("ไม่มี")
    return Report(
        title=f"สรุปผลการรับฟังความคิดเห็น {consultation.title}",
        agency=consultation.agency.name,
        hearing=consultation.pk,
        number=number,
        address=reverse("consult:result_version", args=[consultation.pk, number]),
        blocks=tuple(pen.blocks),
        figures=pen.figures,
        basis=basis.told(),
    )
