"""One run is the basis of the result: nothing changes it, and what was said later is listed apart."""

from datetime import timedelta

import pytest
from django.utils import timezone

from analysis import actions
from analysis.errors import FreezeTooEarly, ResultSigned, RunFrozen
from analysis.models import AnalysisRun, Assignment, RunFreeze, later_comments
from analysis.runs.current import CurrentRun
from analysis.runs.staleness import stale_consultations
from consult import actions as consult_actions
from consult.actions.comment_import import ReceivedComment
from consult.models import AuditEntry, Comment, Membership
from tests.support.analyses import address, analyst_of, run, sweep, talked_about
from tests.support.makers import close, make_result, make_staff, make_user, officer_of, post

pytestmark = pytest.mark.django_db


def letter(consultation) -> Comment:
    """A letter that came after the end and was brought in then."""
    received = ReceivedComment(
        author=make_user(), text="ขอเคาน์เตอร์สำหรับคนแก่", posted_at=consultation.ends_at, channel="paper"
    )
    consult_actions.import_comments(consultation=consultation, received=[received], by=officer_of(consultation))
    return consultation.comments.order_by("-pk").first()


@pytest.fixture
def ended():
    consultation = talked_about()
    run(consultation, themes=2)
    close(consultation)
    consultation.refresh_from_db()
    return consultation


@pytest.fixture
def basis(ended) -> AnalysisRun:
    frozen = AnalysisRun.objects.current(ended.pk)
    actions.freeze_run(run=frozen, consultation=ended, by=officer_of(ended))
    return frozen


def test_a_run_is_frozen_after_the_end_and_once():
    consultation = talked_about()
    made = run(consultation, themes=2)
    with pytest.raises(FreezeTooEarly):
        actions.freeze_run(run=made, consultation=consultation, by=officer_of(consultation))
    close(consultation)
    consultation.refresh_from_db()
    for _again in range(2):
        actions.freeze_run(run=made, consultation=consultation, by=officer_of(consultation))
    assert RunFreeze.objects.count() == 1 and AuditEntry.objects.filter(verb="freeze_run").count() == 1


def test_sweeps_runs_and_analysts_leave_a_frozen_run_alone(ended, basis):
    themes = CurrentRun.of(ended).labels
    theme, by = next(iter(themes)), officer_of(ended)
    late = letter(ended)
    assert sweep() == {} and not Assignment.objects.filter(comment=late).exists()
    assert stale_consultations(timezone.now() + timedelta(days=1)) == []
    assert actions.refresh_analysis(consultation=ended) is None
    with pytest.raises(RunFrozen):
        actions.rename_theme(consultation=ended, by=by, theme=theme, name="ชื่ออื่น")
    newer = run(ended, themes=3)
    with pytest.raises(RunFrozen):
        actions.choose_run(run=newer, consultation=ended, by=by)
    with pytest.raises(RunFrozen):
        actions.freeze_run(run=newer, consultation=ended, by=by)
    assert CurrentRun.of(ended).run == basis and CurrentRun.of(ended).labels == themes
    assert [comment.pk for comment in later_comments(basis)] == [late.pk]
    page = analyst_of(ended).get(address("later_list", ended)).content.decode()
    assert f"[{late.pk}]" in page and "ขอเคาน์เตอร์สำหรับคนแก่" in page


def test_an_undone_edit_is_no_way_round_a_freeze(ended):
    by = officer_of(ended)
    theme = next(iter(CurrentRun.of(ended).labels))
    edit = actions.rename_theme(consultation=ended, by=by, theme=theme, name="ชื่อใหม่")
    freeze = actions.freeze_run(run=AnalysisRun.objects.current(ended.pk), consultation=ended, by=by)
    assert freeze.last_edit == edit.pk
    with pytest.raises(RunFrozen):
        actions.revert_edit(edit=edit, by=by)


def test_a_freeze_ends_until_somebody_signed_a_result(ended, basis):
    by = officer_of(ended)
    late = letter(ended)
    assert actions.unfreeze_run(consultation=ended, by=by) and not actions.unfreeze_run(consultation=ended, by=by)
    sweep()
    assert Assignment.objects.filter(comment=late).exists()
    actions.freeze_run(run=basis, consultation=ended, by=by)
    assert [comment.pk for comment in later_comments(basis)] == [late.pk]  # placed, but not read by the run
    make_result(ended, signed=1)
    with pytest.raises(ResultSigned):
        actions.unfreeze_run(consultation=ended, by=by)


def test_the_first_screen_freezes_and_says_who_froze_it(ended):
    client = analyst_of(ended)
    page = client.get(address("dashboard", ended)).content.decode()
    assert "ตรึงผลการวิเคราะห์นี้เพื่อทำสรุปผล" in page
    basis = AnalysisRun.objects.current(ended.pk)
    page = client.post(address("run_freeze", ended, basis.pk), follow=True).content.decode()
    assert "ฐานของสรุปผล" in page and "ตรึงผลการวิเคราะห์นี้เพื่อทำสรุปผล" not in page
    page = client.post(address("run_unfreeze", ended), follow=True).content.decode()
    assert "ตรึงผลการวิเคราะห์นี้เพื่อทำสรุปผล" in page


def test_an_argument_becomes_an_issue_of_the_comments_that_were_confirmed_and_no_others(ended):
    analyst = make_staff(ended.agency, Membership.Role.ANALYST)
    first, second, third = ended.comments.order_by("pk")[:3]
    argument = actions.make_argument(consultation=ended, by=analyst, comment=first, words=first.public_text, kind="ask")
    actions.judge_member(argument=argument, by=analyst, comment=second, belongs=True)
    actions.judge_member(argument=argument, by=analyst, comment=third, belongs=False)
    client = analyst_of(ended)
    place = address("argument_detail", ended, argument.pk)
    assert "ตั้งประเด็นชี้แจงจากข้อสำคัญนี้" in client.get(place).content.decode()
    for _again in range(2):
        assert client.post(address("argument_issue", ended, argument.pk)).status_code == 302
    issue = ended.issues.get()
    assert issue.latest().title == first.public_text
    assert list(issue.comments().values_list("pk", flat=True)) == [first.pk, second.pk]
    hidden = post(talked_about(), "อื่น")
    assert client.post(address("argument_issue", hidden.consultation, argument.pk)).status_code in (403, 404)
