"""The page of the desk where a hearing's dates are moved, each time with a reason, and what the editor shows of them."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.desk.buddhist_years import as_typed
from consult.models import AuditEntry, ConsultationAct
from tests.cms.test_publishing import (  # noqa: F401 (fixtures)
    agency_page,
    editor_form,
    officer,
    publish,
    section,
    write_page,
)
from tests.support.makers import make_consultation, make_staff, make_user, officer_of, post

pytestmark = pytest.mark.django_db

BANGKOK = ZoneInfo("Asia/Bangkok")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def in_days(days: float):
    return (timezone.now() + timedelta(days=days)).replace(microsecond=0)


def typed(moment) -> str:
    local = moment.astimezone(BANGKOK)
    return f"{local.year + 543}-{local:%m-%d %H:%M}"


@pytest.fixture
def second(agency_page):  # noqa: F811
    return make_staff(agency_page.agency, "officer")


@pytest.fixture
def hearing(agency_page, officer):  # noqa: F811
    return publish(write_page(agency_page, section("๑", "เดิม"), closes_at=in_days(30)), officer)


def test_an_officer_extends_with_a_reason_and_everybody_reads_it(hearing, officer):  # noqa: F811
    desk, address = signed_in(officer), reverse("hearing_dates", args=[hearing.pk])
    assert "ขยายเวลารับฟัง" in desk.get(address).content.decode()
    later = in_days(60)
    sent = {"act": "extend", "extend-moment": typed(later), "extend-reason": "ประชาชนขอเวลาเพิ่ม"}
    assert desk.post(address, sent).status_code == 302
    hearing.refresh_from_db()
    assert abs(hearing.closes_at - later) < timedelta(minutes=1)
    assert (
        "ประชาชนขอเวลาเพิ่ม" in Client().get(reverse("consult:consultation_detail", args=[hearing.pk])).content.decode()
    )
    assert AuditEntry.objects.first().verb == "extend_consultation"


def test_what_is_refused_is_said_beside_what_was_typed(hearing, officer):  # noqa: F811
    desk, address = signed_in(officer), reverse("hearing_dates", args=[hearing.pk])
    before = list(hearing.acts.values())
    for sent, status in (
        ({"act": "extend", "extend-moment": typed(in_days(1)), "extend-reason": "เร็วขึ้นได้ไหม"}, 409),
        ({"act": "extend", "extend-moment": "พรุ่งนี้", "extend-reason": "เร็วขึ้นได้ไหม"}, 422),
        ({"act": "close", "close-reason": " "}, 422),
        ({"act": "open", "open-moment": typed(in_days(1)), "open-reason": "เร็วขึ้นได้ไหม"}, 409),
    ):
        answer = desk.post(address, sent)
        assert answer.status_code == status, sent
        if sent["act"] == "extend":
            assert "เร็วขึ้นได้ไหม" in answer.content.decode()
    assert desk.post(address, {"act": "no such act"}).status_code == 400
    assert list(hearing.acts.values()) == before


def test_opening_again_is_asked_by_one_and_approved_by_another(hearing, officer, second):  # noqa: F811
    address = reverse("hearing_dates", args=[hearing.pk])
    one, other = signed_in(officer), signed_in(second)
    type(hearing).objects.filter(pk=hearing.pk).update(opens_at=in_days(-20))
    one.post(address, {"act": "close", "close-reason": "ครบแล้ว"})
    hearing.refresh_from_db()
    assert hearing.is_closed()
    one.post(address, {"act": "reopen", "reopen-moment": typed(in_days(9)), "reopen-reason": "มีกลุ่มที่ยังไม่ได้แสดงความเห็น"})
    asked = ConsultationAct.objects.waiting().get()
    assert "รอเจ้าหน้าที่คนที่สอง" in other.get(reverse("hearing_list")).content.decode()
    assert one.post(address, {"act": "approve", "request": asked.pk}).status_code == 403
    assert other.post(address, {"act": "decline", "request": asked.pk}).status_code == 422
    assert other.post(address, {"act": "approve", "request": asked.pk}).status_code == 302
    assert other.post(address, {"act": "approve", "request": asked.pk}).status_code == 409
    hearing.refresh_from_db()
    assert hearing.is_open()
    page = Client().get(reverse("consult:consultation_detail", args=[hearing.pk])).content.decode()
    assert "มีกลุ่มที่ยังไม่ได้แสดงความเห็น" in page and officer.alias in page and second.alias in page


def test_withdrawing_leaves_a_page_with_the_reason(hearing, officer):  # noqa: F811
    citizen = make_user()
    post(hearing, "สิ่งที่ฉันเขียน", author=citizen)
    sent = {"act": "withdraw", "withdraw-reason": "เปลี่ยนนโยบาย"}
    assert signed_in(officer).post(reverse("hearing_dates", args=[hearing.pk]), sent).status_code == 302
    gone = Client().get(reverse("consult:consultation_detail", args=[hearing.pk]))
    assert gone.status_code == 410 and "เปลี่ยนนโยบาย" in gone.content.decode()
    mine = signed_in(citizen).get(reverse("consult:mine")).content.decode()
    assert "สิ่งที่ฉันเขียน" in mine and "หน่วยงานถอนการรับฟังเรื่องนี้แล้ว" in mine
    page = hearing.agency.page.get_children().get().specific
    signed_in(officer).post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), editor_form(page) | {"action-publish": "1"}
    )
    hearing.refresh_from_db()
    page.refresh_from_db()
    assert hearing.withdrawn_at and not page.live


@pytest.mark.parametrize("role", ["analyst", "moderator", None])
def test_only_officers_of_the_agency_see_the_page(hearing, role):
    person = make_staff(hearing.agency, role) if role else make_user()
    address = reverse("hearing_dates", args=[hearing.pk])
    for answer in (
        signed_in(person).get(address),
        signed_in(person).post(address, {"act": "close", "close-reason": "ก"}),
    ):
        assert answer.status_code == 302 and hearing.title not in answer.content.decode()
    hearing.refresh_from_db()
    assert hearing.is_open()


def test_once_announced_the_editor_shows_the_dates_of_the_record_and_takes_no_others(hearing, officer):  # noqa: F811
    page = hearing.agency.page.get_children().get().specific
    desk, address = signed_in(officer), reverse("wagtailadmin_pages:edit", args=[page.pk])
    later = in_days(50)
    sent = {"act": "extend", "extend-moment": typed(later), "extend-reason": "ขยาย"}
    desk.post(reverse("hearing_dates", args=[hearing.pk]), sent)
    html = desk.get(address).content.decode()
    assert as_typed(later.astimezone(BANGKOK)) in html and reverse("hearing_dates", args=[hearing.pk]) in html
    form = editor_form(page) | {"closes_at": "2030-01-01 10:00", "opens_at": "2020-01-01 10:00", "action-publish": "1"}
    before = (hearing.opens_at, type(hearing).objects.get(pk=hearing.pk).closes_at)
    assert desk.post(address, form).status_code == 302
    hearing.refresh_from_db()
    assert (hearing.opens_at, hearing.closes_at) == before


def test_a_shorter_hearing_is_written_by_one_officer_and_published_by_another(agency_page, officer, second):  # noqa: F811
    page = write_page(agency_page, section("๑", "เดิม"), closes_at=in_days(5))
    one, other = signed_in(officer), signed_in(second)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = editor_form(page)
    one.post(address, form | {"action-publish": "1", "summary": "สรุปที่พิมพ์ไว้"})
    page.refresh_from_db()
    assert page.consultation is None and page.get_latest_revision_as_object().summary == "สรุปที่พิมพ์ไว้"
    why = {"shorter_because": "น้ำท่วมฉับพลัน"}
    one.post(address, form | why | {"action-publish": "1"})
    assert page.consultation is None
    other.post(address, form | why | {"action-publish": "1"})
    announced = page.consultation.acts.get()
    assert (announced.by, announced.second, announced.reason) == (officer, second, "น้ำท่วมฉับพลัน")


def test_a_hearing_announced_now_was_not_open_last_week(agency_page, officer):  # noqa: F811
    record = publish(write_page(agency_page, section("๑", "เดิม"), opens_at=in_days(-7), closes_at=in_days(30)), officer)
    assert record.opens_at > in_days(-1) and record.is_open()


def test_a_hearing_announced_for_later_opens_by_the_clock_of_the_record(agency_page, officer):  # noqa: F811
    opens = in_days(3)
    record = publish(write_page(agency_page, section("๑", "เดิม"), opens_at=opens, closes_at=in_days(30)), officer)
    assert not record.is_open() and not record.is_open(opens - timedelta(seconds=1)) and record.is_open(opens)


@pytest.mark.parametrize("number", ["²", "๑", "-1", "9" * 30, "9" * 5000, ""])
def test_a_number_that_is_no_rows_is_no_row_at_any_door_of_the_desk(number):
    consultation = make_consultation()
    author, head = officer_of(consultation), make_staff(consultation.agency, "head")
    pk, agency = consultation.pk, consultation.agency_id
    for person, address, sent in (
        (author, f"/cms/hearings/{pk}/", {"act": "approve", "request": number}),
        (author, f"/cms/hearings/{pk}/dossier/", {"act": f"take-back-{number}", "note": "ผิด"}),
        (author, "/cms/drafts/put/", {"page": number, "text": "ก"}),
        (head, f"/cms/agencies/{agency}/", {"act": "dismiss", "membership": number}),
    ):
        client = Client()
        client.force_login(person)
        assert client.post(address, sent).status_code in (302, 404), address
