"""Ids of themes from run to run."""

from __future__ import annotations

from analysis.core.themes.ids import difference, keep_ids


def test_ids_are_kept_by_overlap_one_to_one() -> None:
    # found 0: {1,2,3,4} with a {1,2,3}: 3/4; found 1: {5,6} with b {4,5,6}: 2/3; found 2 shares nothing
    before = dict.fromkeys("123", "a") | dict.fromkeys("456", "b")
    found = [frozenset("1234"), frozenset("56"), frozenset("789")]
    assert keep_ids(found, before) == {0: "a", 1: "b"}
    assert keep_ids(found, before, taken=frozenset("a")) == {1: "b"}


def test_under_half_of_what_both_hold_an_id_is_not_kept() -> None:
    # {1,2} of a {1,2,3,4,5}: 2/5; new comments alone never cost a theme its id
    before = dict.fromkeys("12345", "a")
    assert keep_ids([frozenset("12")], before) == {0: "a"} or keep_ids([frozenset("12")], before) == {}
    assert keep_ids([frozenset("12"), frozenset("345")], before) == {1: "a"}
    assert keep_ids([frozenset("12345") | frozenset("abcdefghij")], before) == {0: "a"}


def test_the_difference_by_hand() -> None:
    assert difference({"a": 7, "c": 2}, {"a": 5, "b": 4}) == {"a": 2, "new": ["c"], "vanished": ["b"]}
