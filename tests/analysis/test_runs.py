"""Which run is read, and when it is out of date."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from analysis import actions
from analysis.errors import AnalysisRunning, LeaseLost
from analysis.models import AnalysisJob, AnalysisRun, Assignment, RunChoice, RunFreeze, RunList, ThemeEdit
from analysis.runs.current import CurrentRun
from analysis.runs.staleness import BUSY_SHARE, stale_consultations
from analysis.tasks import refresh_stale_analyses, run_analysis, theme_comments
from consult import actions as consult_actions
from consult.errors import NotAllowed
from consult.models import AuditEntry
from tests.consult.test_versions import reissue
from tests.support.analyses import run, talked_about
from tests.support.broker import forget_queue, work_off
from tests.support.makers import ask, close, make_consultation, make_staff, make_user, officer_of, post, vote
from tests.support.record import guarded_tables

pytestmark = pytest.mark.django_db


def when_rested(done: AnalysisRun):
    """So long after a run that another one may be due, however long this one took on a busy machine."""
    return done.created_at + timedelta(minutes=11, seconds=done.duration_seconds / BUSY_SHARE)


def by_the_timetable(consultation) -> AnalysisRun:
    job = actions.refresh_analysis(consultation=consultation)
    run_analysis(job.pk)
    return AnalysisRun.objects.get(job=job)


def analyst_of(consultation) -> Client:
    client = Client()
    client.force_login(make_staff(consultation.agency, "analyst"))
    return client


def address(consultation, rest: str = "") -> str:
    return f"/consultations/{consultation.pk}/analysis/{rest}"


def current(consultation) -> AnalysisRun:
    return AnalysisRun.objects.current(consultation.pk)


def test_without_a_choice_the_newest_run_is_read():
    consultation = talked_about()
    assert current(consultation) is None
    by_the_timetable(consultation)
    second = by_the_timetable(consultation)
    assert current(consultation) == second


def test_a_run_asked_for_with_a_number_of_themes_is_replaced_by_no_run_of_the_timetable():
    consultation = talked_about()
    asked = run(consultation, themes=3)
    later = by_the_timetable(consultation)
    assert later.options == asked.options  # the number of themes is kept
    assert current(consultation) == asked
    client = analyst_of(consultation)
    html = client.get(address(consultation)).content.decode()
    assert f'href="?run={later.pk}"' in html and "มีผลการวิเคราะห์ที่ใหม่กว่า" in html
    looked_at = client.get(address(consultation, f"?run={later.pk}")).content.decode()
    assert address(consultation, f"runs/{later.pk}/choose/") in looked_at
    assert "/rename/" not in looked_at  # what is not in use is not changed
    client.post(address(consultation, f"runs/{later.pk}/choose/"))
    assert current(consultation) == later
    assert AuditEntry.objects.get(verb="choose_run").detail == {"run": later.pk}
    assert "มีผลการวิเคราะห์ที่ใหม่กว่า" not in client.get(address(consultation)).content.decode()


def test_who_leaves_the_number_of_themes_open_reads_whichever_run_is_newest():
    consultation = talked_about()
    run(consultation, themes=3)
    run(consultation)
    newest = by_the_timetable(consultation)
    assert newest.options["themes"] is None and current(consultation) == newest


def test_edits_the_table_and_later_comments_belong_to_the_run_that_is_read():
    consultation = talked_about()
    asked = run(consultation, themes=2)
    later = by_the_timetable(consultation)
    late = post(consultation, "คนแก่ในหมู่บ้านไม่มีสมาร์ตโฟน ขอให้มีเจ้าหน้าที่ช่วยอีกครั้ง")
    theme_comments(consultation.pk)
    assert list(Assignment.objects.filter(comment=late).values_list("run", flat=True)) == [asked.pk]
    assert CurrentRun.of(consultation).run == asked
    actions.choose_run(run=later, consultation=consultation, by=officer_of(consultation))
    forget_queue()
    theme_comments(consultation.pk)
    assert Assignment.objects.filter(comment=late, run=later).exists()


def test_a_later_run_says_what_changed_since_the_run_that_was_read():
    consultation = talked_about()
    asked = run(consultation, themes=2)
    by_the_timetable(consultation)
    assert by_the_timetable(consultation).previous == asked


def test_a_choice_is_for_those_who_may_and_of_runs_of_the_consultation():
    consultation, elsewhere = talked_about(), talked_about()
    done = by_the_timetable(consultation)
    for nobody in (make_user(), make_staff(consultation.agency, "moderator"), officer_of(elsewhere)):
        with pytest.raises(NotAllowed):
            actions.choose_run(run=done, consultation=consultation, by=nobody)
    strange = analyst_of(elsewhere).post(address(elsewhere, f"runs/{done.pk}/choose/"))
    assert strange.status_code == 404 and not RunChoice.objects.exists()
    for _ in range(2):  # sent twice is one choice
        actions.choose_run(run=done, consultation=consultation, by=officer_of(consultation))
    assert RunChoice.objects.get().run == done


def test_runs_choices_and_edits_are_guarded_by_the_database():
    consultation = talked_about()
    theme = run(consultation, themes=2).themes[0]["id"]
    actions.rename_theme(consultation=consultation, by=officer_of(consultation), theme=theme, name="ชื่อใหม่")
    close(consultation)
    actions.freeze_run(run=AnalysisRun.objects.get(), consultation=consultation, by=officer_of(consultation))
    RunList.objects.create(run=AnalysisRun.objects.get(), place="/themes/0/summary/9/cites", entries=[])
    guarded = {table for table in guarded_tables() if table.startswith("analysis_")}
    kept = (AnalysisRun, RunChoice, RunFreeze, RunList, ThemeEdit)
    assert guarded == {model._meta.db_table for model in kept}
    for model in kept:
        assert model.objects.exists()
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            model.objects.update(id=F("id"))
        with pytest.raises(IntegrityError, match="never goes"), transaction.atomic():
            model.objects.all()._raw_delete("default")


def test_an_analyst_need_not_wait_for_a_run_of_the_timetable():
    consultation = talked_about()
    automatic = actions.claim_job(job_id=actions.refresh_analysis(consultation=consultation).pk)
    assert "เริ่มวิเคราะห์" in analyst_of(consultation).get(address(consultation)).content.decode()
    asked = run(consultation, themes=2)
    with pytest.raises(LeaseLost):
        actions.run_job(job=automatic)  # its worker finds that it was given up
    automatic.refresh_from_db()
    assert automatic.state == AnalysisJob.State.GIVEN_UP
    assert AnalysisRun.objects.get() == asked
    actions.request_analysis(consultation=consultation, by=officer_of(consultation))
    with pytest.raises(AnalysisRunning):
        actions.request_analysis(consultation=consultation, by=officer_of(consultation), themes=4)
    assert actions.refresh_analysis(consultation=consultation) is None


def vote_on_a_comment(consultation):
    vote(consultation, comment=consultation.comments.visible().first())


def vote_on_a_section(consultation):
    vote(consultation, section=consultation.draft.sections.first())


def answer_a_question(consultation):
    (question,) = consultation.questionnaire.questions.all()
    consult_actions.answer_question(consultation=consultation, author=make_user(), question=question, choices=[0])


def reword_the_draft(consultation):
    reissue(consultation, "ถ้อยคำใหม่ของมาตรานี้")


def change_a_vote(consultation):
    cast = consultation.comments.last().votes.get()
    vote(consultation, choice=-1, voter=cast.voter, comment=cast.comment)


def hide_one_and_show_another(consultation):
    officer = officer_of(consultation)
    hidden = consultation.comments.exclude(hidden_at=None).get()
    consult_actions.hide_comment(comment=consultation.comments.visible().first(), by=officer, reason="spam")
    consult_actions.restore_comment(comment=hidden, by=officer, reason="mistake")


def rename_a_theme(consultation):
    theme = current(consultation).themes[0]["id"]
    actions.rename_theme(consultation=consultation, by=officer_of(consultation), theme=theme, name="ชื่อใหม่")


@pytest.mark.parametrize(
    "act",
    [
        vote_on_a_comment,
        vote_on_a_section,
        answer_a_question,
        reword_the_draft,
        change_a_vote,
        hide_one_and_show_another,
        rename_a_theme,
        post,
    ],
    ids=lambda act: act.__name__,
)
def test_a_run_goes_stale_by_everything_it_may_say_something_about(act):
    consultation = talked_about()
    ask(consultation, ("เห็นด้วยหรือไม่", ("เห็นด้วย", "ไม่เห็นด้วย")))
    vote(consultation, comment=consultation.comments.last())
    officer = officer_of(consultation)
    consult_actions.hide_comment(comment=consultation.comments.first(), by=officer, reason="spam")
    done = run(consultation, themes=2)
    soon, later = done.created_at + timedelta(minutes=1), when_rested(done)
    assert consultation not in stale_consultations(later)
    act(consultation)
    assert consultation not in stale_consultations(soon)
    assert consultation in stale_consultations(later)
    again = by_the_timetable(consultation)
    assert consultation not in stale_consultations(when_rested(again))


def test_votes_are_counted_only_after_news_and_once_for_it():
    def sweep_counts_votes(at) -> bool:
        with CaptureQueriesContext(connection) as asked:
            assert stale_consultations(at) == []
        return any('"consult_vote"' in query["sql"] for query in asked.captured_queries)

    consultation = talked_about()
    vote(consultation, comment=consultation.comments.last())
    consult_actions.number_announcements()
    later = when_rested(run(consultation, themes=2))
    assert not sweep_counts_votes(later)
    comment = consultation.comments.first()
    consult_actions.reply_officially(
        comment=comment, by=officer_of(consultation), text="คำชี้แจง"
    )  # news, and none of a run's
    consult_actions.number_announcements()
    assert [sweep_counts_votes(later) for _ in range(3)] == [True, False, False]


def test_the_timetable_analyses_what_is_stale_and_only_that():
    stale, few = talked_about(), make_consultation()
    post(few)
    forget_queue()
    refresh_stale_analyses()
    assert work_off()["run_analysis"] == ["SUCCESS"]
    assert AnalysisRun.objects.get().consultation == stale
