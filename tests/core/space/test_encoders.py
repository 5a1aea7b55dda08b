"""Sentence encoders: which one reads what, and vectors made earlier."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.core.errors import AnalysisError
from analysis.core.intake.reading import read
from analysis.core.pipeline import analyse
from analysis.core.space import encoders
from analysis.core.space.feature_space import learn_text_space
from tests.core.makers import comment


def test_a_stored_vector_of_the_wrong_width_is_refused() -> None:
    with pytest.raises(AnalysisError, match="shape"):
        analyse([comment("a", "ค่าธรรมเนียมแพง")], embeddings={"a": np.zeros(3)})


def test_an_ordinary_consultation_is_read_by_two_encoders_and_a_large_one_by_the_fast_one() -> None:
    few = analyse([comment("a", "ค่าธรรมเนียมแพง")])
    assert few.document["run"]["encoder"] == encoders.full_name("use+e5") and few.model.encoder == "use+e5"
    assert encoders.chosen("auto", 3_000) == "use+e5" and encoders.chosen("auto", 3_001) == "use"
    assert encoders.chosen("tfidf", 1) == "tfidf"


@pytest.mark.slow
def test_two_encoders_are_two_views_side_by_side() -> None:
    texts = [f"ค่าธรรมเนียมแพง เดือนที่ {n}" for n in range(30)]
    both = encoders.load("use+e5").encode(texts)
    assert np.allclose(np.linalg.norm(both, axis=1), 1, atol=1e-5)
    for name, part in zip(("use", "e5"), np.split(both, [512], axis=1), strict=True):
        assert np.allclose(part * 2**0.5, encoders.load(name).encode(texts), atol=1e-5)
    readings = list(read(texts))
    space = learn_text_space(both, readings, (512, 384))
    alone = learn_text_space(both[:, :512], readings, (512,))
    first, *others = space.views(space.place(both, readings))
    same = alone.views(alone.place(both[:, :512], readings))[0]
    assert np.allclose(first @ first.T, same @ same.T, atol=1e-6) and len(others) == 3


def test_the_slow_encoder_reads_the_beginning_of_a_very_long_comment() -> None:
    begun, whole = encoders.load("e5").encode(["ประชาชน " * 125, "ประชาชน " * 2_000])
    assert np.array_equal(begun, whole)
