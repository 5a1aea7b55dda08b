"""Mail about a review is Thai, and nobody learns from it by which address a colleague signs in."""
# ruff: noqa: F811 (fixtures)

import re

import pytest
from django.urls import reverse

from consult.models import Membership
from tests.cms.test_desk_speaks_thai import english_in
from tests.cms.test_publishing import agency_page, editor_form, officer, section, write_page  # noqa: F401 (fixtures)
from tests.cms.test_review import act, approver, page, reviewer, submit  # noqa: F401 (fixtures)
from tests.support.doors import browser
from tests.support.makers import make_agency, make_staff, platform_staff

pytestmark = pytest.mark.django_db

ADDRESS = re.compile(r"[^\s<>\"]+@[^\s<>\"]+")


def read(mailoutbox) -> list[str]:
    """Subjects and texts; each in Thai, none with an address."""
    for mail in mailoutbox:
        said = f"{mail.subject}\n{mail.body}"
        assert not ADDRESS.findall(said), said
        assert not english_in(said.splitlines()), said
        assert not mail.alternatives, "HTML mail is not looked at here"
    return [mail.subject for mail in mailoutbox]


def test_each_step_is_told_in_thai_and_by_name(
    page, officer, reviewer, approver, mailoutbox, django_capture_on_commit_callbacks
):
    platform_staff()
    with django_capture_on_commit_callbacks(execute=True):
        submit(page, officer)
        assert act(page, reviewer, "reject").status_code == 302
        submit(page, officer)
        act(page, reviewer)
        act(page, approver)
    assert len(read(mailoutbox)) >= 5
    assert any(officer.alias in mail.body for mail in mailoutbox)
    assert any("แก้วรรคสอง" in mail.body for mail in mailoutbox)


def test_who_takes_the_next_step_is_told_and_who_asked_for_it_is_not(
    page, officer, reviewer, approver, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        submit(page, officer)
    assert {tuple(mail.to) for mail in mailoutbox} == {(reviewer.email,)}
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        act(page, reviewer)
    assert (approver.email,) in {tuple(mail.to) for mail in mailoutbox}
    assert (reviewer.email,) not in {tuple(mail.to) for mail in mailoutbox}


def test_nobody_of_another_agency_is_told(page, officer, reviewer, mailoutbox, django_capture_on_commit_callbacks):
    elsewhere = make_staff(make_agency(), Membership.Role.REVIEWER)
    with django_capture_on_commit_callbacks(execute=True):
        submit(page, officer)
    assert mailoutbox
    assert (elsewhere.email,) not in {tuple(mail.to) for mail in mailoutbox}


def test_the_editor_calls_colleagues_by_name(page, officer, reviewer):
    submit(page, officer)
    colleague = make_staff(page.get_parent().specific.agency, Membership.Role.OFFICER)
    places = {"wagtailadmin_pages:edit": reviewer, "wagtailadmin_pages:history": colleague}
    for name, person in places.items():
        answer = browser(person).get(reverse(name, args=[page.pk]))
        assert answer.status_code == 200
        html = answer.content.decode()
        assert officer.email not in html, name
    assert officer.alias in html
