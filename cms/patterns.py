"""The pattern page: every part of the site with its states, from invented values that no database holds."""

from datetime import date, timedelta
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from analysis import charts
from analysis.charts.dots import ORDER
from analysis.views.forms import MergeForm, RenameForm
from consult.anchors.span import span_of
from consult.models import (
    Agency,
    Comment,
    Consultation,
    DraftVersion,
    OfficialReply,
    Participant,
    Question,
    Reattachment,
    Section,
    User,
)
from consult.models.vote import NO_VOTES, Tally
from consult.pages.changes import Change, Revision
from consult.pages.discussion import Thread
from consult.pages.draft import Part, ShownDraft
from consult.pages.heat import heat
from consult.pages.questions import Asked, Option
from consult.pages.where import Where
from consult.pages.words import MarkedParagraph, marked
from consult.people.views.forms import AliasForm
from consult.views.filters import ConsultationFilter
from consult.views.forms import CommentForm, OfficialReplyForm

LONG = "ข้าพเจ้าเห็นว่าการกำหนดให้ยื่นคำขอผ่านระบบดิจิทัลเพียงช่องทางเดียวไม่เหมาะกับผู้สูงอายุในพื้นที่ห่างไกล " * 4
MANY = Tally(agree=61_204, unsure=8_795, disagree=30_000)
LABEL = "จุดช่วยเหลือผู้สูงอายุและคนพิการในพื้นที่ห่างไกลที่ไม่มีสัญญาณโทรศัพท์"
QUOTES = [
    {"role": "supporting", "text": "ขอให้มีเจ้าหน้าที่ช่วยกรอกแบบที่อำเภอ", "comment_id": "1"},
    {"role": "conditional", "text": "เห็นด้วยถ้ายังรับเอกสารกระดาษ", "comment_id": "2"},
    {"role": "opposing", "text": LONG.strip(), "comment_id": "99999"},
]
COLOURS = ("agree", "partly", "unsure", "disagree", "none")


@require_safe
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
        "paragraphs": _spoken(sections[0].text),
        "reading": ShownDraft(parts=[Part(number=1, sections=sections, is_shown=True)], total=12, sections=sections),
        "heat": heat(sections),
        "version": DraftVersion(number=2, issued_at=hearings["open"].opens_at),
        "tallies": {"many": MANY, "one": Tally(agree=1), "none": NO_VOTES},
        "hidden_until_vote": Consultation(tallies=Consultation.Tallies.AFTER_VOTE),
        "hidden_until_close": Consultation(tallies=Consultation.Tallies.AFTER_CLOSE),
        "page": Paginator(range(60), 20).page(2),
        "forms": _forms(),
        "charts": _charts(),
        "themes": _themes(sections),
        "subthemes": {
            "large": [
                {
                    "label": "เจ้าหน้าที่ช่วยกรอกแบบ",
                    "n_people": 12,
                    "n_comments": 13,
                    "stance": {"asked": {"agree": 7, "partly": 4, "disagree": 1, "none": 1}},
                }
            ]
        },
        "quotes": QUOTES,
        "changes": _changes(sections),
        "questions": _questions(),
        "answers": _answers(),
        "revision": Revision(
            version=DraftVersion(number=2, consultation=hearings["closed"], issued_at=timezone.now()),
            sections=sections[:5],
            comment_count=99_999,
        ),
        "soon": timezone.now() + timedelta(minutes=3),
        "percents": [0, 40, 99],
        "colours": COLOURS,
        "live_states": ["on", "off", "waiting", "offline"],
        "address": "/patterns/#",
    }
    return render(request, "site/patterns.html", context)


class UploadForm(forms.Form):
    """A file to be sent; only shown here so far."""

    file = forms.FileField(
        label=_("Document to attach"),
        help_text=_("PDF or picture, up to 10 MB. It becomes public like your comment."),
        error_messages={"required": _("Choose a file first, or send the form without one.")},
    )


def _forms() -> dict:
    """Forms as they come and with something wrong."""
    alias, comment = AliasForm({"alias": "0812345678"}), CommentForm({"text": "", "client_key": "x", "section": "2"})
    upload = UploadForm({}, auto_id="id_wrong_%s")
    answer = OfficialReplyForm({"text": "", "seen": "1"}, comment=Comment(pk=21))
    for form in (alias, comment, upload, answer):
        form.is_valid()
    return {
        "blank": CommentForm.blank(),
        "wrong": comment,
        "closed": CommentForm(initial={"text": LONG, "section": 3}),
        "alias": alias,
        "empty_alias": AliasForm(auto_id="id_empty_%s"),
        "upload": UploadForm(),
        "filter": ConsultationFilter({}, queryset=Consultation.objects.none(), prefix="p").form,
        "wrong_upload": upload,
        "answer": OfficialReplyForm(comment=Comment(pk=20), initial={"seen": 0}),
        "wrong_answer": answer,
    }


def _questions() -> dict[str, list[Asked]]:
    """One answer, several with figures not yet shown, in words; and over."""

    def asked(pk: int, text: str, counts: list, *, most: int = 1, chosen: int | None = None) -> Asked:
        people = sum(counts) if counts and counts[0] is not None else None
        options = [
            Option(
                place=place,
                text=LONG if place == 1 else f"ตัวเลือก {place + 1}",
                is_chosen=place == chosen,
                is_ticked=place == chosen,
                count=count,
                percent=round(100 * count / (people or 1)) if count is not None else None,
            )
            for place, count in enumerate(counts)
        ]
        return Asked(question=Question(pk=pk, text=text, most=most), options=options, people=people)

    return {
        "open": [
            asked(1, "ท่านเห็นด้วยหรือไม่", [61_204, 8_795, 30_000], chosen=0),
            asked(2, LONG, [None, None, None], most=3),
            asked(3, "มีเรื่องใดที่ร่างนี้ยังไม่ได้นึกถึง", []),
        ],
        "over": [asked(4, "ท่านเห็นด้วยหรือไม่", [2, 0, 1], chosen=2)],
    }


def _answers() -> list[OfficialReply]:
    """Of an agency to comments: short, long and revised, withdrawn."""
    now = timezone.now()
    short = OfficialReply(public_text="ขอบคุณสำหรับข้อเสนอ หน่วยงานได้เพิ่มไว้ในมาตรา ๑๔ แล้ว")
    long = OfficialReply(public_text=f"{LONG.strip()}\n\n{LONG.strip()}", revised_at=now - timedelta(hours=1))
    gone = OfficialReply(withdrawn_at=now)
    for pk, reply in enumerate((short, long, gone), start=30):
        reply.comment, reply.answered_at = Comment(pk=pk), now - timedelta(days=2)
    return [short, long, gone]


def _charts() -> dict:
    today = timezone.localdate()
    first = today - timedelta(days=20)
    said = [2, 5, 3, 9, 14, 8, 4, 4, 11, 30, 22, 9, 5, 3, 2, 6, 7, 1, 0, 4]
    days = [first + timedelta(days=place) for place in range(len(said))]
    positions = [
        (LABEL, {"agree": 61, "partly": 20, "disagree": 12, "none": 9}, "#p-charts"),
        ("สำเนาเอกสาร", {"agree": 18, "partly": 6, "unsure": 9, "disagree": 34}, "#p-charts"),
        ("ค่าธรรมเนียม", {"agree": 0, "partly": 0, "disagree": 0, "none": 3}, "#p-charts"),
        ("อื่น ๆ", {"agree": 1}, "#p-charts"),
    ]
    marks = [
        (first, _("Opened")),
        (first + timedelta(days=9), _("New wording: version %(number)s") % {"number": 2}),
        (today, _("Today")),
        (today + timedelta(days=1), _("Closes")),
    ]
    thousand = [(label, {key: n * 1000 for key, n in counts.items()}, href) for label, counts, href in positions]
    return {
        "bars": charts.bars(
            [("จุดช่วยเหลือผู้สูงอายุ", 71, "#p-charts"), ("สำเนาเอกสาร", 46, "#p-charts"), ("ค่าธรรมเนียม", 3, "#p-charts")]
        ),
        "columns": charts.columns(list(zip(days, said, strict=True)), marks),
        "no_columns": charts.columns([], marks[:1]),
        "stance": charts.stance_bar({"agree": 61, "partly": 20, "disagree": 30, "none": 9}),
        "diverging": charts.diverging(positions),
        "tones": charts.tones(
            [
                (LABEL, {"negative": 31_200, "neutral": 40_001, "question": 5_004, "positive": 23_794}, "#p-charts"),
                ("สำเนาเอกสาร", {"negative": 0, "neutral": 20, "question": 1, "positive": 0}, "#p-charts"),
                ("ค่าธรรมเนียม", None, "#p-charts"),
            ]
        ),
        "dots": charts.dot_map([(label, _known(counts), href) for label, counts, href in positions]),
        "many_dots": charts.dot_map([(label, _known(counts), href) for label, counts, href in thousand]),
        "multiples": charts.multiples(
            [(label, _part(days, said, share), href) for share, (label, _, href) in enumerate(positions, start=1)]
        ),
    }


def _known(counts: dict[str, int]) -> dict[str, int]:
    """Positions a comment can have."""
    return {key: n for key, n in counts.items() if key in ORDER}


def _part(days: list[date], said: list[int], share: int) -> dict[date, int]:
    return {day: n // share for day, n in zip(days, said, strict=True)}


def _themes(sections: list[Section]) -> list[dict]:
    """A theme with all it can have, and one of a single comment."""
    counts = {"agree": 61_000, "partly": 20_000, "disagree": 12_000, "none": 6_999}
    large = {
        "id": "large",
        "label": LABEL,
        "n_people": 87_654,
        "n_comments": 99_999,
        "n_distinct": 54_321,
        "campaign_share": 0.25,
        "flags": {"new": True, "edited": True, "unstable": True},
        "chart": charts.stance_bar(counts),
        "sections": [(one.anchor, one.pk, one.label, count) for one, count in zip(sections, (120, 7), strict=False)],
        "summary": [{"sentence": "ขอให้มีเจ้าหน้าที่ช่วยกรอกแบบในทุกอำเภอ", "kind": "pattern", "cites": list(range(1, 30))}],
        "quotes": QUOTES,
        "rename_form": RenameForm(initial={"name": LABEL}, auto_id="id_large_%s"),
        "merge_form": MergeForm(labels={"small": "ค่าธรรมเนียม"}, auto_id="id_large_merge_%s"),
    }
    small = {"id": "small", "label": "ค่าธรรมเนียม", "n_people": 1, "n_comments": 1, "n_distinct": 1, "flags": {}}
    return [large, small | {"chart": charts.stance_bar({"none": 1})}]


def _changes(sections: list[Section]) -> list[Change]:
    """A section reworded and renumbered, a new one, one taken out."""
    old, new = (
        sections[2],
        Section(unit="มาตรา", number="๓/๑", text=sections[2].text.replace("บัตรประจำตัวประชาชน", "หนังสือเดินทาง")),
    )
    return [
        Change(before=(old,), after=(new,), is_moved=True),
        Change(after=(sections[3],)),
        Change(before=(sections[4],)),
    ]


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
            pack={"problem": "ประชาชนต้องยื่นเอกสารเดิมซ้ำหลายครั้ง"},
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
    for comment, where in zip([*(thread.comment for thread in threads), reply], _wheres(), strict=True):
        comment.where = where
    threads[1].replies = [Thread(comment=reply, address="/patterns/#", tally=NO_VOTES, choice=None)]
    threads[1].reply_count = 7
    threads[1].official = OfficialReply(public_text="หน่วยงานรับไว้พิจารณา", answered_at=timezone.now())
    threads[0].may_answer = threads[1].may_answer = True
    return threads


def _spoken(text: str) -> list[MarkedParagraph]:
    """Words that one comment, two and several speak of."""
    places = [(0, 5), (3, 20), (3, 20), (8, 14), (25, 40)]
    return marked(text, {pk: span_of(text, *place) for pk, place in enumerate(places, start=1)})


def _wheres() -> list[Where | None]:
    """On words that stand and in a section with another number now; on words that were changed; put on another section; on no words."""
    words = "ให้หน่วยงานของรัฐรับเอกสารในรูปแบบอิเล็กทรอนิกส์"
    first = DraftVersion(pk=1, number=1)
    seen, now = (Section(pk=pk, unit="มาตรา", number=str(pk), version=first) for pk in (7, 8))
    return [
        Where(seen=seen, now=now, words=words, reads_now=f"{words} หรือเอกสาร"),
        Where(seen=seen, now=seen, words=f"{words} " * 12, lost_in=2),
        Where(seen=seen, now=now, moved=Reattachment(pk=1, before=seen, after=now, at=timezone.now())),
        None,
    ]


def _comment(pk: int, consultation: Consultation, alias: str, text: str, stance: str, channel: str) -> Comment:
    comment = Comment(
        pk=pk,
        consultation=consultation,
        participant=Participant(account=User(alias=alias)),
        text=text,
        public_text=text,
        stance=stance,
        channel=channel,
        posted_at=timezone.now() - timedelta(hours=3 * pk),
    )
    comment.where = None
    return comment
