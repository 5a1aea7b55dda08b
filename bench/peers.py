"""Runs other systems (rivals.py) in their own environment, on the vectors our encoder makes."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import measure
from bench.measure import ROOT, Weight

#: BENCH_PYTHON names another interpreter that has requirements-bench.txt
PYTHON = Path(os.environ.get("BENCH_PYTHON", ROOT / ".venv-bench" / "bin" / "python"))
MISSING = "no .venv-bench: `make bench-analysis` sets it up"


def installed() -> bool:
    return PYTHON.exists()


def vectors_of(texts: Sequence[str], encoder: str) -> NDArray[np.float32]:
    """What the product embeds, by an encoder of the product; "auto" as a run over so many texts would choose it."""
    from analysis.core.intake.reading import read
    from analysis.core.space import encoders

    engine = encoders.load(encoders.chosen(encoder, len(texts)))
    return engine.encode([reading.topic_text for reading in read(texts)])


def write_texts(path: Path, texts: Sequence[str], vectors: NDArray[np.float32], *, themes: int, seed: int = 0) -> Path:
    """Texts and vectors as rivals.py reads them."""
    np.savez(path, vectors=vectors, texts=np.array(texts), themes=themes, seed=seed)
    return path


def run(method: str, source: Path) -> tuple[dict[str, Any], Weight]:
    """The answer of one method and what its process cost, imports and warm-up included."""
    out = source.with_suffix(f".{method}.json")
    weight = measure.weigh(PYTHON, "-m", "bench.rivals", method, source, out)
    return json.loads(out.read_text(encoding="utf-8")), weight
