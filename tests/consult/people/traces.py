"""Somebody who left a trace in every table where people leave one."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from consult import actions as consult_actions
from consult.actions import ChosenWords
from consult.models import Mandate, Membership, User
from consult.models.consent import consent_version
from consult.oidc.person import DigitalPerson
from consult.people import actions
from consult.people.demographics import AboutOneself
from tests.support.makers import (
    ask,
    make_consultation,
    make_sections,
    make_staff,
    make_user,
    officer_of,
    platform_staff,
    post,
    vote,
)


def taken_part() -> SimpleNamespace:
    """A verified person, signed in, and somebody else in the same hearing. A table of people that is new needs a line here."""
    consultation = make_consultation("ข้อความหนึ่ง", "ข้อความสอง", "ข้อความสาม")
    person = with_account()
    with override_settings(CONSENT_WORDS="ฉันยินยอม"):
        version = consent_version()
        consult_actions.give_consent(person=person, consultation=consultation, version=version)
    User.objects.filter(pk=person.pk).update(consented_to="")  # this site asks nobody
    person.refresh_from_db()
    first, second, third = consultation.draft.sections.order_by("pk")
    other = post(consultation, "ความเห็นของคนอื่น")
    words = ChosenWords(start=0, end=7)
    mine = post(consultation, "โทรหาฉันที่ 0812349876 ได้เลย", author=person, section=first, words=words)
    vote(consultation, voter=person, comment=other)
    vote(consultation, voter=person, section=second)
    vote(consultation, comment=mine)
    (question,) = ask(consultation, ("ถามว่า", ("ใช่เลย", "ไม่ใช่เลย")))
    consult_actions.answer_question(consultation=consultation, question=question, author=person, choices=[0])
    post(consultation, "บริษัทเห็นด้วย", author=person, mandate=mandate_of(person))
    hidden, moved = post(consultation, "ถูกซ่อน", author=person), post(consultation, "ย้าย", author=person, section=third)
    moderator = make_staff(consultation.agency, Membership.Role.MODERATOR)
    consult_actions.hide_comment(comment=hidden, by=moderator, reason="insult")
    consult_actions.appeal(comment=hidden, by=person, text="ไม่ได้ดูหมิ่นใคร โทร 0812349876")
    consult_actions.report_comment(comment=other, by=person, reason="spam", words="โทรมาจาก 0812349876")
    consult_actions.add_to_comment(comment=mine, by=person, text="โทร 0812349876 อีกครั้ง", client_key=uuid.uuid4())
    sections = make_sections("ถ้อยคำอื่น", "ข้อความสอง")
    officer = officer_of(consultation)
    insult = post(consultation, "คนโง่เขียนกฎหมายนี้", author=person)
    consult_actions.redact_comment(comment=insult, by=officer, words="คนโง่", reason="insult")
    consult_actions.issue_version(consultation=consultation, sections=sections, by=officer)
    consultation.refresh_from_db()
    target = consultation.draft.sections.order_by("pk").last()
    consult_actions.reattach_comments(consultation=consultation, comments=[moved.pk], section=target, by=officer)
    actions.ask_about_data(person=person, kind="access", text="ขอดูข้อมูลของฉัน", client_key=uuid.uuid4())
    client = signed_in(person)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "zzsecret"})
    return SimpleNamespace(
        person=person, consultation=consultation, mine=mine, other=other, client=client, moderator=moderator
    )


def with_account() -> User:
    """Somebody of whom all is known that this site keeps of anybody."""
    person = make_user(alias="ชื่อลับแต่ก่อน", first_name="ชื่อจริงลับ")
    User.objects.filter(pk=person.pk).update(email="zzmailbox@example.org")
    person.refresh_from_db()
    address = EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    EmailConfirmation.create(address)
    actions.claim_mailbox(person=person)
    actions.change_public_name(person=person, alias="ชื่อลับของฉันเอง")
    actions.tell_of_oneself(person=person, told=AboutOneself(province="เลย"))
    return consult_actions.verify_person(user=person, person=somebody_vouched_for())


def somebody_vouched_for() -> DigitalPerson:
    return DigitalPerson(provider="thaid", source="number", hashes={"one": "zzhash"}, level="2.3", birth_year=1990)


def mandate_of(person: User) -> Mandate:
    today = timezone.localdate()
    asked = consult_actions.ask_mandate(
        holder=person,
        company_number="0105536112014",
        company_name="บริษัท ทดสอบ จำกัด",
        scope="zzscope",
        begins_on=today,
        ends_on=today + timedelta(days=30),
        evidence="zzletter",
    )
    return consult_actions.decide_mandate(mandate=asked, by=platform_staff(), confirmed=True)


def signed_in(person: User) -> Client:
    """By the sign-in page: erasing asks for a password that was just given."""
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": "a-long-password"})
    client.post(reverse("account_reauthenticate"), {"password": "a-long-password"})
    return client
