"""Manner: what the way of writing says of a text is taken out of where it lies."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.core.intake.reading import read
from analysis.core.space import encoders
from analysis.core.space.feature_space import learn_text_space
from analysis.core.space.text_length import WIDTH, learn_length_effect, length_columns
from analysis.core.space.vectors import unit_rows


def test_the_length_is_counted_as_by_hand() -> None:
    [row] = length_columns(list(read(["มาตรา 12 ดีไหมครับ"])))
    assert row == pytest.approx([1, np.log(1 + 18)])


def test_what_follows_length_alone_goes_and_what_is_unlike_it_stays() -> None:
    generator = np.random.default_rng(0)
    measured = np.hstack([np.ones((400, 1)), generator.normal(size=(400, WIDTH - 1))])
    of_length, of_subject = measured[:, 1:] @ [[2.0]], generator.normal(size=(400, 1))
    bare = np.hstack([of_length, of_subject]) - measured @ learn_length_effect(
        measured, np.hstack([of_length, of_subject])
    )
    assert bare[:, 0].std() == pytest.approx(of_length.std() * 1 / 401, rel=0.01)
    assert np.corrcoef(bare[:, 1], of_subject[:, 0])[0, 1] > 0.95


def test_among_few_texts_nothing_is_taken_for_an_effect_of_length() -> None:
    measured = np.hstack([np.ones((99, 1)), np.linspace(0, 1, 99)[:, None]])
    assert not learn_length_effect(measured, measured[:, 1:]).any()


def test_a_length_that_never_varies_says_nothing() -> None:
    measured = np.ones((500, WIDTH))
    assert not learn_length_effect(measured, np.arange(1000.0).reshape(500, 2)).any()
    assert not learn_length_effect(np.empty((0, WIDTH)), np.empty((0, 2))).any()


@pytest.mark.slow
def test_the_length_of_comments_no_longer_orders_them(demo) -> None:
    own = {name for name in demo.themed if not demo.gold[name]["campaign"]}
    readings = list(read([comment.text for comment in demo.comments if comment.id in own]))
    vectors = encoders.load("use").encode([reading.topic_text for reading in readings])
    space = learn_text_space(vectors, readings, (512,))
    lengths, width = length_columns(readings)[:, 1], vectors.shape[1]
    kept = space.axes[:width, :64]

    def tie(sentences: np.ndarray) -> float:
        return abs(float(np.corrcoef(unit_rows(sentences @ kept)[:, 0], lengths)[0, 1]))

    assert tie(space.as_written(vectors, readings)[:, :width]) > 0.5
    assert tie(space.blocks(vectors, readings)[:, :width]) < 0.2
