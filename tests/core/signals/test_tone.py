"""Tone: counted over many texts, never told of one, never a position."""

from analysis.core.intake.rows import sort_rows
from analysis.core.pipeline import Analysis
from analysis.core.signals.tone import LEAST_COMMENTS, TONES, ToneModel, tally_tones
from analysis.core.types import CommentText


def rows(*texts: str):
    return sort_rows([CommentText(id=f"c{number:03d}", text=text) for number, text in enumerate(texts)])


def test_a_text_has_the_tone_its_words_weigh_most_for() -> None:
    """By hand: ดี and มาก are known, 1/√2 each; positive .1 + (1 + .5)/√2 = 1.16 beats question 1."""
    model = ToneModel(bias=(0, 0, 0.1, 1), weights={"ดี": (0, 0, 1, 0), "มาก": (0, 0, 0.5, 0)})
    assert model.tone(["ดี", " ", "มาก"]) == "positive"
    assert model.tone(["ดี", "มาก"]) == "positive"
    assert model.tone(["ไม่รู้จัก"]) == "question"


def test_plain_moods_are_told_apart() -> None:
    angry, glad = ["แย่มาก เกลียดที่สุด ห่วยแตก"] * 20, ["ดีใจมาก ชอบมาก น่ารักสุดๆ ขอบคุณ"] * 20
    assert tally_tones(rows(*angry))["negative"] == 20
    assert tally_tones(rows(*glad))["positive"] == 20


def test_nothing_is_told_of_fewer_than_twenty_comments() -> None:
    assert tally_tones(rows(*["ดีมาก"] * (LEAST_COMMENTS - 1))) is None
    assert sum(tally_tones(rows(*["ดีมาก"] * LEAST_COMMENTS)).values()) == LEAST_COMMENTS


def test_tones_of_a_theme_add_up_to_its_comments(analysis: Analysis) -> None:
    run = analysis.document["run"]
    assert sum(run["sentiment"].values()) == run["accounted"]["themed"] + run["accounted"]["reasons"]["unclustered"]
    for theme in analysis.document["themes"]:
        if theme["n_comments"] < LEAST_COMMENTS:
            assert theme["sentiment"] is None
        else:
            assert set(theme["sentiment"]) == set(TONES)
            assert sum(theme["sentiment"].values()) == theme["n_comments"]
