"""Manner: what the way of writing says of a text is taken out of where it lies."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.core.intake.reading import read
from analysis.core.space import encoders
from analysis.core.space.feature_space import learn_text_space
from analysis.core.space.text_length import WIDTH, learn_manner, marks
from analysis.core.space.vectors import unit_rows


def test_marks_are_counted_as_by_hand() -> None:
    [row] = marks(list(read(["มาตรา 12 ดีไหมครับ"])))
    assert row == pytest.approx([1, np.log(1 + 18)])


def test_what_follows_the_marks_alone_goes_and_what_is_unlike_them_stays() -> None:
    generator = np.random.default_rng(0)
    marked = np.hstack([np.ones((400, 1)), generator.normal(size=(400, WIDTH - 1))])
    of_manner, of_subject = marked[:, 1:] @ [[2.0]], generator.normal(size=(400, 1))
    bare = np.hstack([of_manner, of_subject]) - marked @ learn_manner(marked, np.hstack([of_manner, of_subject]))
    assert bare[:, 0].std() == pytest.approx(of_manner.std() * 1 / 401, rel=0.01)
    assert np.corrcoef(bare[:, 1], of_subject[:, 0])[0, 1] > 0.95


def test_among_few_texts_nothing_is_taken_for_manner() -> None:
    marked = np.hstack([np.ones((99, 1)), np.linspace(0, 1, 99)[:, None]])
    assert not learn_manner(marked, marked[:, 1:]).any()


def test_marks_that_never_vary_say_nothing() -> None:
    marked = np.ones((500, WIDTH))
    assert not learn_manner(marked, np.arange(1000.0).reshape(500, 2)).any()
    assert not learn_manner(np.empty((0, WIDTH)), np.empty((0, 2))).any()


def test_the_length_of_comments_no_longer_orders_them(demo) -> None:
    own = {name for name in demo.themed if not demo.gold[name]["campaign"]}
    readings = list(read([comment.text for comment in demo.comments if comment.id in own]))
    vectors = encoders.load("use").encode([reading.topic_text for reading in readings])
    space = learn_text_space(vectors, readings, (512,))
    lengths, width = marks(readings)[:, 1], vectors.shape[1]
    kept = space.axes[:width, :64]

    def tie(sentences: np.ndarray) -> float:
        return abs(float(np.corrcoef(unit_rows(sentences @ kept)[:, 0], lengths)[0, 1]))

    assert tie(space.as_written(vectors, readings)[:, :width]) > 0.5
    assert tie(space.blocks(vectors, readings)[:, :width]) < 0.2
