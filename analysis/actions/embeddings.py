from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .. import querysets
from ..models import AnalysisJob, Embedding, EmbeddingChunk

if TYPE_CHECKING:
    from ..core.encoders import Vectors

MAX_ATTEMPTS = 3
#: hashes looked up in one query
_LOOKED_UP = 500
_STORED_AS = "<f4"


class RememberingEncoder:
    """The core's encoder of that name, which stores every vector and computes none twice."""

    def __init__(self, name: str):
        from ..core import encoders

        self._encoder = encoders.load(name)

    @property
    def name(self) -> str:
        return self._encoder.name

    def encode(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        marks = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts]
        known = {mark: np.frombuffer(vector, dtype=_STORED_AS) for mark, vector in _stored(self.name, marks).items()}
        missing = {mark: text for mark, text in zip(marks, texts, strict=True) if mark not in known}
        fresh = self._encoder.encode(list(missing.values()))
        if not fresh.shape[1]:
            return self._encoder.encode(texts)
        rows = [
            Embedding(text_sha256=mark, encoder=self.name, vector=vector.astype(_STORED_AS).tobytes())
            for mark, vector in zip(missing, fresh, strict=True)
        ]
        Embedding.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_LOOKED_UP)
        known |= dict(zip(missing, fresh, strict=True))
        return np.array([known[mark] for mark in marks], dtype=np.float32).reshape(len(texts), fresh.shape[1])


def _stored(encoder: str, marks: Sequence[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    asked = sorted(set(marks))
    for start in range(0, len(asked), _LOOKED_UP):
        rows = Embedding.objects.filter(encoder=encoder, text_sha256__in=asked[start : start + _LOOKED_UP])
        found |= {mark: bytes(vector) for mark, vector in rows.values_list("text_sha256", "vector")}
    return found


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
    from ..core.reading import read

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
    from .runs import fail_job

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
    from ..core import encoders

    return Embedding.objects.exclude(encoder=encoders.full_name(settings.ANALYSIS_ENCODER)).delete()[0]
