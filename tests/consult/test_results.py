"""Who closed a hearing owes people its result; the public list, the hearing and its agency say where it is still awaited."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult import actions
from consult.models import Consultation, Membership, OfficialReply
from consult.models.result import result_is_awaited
from tests.cms.test_publishing import agency_page, officer, publish, section, write_page  # noqa: F401 (fixtures)
from tests.support.makers import close, make_consultation, make_sections, make_staff, officer_of, post, withdraw

pytestmark = pytest.mark.django_db


def awaited(later: int = 31) -> list[Consultation]:
    return list(Consultation.objects.filter(result_is_awaited(timezone.now() + timedelta(days=later))))


@pytest.fixture
def hearing():
    hearing = make_consultation()
    post(hearing)
    close(hearing)
    hearing.refresh_from_db()
    return hearing


def test_a_result_is_awaited_after_its_days_and_never_of_a_withdrawn_or_silent_hearing(hearing):
    silent = make_consultation()
    close(silent)
    assert awaited(29) == [] and awaited() == [hearing]
    withdraw(hearing)
    assert awaited() == []


def test_an_answer_or_a_new_version_after_the_end_tells_something_and_one_before_it_does_not(hearing):
    reply = actions.reply_officially(comment=hearing.comments.get(), by=officer_of(hearing), text="รับไว้")
    assert awaited() == []
    OfficialReply.objects.filter(pk=reply.pk).update(answered_at=hearing.ends_at - timedelta(hours=1))
    assert awaited() == [hearing]
    actions.issue_version(consultation=hearing, sections=make_sections("ใหม่"), by=officer_of(hearing))
    assert awaited() == []


def test_a_decided_issue_tells_the_result_until_it_is_taken_away(hearing):
    issue = actions.draft_issue(consultation=hearing, by=officer_of(hearing), title="เวลา")
    words = {"title": "เวลา", "said": "", "decision": "noted", "reason": "รับไว้", "effect": ""}
    actions.change_issue(issue=issue, by=officer_of(hearing), seen=1, **words)
    assert awaited() == [hearing]
    colleague = make_staff(hearing.agency, Membership.Role.OFFICER)
    actions.approve_issue(issue=issue, by=colleague, seen=2)
    assert awaited() == []
    actions.drop_issue(issue=issue, by=colleague, reason="ผิดเรื่อง")
    assert awaited() == [hearing]


def test_everybody_sees_it_on_the_list_on_the_hearing_and_on_the_page_of_the_agency(agency_page, officer, settings):  # noqa: F811
    consultation = publish(write_page(agency_page, section("๑", "ข้อความ")), officer)
    post(consultation)
    close(consultation)
    address = reverse("consult:consultation_detail", args=[consultation.pk])
    assert "ประชาชนยังรอผลอยู่" not in Client().get(address).content.decode()
    settings.RESULT_DAYS = -1
    assert "ประชาชนยังรอผลอยู่" in Client().get(address + "?").content.decode()
    listed = Client().get(reverse("consult:consultation_list"), {"status": "awaited"}).content.decode()
    assert f'href="{address}"' in listed
    told = Client().get(agency_page.url).content.decode()
    assert "แจ้งผลแล้ว 0 จาก 1" in told and "status=awaited" in told
