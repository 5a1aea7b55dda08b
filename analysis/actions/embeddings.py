from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .. import querysets
from ..models import AnalysisJob, Embedding, EmbeddingChunk
from .runs import MAX_ATTEMPTS, fail_job
from .vectors import RememberingEncoder


def plan_embedding(*, job: AnalysisJob) -> list[int]:
    """Share the texts of a large job out among workers; the job waits until all are there. Returns the chunks to enqueue.

    Nothing is planned twice, nor for the few comments since the last run, whose vectors are there from when they came.
    """
    comments = querysets.comments_to_embed(job)
    if len(comments) < settings.ANALYSIS_CHUNKS_FROM or job.chunks.exists():
        return []
    size = settings.ANALYSIS_CHUNK_SIZE
    parts = [comments[start : start + size] for start in range(0, len(comments), size)]
    with transaction.atomic():
        chunks = EmbeddingChunk.objects.bulk_create(
            EmbeddingChunk(job=job, first_comment=part[0], last_comment=part[-1]) for part in parts
        )
        AnalysisJob.objects.filter(pk=job.pk).update(
            state=AnalysisJob.State.WAITING, stage="encode", seen_at=timezone.now()
        )
    return [chunk.pk for chunk in chunks]


def embed_chunk(*, chunk: EmbeddingChunk) -> bool:
    """Have a vector for every comment of a chunk. Returns whether the whole job is ready to run. Safe to do twice."""
    from ..core.intake.reading import read

    if chunk.done_at is None:
        EmbeddingChunk.objects.filter(pk=chunk.pk).update(seen_at=timezone.now(), attempts=F("attempts") + 1)
        texts = querysets.texts_of(chunk)
        RememberingEncoder(chunk.job.options["encoder"]).encode([reading.topic_text for reading in read(texts)])
        EmbeddingChunk.objects.filter(pk=chunk.pk).update(done_at=timezone.now())
    left = EmbeddingChunk.objects.filter(job=chunk.job_id, done_at=None).count()
    done = 1 - left / chunk.job.chunks.count()
    AnalysisJob.objects.filter(pk=chunk.job_id, state=AnalysisJob.State.WAITING).update(
        fraction=round(0.6 * done, 3), seen_at=timezone.now()
    )
    return left == 0


def take_up_lost_chunks() -> list[int]:
    """Chunks whose worker died or whose message was lost, to enqueue again; a job fails when one was tried three times."""
    waiting = []
    for chunk in querysets.lost_chunks():
        if chunk.attempts >= MAX_ATTEMPTS:
            fail_job(job=chunk.job, error="No worker could embed all comments.")
            continue
        EmbeddingChunk.objects.filter(pk=chunk.pk).update(seen_at=timezone.now())
        waiting.append(chunk.pk)
    return waiting


def forget_embeddings() -> int:
    """Delete vectors of models no longer in use. Returns how many."""
    from ..core.space import encoders

    return Embedding.objects.exclude(encoder=encoders.full_name(settings.ANALYSIS_ENCODER)).delete()[0]
