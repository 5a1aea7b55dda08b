"""Guessed positions: apart from the answers given, often withheld, never in place of an answer."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.intake.rows import Row, sort_rows
from analysis.core.pipeline import analyse
from analysis.core.signals.inferred_stance import guess, stance_model, tally_inferred
from analysis.core.types import CommentText, Options
from analysis.training import stance as training


def row(text: str, **more: str) -> Row:
    return sort_rows([CommentText(id="a", text=text, **more)])[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("เห็นด้วยกับการห้ามเผาขยะครับ ควันเข้าบ้านทุกเย็น", "agree"),
        ("ไม่เห็นด้วยกับการห้ามเผาขยะ รถขยะไม่เคยเข้ามาเก็บ", "disagree"),
        ("เห็นด้วยแต่ควรให้เวลาชาวบ้านปรับตัวก่อน และขอให้มีรถขยะเข้ามาเก็บ", "partly"),
        ("ประชุมครั้งหน้าวันไหนคะ", ""),
        ("这个法律很好", ""),
        ("เห็นด้วย", ""),
    ],
)
def test_plain_words_are_understood_and_the_rest_is_left_open(text: str, told: str) -> None:
    assert guess(row(text)) == told


def test_an_answer_to_another_citizen_tells_no_position_towards_the_draft() -> None:
    text = "เห็นด้วยกับการห้ามเผาขยะครับ ควันเข้าบ้านทุกเย็น"
    assert guess(row(text)) == "agree" and guess(row(text, reply_to="b")) == ""


TEXTS = ["เห็นด้วยครับ จะได้ไม่ต้องต่อคิว", "คัดค้านค่ะ ภาระประชาชน", "ควรลดค่าธรรมเนียมก่อน", "เปิดกี่โมง", "👍"]
ANSWERED = st.tuples(st.sampled_from(TEXTS), st.sampled_from(["", "agree", "partly", "disagree"]))


@settings(max_examples=50, deadline=None)
@given(st.lists(ANSWERED, max_size=12))
def test_guesses_and_abstentions_add_up_to_those_who_did_not_answer(said: list[tuple[str, str]]) -> None:
    comments = [CommentText(id=f"c{i:02d}", text=text, stance=stance) for i, (text, stance) in enumerate(said)]
    assert sum(tally_inferred(sort_rows(comments)).values()) == sum(not stance for _, stance in said)


def test_no_text_is_held_against_the_button_its_writer_pressed() -> None:
    comments = [CommentText(id="c0", text="ไม่เห็นด้วยกับการขึ้นค่าน้ำ ขอคัดค้าน", stance="agree")]
    document = analyse(comments, options=Options(encoder="tfidf")).document
    assert "stance_contradictions" not in document
    (theme,) = document["themes"]
    assert theme["stance"]["asked"]["agree"] == 1 and sum(theme["stance"]["inferred"].values()) == 0


def test_the_model_file_which_is_public_holds_no_number() -> None:
    words = [name for name in stance_model().weights if name.startswith("w ")]
    assert words and not [name for name in words if any(map(str.isdigit, name))]


@pytest.mark.slow
def test_on_themes_never_seen_four_of_five_guesses_are_right_for_half_of_the_comments() -> None:
    """Weights and confidences from the other themes alone; the shipped model is the one the script makes."""
    rows = training.examples()
    figures = training.weigh(training.leave_theme_out(rows))
    assert figures.coverage >= 0.5 and figures.precision >= 0.8 and figures.precision_all >= 0.8
    made, shipped = training.calibrated(rows), stance_model()
    assert made.weights.keys() == shipped.weights.keys()
    assert np.allclose([*made.weights.values()], [*shipped.weights.values()], atol=0.005)
    assert json.loads(training.MODEL.read_text(encoding="utf-8"))["least"].keys() == made.least.keys()
