"""Attributes of people are counted, and nobody of a small group can be picked out by subtraction."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.__main__ import main
from analysis.core.intake.attributes import LEAST_PEOPLE, tally_attributes, tellable, values_of_people
from analysis.core.intake.rows import sort_rows
from analysis.core.pipeline import analyse
from analysis.core.report.schema import check_document
from analysis.core.types import CommentText, Options

#: how many people gave each value, and how many gave none
GROUPS = st.tuples(st.dictionaries(st.sampled_from("กขคงจฉ"), st.integers(1, 14)), st.integers(0, 9))


@given(GROUPS)
def test_neither_a_value_nor_what_is_left_over_is_of_fewer_than_five(groups: tuple[dict[str, int], int]) -> None:
    counts, unknown = groups
    everyone = sum(counts.values()) + unknown
    told = tellable(counts, everyone)
    assert all(counts[value] == n >= LEAST_PEOPLE for value, n in told.items())
    left = everyone - sum(told.values())
    assert left == 0 or left >= LEAST_PEOPLE or everyone < LEAST_PEOPLE


@given(GROUPS)
def test_what_is_told_is_the_same_whoever_of_a_small_group_gave_nothing(groups: tuple[dict[str, int], int]) -> None:
    """So a count under five cannot be had from what is told, as long as somebody may have given nothing."""
    counts, unknown = groups
    everyone = sum(counts.values()) + unknown
    told = tellable(counts, everyone)
    for value, n in counts.items():
        if n < LEAST_PEOPLE:
            assert value not in told
            for fewer in range(n):
                assert tellable(counts | {value: fewer}, everyone) == told


@given(st.dictionaries(st.sampled_from("กขคงจฉ"), st.integers(LEAST_PEOPLE, 40)))
def test_where_every_group_is_large_every_group_is_told(counts: dict[str, int]) -> None:
    assert tellable(counts, sum(counts.values())) == counts


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["เหนือ", "ใต้", "อีสาน", ""])), min_size=1, max_size=80))
def test_people_are_counted_and_not_texts(said: list[tuple[int, str]]) -> None:
    comments = [
        CommentText(id=f"{place:03}", text="ขอทางลาดที่สถานี", person=f"p{who}", attributes=(("region", value),))
        for place, (who, value) in enumerate(said)
    ]
    rows = sort_rows(comments)
    people = {row.person for row in rows}
    told = tally_attributes(people, values_of_people(rows))
    assert told is not None
    of_person = {who: {value for other, value in said if other == who and value} for who, _ in said}
    true = Counter(values.pop() for values in of_person.values() if len(values) == 1)
    assert all(true[value] == n for value, n in told["region"].items())
    assert sum(told["region"].values()) <= len(people)


def test_nobody_asked_is_not_nobody_answered() -> None:
    assert tally_attributes({"p"}, values_of_people(sort_rows([CommentText(id="1", text="ขอทางลาด")]))) is None


def test_a_withheld_comment_says_nothing_of_its_writer() -> None:
    hidden = CommentText(id="1", text="", person="p", withheld=True, attributes=(("region", "ใต้"),))
    assert values_of_people(sort_rows([hidden])) == {}


def test_themes_are_counted_by_attribute_and_their_parts_are_not() -> None:
    comments = [
        CommentText(
            id=f"{place:03}",
            text=f"{'ขอทางลาดที่สถานีรถไฟ' if place % 2 else 'ค่าธรรมเนียมใบอนุญาตแพงเกินไป'} {words}",
            person=f"p{place}",
            attributes=(("region", "เหนือ" if place % 2 else "ใต้"),),
        )
        for place, words in enumerate(f"หมู่บ้านที่ {number} ตำบลที่ {number * 3}" for number in range(60))
    ]
    document = analyse(comments, options=Options(encoder="tfidf", themes=2)).document
    check_document(document)
    whole = [theme for theme in document["themes"] if theme["parent_id"] is None]
    assert all(sum(theme["by_attribute"]["region"].values()) <= theme["n_people"] for theme in whole)
    assert sum(n for theme in whole for n in theme["by_attribute"]["region"].values()) >= 50
    assert {json.dumps(theme["by_attribute"]) for theme in document["themes"] if theme["parent_id"]} <= {"null"}


def test_the_command_line_takes_attribute_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.json"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "attribute_region", "text", "author", "attribute_age", "region"])
        for place in range(24):
            region = "เหนือ" if place < 14 else "ใต้" if place < 21 else "กลาง"
            writer.writerow([place, region, f"ขอทางลาดที่สถานีรถไฟแห่งที่ {place}", f"คน {place}", "", "x"])
        writer.writerow([24, "ใต้", "ขอทางลาดที่สถานีรถไฟอีกหลายแห่ง", "คน 0", "", "x"])
    assert main(["themes", str(source), "--out", str(out), "--encoder", "tfidf", "--themes", "1"]) == 0
    document = json.loads(out.read_text(encoding="utf-8"))
    (theme,) = [theme for theme in document["themes"] if theme["parent_id"] is None]
    assert theme["n_people"] == 24
    # three from the middle and one of two minds could be told by subtraction if seven from the south were told
    assert theme["by_attribute"] == {"age": {}, "region": {"เหนือ": 13}}
    assert f"{source}:26: another attribute_region than this author gave before" in capsys.readouterr().err


def test_an_attribute_without_a_name_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.csv"
    source.write_text("id,text,attribute_\na,x,y\n", encoding="utf-8")
    assert main(["themes", str(source), "--out", str(tmp_path / "out.json")]) == 2
    assert f"{source}:1: a column 'attribute_'" in capsys.readouterr().err
