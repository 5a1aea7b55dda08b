"""How many: the table that adds up, what was said and voted on each wording of the draft, answers to questions."""

from collections import Counter

from django.db.models import Q

from consult.models import Answer, Comment, Question, Section, Vote
from consult.models.kept import comment_counts
from consult.models.vote import NO_VOTES

from .basis import ResultBasis
from .fates import ASIDE, FATES, LEVELS, WHENCE, fates_of, levels_of
from .pen import Pen

_STANCES = {"agree": "เห็นด้วย", "partly": "เห็นด้วยบางส่วน", "disagree": "ไม่เห็นด้วย", "": "ไม่ระบุ"}


def counts(pen: Pen, basis: ResultBasis) -> None:
    """The reconciliation table: every comment on record once, by where it came from and what became of it; then people."""
    found = fates_of(basis)
    # nothing waits in a result that can be signed, so its table needs no column for that
    fates = {fate: label for fate, label in FATES.items() if fate != "held" or found.fate("held")}
    rows = [
        [
            label,
            *(pen.number(f"comments.{name}.{fate}", found.cells[name, fate]) for fate in fates),
            pen.number(f"comments.{name}", found.whence(name)),
        ]
        for name, label in WHENCE.items()
    ]
    foot = [
        "รวม",
        *(pen.number(f"comments.{fate}", found.fate(fate)) for fate in fates),
        pen.number("comments", found.total),
    ]
    pen.text(
        "ทุกความคิดเห็นในบันทึกอยู่ในตารางนี้หนึ่งช่องเท่านั้น ผลรวมทุกแถวและทุกคอลัมน์เท่ากับความคิดเห็นทั้งหมด ",
        foot[-1],
        " รายการ (รวมการตอบกลับ)",
    )
    pen.table("ที่มาของความคิดเห็น และสิ่งที่เป็นไปในการนับ", ("ที่มา", *fates.values(), "รวม"), rows, foot)
    pen.text(
        "ไม่มีเนื้อหา คือไม่ได้พูดถึงเรื่องใดในร่าง เช่น แสดงเพียงว่าเห็นด้วยหรือไม่เห็นด้วย แยกไว้ คือไม่อยู่ในประเด็นใดด้วยเหตุผลในตารางถัดไป "
        "มาทีหลัง คือส่งหรือนำเข้าหลังการวิเคราะห์ที่ใช้ทำสรุปผล ซ่อน คือผู้ดูแลซ่อนเพราะผิดกติกา ถอน คือผู้เขียนถอนเอง"
    )
    _levels(pen, basis, found.whence("web"))
    aside = [(label, pen.number(f"aside.{reason}", found.aside[reason])) for reason, label in ASIDE.items()]
    pen.table("ความคิดเห็นที่แยกไว้ ตามเหตุผล", ("เหตุผล", "ความคิดเห็น"), aside)
    _stances(pen, basis)
    _people(pen, basis)


def _levels(pen: Pen, basis: ResultBasis, on_website: int) -> None:
    """Those on the website that anybody may read; levels of fewer than five stand together with another."""
    told = levels_of(basis)
    if not told:
        if on_website:
            pen.none("ความคิดเห็นบนเว็บไซต์ไม่แยกตามระดับการยืนยันตัวตน เพราะจะบอกจำนวนที่น้อยกว่าห้า หรือมีระดับเดียว")
        return
    rows = [
        (" และ".join(LEVELS[one] for one in name.split("+")), pen.number(f"levels.{name}", n))
        for name, n in told.items()
    ]
    foot = ("รวม", pen.number("levels", sum(told.values())))
    pen.table("ความคิดเห็นบนเว็บไซต์ที่ทุกคนอ่านได้ ตามระดับการยืนยันตัวตน", ("ระดับ", "ความคิดเห็น"), rows, foot)


def _stances(pen: Pen, basis: ResultBasis) -> None:
    said = Comment.objects.filter(consultation=basis.consultation, parent=None).visible().order_by()
    chosen = Counter(said.values_list("stance", flat=True))
    rows = [(label, pen.number(f"stances.{name or 'none'}", chosen[name])) for name, label in _STANCES.items()]
    pen.table("จุดยืนที่ผู้เขียนเลือกเอง ไม่นับการตอบกลับ", ("จุดยืน", "ความคิดเห็น"), rows)


def _people(pen: Pen, basis: ResultBasis) -> None:
    hearing = basis.consultation
    writers = set(hearing.comments.visible().order_by().values_list("participant", flat=True).distinct())
    votes = Vote.objects.filter(Q(comment__consultation=hearing) | Q(section__version__consultation=hearing))
    voters = set(votes.order_by().values_list("participant", flat=True).distinct())
    answers = Answer.objects.filter(question__questionnaire__consultation=hearing)
    answered = set(answers.order_by().values_list("participant", flat=True).distinct())
    pen.text(
        "มีผู้มีส่วนร่วม ",
        pen.number("people", len(writers | voters | answered)),
        " บัญชี แสดงความคิดเห็น ",
        pen.number("people.writers", len(writers)),
        " บัญชี โหวต ",
        pen.number("people.voters", len(voters)),
        " บัญชี ตอบคำถาม ",
        pen.number("people.answered", len(answered)),
        " บัญชี คนหนึ่งอาจมีหลายบัญชี และอาจทำหลายอย่าง นิติบุคคลที่โหวตหรือตอบคำถามนับเป็นหนึ่งบัญชี",
    )


def sections(pen: Pen, basis: ResultBasis) -> None:
    """Each wording of each section that somebody spoke of or voted on; votes stay with the words they were cast on."""
    hearing = basis.consultation
    places = comment_counts([hearing.pk])[hearing.pk]
    rows = Section.objects.filter(version__consultation=hearing).defer("text", "search_text", "plain_summary")
    wordings, spoken, standing = {}, Counter[int](), set()
    for section in rows.select_related("version").order_by("version__number", "order"):
        wordings.setdefault(section.ballot_id, section)
        spoken[section.ballot_id] += places[section.pk].in_all if section.pk in places else 0
        if section.version_id == hearing.draft_id:
            standing.add(section.ballot_id)
    tallies = Vote.objects.section_tallies(wordings)
    told = [pk for pk in wordings if spoken[pk] or pk in tallies]
    lines = []
    for pk in told:
        tally, section = tallies.get(pk, NO_VOTES), wordings[pk]
        label = section.label if pk in standing else f"{section.label} (ถ้อยคำเดิมในฉบับที่ {section.version.number})"
        votes = [pen.number(f"votes.{pk}.{how}", getattr(tally, how)) for how in ("agree", "unsure", "disagree")]
        lines.append([label, pen.number(f"sections.{pk}", spoken[pk]), *votes])
    whole = places[0].in_all if 0 in places else 0
    lines.append(["ร่างทั้งฉบับ", pen.number("sections.whole", whole), "–", "–", "–"])
    sums = {how: sum(getattr(tally, how) for tally in tallies.values()) for how in ("agree", "unsure", "disagree")}
    foot = [
        "รวม",
        pen.number("sections", spoken.total() + whole),
        *(pen.number(f"votes.{how}", n) for how, n in sums.items()),
    ]
    pen.text(
        "ตัวเลขในตารางนี้นับความคิดเห็นที่ทุกคนอ่านได้ รวมการตอบกลับ และโหวตทุกระดับการยืนยันตัวตน โหวตอยู่กับถ้อยคำที่โหวตไว้ มีถ้อยคำที่ไม่มีใครพูดถึงหรือโหวต ",
        pen.number("sections.silent", len(wordings) - len(told)),
        " ถ้อยคำ",
    )
    pen.table("ความคิดเห็นและโหวตรายมาตรา", ("มาตรา", "ความคิดเห็น", "เห็นด้วย", "ไม่แน่ใจ", "ไม่เห็นด้วย"), lines, foot)


def questions(pen: Pen, basis: ResultBasis) -> None:
    """Every wording of every question that was asked, with what was chosen."""
    asked = Question.objects.filter(questionnaire__consultation=basis.consultation, origin=None)
    rows = list(asked.order_by("questionnaire__number", "order"))
    given = Answer.objects.by_question([question.pk for question in rows])
    for place, question in enumerate(rows, start=1):
        pen.heading(2, f"question-{question.pk}", f"คำถามที่ {place}")
        pen.text(question.text)
        if not question.options:
            pen.none("คำถามนี้ตอบเป็นความคิดเห็น")
            continue
        found = given.get(question.pk)
        chosen = [
            (option, pen.number(f"answers.{question.pk}.{at}", found.counts.get(at, 0) if found else 0))
            for at, option in enumerate(question.options)
        ]
        pen.table("จำนวนผู้ตอบที่เลือก ทั้งคนและนิติบุคคล", ("คำตอบ", "ราย"), chosen)
        pen.text("ตอบคำถามนี้ ", pen.number(f"answers.{question.pk}", found.people if found else 0), " ราย")
    if not rows:
        pen.none("หน่วยงานไม่ได้ตั้งคำถามในการรับฟังครั้งนี้")
