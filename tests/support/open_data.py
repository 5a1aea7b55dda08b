"""Make a hearing that has something of every kind, for tests of open data."""

from analysis import actions as analysis_actions
from consult import actions
from consult.models import Consultation, Level
from tests.support.analyses import WORDS, run
from tests.support.makers import ask, close, make_consultation, make_staff, make_user, officer_of, post, vote

HIDDEN_WORDS = "คำหยาบที่ถูกซ่อน"
WITHDRAWN_WORDS = "ถ้อยคำที่ถอนคืน"
REDACTED_WORDS = "ปากซอยบ้านสีฟ้า"
PERSONAL = "0812345678"


def closed_hearing() -> Consultation:
    """Two versions, comments hidden, withdrawn, redacted and masked, votes of three levels, answers, a theme, an argument, a reply."""
    consultation = make_consultation("ช่องทางบริการ", "ห้ามเรียกสำเนา", least_to_vote=Level.GUEST)
    first, second = consultation.draft.sections.all()
    people = [make_user(level=Level.PERSON if number % 3 else Level.EMAIL) for number in range(14)]
    comments = [
        post(
            consultation,
            f"{text} ({number})",
            section=first if number % 6 < 3 else second,
            stance="agree",
            author=people[number],
        )
        for number, text in enumerate(WORDS * 2)
    ]
    post(consultation, "=1+1 สูตรที่ไม่ควรถูกคำนวณ", author=people[12])
    post(consultation, f"โทรหาผมที่ {PERSONAL} ได้", author=people[12])
    post(consultation, "ตอบกลับ", parent=comments[0], author=people[13])
    for number, voter in enumerate(people):
        for section in (first, second):
            vote(consultation, 1 if number % 4 else -1, voter=voter, section=section)
        vote(consultation, (1, 0, -1)[number % 3], voter=make_user(), comment=comments[number % 5])
    (question,) = ask(consultation, ("ควรเริ่มใช้เมื่อใด", ("ปีนี้", "ปีหน้า", "ไม่ควรใช้")), most=2)
    for number, person in enumerate(people):
        actions.answer_question(consultation=consultation, author=person, question=question, choices=[number % 3])
    run(consultation, themes=2)
    analyst = make_staff(consultation.agency, "analyst")
    told = {"consultation": consultation, "by": analyst, "comment": comments[1], "kind": "ask"}
    analysis_actions.make_argument(words=comments[1].public_text, **told)
    hide(post(consultation, HIDDEN_WORDS))
    moderator = make_staff(consultation.agency, "moderator")
    told = {
        "comment": post(consultation, f"บ้านเขาอยู่{REDACTED_WORDS} ขอให้ตรวจ"),
        "by": moderator,
        "reason": "personal_data",
    }
    actions.redact_comment(words=REDACTED_WORDS, **told)
    gone = post(consultation, WITHDRAWN_WORDS)
    actions.withdraw_comment(comment=gone, by=gone.author)
    actions.reply_officially(comment=comments[2], by=officer_of(consultation), text="รับไว้พิจารณา")
    close(consultation)
    return Consultation.objects.select_related("agency", "draft").get(pk=consultation.pk)


def hide(comment) -> None:
    moderator = make_staff(comment.consultation.agency, "moderator")
    actions.hide_comment(comment=comment, by=moderator, reason="insult")
