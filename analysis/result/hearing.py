"""How the hearing was held: ways, rounds with their dates and acts, whom it addressed."""

from datetime import datetime

from django.utils import timezone

from consult.models import Comment
from consult.models.facts import pairs
from consult.models.kept import count_for
from consult.templatetags.thai import day, moment

from .basis import ResultBasis
from .pen import Pen, Words

_WAYS = {
    Comment.Channel.WEB: "เว็บไซต์รับฟังความคิดเห็น เปิดให้แสดงความคิดเห็น โหวตรายมาตรา และตอบคำถาม",
    Comment.Channel.EMAIL: "อีเมลถึงหน่วยงาน นำเข้าระบบโดยเจ้าหน้าที่",
    Comment.Channel.MEETING: "การประชุมรับฟัง นำเข้าระบบโดยเจ้าหน้าที่",
    Comment.Channel.PAPER: "จดหมายหรือแบบกระดาษ นำเข้าระบบโดยเจ้าหน้าที่",
}


def method(pen: Pen, basis: ResultBasis) -> None:
    """Through which ways people spoke; the website is one even where nobody used it."""
    hearing = basis.consultation
    rows = Comment.objects.filter(consultation=hearing).order_by()
    used = {Comment.Channel.WEB, *rows.values_list("channel", flat=True).distinct()}
    pen.text("รับฟังความคิดเห็นด้วยวิธีต่อไปนี้")
    pen.items([[told] for channel, told in _WAYS.items() if channel in used])
    least = {
        "โหวต": hearing.get_least_to_vote_display(),
        "ตอบคำถาม": hearing.get_least_to_answer_display(),
        "แสดงความคิดเห็น": hearing.get_least_to_comment_display(),
    }
    pen.text("ผู้มีส่วนร่วมบนเว็บไซต์: ", " ".join(f"{what}ได้ตั้งแต่{_who(who)}" for what, who in least.items()))


def _who(label: object) -> str:
    return f" “{label}”"


def rounds(pen: Pen, basis: ResultBasis) -> None:
    """This round of the draft and those before it with their days, and what was decided about the dates of this one."""
    hearing = basis.consultation
    until = hearing.rounds().filter(withdrawn_at=None, opens_at__lte=hearing.opens_at)
    found = list(until.order_by("opens_at", "pk"))
    count_for(found)
    pen.text("รับฟังร่างนี้รวม ", pen.number("rounds", len(found)), " ครั้ง")
    pen.table(
        "ระยะเวลาในการรับฟังแต่ละครั้ง",
        ("ครั้งที่", "เปิดรับฟัง", "ปิดรับฟัง", "ความคิดเห็น"),
        [
            (_ordinal(number), _day(one.opens_at), _day(one.ends_at), pen.number(f"rounds.{one.pk}", one.comment_count))
            for number, one in enumerate(found, start=1)
        ],
    )
    acts: list[list[Words]] = []
    for act in hearing.acts.done():
        reason = f" เหตุผล: {act.reason}" if act.reason else ""
        acts.append(
            [f"{moment(act.at)} {act.get_kind_display()} (เปิด {_day(act.opens_at)} ปิด {_day(act.ends_at)}){reason}"]
        )
    pen.items(acts)


def _ordinal(number: int) -> str:
    return str(number)


def _day(at: datetime) -> str:
    return day(timezone.localtime(at))


def targets(pen: Pen, basis: ResultBasis) -> None:
    """Whom the draft affects, and where, as the agency told it."""
    pen.heading(2, "groups", "กลุ่มเป้าหมาย")
    groups = pairs(basis.consultation.pack.get("affected_groups", ""))
    pen.items([[f"{who}: {how}" if how else who] for who, how in groups])
    if not groups:
        pen.none("หน่วยงานไม่ได้ระบุกลุ่มเป้าหมาย")
    pen.heading(2, "areas", "พื้นที่")
    areas = pairs(basis.consultation.pack.get("affected_areas", ""))
    pen.items([[f"{where}: {how}" if how else where] for where, how in areas])
    if not areas:
        pen.none("หน่วยงานไม่ได้จำกัดพื้นที่ ทุกคนที่เปิดเว็บไซต์ได้มีส่วนร่วมได้")
