from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..models import Embedding

if TYPE_CHECKING:
    from ..core.space.encoders import Vectors

#: hashes looked up in one query
_LOOKED_UP = 500
_STORED_AS = "<f4"


class RememberingEncoder:
    """The core's encoder of that name, which stores every vector and computes none twice."""

    def __init__(self, name: str):
        from ..core.space import encoders

        self._encoder = encoders.load(name)
        self.name, self.widths = self._encoder.name, self._encoder.widths

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
