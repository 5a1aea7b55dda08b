"""What a second worker is worth when many texts are embedded: a real site, real Celery workers, its chunks.

That a killed worker loses nothing is a test (tests/analysis/test_embeddings.py).
"""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

from bench import grown
from bench.measure import Figure
from tests.support.site import Site

_CHUNKS, _TEXTS = 10, 50
#: times the same chunks are embedded anew; the fastest counts, since what else the machine does only ever adds
_ROUNDS = 9
#: share of its fastest round one worker must have had a processor for; under it the machine was too busy to tell
_UNDISTURBED = 0.7
#: seconds for all rounds of one or two workers, their start included
_PATIENCE = 300
#: chunks that have every worker load its model before the clock starts
_WARM_UP = 4
#: one text more is never handed out: it holds the analysis back, so that embedding alone is timed
_NEEDED = _CHUNKS * _TEXTS + 1

_WORKER = "-m celery --quiet --app config worker --concurrency 1 --pool solo --loglevel warning --hostname"

_POST = """
from pathlib import Path
from analysis import actions
consultation = make_consultation()
people = [make_user() for _ in range(10)]
for number, text in enumerate(json.loads(Path({texts!r}).read_text(encoding="utf-8"))):
    post(consultation, text, author=people[number % 10])
made = {{"chunks": actions.plan_embedding(job=actions.claim_job(job_id=actions.refresh_analysis(consultation=consultation).pk))}}
"""
_EMBED = """
import os, time
from config import celery_app
from analysis.models import Embedding, EmbeddingChunk
from analysis.tasks import embed_chunk
end = time.monotonic() + {patience}
while len(celery_app.control.ping(timeout=0.5)) < {workers}:
    assert time.monotonic() < end, "the workers do not start"
def cpu():
    rows = [open(f"/proc/{{pid}}/stat").read().rpartition(")")[2].split() for pid in {pids}]
    return sum(int(row[11]) + int(row[12]) for row in rows) / os.sysconf("SC_CLK_TCK")
def seconds(chunks):
    Embedding.objects.all().delete()
    EmbeddingChunk.objects.update(done_at=None, attempts=0)
    began, before = time.perf_counter(), cpu()
    for chunk in chunks:
        embed_chunk.delay(chunk)
    while EmbeddingChunk.objects.filter(pk__in=chunks, done_at=None).exists():
        assert time.monotonic() < end, "the workers do not finish"
        time.sleep(0.02)
    return time.perf_counter() - began, cpu() - before
seconds({chunks}[:{warm_up}])
made = {{"rounds": [seconds({chunks}[:-1]) for _ in range({rounds})], "vectors": Embedding.objects.count()}}
"""


def run(folder: Path) -> list[Figure]:
    """Wall seconds of the same chunks with one worker process and with two, each with one thread and a warm model."""
    texts = folder / "texts.json"
    said = [f"{row['text']} {place}" for place, row in enumerate(grown.comments(_NEEDED))]
    texts.write_text(json.dumps(said), encoding="utf-8")
    site = Site(
        folder,
        ANALYSIS_CHUNKS_FROM="1",
        ANALYSIS_CHUNK_SIZE=str(_TEXTS),
        COMMENTS_PER_HOUR="1000000",
    )
    try:
        site.start()
        chunks = site.make(_POST.format(texts=str(texts)))["chunks"]
        one, two = (_embed(site, chunks, workers) for workers in (1, 2))
    finally:
        site.stop()
    (alone, spent), (shared, _) = min(one["rounds"]), min(two["rounds"])
    had = spent / alone
    note = f"{_CHUNKS * _TEXTS:,} texts: {alone:.2f} s with one, {shared:.2f} s with two; one had a processor {had:.0%} of its time"
    whole = one["vectors"] == two["vectors"]
    return [
        Figure(
            "times as fast with two workers, wall seconds", alone / shared if had >= _UNDISTURBED else None, note=note
        ),
        Figure("two workers make as many vectors as one", float(whole), 1.0, note=f"{two['vectors']:,}"),
    ]


def _embed(site: Site, chunks: list[int], workers: int) -> dict:
    for number in range(workers):
        site._spawn(*_WORKER.split(), f"bench{number}@%h")
    mine = site.processes[-workers:]
    told = site.make(
        _EMBED.format(
            pids=[process.pid for process in mine],
            chunks=chunks,
            workers=workers,
            warm_up=_WARM_UP,
            rounds=_ROUNDS,
            patience=_PATIENCE,
        )
    )
    for process in mine:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return told
