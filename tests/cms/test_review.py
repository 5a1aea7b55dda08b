"""Author, legal reviewer, approver: each another person, each by a role at the agency, in Wagtail's workflow."""

import json

import pytest
from django.urls import reverse
from wagtail.models import TaskState

from consult import actions
from consult.models import AuditEntry, Consultation, Membership
from tests.cms.test_publishing import agency_page, editor_form, officer, section, write_page  # noqa: F401 (fixtures)
from tests.support.doors import browser
from tests.support.makers import make_agency, make_staff, platform_staff

pytestmark = pytest.mark.django_db

Role = Membership.Role


def edit(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def submit(page, person, **typed):
    return browser(person).post(edit(page), editor_form(page) | typed | {"action-submit": "1"})


def act(page, person, name: str = "approve"):
    state = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).first()
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, name, state.pk if state else 0])
    return browser(person).post(address, {"comment": "แก้วรรคสอง"})


def record_of(page) -> Consultation | None:
    page.refresh_from_db()
    return page.consultation


@pytest.fixture
def page(agency_page):  # noqa: F811
    return write_page(agency_page, section("๑", "เดิม"))


@pytest.fixture
def reviewer(agency_page):  # noqa: F811
    return make_staff(agency_page.agency, Role.REVIEWER)


@pytest.fixture
def approver(agency_page):  # noqa: F811
    return make_staff(agency_page.agency, Role.APPROVER)


def test_a_draft_goes_from_author_to_reviewer_to_approver_who_is_no_officer_and_is_published(
    page,
    officer,  # noqa: F811
    reviewer,
    approver,
):
    for person in (reviewer, approver):
        assert not page.permissions_for_user(person).can_edit()
    assert submit(page, officer).status_code == 302
    assert browser(reviewer).get(edit(page)).status_code == 200
    assert browser(approver).get(edit(page)).status_code != 200  # not yet
    assert act(page, reviewer).status_code == 302
    assert record_of(page) is None
    assert act(page, approver).status_code == 302
    record = record_of(page)
    assert page.live
    line = AuditEntry.objects.get(verb="publish_consultation", consultation=record)
    assert line.by == approver
    assert {"wagtail.workflow.start", "wagtail.workflow.approve"} <= set(
        AuditEntry.objects.filter(agency=record.agency).values_list("verb", flat=True)
    )
    assert browser(officer).get(edit(page)).status_code == 200
    assert not page.permissions_for_user(officer).page_locked()


def test_while_it_is_reviewed_the_author_changes_nothing_and_may_take_it_back(page, officer, reviewer):  # noqa: F811
    submit(page, officer)
    assert page.permissions_for_user(officer).page_locked()
    assert not page.permissions_for_user(reviewer).page_locked()
    browser(officer).post(edit(page), editor_form(page) | {"action-cancel-workflow": "1"})
    page = type(page).objects.get(pk=page.pk)
    assert not page.permissions_for_user(officer).page_locked()


def test_a_reviewer_sends_it_back_with_what_to_change(page, officer, reviewer, approver):  # noqa: F811
    submit(page, officer)
    assert act(page, reviewer, "reject").status_code == 302
    page = type(page).objects.get(pk=page.pk)
    assert not page.permissions_for_user(officer).page_locked()
    assert "แก้วรรคสอง" in browser(officer).get(edit(page)).content.decode()
    assert record_of(page) is None


def test_nobody_reviews_what_they_submitted_whatever_their_roles(page, agency_page, officer):  # noqa: F811
    for role in (Role.REVIEWER, Role.APPROVER):
        actions.appoint(user=officer, agency=agency_page.agency, role=role, by=platform_staff())
    submit(page, officer)
    act(page, officer)
    page = type(page).objects.get(pk=page.pk)
    assert page.current_workflow_task.name == "ตรวจร่าง"
    assert record_of(page) is None


@pytest.mark.parametrize("elsewhere", [True, False])
def test_a_role_elsewhere_or_one_that_was_taken_back_opens_nothing(page, agency_page, officer, reviewer, elsewhere):  # noqa: F811
    stranger = make_staff(make_agency(), Role.REVIEWER) if elsewhere else reviewer
    submit(page, officer)
    if not elsewhere:
        actions.dismiss(user=reviewer, agency=agency_page.agency, role=Role.REVIEWER, by=platform_staff())
    assert browser(stranger).get(edit(page)).status_code in (302, 404)
    assert act(page, stranger).status_code in (302, 403, 404)
    assert type(page).objects.get(pk=page.pk).current_workflow_task.name == "ตรวจร่าง"


def test_what_waits_for_somebody_stands_on_their_first_page_of_the_desk(page, officer, reviewer, approver):  # noqa: F811
    submit(page, officer)
    assert page.title in browser(reviewer).get("/cms/").content.decode()
    assert page.title not in browser(approver).get("/cms/").content.decode()


def test_what_colleagues_say_about_a_field_is_read_at_the_desk_and_by_no_citizen(page, officer, approver):  # noqa: F811
    said = {"comments-TOTAL_FORMS": "1", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0"}
    said |= {"comments-MAX_NUM_FORMS": "", "comments-0-contentpath": "draft", "comments-0-text": "วรรคสองขัดกับมาตรา ๕"}
    said |= {f"comments-0-{name}": "" for name in ("id", "position", "resolved", "deleted")}
    said |= {f"comments-0-replies-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
    browser(officer).post(edit(page), editor_form(page) | said | {"action-publish": "1"})
    assert [one.text for one in page.wagtail_admin_comments.all()] == ["วรรคสองขัดกับมาตรา ๕"]
    assert json.dumps("วรรคสองขัดกับ").strip('"') in browser(officer).get(edit(page)).content.decode()
    hearing = reverse("consult:consultation_detail", args=[record_of(page).pk])
    assert "วรรคสองขัดกับ" not in browser(officer).get(hearing).content.decode()
