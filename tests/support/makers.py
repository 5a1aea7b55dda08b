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
    Question,
    User,
    Vote,
)
from consult.models.facts import PACK, FactKind


def _number() -> str:
    """Unlike any other, in this process or another one."""
    return uuid.uuid4().hex[:10]


def make_user(alias: str | None = None, **fields) -> User:
    number = _number()
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


def post(consultation: Consultation, text: str = "ควรมีช่องทางสำหรับผู้สูงอายุ", **options) -> Comment:
    options = {"author": None, "client_key": uuid.uuid4()} | options
    options["author"] = options["author"] or make_user()
    return actions.post_comment(consultation=consultation, text=text, **options)


def vote(consultation: Consultation, choice: int = 1, voter: User | None = None, **subject) -> Vote:
    return actions.cast_vote(
        consultation=consultation, voter=voter or make_user(), choice=Vote.Choice(choice), **subject
    )


def make_mandate() -> Mandate:
    """A verified person who speaks for a company from today on; the number is made up, with a check digit that fits."""
    today = timezone.localdate()
    asked = actions.ask_mandate(
        holder=make_user(level=Level.PERSON),
        company_number="0105536112014",
        company_name="บริษัท ทดสอบ จำกัด",
        scope="ร่างกฎหมายขนส่ง",
        begins_on=today,
        ends_on=today + timedelta(days=30),
        evidence="หนังสือมอบอำนาจลงวันที่ 1 ธันวาคม",
    )
    return actions.decide_mandate(mandate=asked, by=platform_staff(), confirmed=True)
