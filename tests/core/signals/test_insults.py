"""Insults and threats are pointed out to a person; nothing else happens to the comment."""

from __future__ import annotations

import csv

import pytest

from analysis.core.intake.rows import sort_rows
from analysis.core.pipeline import Analysis, analyse
from analysis.core.signals.insults import flag, is_flagged, is_rude
from analysis.core.types import CommentText, Options
from bench import alarms
from tests.core.conftest import DATA


def flagged(*texts: str) -> list[str]:
    rows = sort_rows([CommentText(id=f"c{place:04d}", text=text) for place, text in enumerate(texts)])
    return [entry["kind"] for entry in flag(rows)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("พวกมึงมันโง่", "insult"),
        ("ไอ้พวกกินเงินเดือนฟรี", "insult"),
        ("ปัญญาอ่อนทั้งกรม", "insult"),
        ("You are an idiot", "insult"),
        ("ไอ่สัด โกงชาติ", "insult"),
        ("ไอสวะ", "insult"),
        ("พวก ค ว า ย", "insult"),
        ("พวกเดรัจฉาน", "insult"),
        ("จับแขวนคอให้หมด", "threat"),
        ("เดี๋ยวเจอดีแน่ ระวังตัวไว้", "threat"),
        ("ใครเสนอร่างนี้ กูจะฆ่ามัน", "threat"),
    ],
)
def test_insults_and_threats_are_told_apart(text: str, kind: str) -> None:
    assert flagged(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "เดินทางห่างไกลมาก",
        "รอสามชั่วโมง",
        "คนแก่ไม่ได้โง่ แค่ตัวหนังสือต้องใหญ่",
        "โรงงานกำจัดกากอุตสาหกรรมอยู่ติดบ้าน",
        "ชาวบ้านเลี้ยงควายริมคลอง",
        "กู้เงิน กยศ. มาเรียน",
        "ไอ้ปุ่มตรงมุมจอกดไม่ติด",
        "ยาฆ่าแมลงต้องติดฉลาก",
        "ระวังมิจฉาชีพ",
        "โง่เองที่เซ็นไป",
        "บ้านหนองควายไม่มีน้ำ",
        "สภาพอากาศวิปริต ข้าวตาย",
        "ไอเสียรถเมล์ดำมาก",
        "สัดส่วนกรรมการไม่สมดุล",
    ],
)
def test_ordinary_words_that_look_alike_are_left_alone(text: str) -> None:
    assert flagged(text) == []


def test_vulgar_words_alone_are_not_quoted_and_not_flagged() -> None:
    assert is_rude("กูรอมาสามเดือน") and flagged("กูรอมาสามเดือน") == []


def test_every_comment_labelled_toxic_in_the_demo_is_pointed_out(analysis: Analysis, demo) -> None:
    toxic = {name for name, row in demo.gold.items() if row["toxic"] == "1"}
    assert {entry["comment_id"] for entry in analysis.document["harm"]} == toxic


@pytest.mark.slow
def test_callers_of_a_telephone_company_are_hardly_ever_accused() -> None:
    with (DATA / "truevoice" / "sample.csv").open(encoding="utf-8", newline="") as file:
        assert len(flagged(*(row["text"] for row in csv.DictReader(file)))) <= 3


def test_a_flagged_comment_is_themed_and_counted_like_any_other() -> None:
    rude = CommentText(id="a", text="ค่าธรรมเนียมแพง ปัญญาอ่อนทั้งกรม")
    result = analyse([rude, CommentText(id="b", text="ค่าธรรมเนียมแพงไป")], options=Options(encoder="tfidf"))
    assert result.document["harm"] == [{"comment_id": "a", "kind": "insult"}]
    assert all(assignment.theme for assignment in result.assignments)
    assert all(quote["comment_id"] == "b" for theme in result.document["themes"] for quote in theme["asks"])


def test_a_withheld_comment_is_not_read_even_for_this() -> None:
    rows = sort_rows([CommentText(id="a", text="ปัญญาอ่อน", withheld=True)])
    assert flag(rows) == []


def test_insults_are_told_from_animals_and_names_of_places() -> None:
    lines = [
        line for line in (DATA / "alarms" / "insults.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"
    ]
    due = {line[2:] for line in lines if line.startswith("!")}
    rows = sort_rows([CommentText(id=line[2:], text=line[2:]) for line in lines])
    told = {entry["comment_id"] for entry in flag(rows)}
    assert len(told & due) >= 0.9 * len(told) and len(told & due) >= 0.9 * len(due)


@pytest.mark.parametrize("half", alarms.HALVES)
def test_insults_of_texts_written_apart_from_the_rules_are_told(half: str) -> None:
    told, due = alarms.told(alarms.TEXTS / "insults.txt", half, is_flagged)
    assert len(told & due) >= 0.9 * len(told) and len(told & due) >= 0.9 * len(due)


@pytest.mark.parametrize(
    "text",
    [
        "ลูกชายโดนเพื่อนด่าว่าไอ้ควายทุกวัน ครูไม่ทำอะไร",
        "คำว่าปัญญาอ่อนไม่ควรอยู่ในกฎหมาย",
        "ไอ้หมายเลขนี้โทรไม่ติด",
        "ผู้ว่าหาว่าชาวบ้านโง่",
    ],
)
def test_who_reports_an_insult_insults_nobody(text: str) -> None:
    assert not is_flagged(text)
