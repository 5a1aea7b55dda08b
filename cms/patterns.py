"""The pattern page: every part of the site with its states, from invented values that no database holds."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from analysis import charts
from consult.discussion import Thread
from consult.forms import AliasForm, CommentForm
from consult.heat import heat
from consult.models import Agency, Comment, Consultation, DraftVersion, Section, User
from consult.outline import Part, Reading
from consult.querysets import NO_VOTES, Tally

LONG = "ข้าพเจ้าเห็นว่าการกำหนดให้ยื่นคำขอผ่านระบบดิจิทัลเพียงช่องทางเดียวไม่เหมาะกับผู้สูงอายุในพื้นที่ห่างไกล " * 4
MANY = Tally(agree=61_204, unsure=8_795, disagree=30_000)
COLOURS = ("agree", "partly", "unsure", "disagree", "none")


@require_GET
def patterns(request):
    """For staff, and for everybody where there is nothing but a demonstration."""
    if settings.PRODUCTION and not request.user.is_staff:
        raise PermissionDenied
    hearings, sections = _hearings(), _sections(12)
    context = {
        "hearings": hearings,
        "consultation": hearings["open"],
        "threads": _threads(hearings["open"]),
        "section": sections[0],
        "reading": Reading(parts=[Part(number=1, sections=sections, is_shown=True)], total=12, sections=sections),
        "heat": heat(sections),
        "version": DraftVersion(number=2, issued_at=hearings["open"].opens_at),
        "tallies": {"many": MANY, "one": Tally(agree=1), "none": NO_VOTES},
        "hidden_until_vote": Consultation(tallies=Consultation.Tallies.AFTER_VOTE),
        "hidden_until_close": Consultation(tallies=Consultation.Tallies.AFTER_CLOSE),
        "page": Paginator(range(60), 20).page(2),
        "forms": _forms(),
        "charts": _charts(),
        "colours": COLOURS,
        "live_states": ["on", "off", "waiting", "offline"],
        "address": "/patterns/#",
    }
    return render(request, "site/patterns.html", context)


def _forms() -> dict:
    """Forms as they come and with something wrong."""
    alias, comment = AliasForm({"alias": "0812345678"}), CommentForm({"text": "", "client_key": "x", "section": "2"})
    alias.is_valid()
    comment.is_valid()
    return {"blank": CommentForm.blank(), "wrong": comment, "alias": alias, "empty_alias": AliasForm()}


def _charts() -> dict:
    first = timezone.localdate() - timedelta(days=20)
    said = [2, 5, 3, 9, 14, 8, 4, 4, 11, 30, 22, 9, 5, 3, 2, 6, 7, 1, 0, 4]
    return {
        "bars": charts.bars(
            [("จุดช่วยเหลือผู้สูงอายุ", 71, "#p-charts"), ("สำเนาเอกสาร", 46, "#p-charts"), ("ค่าธรรมเนียม", 3, "#p-charts")]
        ),
        "columns": charts.columns([(first + timedelta(days=place), count) for place, count in enumerate(said)]),
        "stance": charts.stance_bar({"agree": 61, "partly": 20, "disagree": 30, "none": 9}),
    }


def _hearings() -> dict[str, Consultation]:
    """A hearing in each of its states."""
    now = timezone.now()
    periods = {
        "open": (-10, 20),
        "soon": (-25, 2),
        "upcoming": (3, 33),
        "closed": (-40, -10),
    }
    hearings = {}
    for pk, (state, (opens, closes)) in enumerate(periods.items(), start=1):
        hearings[state] = Consultation(
            pk=pk,
            agency=Agency(name="กรมตัวอย่างเพื่อการทดสอบ"),
            title="ร่างพระราชบัญญัติการให้บริการประชาชนแบบเบ็ดเสร็จผ่านระบบดิจิทัล พ.ศ. ....",
            policy_field=Consultation.PolicyField.PARTICIPATION,
            summary="ห้ามหน่วยงานของรัฐขอสำเนาเอกสารที่รัฐมีอยู่แล้ว และให้ประชาชนยื่นเรื่องที่เดียว",
            rationale="ประชาชนต้องยื่นเอกสารเดิมซ้ำหลายครั้ง",
            opens_at=now + timedelta(days=opens),
            closes_at=now + timedelta(days=closes, hours=1),
            is_demo=state == "soon",
        )
        hearings[state].comment_count = 99_999 if state == "open" else pk
        hearings[state].whole_draft_count = 12
    return hearings


def _sections(count: int) -> list[Section]:
    sections = []
    for number in range(1, count + 1):
        section = Section(
            pk=number,
            anchor=UUID(int=number),
            order=number,
            unit="มาตรา",
            number=str(number),
            text="ห้ามหน่วยงานของรัฐเรียกสำเนาเอกสารที่หน่วยงานของรัฐออกให้จากประชาชน\n(๑) ทะเบียนบ้าน\n(๒) บัตรประจำตัวประชาชน",
        )
        section.comment_count = number * number % 23
        section.address, section.choice, section.tally, section.opens_chapter = "/patterns/#", 1, MANY, False
        sections.append(section)
    return sections


def _threads(consultation: Consultation) -> list[Thread]:
    """Comments: plain, long and with a reply, received by letter."""
    said = [
        ("ยายแก้ว", "ขอให้มีเจ้าหน้าที่ช่วยกรอกแบบที่อำเภอ", Comment.Stance.AGREE, Comment.Channel.WEB),
        ("ผู้ใช้ชื่อยาวมากเพื่อดูว่าตัดบรรทัดอย่างไร", LONG, Comment.Stance.PARTLY, Comment.Channel.WEB),
        ("สมชาย", "ไม่เห็นด้วย เพราะระบบล่มบ่อย", Comment.Stance.DISAGREE, Comment.Channel.PAPER),
    ]
    threads = [
        Thread(comment=_comment(pk, consultation, *one), address="/patterns/#", tally=MANY, choice=1)
        for pk, one in enumerate(said, start=1)
    ]
    reply = _comment(9, consultation, "Ann", "เห็นด้วยกับความคิดเห็นนี้ค่ะ", "", Comment.Channel.WEB)
    reply.parent_id = 2
    threads[1].replies = [Thread(comment=reply, address="/patterns/#", tally=NO_VOTES, choice=None)]
    threads[1].reply_count = 7
    return threads


def _comment(pk: int, consultation: Consultation, alias: str, text: str, stance: str, channel: str) -> Comment:
    return Comment(
        pk=pk,
        consultation=consultation,
        author=User(alias=alias),
        text=text,
        public_text=text,
        stance=stance,
        channel=channel,
        posted_at=timezone.now() - timedelta(hours=3 * pk),
    )
