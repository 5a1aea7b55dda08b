"""From the end of a hearing to its published result: what is still missing, each with the page where it is done."""

import pytest
from django.test import Client
from django.urls import reverse

from analysis import actions
from analysis.result.path import path_of, paths_of
from cms.desk.needs import Desk
from consult.actions import make_result_files
from consult.models import Membership
from tests.support.makers import close, make_consultation, make_staff, officer_of, post
from tests.support.results import decided, freeze, heard, letter, signers

pytestmark = pytest.mark.django_db


def missing(hearing) -> list[str]:
    return [step.text for step in path_of(hearing).missing]


def test_every_step_is_taken_off_when_it_is_done(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    hearing = heard()
    assert len(missing(hearing)) == 6 and "ตรึง" in missing(hearing)[0]
    freeze(hearing)
    assert missing(hearing)[0].startswith("ทำประเด็น")
    decided(hearing)
    assert [text[:8] for text in missing(hearing)] == ["ร่างสรุป", "ลงนามคนแ", "ลงนามคนท", "ทำไฟล์ P"]
    result = actions.draft_examined_result(consultation=hearing, by=make_staff(hearing.agency, Membership.Role.ANALYST))
    first, second = signers(hearing)
    actions.sign_examined_result(result=result, by=first, seen=result.sha256)
    assert len(missing(hearing)) == 2
    actions.sign_examined_result(result=result, by=second, seen=result.sha256)
    assert len(missing(hearing)) == 1
    make_result_files()
    assert missing(hearing) == []


def test_issues_that_wait_are_counted():
    from consult.actions import change_issue, draft_issue

    hearing = heard()
    issue = draft_issue(consultation=hearing, by=officer_of(hearing), title="เวลา")
    assert any("1 เรื่อง รอการตัดสิน" in text for text in missing(hearing))
    words = {"title": "เวลา", "said": "", "decision": "noted", "reason": "รับไว้", "effect": ""}
    change_issue(issue=issue, by=officer_of(hearing), seen=1, **words)
    assert any("1 เรื่อง รออีกคนอนุมัติ" in text for text in missing(hearing))


def test_themes_that_nobody_made_an_issue_of_are_counted_and_the_link_leads_to_the_next():
    hearing = heard()
    freeze(hearing)
    client = Client()
    client.force_login(officer_of(hearing))
    seen = []
    while left := [step for step in path_of(hearing).steps if "ยังไม่มีในประเด็นชี้แจง" in step.text]:
        (step,) = left
        assert not step.must and client.get(step.link).status_code == 200
        seen.append(step.link)
        client.post(f"{step.link}issue/")
    assert len(seen) == len(set(seen)) == 2


def test_what_may_follow_holds_nothing_up():
    hearing = heard()
    letter(hearing)
    texts = {step.text: step for step in path_of(hearing).steps}
    late = next(step for text, step in texts.items() if "มาทีหลัง" in text)
    unanswered = next(step for text, step in texts.items() if "ยังไม่ได้รับคำชี้แจง" in text)
    assert not late.must and not unanswered.must


def test_every_step_leads_to_a_page_that_is_there():
    hearing = heard()
    client = Client()
    client.force_login(officer_of(hearing))
    for step in path_of(hearing).steps:
        if not step.is_done:
            assert client.get(step.link).status_code == 200, step.text
    page = client.get(reverse("analysis:result_desk", args=[hearing.pk])).content.decode()
    assert all(step.text in page for step in path_of(hearing).steps)


def test_the_desk_names_the_next_step_of_each_closed_hearing():
    hearing = make_consultation()
    post(hearing)
    close(hearing)
    lines = [line for need in Desk(officer_of(hearing)).needs() for line in need.lines]
    (line,) = [line for line in lines if line.what.startswith("ต่อไป")]
    assert "ตรึง" in line.what and line.leads_to.endswith("/analysis/")


def test_as_many_queries_for_several_hearings_as_for_one(django_assert_max_num_queries):
    hearings = [make_consultation() for _turn in range(3)]
    with django_assert_max_num_queries(9):
        paths_of(hearings)
