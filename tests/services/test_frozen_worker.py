"""A worker that stands still, as one on a machine that is suspended: pages answer, requests are taken, nothing is lost or doubled."""

import time

import pytest

from tests.support.browser_http import Person
from tests.support.postgres import postgres
from tests.support.site import Site

#: Its site is its own, and what it waits for takes minutes: others need not wait for it
pytestmark = [pytest.mark.services, pytest.mark.xdist_group("frozen worker")]
#: What a page may take at most while the worker stands still
PATIENCE = 10
WORKER = 1
TALKED_ABOUT = """
from tests.support.analyses import talked_about
from tests.support.makers import make_staff
consultation = talked_about()
made = {
    "consultation": consultation.pk,
    "analyst": make_staff(consultation.agency, "analyst").email,
    "citizen": make_user().email,
}
"""
JOB = """
from analysis.models import AnalysisJob
job = AnalysisJob.objects.filter(consultation={consultation}).order_by("pk").last()
read = job.run.comment_count if job.run else 0
made = {{"state": job.state, "attempts": job.attempts, "read": read, "asked": bool(job.requested_by_id), "pk": job.pk}}
"""
RUNS = """
from analysis.models import AnalysisJob, AnalysisRun
here = {{"consultation": {consultation}}}
made = {{
    "runs": AnalysisRun.objects.filter(**here).count(),
    "done": AnalysisJob.objects.filter(**here, state="done").count(),
    "jobs": AnalysisJob.objects.filter(**here).count(),
}}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """One web process, one worker and the timetable on PostgreSQL; work counts as lost after five seconds of silence."""
    with postgres() as database_url:
        site = Site(
            tmp_path_factory.mktemp("frozen"),
            database_url=database_url,
            worker=True,
            ANALYSIS_ENCODER="tfidf",
            ANALYSIS_LOST_SECONDS="5",
        )
        try:
            yield site.start()
        finally:
            site.stop()


@pytest.fixture
def world(site):
    return site.make(TALKED_ABOUT)


def asked_for(site, world) -> Person:
    """An analyst who has asked for an analysis with a number of themes."""
    analyst = Person(site.address, world["analyst"], patience=PATIENCE)
    answer = analyst.send(f"/consultations/{world['consultation']}/analysis/jobs/", {"themes": "2"})
    assert answer.status_code == 200
    return analyst


def until(site, world, is_so, seconds: int = 180) -> dict:
    """The newest job of the hearing, once it is so."""
    end = time.monotonic() + seconds
    while not is_so(job := site.make(JOB.format(**world))):
        assert time.monotonic() < end, (job, site.read_log())
        time.sleep(0.1)
    return job


def test_while_the_worker_stands_still_pages_answer_and_what_is_asked_for_and_written_is_done_later(site, world):
    dashboard = f"/consultations/{world['consultation']}/analysis/"
    site.freeze(WORKER)
    try:
        analyst = asked_for(site, world)
        citizen = Person(site.address, world["citizen"], patience=PATIENCE)
        assert "เขียนตอนเครื่องวิเคราะห์หยุดนิ่ง" in citizen.comment(world["consultation"], "เขียนตอนเครื่องวิเคราะห์หยุดนิ่ง").text
        for page in ("", "comments/", "themes/", "arguments/", "groups/"):
            assert analyst.http.get(dashboard + page).status_code == 200
        waiting = site.make(JOB.format(**world))
        assert (waiting["state"], waiting["asked"]) == ("waiting", True)
        assert "<progress" in analyst.http.get(dashboard).text
    finally:
        site.thaw(WORKER)
    done = until(site, world, lambda job: job["state"] == "done")
    assert (done["pk"], done["read"]) == (waiting["pk"], 13)


def test_a_worker_frozen_in_the_middle_of_its_work_is_given_up_and_one_result_is_stored(site, world):
    site.kill(WORKER)
    site.start_worker()  # has read no model yet, so that its work takes a while
    analyst = asked_for(site, world)
    until(site, world, lambda job: job["state"] == "running")
    site.freeze(WORKER)
    assert site.make(JOB.format(**world))["state"] == "running"
    other = site.start_another_worker()
    try:
        assert analyst.http.get(f"/consultations/{world['consultation']}/analysis/").status_code == 200
        done = until(site, world, lambda job: job["state"] == "done")
    finally:
        site.thaw(WORKER)
    assert done["attempts"] == 2
    site.kill(other)
    assert asked_for(
        site, world
    )  # only the worker that stood still is left to do it, when it is through with the first
    until(site, world, lambda job: job["pk"] != done["pk"] and job["state"] == "done")
    counted = site.make(RUNS.format(**world))
    assert counted["runs"] == counted["done"] == counted["jobs"]


def test_work_of_a_worker_that_died_while_valkey_was_full_is_done_by_another(site, world):
    asked_for(site, world)
    until(site, world, lambda job: job["state"] == "running")
    site.valkey.fill()
    try:
        site.kill(WORKER)
        time.sleep(20)  # longer than a turn of the timetable, which is refused with all else
    finally:
        site.valkey.empty()
    site.start_worker()
    done = until(site, world, lambda job: job["state"] == "done")
    assert (done["attempts"], done["read"]) == (2, 12)
