"""Campaigns: copies and rewritten texts are found, ordinary agreement is not accused."""

from __future__ import annotations

import csv
import random

import pytest

from analysis.core.intake.copies import find_light, shingle
from analysis.core.intake.normal_form import fingerprint
from analysis.core.pipeline import Analysis, analyse
from analysis.core.types import CommentText
from tests.core.conftest import DATA

PETITION = "ขอคัดค้านการขึ้นค่าธรรมเนียมขยะ เพราะเป็นภาระของคนจนในชุมชน ขอให้ทบทวนร่างข้อบัญญัตินี้"


def comment(name: str, text: str, person: str = "", **more: str) -> CommentText:
    return CommentText(id=name, text=text, person=person, **more)


def edited(text: str, generator: random.Random) -> str:
    place = generator.randrange(len(text))
    return (
        generator.choice(["", "ผมว่า ", "เรียนท่าน "])
        + text[:place]
        + text[place + 1 :]
        + generator.choice(["", " ครับ", "!!"])
    )


def test_both_campaigns_of_the_demo_are_reported_and_nothing_else(analysis: Analysis, demo) -> None:
    found = {campaign["kind"]: campaign for campaign in analysis.document["campaigns"]}
    assert len(analysis.document["campaigns"]) == 2
    planted = {letter: {c.id for c in demo.comments if demo.gold[c.id]["campaign"] == letter} for letter in "AB"}
    assert set(found["light"]["comment_ids"]) == planted["A"]
    assert set(found["reworded"]["comment_ids"]) <= planted["B"]
    assert len(found["reworded"]["comment_ids"]) >= 0.6 * len(planted["B"])


def test_copies_texts_and_people_are_counted_apart() -> None:
    rows = [comment(f"a{i}", PETITION, "p1") for i in range(3)]
    rows += [comment("b", PETITION + " ครับ", "p2"), comment("c", "เรียนท่าน " + PETITION, "p3")]
    (campaign,) = analyse(rows).document["campaigns"]
    assert (campaign["n_texts"], campaign["n_distinct"], campaign["n_people"]) == (5, 2, 3)


def test_people_who_sign_the_same_text_stand_in_the_same_theme() -> None:
    result = analyse([comment(f"a{i}", PETITION, f"p{i}") for i in range(5)])
    assert len({assignment.theme for assignment in result.assignments}) == 1
    assert all(assignment.reason is None for assignment in result.assignments)


def test_only_the_same_person_sending_the_same_text_again_is_a_duplicate() -> None:
    rows = [comment("a", PETITION, "p1"), comment("b", PETITION + "!!", "p1"), comment("c", PETITION, "p2")]
    placed = {assignment.id: assignment for assignment in analyse(rows).assignments}
    assert placed["b"].reason == "duplicate_of" and placed["b"].same_as == "a"
    assert placed["a"].reason is None and placed["c"].reason is None


def test_a_short_answer_on_another_section_is_another_answer() -> None:
    rows = [comment("a", "เห็นด้วย", "p1", section="s-1"), comment("b", "เห็นด้วย", "p1", section="s-2")]
    assert {assignment.reason for assignment in analyse(rows).assignments} == {"too_short"}


def test_many_who_merely_agree_are_no_campaign() -> None:
    rows = [comment(f"a{i}", "เห็นด้วยครับ", f"p{i}") for i in range(30)]
    rows += [comment(f"b{i}", "รถติดมาก", f"q{i}") for i in range(10)]
    assert analyse(rows).document["campaigns"] == []


def test_first_and_last_dates_come_from_the_comments() -> None:
    rows = [comment(f"a{i}", PETITION, f"p{i}", created_at=f"2026-01-0{i + 1}T09:00:00+07:00") for i in range(4)]
    (campaign,) = analyse(rows).document["campaigns"]
    assert campaign["first"][:10] == "2026-01-01" and campaign["last"][:10] == "2026-01-04"


def test_light_edits_are_found_among_real_utterances() -> None:
    """60 texts with 4 edits each among 1,500 others: pairs of one text found, pairs of two texts not."""
    generator = random.Random(7)
    with (DATA / "truevoice" / "sample.csv").open(encoding="utf-8", newline="") as file:
        texts = sorted({row["text"] for row in csv.DictReader(file) if len(fingerprint(row["text"])) >= 45})
    generator.shuffle(texts)
    planted, others = texts[:60], texts[60:1560]
    owner = {fingerprint(text): -1 for text in others}
    for number, text in enumerate(planted):
        for version in [text, *(edited(text, generator) for _ in range(4))]:
            owner[fingerprint(version)] = number
    marks = sorted(owner)
    pairs = right = 0
    for group in find_light(marks):
        owners = [owner[marks[member]] for member in group]
        for i, one in enumerate(owners):
            for other in owners[:i]:
                if one >= 0 or other >= 0:
                    pairs += 1
                    right += one == other
    sizes = [sum(value == number for value in owner.values()) for number in range(60)]
    due = sum(size * (size - 1) // 2 for size in sizes)
    assert right / due >= 0.95
    assert right / pairs >= 0.97


@pytest.mark.parametrize("texts", [[], ["ก" * 50], ["สั้น", "สั้นๆ"]])
def test_little_or_short_text_has_no_copies(texts: list[str]) -> None:
    assert find_light(texts) == []


def test_texts_shorter_than_a_shingle_have_none() -> None:
    assert shingle(["กข", ""]).values.size == 0
