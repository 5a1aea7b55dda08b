"""The first page of the desk says what needs its reader now, by role; each line leads to where it is done."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from cms.desk.needs import Desk
from consult import actions
from consult.models import Consultation, Membership, OfficialReply
from tests.cms.test_publishing import agency_page, officer, publish, section, write_page  # noqa: F401 (fixtures)
from tests.support.makers import (
    close,
    make_agency,
    make_consultation,
    make_result,
    make_sections,
    make_staff,
    make_user,
    officer_of,
    platform_staff,
    post,
    vote,
)

pytestmark = pytest.mark.django_db


def told(user, now=None) -> dict[str, list]:
    """Heading → lines."""
    return {str(need.heading): list(need.lines) for need in Desk(user, now).needs()}


def lines(user, heading: str, now=None):
    return told(user, now).get(heading, [])


UNANSWERED = "ความคิดเห็นที่ยังไม่มีคำชี้แจง"
LOST = "ความคิดเห็นที่มาตราถูกตัดออกหรือแบ่ง"
CLOSING = "การรับฟังที่ใกล้ปิด"
RESULTS = "ผลที่ประชาชนรออยู่"
MISSING = "ร่างที่ข้อมูลยังไม่ครบ"
DATES = "คำขอเรื่องกำหนดการที่รอเจ้าหน้าที่อีกคน"
ISSUES = "ประเด็นชี้แจงที่รอคุณอนุมัติ"
REVIEW = "ร่างที่รอคุณตรวจ"


def answer(comment, by) -> OfficialReply:
    return actions.reply_officially(comment=comment, by=by, text="หน่วยงานรับไปแก้ไข")


def test_comments_are_counted_until_the_agency_answers_them():
    hearing = make_consultation()
    by = officer_of(hearing)
    first, _second = post(hearing, "ขอให้ขยายเวลา"), post(hearing, "ขอให้ลดค่าธรรมเนียม")
    post(hearing, "ตอบกันเอง", parent=first)
    assert [one.what for one in lines(by, UNANSWERED)] == ["2 ความคิดเห็น"]
    answer(first, by)
    assert [one.what for one in lines(by, UNANSWERED)] == ["1 ความคิดเห็น"]


def test_comments_whose_section_is_gone_lead_to_the_list_of_them():
    hearing = make_consultation("ข้อความหนึ่ง", "ข้อความสอง")
    by, (_first, second) = officer_of(hearing), hearing.draft.sections.all()
    comment = post(hearing, section=second)
    assert lines(by, LOST) == []
    actions.issue_version(consultation=hearing, sections=make_sections("ข้อความหนึ่ง"), by=by)
    (line,) = lines(by, LOST)
    assert (line.what, line.leads_to) == ("1 ความคิดเห็น", reverse("consult:unsettled", args=[hearing.pk]))
    answer(comment, by)
    assert lines(by, LOST) == []


def test_a_hearing_that_closes_within_a_week_is_told():
    hearing = make_consultation()
    by = officer_of(hearing)
    assert lines(by, CLOSING) == []
    (line,) = lines(by, CLOSING, now=hearing.closes_at - timedelta(days=3))
    assert line.leads_to == reverse("hearing_dates", args=[hearing.pk])
    assert lines(by, CLOSING, now=hearing.closes_at) == []


def test_a_result_is_asked_for_until_it_is_published(settings):
    hearing = make_consultation()
    by, comment = officer_of(hearing), post(hearing)
    late = hearing.closes_at + timedelta(days=settings.RESULT_DAYS + 1)
    assert lines(by, RESULTS, now=hearing.closes_at + timedelta(days=1)) == []
    assert len(lines(by, RESULTS, now=late)) == 1
    answer(comment, by)
    close(hearing)
    hearing.refresh_from_db()
    (line,) = lines(by, RESULTS, now=late)
    assert line.leads_to == reverse("analysis:result_desk", args=[hearing.pk])
    make_result(hearing)
    assert lines(by, RESULTS, now=late) == []


def test_an_issue_waits_for_somebody_else_and_then_answers_its_comments_and_the_people(settings):
    hearing = make_consultation()
    writer, colleague, comment = officer_of(hearing), make_staff(hearing.agency, Membership.Role.OFFICER), post(hearing)
    issue = actions.draft_issue(consultation=hearing, by=writer, title="เวลา", comments=[comment.pk])
    words = {"title": "เวลา", "said": "", "decision": "noted", "reason": "รับไว้", "effect": ""}
    actions.change_issue(issue=issue, by=writer, seen=1, **words)
    assert lines(colleague, ISSUES) == []  # people may still speak
    close(hearing)
    hearing.refresh_from_db()
    late = hearing.ends_at + timedelta(days=settings.RESULT_DAYS + 1)
    assert len(lines(colleague, RESULTS, now=late)) == 1 and lines(writer, ISSUES) == []
    (line,) = lines(colleague, ISSUES)
    assert line.leads_to == reverse("consult:issue_change", args=[hearing.pk, issue.number])
    actions.approve_issue(issue=issue, by=colleague, seen=2)
    assert lines(colleague, ISSUES) == [] and lines(colleague, UNANSWERED) == []
    assert len(lines(colleague, RESULTS, now=late)) == 1  # an issue is a part of the result
    actions.drop_issue(issue=issue, by=colleague, reason="ผิดเรื่อง")
    assert len(lines(colleague, UNANSWERED)) == 1


def test_a_draft_says_which_facts_it_lacks_as_it_was_last_saved(agency_page, officer):  # noqa: F811
    page = write_page(agency_page, section("๑", "ก"), pack={})
    page.save_revision(user=officer)
    (line,) = lines(officer, MISSING)
    assert "สภาพปัญหา" in line.what and f"/cms/pages/{page.pk}/edit/" in line.leads_to
    page.pack = {"problem": "ปัญหา"}
    page.save_revision(user=officer)
    assert "สภาพปัญหา" not in lines(officer, MISSING)[0].what


def test_a_request_about_dates_waits_for_another_officer_than_the_one_who_asked():
    hearing = make_consultation()
    by, colleague = officer_of(hearing), make_staff(hearing.agency, Membership.Role.OFFICER)
    Consultation.objects.filter(pk=hearing.pk).update(opens_at=timezone.now())
    hearing.refresh_from_db()
    actions.close_consultation(consultation=hearing, by=by, reason="ได้ครบแล้ว")
    assert lines(by, DATES) == []
    assert len(lines(colleague, DATES)) == 1


def test_a_draft_under_review_is_told_to_whom_it_waits_for(agency_page, officer):  # noqa: F811
    page = write_page(agency_page, section("๑", "ก"))
    page.save_revision(user=officer)
    workflow, task = Workflow.objects.create(name="ตรวจ"), GroupApprovalTask.objects.create(name="ตรวจ")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(page, officer)
    (line,) = lines(platform_staff(), REVIEW)
    assert line.leads_to == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert lines(make_staff(make_agency(), Membership.Role.OFFICER), REVIEW) == []


@pytest.mark.parametrize("role", [Membership.Role.MODERATOR, Membership.Role.ANALYST])
def test_who_moderates_or_analyses_finds_the_hearings_and_the_way_to_the_work(role):
    hearing, other = make_consultation(), make_consultation()
    client = Client()
    client.force_login(make_staff(hearing.agency, role))
    page = client.get("/cms/").content.decode()
    way = "consult:moderation" if role == Membership.Role.MODERATOR else "analysis:dashboard"
    assert hearing.title in page and reverse(way, args=[hearing.pk]) in page
    assert other.title not in page
    assert reverse("hearing_dates", args=[hearing.pk]) not in page


def test_the_list_tells_state_end_comments_and_votes():
    hearing = make_consultation()
    post(hearing)
    vote(hearing, section=hearing.draft.sections.first())
    (listed,) = Desk(officer_of(hearing)).hearings()
    assert (listed.comments.in_all, listed.votes) == (1, 1)
    actions.fold_figures()
    (listed,) = Desk(officer_of(hearing)).hearings()
    assert (listed.comments.in_all, listed.votes) == (1, 1)


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", ["/cms/", "/cms/hearings/"])
def test_the_number_of_queries_does_not_grow_with_hearings(agency_page, officer, address):  # noqa: F811
    client = Client()
    client.force_login(officer)

    def hear():
        hearing = make_consultation(agency=agency_page.agency)
        answer(post(hearing), officer)
        post(hearing)
        vote(hearing, section=hearing.draft.sections.first())
        write_page(agency_page, section("๑", "ก"), pack={}).save_revision(user=officer)

    hear()
    asked(client, address)  # what is remembered by the process
    few = asked(client, address)
    for _time in range(4):
        hear()
    assert asked(client, address) == few


def test_staff_find_the_way_in_from_the_header_and_nobody_else_does():
    hearing = make_consultation()
    way, seen = 'href="/cms/"', {}
    for who in (make_staff(hearing.agency, Membership.Role.ANALYST), make_user(), None):
        client = Client()
        if who:
            client.force_login(who)
        seen[who] = way in client.get(reverse("consult:consultation_list")).content.decode()
    assert list(seen.values()) == [True, False, False]
