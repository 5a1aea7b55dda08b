"""Make what a test needs, through the site's own actions."""

import uuid
from datetime import timedelta

from django.utils import timezone

from consult import actions
from consult.actions.draft import SectionText
from consult.actions.question import QuestionText
from consult.models import (
    Agency,
    Comment,
    Consultation,
    ConsultationAct,
    Level,
    Mandate,
    Membership,
    Participant,
    Question,
    Result,
    User,
    Vote,
)
from consult.models.consent import consent_version
from consult.models.facts import PACK, FactKind
from consult.report import HeadingBlock, Report, Run, TextBlock


def _number() -> str:
    """Unlike any other, in this process or another one."""
    return uuid.uuid4().hex[:10]


def make_user(alias: str | None = None, **fields) -> User:
    number = _number()
    fields = {"consented_to": consent_version(), "told_age": 25} | fields
    return User.objects.create_user(
        f"person{number}@example.org", "a-long-password", alias=alias or f"person {number}", **fields
    )


def make_agency() -> Agency:
    number = _number()
    return Agency.objects.create(name=f"กรมทดสอบ {number}", slug=f"agency-{number}")


def platform_staff() -> User:
    """Somebody who may give agencies a place and people their roles."""
    return User.objects.filter(is_superuser=True).first() or make_user(is_superuser=True, is_staff=True)


def make_staff(agency: Agency, role: Membership.Role) -> User:
    user = make_user()
    actions.appoint(user=user, agency=agency, role=role, by=platform_staff())
    return user


#: All that the fullest list asks for
PACK_TOLD = {
    fact.name: "02 000 0000" if fact.kind == FactKind.PHONE else f"ข้อมูลทดสอบ {place}" for place, fact in enumerate(PACK)
}
PACK_TOLD["contact_email"] = "hearing@agency.example"


def make_facts(**changes) -> Consultation:
    """What is told about a hearing, not yet on record."""
    now = timezone.now()
    facts = {
        "title": f"ร่างพระราชบัญญัติทดสอบ {_number()}",
        "policy_field": Consultation.PolicyField.HEALTH,
        "summary": "สรุป",
        "pack": dict(PACK_TOLD),
        "opens_at": now - timedelta(days=16),
        "closes_at": now + timedelta(days=16),
    }
    return Consultation(**facts | changes)


def make_sections(*texts: str, anchors: list[uuid.UUID] | None = None) -> list[SectionText]:
    anchors = anchors or [uuid.uuid5(uuid.NAMESPACE_URL, str(index)) for index in range(len(texts))]
    return [
        SectionText(anchor=anchor, unit="มาตรา", number=str(number), text=text)
        for number, (anchor, text) in enumerate(zip(anchors, texts, strict=True), start=1)
    ]


def make_consultation(*texts: str, agency: Agency | None = None, **facts) -> Consultation:
    agency = agency or make_agency()
    officer = make_staff(agency, Membership.Role.OFFICER)
    shorter = actions.Shorter(reason="เร่งด่วน", asked_by=make_staff(agency, Membership.Role.OFFICER))
    consultation = actions.publish_consultation(
        key=uuid.uuid4(), agency=agency, facts=make_facts(**facts), by=officer, shorter=shorter
    )
    actions.issue_version(
        consultation=consultation, sections=make_sections(*(texts or ("ข้อความหนึ่ง", "ข้อความสอง"))), by=officer
    )
    return consultation


def ask(consultation: Consultation, *questions: tuple[str, tuple[str, ...]], most: int = 1) -> list[Question]:
    """Ask (text, options) each; the same text is the same question."""
    texts = [
        QuestionText(anchor=uuid.uuid5(uuid.NAMESPACE_URL, text), text=text, options=options, most=most)
        for text, options in questions
    ]
    actions.ask_questions(consultation=consultation, questions=texts, by=officer_of(consultation))
    return list(consultation.questionnaire.questions.all())


def officer_of(consultation: Consultation) -> User:
    return (
        User.objects.filter(memberships__agency=consultation.agency, memberships__role="officer").order_by("pk").first()
    )


def by_two(act: ConsultationAct) -> ConsultationAct:
    """Done: approved by another officer of the agency where it takes two."""
    if act.stage == ConsultationAct.Stage.DONE:
        return act
    return actions.approve_act(act=act, by=make_staff(act.consultation.agency, Membership.Role.OFFICER))


def close(consultation: Consultation) -> None:
    by_two(actions.close_consultation(consultation=consultation, by=officer_of(consultation), reason="ได้ครบแล้ว"))


def reopen(consultation: Consultation) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    by_two(
        actions.reopen_consultation(
            consultation=consultation, by=officer_of(consultation), closes_at=tomorrow, reason="มีผู้ขอเพิ่มเวลา"
        )
    )


def withdraw(consultation: Consultation) -> None:
    actions.withdraw_consultation(consultation=consultation, by=officer_of(consultation), reason="เปลี่ยนนโยบาย")


def take_part(person: User, consultation: Consultation) -> Participant:
    """Whom a row that is made past the actions hangs on."""
    return Participant.objects.enter(person, consultation)


def post(consultation: Consultation, text: str = "ควรมีช่องทางสำหรับผู้สูงอายุ", **options) -> Comment:
    options = {"author": None, "client_key": uuid.uuid4()} | options
    options["author"] = options["author"] or make_user()
    return actions.post_comment(consultation=consultation, text=text, **options)


def hold(consultation: Consultation, text: str = "ขอให้ผู้ดูแลตรวจก่อน", **options) -> Comment:
    """A comment that waits for a moderator: the hearing looks first from now on."""
    Consultation.objects.filter(pk=consultation.pk).update(moderates_first=True)
    return post(consultation, text, **options)


def vote(consultation: Consultation, choice: int = 1, voter: User | None = None, **subject) -> Vote:
    return actions.cast_vote(
        consultation=consultation, voter=voter or make_user(), choice=Vote.Choice(choice), **subject
    )


def make_mandate(company_number: str = "0105536112014") -> Mandate:
    """A verified person who speaks for a company from today on; the number is made up, with a check digit that fits."""
    today = timezone.localdate()
    asked = actions.ask_mandate(
        holder=make_user(level=Level.PERSON),
        company_number=company_number,
        company_name="บริษัท ทดสอบ จำกัด",
        scope="ร่างกฎหมายขนส่ง",
        begins_on=today,
        ends_on=today + timedelta(days=30),
        evidence="หนังสือมอบอำนาจลงวันที่ 1 ธันวาคม",
    )
    return actions.decide_mandate(mandate=asked, by=platform_staff(), confirmed=True)


def make_report(consultation: Consultation, *said: str) -> Report:
    """A short result of a hearing as a document, one paragraph a sentence."""
    return Report(
        title=f"สรุปผลการรับฟังความคิดเห็น {consultation.title}",
        agency=consultation.agency.name,
        hearing=consultation.pk,
        number=Result.next_number(consultation),
        address=f"/consultations/{consultation.pk}/result/",
        blocks=(
            HeadingBlock(level=1, id="method", text="วิธีการรับฟัง"),
            *(TextBlock(runs=(Run(text=text),)) for text in said or ("รับฟังทางเว็บไซต์",)),
        ),
    )


def make_result(
    consultation: Consultation, report: Report | None = None, *, signed: int = 2, reason: str = ""
) -> Result:
    """A draft by an analyst of a closed hearing, signed by so many others; two publish it."""
    document = (report or make_report(consultation)).as_json()
    analyst = make_staff(consultation.agency, Membership.Role.ANALYST)
    result = actions.draft_result(consultation=consultation, by=analyst, document=document, reason=reason)
    for _turn in range(signed - result.signatures.count()):
        signer = make_staff(consultation.agency, Membership.Role.APPROVER)
        result = actions.sign_result(result=result, by=signer, seen=result.sha256)
    return result
