"""Requests about data: asked once, due by a day, answered by the data-protection officer, read by who asked."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult.actions import appoint
from consult.errors import NotAllowed
from consult.models import AuditEntry, Membership, User
from consult.people import actions
from consult.people.errors import DataRequestAnswered, TooManyDataRequests
from consult.people.models import DataRequest
from tests.support.makers import make_agency, make_staff, make_user, platform_staff

pytestmark = pytest.mark.django_db


def protection_officer() -> User:
    person = make_user()
    appoint(user=person, agency=None, role=Membership.Role.PROTECTION, by=platform_staff())
    return person


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def asked(person: User, text: str = "ขอแก้อีเมล", key: uuid.UUID | None = None) -> DataRequest:
    return actions.ask_about_data(person=person, kind="correction", text=text, client_key=key or uuid.uuid4())


def test_a_request_travels_from_the_person_to_the_officer_and_back(settings):
    settings.DATA_REQUEST_DAYS = 30
    person, officer = make_user(), protection_officer()
    mine, desk = signed_in(person), signed_in(officer)
    form = {"kind": "objection", "text": "ไม่อยากให้ใช้", "client_key": str(uuid.uuid4())}
    for _ in range(2):
        assert mine.post(reverse("people:data_request"), form).status_code == 302
    request = DataRequest.objects.get()
    assert request.due_on == timezone.localdate() + timedelta(days=30)
    assert "รอคำตอบ" in mine.get(reverse("people:own_data")).content.decode()
    assert person.alias in desk.get(reverse("people:request_list")).content.decode()
    address = reverse("people:request_detail", args=[request.pk])
    assert "ไม่อยากให้ใช้" in desk.get(address).content.decode()
    assert desk.post(address, {"outcome": "refused", "answer": "กฎหมายให้เก็บไว้"}).status_code == 302
    assert "กฎหมายให้เก็บไว้" in mine.get(reverse("people:own_data")).content.decode()
    entry = AuditEntry.objects.first()
    assert (entry.verb, entry.by, entry.detail) == (
        "answer_data_request",
        officer,
        {"request": request.pk, "outcome": "refused"},
    )


def test_an_answer_given_twice_is_one_and_a_second_officer_loses_no_words():
    request, first, second = asked(make_user()), protection_officer(), protection_officer()
    for _ in range(2):
        actions.answer_data_request(request=request, outcome="done", answer="แก้แล้ว", by=first)
    with pytest.raises(DataRequestAnswered):
        actions.answer_data_request(request=request, outcome="refused", answer="ไม่ได้", by=second)
    page = signed_in(second).post(
        reverse("people:request_detail", args=[request.pk]), {"outcome": "refused", "answer": "คำตอบที่สอง"}
    )
    assert page.status_code == 409 and "คำตอบที่สอง" in page.content.decode() and "แก้แล้ว" in page.content.decode()
    assert AuditEntry.objects.filter(verb="answer_data_request").count() == 1


def test_what_is_overdue_says_so_and_stands_first():
    late, early = asked(make_user(), "ขอช้า"), asked(make_user(), "ขอเร็ว")
    DataRequest.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    page = signed_in(protection_officer()).get(reverse("people:request_list"))
    assert [one.pk for one in page.context["page"]] == [late.pk, early.pk]
    assert "เลยกำหนดแล้ว" in page.content.decode()


def test_a_request_without_words_is_refused_with_what_was_typed():
    client = signed_in(make_user())
    answer = client.post(
        reverse("people:data_request"), {"kind": "access", "text": "\u200b", "client_key": str(uuid.uuid4())}
    )
    assert answer.status_code == 422 and not DataRequest.objects.exists()
    assert (
        client.post(reverse("people:data_request"), {"kind": "all", "text": "ก", "client_key": "x"}).status_code == 422
    )


def test_nobody_piles_up_requests():
    person = make_user()
    for number in range(5):
        asked(person, f"ขอครั้งที่ {number}")
    with pytest.raises(TooManyDataRequests):
        asked(person, "ขออีก")


def test_requests_are_read_and_answered_by_the_platforms_officer_and_administrators_alone():
    request, agency = asked(make_user()), make_agency()
    pages = [reverse("people:request_list"), reverse("people:request_detail", args=[request.pk])]
    for person in (make_user(), *(make_staff(agency, role) for role in Membership.Role)):
        assert [signed_in(person).get(page).status_code for page in pages] == [403, 403]
        with pytest.raises(NotAllowed):
            actions.answer_data_request(request=request, outcome="done", answer="ก", by=person)
    for person in (protection_officer(), platform_staff()):
        assert [signed_in(person).get(page).status_code for page in pages] == [200, 200]
