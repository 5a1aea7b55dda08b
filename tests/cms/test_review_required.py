"""Where drafts are reviewed first (REVIEW_REQUIRED): officers send, an approver who is no officer publishes and issues; nobody else loses a door."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.actions import begin_round, issue_draft
from cms.desk.impact import impact_of
from cms.desk.needs import Desk
from cms.errors import ReviewMissing
from cms.tasks import publish_scheduled
from consult import actions, rules
from consult.errors import NotAllowed
from consult.models import AuditEntry, DraftVersion, Membership
from tests.cms.test_publishing import agency_page, editor_form, officer, section, write_page  # noqa: F401 (fixtures)
from tests.cms.test_review import act, approver, edit, record_of, reviewer, submit  # noqa: F401 (fixtures)
from tests.support.doors import browser
from tests.support.makers import make_sections, make_staff, platform_staff

pytestmark = pytest.mark.django_db
Role = Membership.Role
FIRST, SECOND = "ให้หน่วยงานเปิดเผยข้อมูลภายในเก้าสิบวัน", "ให้หน่วยงานเปิดเผยข้อมูลภายในสามสิบวัน"


@pytest.fixture(autouse=True)
def required(settings):
    settings.REVIEW_REQUIRED = True


@pytest.fixture
def page(agency_page):  # noqa: F811
    return write_page(agency_page, section("๑", FIRST))


@pytest.fixture
def published(page, officer, reviewer, approver):  # noqa: F811
    review(page, officer, reviewer, approver)
    return type(page).objects.get(pk=page.pk)


def review(page, officer, reviewer, approver, **typed):  # noqa: F811
    """The way of a draft; returns what the approver was answered."""
    assert submit(page, officer, **typed).status_code == 302
    act(page, reviewer)
    return act(page, approver)


def in_an_hour() -> str:
    return f"{timezone.localtime() + timedelta(hours=1):%Y-%m-%d %H:%M}"


def fresh(person):
    return type(person).objects.get(pk=person.pk)


def told(person) -> dict[str, list[str]]:
    return {str(need.heading): [line.about for line in need.lines] for need in Desk(fresh(person)).needs()}


def test_an_officer_sends_and_the_approver_publishes(page, officer, reviewer, approver):  # noqa: F811
    desk = browser(officer).get(edit(page)).content.decode()
    assert "action-submit" in desk and "action-publish" not in desk
    browser(officer).post(edit(page), editor_form(page) | {"action-publish": "1"})
    assert record_of(page) is None
    assert review(page, officer, reviewer, approver).status_code == 302
    assert AuditEntry.objects.get(verb="publish_consultation").by == approver
    assert record_of(page).draft.issued_by == approver


def test_a_later_version_is_issued_by_the_approver_whom_the_approval_leads_there(
    published,
    officer,  # noqa: F811
    reviewer,  # noqa: F811
    approver,  # noqa: F811
):
    published.draft = section("๑", SECOND)
    answer = review(published, officer, reviewer, approver)
    impact = reverse("desk_draft_impact", args=[published.pk])
    assert answer.headers["Location"] == impact
    assert told(approver)["ร่างฉบับใหม่ที่รอออก"] == [published.title]
    assert "ร่างฉบับใหม่ที่รอออก" not in told(officer)
    looked = browser(officer).get(impact)
    assert looked.status_code == 200 and 'value="issue"' not in looked.content.decode()
    sent = {"act": "issue", "seen": "1", "text": looked.context["mark"]}
    assert browser(officer).post(impact, sent).status_code == 403
    assert DraftVersion.objects.count() == 1
    assert browser(approver).post(impact, sent).status_code == 302
    assert record_of(published).draft.number == 2
    assert "ร่างฉบับใหม่ที่รอออก" not in told(approver)


def test_the_actions_themselves_refuse_an_officer(published, officer):  # noqa: F811
    record = published.consultation
    with pytest.raises(NotAllowed):
        actions.issue_version(consultation=record, sections=make_sections("อื่น"), by=officer)
    with pytest.raises(NotAllowed):
        actions.retract_version(version=record.draft, by=officer, reason="ผิด")
    with pytest.raises(NotAllowed):
        issue_draft(page=published, impact=impact_of(record, published.read_draft()), why={}, seen=1, by=officer)


@pytest.mark.parametrize("door", ["wagtails bulk action", "code"])
def test_an_approver_publishes_nothing_that_was_not_reviewed(page, officer, approver, door):  # noqa: F811
    submit(page, officer)
    if door == "code":
        with pytest.raises(ReviewMissing):
            type(page).objects.get(pk=page.pk).get_latest_revision().publish(user=approver)
    else:
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        browser(approver).post(f"{bulk}?id={page.pk}&next=/cms/")
    assert record_of(page) is None


def test_who_is_officer_and_approver_publishes_nothing_alone_nor_for_colleagues(page, officer, reviewer):  # noqa: F811
    both = make_staff(page.get_parent().specific.agency, Role.OFFICER)
    actions.appoint(user=both, agency=page.get_parent().specific.agency, role=Role.APPROVER, by=platform_staff())
    assert "action-publish" not in browser(both).get(edit(page)).content.decode()
    submit(page, officer)
    act(page, reviewer)
    assert act(page, both).status_code in (302, 403, 404)
    assert record_of(page) is None
    assert type(page).objects.get(pk=page.pk).current_workflow_task.name == "เห็นชอบ"


@pytest.mark.parametrize("still_approves", [True, False])
def test_a_scheduled_hearing_is_published_in_the_name_of_who_approved_it(
    page,
    officer,  # noqa: F811
    reviewer,  # noqa: F811
    approver,  # noqa: F811
    still_approves,
):
    review(page, officer, reviewer, approver, go_live_at=in_an_hour())
    assert record_of(page) is None and page.approved_schedule
    if not still_approves:
        actions.dismiss(
            user=approver, agency=page.get_parent().specific.agency, role=Role.APPROVER, by=platform_staff()
        )
    page.revisions.update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    for revision in page.revisions.all():
        revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
        revision.save(update_fields=["content"])
    publish_scheduled()
    record = record_of(page)
    assert (record and record.draft.issued_by) == (approver if still_approves else None)


def test_an_officer_schedules_nothing_alone(page, officer):  # noqa: F811
    browser(officer).post(edit(page), editor_form(page) | {"go_live_at": in_an_hour(), "action-publish": "1"})
    assert not type(page).objects.get(pk=page.pk).approved_schedule


def test_the_rest_of_an_officers_work_stays(published, officer):  # noqa: F811
    record = published.consultation
    actions.extend_consultation(
        consultation=record, by=officer, closes_at=record.closes_at + timedelta(days=5), reason="มีผู้ขอ"
    )
    actions.tell_law_stage(consultation=record, kind="on_agenda", on=timezone.localdate(), note="", by=officer)
    assert begin_round(consultation=record, by=officer).follows == record
    assert rules.may_publish(platform_staff(), record.agency)


def test_a_shorter_hearing_is_asked_for_by_the_officer_and_published_by_the_approver(
    page,
    officer,  # noqa: F811
    reviewer,  # noqa: F811
    approver,  # noqa: F811
):
    page.instrument, page.closes_at = "act", timezone.now() + timedelta(days=5)
    review(page, officer, reviewer, approver, shorter_because="เร่งด่วนตามมติคณะรัฐมนตรี")
    announced = record_of(page).acts.get()
    assert (announced.by, announced.second) == (officer, approver)


def test_the_desk_says_what_to_send_what_came_back_and_who_is_lacking(page, officer):  # noqa: F811
    page.save_revision(user=officer)
    assert told(officer)["ร่างที่ต้องส่งตรวจ"] == [page.title]
    assert told(platform_staff())["หน่วยงานที่ยังไม่มีใครเผยแพร่ร่างได้"] == [page.get_parent().title]
    agency = page.get_parent().specific.agency
    reviewer = make_staff(agency, Role.REVIEWER)  # noqa: F811
    make_staff(agency, Role.APPROVER)
    assert "หน่วยงานที่ยังไม่มีใครเผยแพร่ร่างได้" not in told(platform_staff())
    submit(page, officer)
    assert "ร่างที่ต้องส่งตรวจ" not in told(officer)
    act(page, reviewer, "reject")
    assert told(officer)["ร่างที่ต้องส่งตรวจ"] == [page.title]
