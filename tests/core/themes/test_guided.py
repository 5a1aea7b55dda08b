"""A run that is told what analysts decided."""

from __future__ import annotations

import json

import pytest

from analysis.core.pipeline import Analysis, analyse
from analysis.core.report.schema import check_document
from analysis.core.themes.edits import Guidance
from analysis.core.themes.model import ThemeModel
from analysis.core.types import CommentText, Options
from tests.core.makers import COMMENTS, WORDS


def place_of(analysis: Analysis) -> dict[str, str | None]:
    return {assignment.id: assignment.theme for assignment in analysis.assignments}


def told(comments, **more) -> Analysis:
    analysis = analyse(comments, options=more.pop("options", WORDS), guidance=Guidance(**more))
    check_document(analysis.document)
    accounted = analysis.document["run"]["accounted"]
    assert accounted["themed"] + sum(accounted["reasons"].values()) == len(comments)
    tops = [theme for theme in analysis.document["themes"] if theme["parent_id"] is None]
    assert sum(theme["n_comments"] for theme in tops) == accounted["themed"]
    return analysis


def test_what_was_placed_by_hand_stands_there_even_against_its_copies() -> None:
    """c00 and c10 are the same text; analysts put them into two themes."""
    pins = {"c00": "x", "c10": "y", "c03": "x", "c06": "y"}
    places = place_of(told(COMMENTS, pins=pins))
    assert {name: places[name] for name in pins} == pins


def test_similar_comments_follow() -> None:
    pins = {"c00": "fees", "c03": "outages", "c06": "elders"}
    places = place_of(told(COMMENTS, pins=pins))
    for number, theme in enumerate(["fees"] * 3 + ["outages"] * 3 + ["elders"] * 3):
        assert places[f"c{number:02d}"] == theme


def test_a_comment_that_says_little_is_themed_when_an_analyst_says_so_and_withheld_ones_never() -> None:
    comments = [*COMMENTS, CommentText(id="h", text="ลับ", withheld=True)]
    places = place_of(told(comments, pins={"c09": "x", "c00": "x", "h": "x"}))
    assert places["c09"] == "x" and places["h"] is None


def test_comments_taken_out_have_the_reason_given() -> None:
    analysis = told(COMMENTS, excluded={"c00": "off_topic", "c01": "unclustered"})
    reasons = {a.id: a.reason for a in analysis.assignments}
    assert (reasons["c00"], reasons["c01"]) == ("off_topic", "unclustered")
    assert analysis.document["unclustered"]["sample_ids"] == ["c01"]


def test_ids_and_given_names_are_kept_and_the_difference_told() -> None:
    first = analyse(COMMENTS, options=WORDS)
    theme = first.document["themes"][0]["id"]
    before = {name: place for name, place in place_of(first).items() if place}
    more = [*COMMENTS, CommentText(id="d00", text=COMMENTS[0].text + " จริง ๆ")]
    again = told(
        more, previous=before, names={theme: "ชื่อที่ตั้งให้"}, examples={n: t for n, t in before.items() if t == theme}
    )
    assert {entry["id"] for entry in again.document["themes"]} == set(before.values())
    entry = next(entry for entry in again.document["themes"] if entry["id"] == theme)
    assert (entry["label"], entry["label_source"]) == ("ชื่อที่ตั้งให้", "analyst")
    difference = again.document["diff_from_previous"]
    assert difference.pop("new") == difference.pop("vanished") == []
    assert sum(difference.values()) == 1


def test_a_theme_whose_comments_were_all_merged_away_does_not_come_back() -> None:
    first = analyse(COMMENTS, options=WORDS)
    one, other, _ = [theme["id"] for theme in first.document["themes"]]
    merged = {name: one if place == other else place for name, place in place_of(first).items() if place}
    examples = {name: place for name, place in merged.items() if place == one}
    again = told(COMMENTS, previous=merged, examples=examples, options=Options(encoder="tfidf"))
    assert other not in {theme["id"] for theme in again.document["themes"]}
    places = place_of(again)
    assert {places[name] for name in examples} == {one}


def test_the_order_of_comments_and_labels_changes_nothing() -> None:
    pins = {"c00": "x", "c03": "y", "c06": "z"}
    one = told(COMMENTS, pins=pins)
    other = told(COMMENTS[::-1], pins=dict(reversed(pins.items())))
    assert json.dumps(one.document, ensure_ascii=False) == json.dumps(other.document, ensure_ascii=False)
    assert one.model.to_bytes() == other.model.to_bytes()


@pytest.mark.parametrize("pins", [{"c00": "only"}, {"c00": "x", "c03": "y"}])
def test_later_comments_follow_too_and_say_how_surely(pins: dict[str, str]) -> None:
    model = ThemeModel.from_bytes(
        told(COMMENTS, pins=pins, options=Options(encoder="tfidf", themes=len(pins))).model.to_bytes()
    )
    (placed,) = model.assign([CommentText(id="n", text="ค่าธรรมเนียมแพงเกินไป")])
    assert placed.theme == pins["c00"]
    assert placed.confidence is not None and placed.confidence > 0.5
    assert placed.margin is not None and placed.margin > 0
