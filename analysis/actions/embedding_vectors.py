from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..models import Embedding
from ..models.embedding import LOOKED_UP, STORED_AS, embedding_mark

if TYPE_CHECKING:
    from ..core.space.encoders import Vectors


class RememberingEncoder:
    """The core's encoder of that name, which stores every vector and computes none twice."""

    def __init__(self, name: str):
        from ..core.space import encoders

        self._encoder = encoders.load(name)
        self.name, self.widths = self._encoder.name, self._encoder.widths

    def encode(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        marks = [embedding_mark(text) for text in texts]
        stored = Embedding.objects.known(self.name, marks)
        known = {mark: np.frombuffer(vector, dtype=STORED_AS) for mark, vector in stored.items()}
        missing = {mark: text for mark, text in zip(marks, texts, strict=True) if mark not in known}
        fresh = self._encoder.encode(list(missing.values()))
        if not fresh.shape[1]:
            return self._encoder.encode(texts)
        rows = [
            Embedding(text_sha256=mark, encoder=self.name, vector=vector.astype(STORED_AS).tobytes())
            for mark, vector in zip(missing, fresh, strict=True)
        ]
        Embedding.objects.bulk_create(rows, ignore_conflicts=True, batch_size=LOOKED_UP)
        known |= dict(zip(missing, fresh, strict=True))
        return np.array([known[mark] for mark in marks], dtype=np.float32).reshape(len(texts), fresh.shape[1])
