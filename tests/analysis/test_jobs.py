import io
import time
import uuid
from datetime import timedelta

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from analysis import actions
from analysis.actions.job_leases import sign_of_life
from analysis.errors import AnalysisRunning, LeaseLost, NothingToAnalyse
from analysis.models import AnalysisJob, AnalysisRun, Assignment
from analysis.runs import inputs, staleness
from analysis.runs.staleness import stale_consultations
from analysis.tasks import refresh_stale_analyses, run_analysis, theme_comments, theme_posted_comment
from consult import actions as consult_actions
from consult.errors import NotAllowed
from consult.events import CommentPosted
from consult.thai import personal_data
from tests.support.analyses import (
    WORDS,
    address,
    analyst_of,
    asked,
    fallen_silent,
    hides_elders,
    run,
    sweep,
    talked_about,
)
from tests.support.broker import forget_queue, work_off
from tests.support.makers import make_consultation, make_staff, make_user, officer_of, post, vote

pytestmark = pytest.mark.django_db


def test_a_run_accounts_for_every_comment_and_keeps_how_it_was_made(settings):
    settings.ANALYSIS_ENCODER = "use+e5"
    consultation = talked_about()
    hidden = post(consultation, "ข้อความที่ถูกซ่อนไว้แล้ว")
    consult_actions.hide_comment(comment=hidden, by=officer_of(consultation), reason="spam")
    vote(consultation, comment=consultation.comments.visible().first())
    done = run(consultation, themes=2)
    assert Assignment.objects.filter(run=done).count() == done.comment_count == 13
    assert Assignment.objects.get(run=done, comment=hidden).reason == "withheld"
    accounted = done.document["run"]["accounted"]
    assert accounted["themed"] + sum(accounted["reasons"].values()) == 13
    assert (done.hidden_count, len(done.input_sha256), len(done.code_version)) == (1, 64, 16)
    assert done.options == {"themes": 2, "seed": 0, "encoder": "use+e5"} and done.duration_seconds > 0
    assert "ข้อความที่ถูกซ่อนไว้แล้ว" not in str(done.document)


def test_the_same_input_gives_the_same_fingerprint_and_findings():
    consultation = talked_about()
    first, second, third = run(consultation), run(consultation), run(consultation)
    assert second.pk != third.pk
    assert (second.input_sha256, second.document) == (third.input_sha256, third.document)
    assert first.document["themes"] == second.document["themes"]
    assert first.document["diff_from_previous"] is None
    unchanged = dict.fromkeys((theme["id"] for theme in first.themes), 0)
    assert second.document["diff_from_previous"] == unchanged | {"new": [], "vanished": []}


def test_policy_titles_name_themes_only_when_the_operator_chose_them(settings, tmp_path):
    settings.ANALYSIS_ENCODER = "use+e5"
    consultation = talked_about()
    assert {theme["label_source"] for theme in run(consultation, themes=2).themes} == {"auto"}
    titles = tmp_path / "titles.txt"
    titles.write_text("ห้ามขอสำเนาบัตรประชาชน\nภาษีที่ดิน\n", encoding="utf-8")
    settings.ANALYSIS_TITLES = str(titles)
    named = [theme for theme in run(consultation, themes=2).themes if theme["label_source"] == "taxonomy"]
    assert [theme["label"] for theme in named] == ["ห้ามขอสำเนาบัตรประชาชน"]


def test_analysis_knows_people_by_pseudonym_only():
    consultation = talked_about()
    author = consultation.comments.first().author
    comments = inputs.read_comments(consultation)
    assert all(author.email not in repr(comment) and author.alias not in repr(comment) for comment in comments)
    assert len({comment.person for comment in comments}) == 12
    elsewhere = make_consultation()
    post(elsewhere, author=author)
    assert inputs.read_comments(elsewhere)[0].person not in {comment.person for comment in comments}


def test_a_run_never_changes():
    done = run(talked_about())
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        AnalysisRun.objects.filter(pk=done.pk).update(duration_seconds=0)


def test_one_analysis_at_a_time_per_consultation():
    consultation = talked_about()
    asked(consultation)
    with pytest.raises(AnalysisRunning):
        asked(consultation)
    assert AnalysisJob.objects.count() == 1


def test_only_analysts_and_officers_of_the_agency_start_one():
    consultation = talked_about()
    for nobody in (make_user(), make_staff(consultation.agency, "moderator"), officer_of(make_consultation())):
        with pytest.raises(NotAllowed):
            actions.request_analysis(consultation=consultation, by=nobody)
    actions.request_analysis(consultation=consultation, by=make_staff(consultation.agency, "analyst"))


def test_nothing_to_analyse_is_said_and_no_job_made():
    with pytest.raises(NothingToAnalyse):
        asked(make_consultation())
    assert not AnalysisJob.objects.exists()


def test_a_job_is_done_by_one_worker_only():
    job = asked(talked_about())
    assert actions.claim_job(job_id=job.pk) is not None
    assert actions.claim_job(job_id=job.pk) is None
    run_analysis(job.pk)  # the second delivery of the same message
    assert not AnalysisRun.objects.exists()


def test_a_failed_run_says_why_and_leaves_nothing_half_written():
    consultation = talked_about()
    job = asked(consultation)
    AnalysisJob.objects.filter(pk=job.pk).update(options={"encoder": "no such encoder"})
    with pytest.raises(Exception, match="no such encoder"):
        run_analysis(job.pk)
    job.refresh_from_db()
    assert job.state == "failed" and "no such encoder" in job.error
    assert not AnalysisRun.objects.exists() and not Assignment.objects.exists()
    assert consultation not in stale_consultations()
    assert consultation in stale_consultations(timezone.now() + timedelta(hours=2))


def test_a_job_whose_worker_died_is_taken_up_again_three_times_at_most():
    job = asked(talked_about())
    for attempt in range(1, actions.MAX_ATTEMPTS + 1):
        assert actions.claim_job(job_id=job.pk).attempts == attempt
        assert actions.take_up_lost_jobs() == []
        fallen_silent(job)
        assert actions.take_up_lost_jobs() == ([job] if attempt < actions.MAX_ATTEMPTS else []), attempt
        assert actions.take_up_lost_jobs() == []
    job.refresh_from_db()
    assert (job.state, job.lease) == ("failed", None)


def test_a_job_that_nobody_has_started_waits_as_long_as_it_takes_and_no_attempt_is_counted():
    job = asked(talked_about())
    for _ in range(2 * actions.MAX_ATTEMPTS):
        fallen_silent(job)
        assert actions.take_up_lost_jobs() == [job]  # its message may be lost: announced anew
        assert actions.take_up_lost_jobs() == []
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("waiting", 0)
    run_analysis(job.pk)
    run_analysis(job.pk)  # the messages that were sent besides
    assert AnalysisRun.objects.get().job == job


def test_an_analysis_somebody_asks_for_is_done_before_a_crowd_of_comments_is_placed(client):
    forget_queue()
    crowded, wanted = run(talked_about()).consultation, talked_about()
    for comment in crowded.comments.all():
        theme_posted_comment(CommentPosted(consultation_id=crowded.pk, comment_id=comment.pk))
    client.force_login(officer_of(wanted))
    client.post(f"/consultations/{wanted.pk}/analysis/jobs/", {"themes": "2"})
    assert list(work_off()) == ["run_analysis", "theme_comments"]


def test_what_was_lost_is_looked_for_more_often_than_it_takes_to_count_as_lost(settings):
    turn = settings.CELERY_BEAT_SCHEDULE["take up lost work"]["schedule"]
    assert turn.run_every.total_seconds() < settings.ANALYSIS_LOST_SECONDS / 6


def test_an_analysis_somebody_asks_for_is_done_before_those_of_the_timetable(client):
    forget_queue()
    of_the_timetable = [talked_about(), talked_about()]
    refresh_stale_analyses()
    wanted = talked_about()
    client.force_login(officer_of(wanted))
    client.post(f"/consultations/{wanted.pk}/analysis/jobs/", {"themes": "2"})
    assert work_off()["run_analysis"] == ["SUCCESS"] * 3
    done = list(AnalysisRun.objects.order_by("pk").values_list("consultation", flat=True))
    assert (done[0], set(done[1:])) == (wanted.pk, {one.pk for one in of_the_timetable})


def test_a_worker_that_was_given_up_stores_nothing_and_fails_nothing(settings, monkeypatch):
    monkeypatch.setattr(actions.run, "PROGRESS_SECONDS", 3600)  # it does not ask before it stores
    job = asked(talked_about(), themes=2)
    first = actions.claim_job(job_id=job.pk)
    fallen_silent(job)
    assert actions.take_up_lost_jobs() == [job]
    second = actions.claim_job(job_id=job.pk)
    with pytest.raises(LeaseLost):
        actions.run_job(job=first)
    actions.fail_job(job=first, error="too late")
    assert not AnalysisRun.objects.exists() and not Assignment.objects.exists()
    stored = actions.run_job(job=second)
    with pytest.raises(LeaseLost):
        actions.run_job(job=second)  # nor does one worker store two
    job.refresh_from_db()
    assert (job.state, job.run, job.error) == ("done", stored, "")
    assert AnalysisRun.objects.get() == stored


def test_a_worker_that_was_given_up_stops_at_its_next_step():
    job = asked(talked_about())
    first = actions.claim_job(job_id=job.pk)
    AnalysisJob.objects.filter(pk=job.pk).update(lease=uuid.uuid4())
    steps = []
    with pytest.raises(LeaseLost):
        actions.run._progress_of(first)("normalise", 0.1)
        steps.append("went on")
    assert steps == []


def test_an_analysis_that_was_cancelled_stores_nothing_and_another_can_be_started():
    consultation = talked_about()
    job = asked(consultation)
    worker = actions.claim_job(job_id=job.pk)
    client = analyst_of(consultation)
    page = client.get(address("dashboard", consultation)).content.decode()
    assert address("job_cancel", consultation, job.pk) in page
    client.post(address("job_cancel", consultation, job.pk))
    with pytest.raises(LeaseLost):
        actions.run_job(job=worker)
    assert not AnalysisRun.objects.filter(consultation=consultation).exists()
    assert AnalysisJob.objects.get(pk=job.pk).state == "given_up"
    assert actions.take_up_lost_jobs() == []
    again = client.post(address("job_cancel", consultation, job.pk), follow=True).content.decode()
    assert "การวิเคราะห์นี้จบไปแล้ว" in again
    assert run(consultation, themes=2).themes


@pytest.mark.django_db(transaction=True)
def test_work_shows_that_it_is_alive_however_long_a_stage_takes(settings):
    settings.ANALYSIS_LOST_SECONDS = 1
    job = actions.claim_job(job_id=asked(talked_about()).pk)
    fallen_silent(job)
    with sign_of_life(job):
        end = time.monotonic() + 60
        while AnalysisJob.objects.lost().exists():
            assert time.monotonic() < end
            time.sleep(0.02)
        assert actions.take_up_lost_jobs() == []


def test_a_comment_posted_after_a_run_is_themed_by_it(settings):
    settings.ANALYSIS_ENCODER = "use+e5"
    consultation = talked_about()
    done = run(consultation, themes=2)
    section = consultation.draft.sections.first()
    late = post(consultation, "ตายายแถวบ้านไม่มีมือถือ ขอช่องทางที่เคาน์เตอร์อำเภอ", section=section)
    assert sweep() == {"theme_comments": ["SUCCESS"]}
    row = Assignment.objects.get(run=done, comment=late)
    assert row.incremental and row.theme in {theme["id"] for theme in done.document["themes"]}
    neighbours = Assignment.objects.filter(run=done, comment__section=section, incremental=False)
    assert row.theme in set(neighbours.values_list("theme", flat=True))
    assert inputs.consultations_with_unassigned_comments() == []
    assert sweep() == {}
    assert theme_comments(consultation.pk) == 0  # the second delivery of the same message
    assert Assignment.objects.filter(run=done).count() == 13


def run_of_an_older_format(consultation) -> AnalysisRun:
    """A run whose model this code cannot read."""
    file = io.BytesIO()
    np.savez(file, header=np.frombuffer(b'{"format": 1}', dtype=np.uint8))
    return AnalysisRun.objects.create(
        consultation=consultation,
        duration_seconds=1,
        input_sha256="0" * 64,
        code_version="older",
        options={"themes": None, "seed": 0, "encoder": "tfidf"},
        comment_count=1,
        hidden_count=0,
        document={"themes": []},
        outline={"themes": [], "campaigns": [], "groups": [], "audit": []},
        model=file.getvalue(),
    )


def test_a_model_that_cannot_be_read_keeps_no_other_consultation_waiting(settings, caplog):
    before, broken, after = talked_about(), make_consultation(), talked_about()
    runs = [run(before, themes=2), run_of_an_older_format(broken), run(after, themes=2)]
    late = {each.pk: post(each, WORDS[0]) for each in (before, broken, after)}
    states = sweep()["theme_comments"]
    assert sorted(states) == ["FAILURE", "SUCCESS", "SUCCESS"]
    placed = Assignment.objects.filter(run__in=runs, incremental=True).values_list("comment", flat=True)
    assert set(placed) == {late[before.pk].pk, late[after.pk].pk}
    assert f"consultation {broken.pk}: later comments are not placed" in caplog.text and "format 1" in caplog.text
    assert inputs.consultations_with_unassigned_comments() == [broken.pk]  # tried again by the next sweep
    for number in range(staleness.FIRST_RUN_FROM):
        post(broken, f"ขอช่องทางที่ {number}")
    assert broken in stale_consultations()  # and healed by the next run


def test_a_consultation_is_stale_when_comments_moved_on():
    consultation = talked_about()
    now = timezone.now()
    assert consultation in stale_consultations()
    done = run(consultation)
    assert consultation not in stale_consultations(now + timedelta(hours=1))
    post(consultation)
    assert consultation not in stale_consultations(done.created_at + timedelta(minutes=1))
    assert consultation in stale_consultations(done.created_at + timedelta(minutes=11))
    for _ in range(3):
        post(consultation)
    assert consultation in stale_consultations(done.created_at + timedelta(minutes=1))


def test_hiding_a_comment_makes_its_consultation_stale():
    consultation = talked_about()
    done = run(consultation)
    consult_actions.hide_comment(comment=consultation.comments.first(), by=officer_of(consultation), reason="spam")
    assert consultation in stale_consultations(done.created_at + timedelta(minutes=11))


def test_comments_masked_anew_make_their_consultation_stale_and_official_replies_do_not(monkeypatch):
    consultation = talked_about()
    officer = officer_of(consultation)
    consult_actions.reply_officially(comment=consultation.comments.first(), by=officer, text="ตามที่ผู้สูงอายุขอ")
    done = run(consultation)
    later = done.created_at + timedelta(minutes=11)
    monkeypatch.setattr(personal_data, "mask", hides_elders)
    newest = consultation.comments.first().pk
    assert consult_actions.mask_again(consultation=consultation, after=newest - 1).changed == [newest]
    assert consultation not in stale_consultations(later)
    masked = consult_actions.mask_again(consultation=consultation).changed
    now_other = set(staleness.masked_since(done).values_list("pk", flat=True))
    assert now_other == set(masked) and newest not in masked
    assert consultation in stale_consultations(later)
    again = run(consultation)
    assert not staleness.masked_since(again).exists()
    assert consultation not in stale_consultations(again.created_at + timedelta(minutes=11))


def test_a_consultation_of_few_comments_is_left_to_the_reader():
    consultation = make_consultation()
    for _ in range(staleness.FIRST_RUN_FROM - 1):
        post(consultation)
    assert consultation not in stale_consultations()


def later(run, comments, margin: float) -> None:
    """Have comments placed after the run, all with this lead over the next best theme."""
    theme = run.themes[0]["id"]
    Assignment.objects.bulk_create(
        Assignment(run=run, comment=comment, theme=theme, margin=margin, incremental=True) for comment in comments
    )


def test_a_consultation_drifts_when_later_comments_stand_between_themes(settings):
    settings.ANALYSIS_GROWTH_SHARE = 100.0
    consultation = talked_about()
    done = run(consultation, themes=2)
    at = done.created_at + timedelta(minutes=1)
    later(done, [post(consultation, f"เรื่องเดิม {number}") for number in range(100)], 0.3)
    assert staleness.drift(done) == 0
    assert consultation not in stale_consultations(at)
    later(done, [post(consultation, f"เรื่องใหม่ {number}") for number in range(20)], -0.01)
    assert staleness.drift(done) == pytest.approx(20 / 120)
    assert consultation in stale_consultations(at)
    settings.ANALYSIS_DRIFT_SHARE = 0.2
    assert consultation not in stale_consultations(at)


def test_drift_is_judged_by_the_last_later_comments_and_not_by_a_few(settings):
    settings.ANALYSIS_DRIFT_WINDOW = 120
    consultation = talked_about()
    done = run(consultation, themes=2)
    later(done, [post(consultation, f"หนึ่ง {number}") for number in range(99)], -0.01)
    assert staleness.drift(done) == 0
    later(done, [post(consultation, f"สอง {number}") for number in range(120)], 0.3)
    assert staleness.drift(done) == 0


def test_a_comment_themed_later_says_how_surely(settings):
    consultation = talked_about()
    done = run(consultation, themes=2)
    post(consultation, WORDS[0])
    sweep()
    row = Assignment.objects.get(run=done, incremental=True)
    assert row.margin is not None and 0 < row.confidence <= 1


def test_an_edit_has_the_consultation_analysed_again_after_a_while(settings):
    consultation = talked_about()
    done = run(consultation, themes=2)
    actions.rename_theme(
        consultation=consultation, by=officer_of(consultation), theme=done.themes[0]["id"], name="ชื่อที่อ่านง่าย"
    )
    assert consultation not in stale_consultations(done.created_at + timedelta(minutes=1))
    assert consultation in stale_consultations(done.created_at + timedelta(minutes=11))
    again = run(consultation, themes=2)
    assert consultation not in stale_consultations(again.created_at + timedelta(minutes=11))


def test_auto_takes_the_encoder_that_the_number_of_comments_allows(settings, monkeypatch):
    settings.ANALYSIS_ENCODER = "auto"
    consultation = talked_about()
    assert asked(consultation).options["encoder"] == "use+e5"
    monkeypatch.setattr("analysis.core.space.encoders._ORDINARY", 5)
    AnalysisJob.objects.update(state=AnalysisJob.State.FAILED)
    assert asked(consultation).options["encoder"] == "use"
