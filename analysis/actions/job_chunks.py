from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ..models import AnalysisJob, EmbeddingChunk
from ..runs import inputs
from .embedding_vectors import RememberingEncoder
from .job import fail_job
from .job_leases import MAX_ATTEMPTS, sign_of_life, take_lease, write_as_holder


def plan_embedding(*, job: AnalysisJob) -> list[int]:
    """Share the texts of a large job out among workers; the job waits until all are there. Returns the chunks to enqueue.

    Nothing is planned twice, nor for the few comments since the last run, whose vectors are there from when they came.
    """
    comments = inputs.comments_to_embed(job)
    if len(comments) < settings.ANALYSIS_CHUNKS_FROM or job.chunks.exists():
        return []
    size = settings.ANALYSIS_CHUNK_SIZE
    parts = [comments[start : start + size] for start in range(0, len(comments), size)]
    with transaction.atomic():
        chunks = EmbeddingChunk.objects.bulk_create(
            EmbeddingChunk(job=job, first_comment=part[0], last_comment=part[-1]) for part in parts
        )
        # the start that planned is no attempt at the run
        write_as_holder(job, state=AnalysisJob.State.WAITING, stage="encode", lease=None, attempts=job.attempts - 1)
    return [chunk.pk for chunk in chunks]


def embed_chunk(*, chunk: EmbeddingChunk) -> bool:
    """Have a vector for every comment of a chunk. Returns whether the whole job is ready to run. Safe to do twice; a chunk
    that another worker has is left to it. Raises LeaseLost."""
    chunk.lease = take_lease(EmbeddingChunk.objects.filter(pk=chunk.pk, done_at=None))
    if chunk.lease:
        with sign_of_life(chunk):
            _embed(chunk)
        write_as_holder(chunk, done_at=timezone.now(), lease=None)
    left = EmbeddingChunk.objects.filter(job=chunk.job_id, done_at=None).count()
    done = 1 - left / chunk.job.chunks.count()
    AnalysisJob.objects.filter(pk=chunk.job_id, state=AnalysisJob.State.WAITING).update(
        fraction=round(0.6 * done, 3), seen_at=timezone.now()
    )
    return left == 0


def _embed(chunk: EmbeddingChunk) -> None:
    from ..core.intake.reading import read

    texts = inputs.texts_of(chunk)
    RememberingEncoder(chunk.job.options["encoder"]).encode([reading.topic_text for reading in read(texts)])


def take_up_lost_chunks() -> list[EmbeddingChunk]:
    """Put chunks whose worker died back in the queue, and have those announced anew that nobody has started in a job in
    which nothing moves. A job fails when a chunk was started three times. Returns those to enqueue."""
    to_do = list(EmbeddingChunk.objects.long_ready())
    for chunk in EmbeddingChunk.objects.lost():
        if chunk.attempts >= MAX_ATTEMPTS:
            fail_job(job=chunk.job, error="No worker could embed all comments.")
        elif EmbeddingChunk.objects.held_as(chunk).update(lease=None):
            to_do.append(chunk)
    EmbeddingChunk.objects.filter(pk__in=[chunk.pk for chunk in to_do], lease=None).update(seen_at=timezone.now())
    return to_do
