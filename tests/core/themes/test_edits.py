"""What edits come to, laid over a run and taught to the next: by hand, and for any list of edits."""

from __future__ import annotations

from analysis.core.themes.edits import Edit, guide, standing
from tests.core.makers import merge, move, rename, undo


def test_the_last_name_holds_and_an_undone_one_gives_the_name_before_it_back() -> None:
    edits = [rename("1", "a", "หนึ่ง"), rename("2", "a", "สอง", was="หนึ่ง")]
    assert standing(edits).names == {"a": "สอง"}
    assert standing([*edits, undo("3", "2")]).names == {"a": "หนึ่ง"}


def test_a_name_taken_back_after_a_run_learned_it_is_the_one_before() -> None:
    edits = [rename("1", "a", "ใหม่", was="เดิม"), undo("2", "1")]
    assert standing(edits).restored == {}
    assert standing(edits, done=["1"]).restored == {"a": "เดิม"}


def test_merges_are_followed_to_the_end_and_never_in_a_circle() -> None:
    now = standing([merge("1", "a", "b"), merge("2", "b", "c"), merge("3", "c", "a")])
    assert now.merged == {"a": "c", "b": "c"}
    gone_already = standing([merge("1", "a", "c"), merge("2", "b", "a"), merge("3", "a", "b")])
    assert gone_already.merged == {"a": "c", "b": "c"}
    assert now.theme_of("x", "a", None) == ("c", None)


def test_the_last_place_of_a_comment_holds_and_goes_through_later_merges() -> None:
    edits = [move("1", "x", "a"), move("2", "x", "b"), merge("3", "b", "c")]
    assert standing(edits).theme_of("x", "d", None) == ("c", None)
    assert standing([*edits, undo("4", "2")]).theme_of("x", "d", None) == ("a", None)
    out = Edit(id="5", kind="exclude", comments=("x",), reason="off_topic")
    assert standing([*edits, out]).theme_of("x", "d", None) == (None, "off_topic")


def test_a_move_undone_after_a_run_learned_it_puts_the_comment_back() -> None:
    edits = [move("1", "x", "a", stood="b"), undo("2", "1")]
    assert standing(edits).theme_of("x", "b", None) == ("b", None)
    assert standing(edits, done=["1"]).theme_of("x", "a", None) == ("b", None)


def test_a_withheld_comment_stays_withheld_whatever_analysts_did() -> None:
    assert standing([move("1", "x", "a")]).theme_of("x", None, "withheld") == (None, "withheld")


def test_a_run_is_taught_the_members_of_shaped_themes_and_the_comments_placed_by_hand() -> None:
    edits = [rename("1", "a", "ชื่อ"), move("2", "y", "b")]
    told = guide(edits, {"x": ("a", None), "y": ("b", None), "z": ("c", None), "w": (None, "too_short")})
    assert told.names == {"a": "ชื่อ"} and told.pins == {"y": "b"}
    assert told.examples == {"x": "a"}
    assert told.previous == {"x": "a", "y": "b", "z": "c"}
    assert [entry["id"] for entry in told.audit] == ["1", "2"]
