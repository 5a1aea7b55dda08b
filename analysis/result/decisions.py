"""What the agency made of it: its decision and reason for each issue, what changed in the draft, what happens next."""

from django.db.models import Prefetch
from django.utils import timezone

from consult.models import OfficialReply, Section, SectionChange
from consult.models.facts import Contact
from consult.pages.dossier import dossier
from consult.report import Run
from consult.templatetags.thai import calendar_day, day

from .basis import ResultBasis
from .pen import Pen, Words, some


def explanations(pen: Pen, basis: ResultBasis) -> None:
    """Decision, reason and effect of every issue as a second person approved them."""
    for issue in basis.issues:
        revision = issue.public
        pen.heading(2, f"explanation-{issue.number}", f"ประเด็นที่ {issue.number} {revision.title}")
        pen.text("ผลการพิจารณา: ", Run(text=revision.get_decision_display(), strong=True))
        _lines(pen, "เหตุผล: ", revision.reason)
        if revision.effect:
            _lines(pen, "ผลต่อร่าง: ", revision.effect)
        else:
            pen.none("หน่วยงานไม่ได้แก้ร่างเพราะประเด็นนี้")
        if issue.public.sections:
            pen.text("เกี่ยวกับ ", ", ".join(section.label for section in revision.sections))
        pen.text(f"เห็นชอบโดยเจ้าหน้าที่อีกคนเมื่อ {day(timezone.localtime(revision.approval.at))}")
    if not basis.issues:
        pen.none("ไม่มีประเด็นที่ต้องชี้แจง")
    replies = OfficialReply.objects.filter(
        comment__consultation=basis.consultation, comment__is_visible=True, withdrawn_at=None
    )
    pen.text(
        "นอกจากนี้ หน่วยงานชี้แจงเป็นรายความคิดเห็น ", pen.number("replies", replies.count()), " รายการ อ่านได้ใต้ความคิดเห็นนั้น"
    )


def _lines(pen: Pen, label: str, text: str) -> None:
    first, *rest = [line.strip() for line in text.splitlines() if line.strip()]
    pen.text(Run(text=label, strong=True), first)
    for line in rest:
        pen.text(line)


def effect(pen: Pen, basis: ResultBasis) -> None:
    """Each version that followed another, with what it changed, why, and the comments it answers."""
    sections = Prefetch("sections", Section.objects.defer("text", "search_text").order_by("order"))
    visible = Prefetch("causes", to_attr="answered", queryset=_causes())
    later = [version for version in basis.versions if version.number > 1]
    for version in later:
        changes = list(version.changes.prefetch_related(sections, visible).order_by("order"))
        pen.heading(2, f"version-{version.number}", f"ร่างฉบับที่ {version.number}")
        pen.text(
            f"ออกเมื่อ {day(timezone.localtime(version.issued_at))} เปลี่ยน ",
            pen.number(f"changes.{version.pk}", len(changes)),
            " รายการ",
        )
        pen.items([_change(change) for change in changes])
        if not changes:
            pen.none("ไม่มีรายการที่เปลี่ยน")
    if not later:
        pen.none("หน่วยงานยังไม่ได้ออกร่างฉบับใหม่หลังจากเปิดรับฟัง")


def _causes():
    return SectionChange._meta.get_field("causes").related_model.objects.filter(comment__is_visible=True)


def _change(change: SectionChange) -> list[Words]:
    named = list(change.sections.all())
    label = next((one for one in named if one.version_id != change.version_id), named[0]).label
    cites = some(cause.comment_id for cause in change.answered)
    reason = f" เหตุผล: {change.reason}" if change.reason else ""
    return [Run(text=f"{label} {change.get_kind_display()}{reason}", cites=cites)]


def next_steps(pen: Pen, basis: ResultBasis) -> None:
    """What became of the draft since, and whom to ask."""
    stages = dossier(basis.consultation).stages_after
    pen.items(
        [[f"{calendar_day(one.on)} {one.get_kind_display()}{f' {one.note}' if one.note else ''}"] for one in stages]
    )
    if not stages:
        pen.none("หน่วยงานยังไม่ได้บันทึกขั้นตอนของร่างหลังการรับฟัง")
    contact: Contact = basis.consultation.contact
    if contact:
        pen.text("ผู้ตอบคำถามเกี่ยวกับร่าง: ", " ".join(filter(None, [contact.person, contact.phone, contact.email])))
