"""Vectors are computed once and shared; work of a worker that died is taken up, and what it did is kept."""

import os
import signal
import sqlite3
import time

import pytest

from analysis import actions
from analysis.actions.embedding_vectors import RememberingEncoder
from analysis.actions.job_leases import take_lease
from analysis.core.space import encoders
from analysis.models import AnalysisRun, Assignment, Embedding, EmbeddingChunk
from analysis.runs import inputs
from analysis.tasks import embed_chunk, forget_embeddings, run_analysis
from consult import actions as consult_actions
from tests.support.analyses import asked, fallen_silent, run, sweep, talked_about
from tests.support.makers import officer_of, post
from tests.support.site import Site


@pytest.fixture(autouse=True)
def _vectors(settings):
    settings.ANALYSIS_ENCODER = "use+e5"


@pytest.fixture
def in_chunks(settings):
    """Shares of five comments, from the first on."""
    settings.ANALYSIS_CHUNKS_FROM, settings.ANALYSIS_CHUNK_SIZE = 1, 5


@pytest.mark.django_db
def test_a_remembered_vector_is_the_one_the_model_gave():
    texts = ["ขอเคาน์เตอร์ที่อำเภอ", "ห้ามขอสำเนา", "ขอเคาน์เตอร์ที่อำเภอ"]
    fresh = encoders.load("use+e5").encode(texts)
    first, second = (RememberingEncoder("use+e5").encode(texts) for _ in range(2))
    assert first.tobytes() == second.tobytes() == fresh.tobytes()
    assert Embedding.objects.count() == 2
    assert set(Embedding.objects.values_list("encoder", flat=True)) == {encoders.full_name("use+e5")}


@pytest.mark.django_db
def test_an_encoder_without_vectors_stores_none():
    assert RememberingEncoder("tfidf").encode(["ก", "ข"]).shape == (2, 0)
    assert not Embedding.objects.exists()


@pytest.mark.django_db
def test_a_second_run_and_a_second_comment_with_the_same_words_compute_nothing():
    consultation = talked_about()
    run(consultation)
    before = set(Embedding.objects.values_list("pk", flat=True))
    assert before
    run(consultation)
    post(consultation, consultation.comments.first().text)
    sweep()
    assert Assignment.objects.filter(incremental=True).count() == 1
    assert set(Embedding.objects.values_list("pk", flat=True)) == before


@pytest.mark.django_db
def test_a_large_job_is_shared_out_and_runs_when_every_share_is_there(in_chunks):
    consultation = talked_about()
    job = asked(consultation)
    run_analysis(job.pk)  # plans, and waits
    job.refresh_from_db()
    chunks = list(job.chunks.values_list("pk", flat=True))
    assert (job.state, len(chunks)) == ("waiting", 3)
    run_analysis(job.pk)  # too early: texts are missing
    assert not AnalysisRun.objects.exists()
    ready = [actions.embed_chunk(chunk=EmbeddingChunk.objects.get(pk=pk)) for pk in [*chunks, chunks[0]]]
    assert ready == [False, False, True, True]
    vectors = Embedding.objects.count()
    run_analysis(job.pk)
    assert AnalysisRun.objects.get(job=job).comment_count == 12
    spoken_of = consultation.draft.sections.filter(comments__isnull=False).distinct()
    # no comment is embedded again; the wording they speak of is read besides
    assert Embedding.objects.count() == vectors + sum(len(section.text.splitlines()) for section in spoken_of)


@pytest.mark.django_db
def test_only_comments_that_no_run_has_read_are_shared_out(in_chunks, settings):
    consultation = talked_about()
    settings.ANALYSIS_CHUNKS_FROM = 100
    run(consultation)
    settings.ANALYSIS_CHUNKS_FROM = 1
    late = post(consultation)
    job = asked(consultation)
    run_analysis(job.pk)
    chunk = EmbeddingChunk.objects.get()
    assert (chunk.first_comment, chunk.last_comment) == (late.pk, late.pk)


@pytest.mark.django_db
def test_what_moderators_hid_is_not_embedded(in_chunks):
    consultation = talked_about()
    hidden = post(consultation, "ข้อความที่ถูกซ่อนไว้แล้ว")
    consult_actions.hide_comment(comment=hidden, by=officer_of(consultation), reason="spam")
    job = asked(consultation)
    run_analysis(job.pk)
    texts = [text for chunk in job.chunks.all() for text in inputs.texts_of(chunk)]
    assert len(texts) == 12 and hidden.public_text not in texts


@pytest.mark.django_db
def test_a_share_whose_worker_died_is_handed_out_again_and_given_up_after_three_tries(in_chunks):
    job = asked(talked_about())
    run_analysis(job.pk)
    first = job.chunks.first()
    for attempt in range(1, actions.MAX_ATTEMPTS + 1):
        assert take_lease(EmbeddingChunk.objects.filter(pk=first.pk)) is not None
        embed_chunk(first.pk)  # a second message finds it taken
        assert not Embedding.objects.exists()
        fallen_silent(first)
        assert actions.take_up_lost_chunks() == ([first] if attempt < actions.MAX_ATTEMPTS else [])
        assert actions.take_up_lost_chunks() == actions.take_up_lost_jobs() == []
    job.refresh_from_db()
    assert job.state == "failed"
    embed_chunk(first.pk)  # a late delivery of its message does nothing
    assert not Embedding.objects.exists()


@pytest.mark.django_db
def test_shares_that_wait_behind_others_are_not_lost(in_chunks):
    job = asked(talked_about())
    run_analysis(job.pk)
    chunks = list(job.chunks.all())
    for chunk in chunks:
        fallen_silent(chunk)
    assert actions.take_up_lost_chunks() == []
    for _ in range(2 * actions.MAX_ATTEMPTS):
        fallen_silent(job)  # nothing moves: the messages may be lost
        assert actions.take_up_lost_chunks() == chunks
        for chunk in chunks:
            fallen_silent(chunk)
    assert set(job.chunks.values_list("attempts", flat=True)) == {0}
    for chunk in chunks:
        embed_chunk(chunk.pk)
    run_analysis(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 1)


@pytest.mark.django_db
def test_vectors_of_another_model_are_forgotten():
    RememberingEncoder("use+e5").encode(["ข้อความ"])
    Embedding.objects.create(text_sha256="0" * 64, encoder="an-older-model-1", vector=b"")
    forget_embeddings()
    assert list(Embedding.objects.values_list("encoder", flat=True)) == [encoders.full_name("use+e5")]


MANY = """
from analysis import actions
from analysis.tasks import run_analysis
consultation = make_consultation("ช่องทางบริการ", "ห้ามเรียกสำเนา")
people = [make_user() for _ in range(10)]
for number in range(120):
    post(consultation, f"ขอช่องทางที่ {number} สำหรับคนแก่ในหมู่บ้านเลขที่ {number * 7}", author=people[number % 10])
job = actions.refresh_analysis(consultation=consultation)
run_analysis.delay(job.pk)
made = {"job": job.pk}
"""
QUEUED = MANY.replace("range(240)", "range(24)")
SWEEPS_WITHOUT_A_WORKER = """
import time
from analysis.models import AnalysisJob
from analysis.tasks import take_up_lost_work
for _ in range(4):
    while not AnalysisJob.objects.long_ready().exists():
        time.sleep(0.02)
    take_up_lost_work()
made = {}
"""
ALL_MESSAGES_READ = """
import time
from config import celery_app
with celery_app.connection_for_read() as connection:
    while connection.default_channel.client.llen("celery"):
        time.sleep(0.02)
made = {}
"""
SWEEP = "from analysis.tasks import take_up_lost_work\ntake_up_lost_work()\nmade = {}"

WORKER = [
    "-m",
    "celery",
    "--quiet",
    "--app",
    "config",
    "worker",
    "--concurrency",
    "1",
    "--pool",
    "solo",
    "--loglevel",
    "warning",
]


class Rows:
    """What stands in the site's database, read from outside."""

    def __init__(self, path):
        self.path = path

    def of(self, query: str) -> list[tuple]:
        with sqlite3.connect(self.path, timeout=20) as connection:
            return connection.execute(query).fetchall()

    def wait(self, query: str, seconds: float = 240) -> list[tuple]:
        end = time.monotonic() + seconds
        while not (rows := self.of(query)):
            assert time.monotonic() < end, query
            time.sleep(0.02)
        return rows


@pytest.mark.services
@pytest.mark.slow
def test_a_worker_killed_in_the_middle_loses_nothing_that_was_computed(tmp_path):
    site = Site(
        tmp_path,
        ANALYSIS_CHUNKS_FROM="100",
        ANALYSIS_CHUNK_SIZE="10",
        ANALYSIS_LOST_SECONDS="2",
        COMMENTS_PER_HOUR="1000",
    )
    rows = Rows(tmp_path / "site.sqlite3")
    done = "SELECT id, done_at FROM analysis_embeddingchunk WHERE done_at IS NOT NULL"
    try:
        site.start()
        site.make(MANY)
        site._spawn(*WORKER)
        rows.wait(f"SELECT 1 WHERE (SELECT COUNT(*) FROM ({done})) >= 3")
        os.killpg(site.processes[-1].pid, signal.SIGKILL)
        site.processes[-1].wait()
        kept = set(rows.of(done))
        vectors = set(rows.of("SELECT id, text_sha256 FROM analysis_embedding"))
        assert 3 <= len(kept) < 12 and len(vectors) >= 30
        assert rows.of("SELECT 1 FROM analysis_analysisrun") == []
        time.sleep(2)
        site._spawn(*WORKER)
        site.make(SWEEP)
        rows.wait("SELECT 1 FROM analysis_analysisrun")
        assert rows.of("SELECT state FROM analysis_analysisjob") == [("done",)]
        assert kept < set(rows.of(done)) and len(rows.of(done)) == 12
        assert vectors < set(rows.of("SELECT id, text_sha256 FROM analysis_embedding"))
        assert len(rows.of("SELECT 1 FROM analysis_assignment")) == 120
    finally:
        site.stop()


@pytest.mark.services
@pytest.mark.slow
def test_a_job_that_waits_for_longer_than_work_is_lost_after_is_made_once_and_at_the_first_attempt(tmp_path):
    site = Site(tmp_path, ANALYSIS_LOST_SECONDS="1", ANALYSIS_ENCODER="tfidf", COMMENTS_PER_HOUR="1000")
    rows = Rows(tmp_path / "site.sqlite3")
    job = "SELECT state, attempts FROM analysis_analysisjob"
    try:
        site.start()
        site.make(QUEUED)
        site.make(SWEEPS_WITHOUT_A_WORKER)
        assert rows.of(job) == [("waiting", 0)]
        for _ in range(2):
            site._spawn(*WORKER)
        rows.wait("SELECT 1 FROM analysis_analysisrun")
        site.make(ALL_MESSAGES_READ)
        assert rows.of(job) == [("done", 1)]
        assert rows.of("SELECT COUNT(*) FROM analysis_analysisrun") == [(1,)]
    finally:
        site.stop()


@pytest.mark.django_db
def test_vectors_that_auto_may_use_again_are_not_forgotten(settings):
    settings.ANALYSIS_ENCODER = "auto"
    for name in ("use+e5", "use", "e5"):
        Embedding.objects.create(text_sha256="a" * 64, encoder=encoders.full_name(name), vector=b"0")
    assert actions.forget_embeddings() == 1
    assert not Embedding.objects.filter(encoder=encoders.full_name("e5")).exists()
