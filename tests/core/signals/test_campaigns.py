"""Campaigns: copies and rewritten texts are found, ordinary agreement is not accused."""

from __future__ import annotations

import csv
import random
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.intake.claims import claim_of
from analysis.core.intake.copies import find_light, shingle
from analysis.core.intake.normal_form import fingerprint
from analysis.core.intake.reading import read
from analysis.core.pipeline import Analysis, analyse
from analysis.core.types import CommentText
from tests.core.conftest import DATA
from tests.core.makers import WORDS

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


def test_the_campaign_of_the_demo_is_reported_and_what_was_reworded_is_only_observed(analysis: Analysis, demo) -> None:
    planted = {letter: {c.id for c in demo.comments if demo.gold[c.id]["campaign"] == letter} for letter in "AB"}
    (campaign,) = analysis.document["campaigns"]
    assert set(campaign["comment_ids"]) == planted["A"]
    (echo,) = analysis.document["echoes"]
    assert set(echo["comment_ids"]) <= planted["B"]
    assert len(echo["comment_ids"]) >= 0.6 * len(planted["B"])
    sent = [entry["campaign"] for entry in analysis.document["assignments"] if entry["id"] in planted["B"]]
    assert set(sent) == {None}


SENT = "การเก็บค่าธรรมเนียมขยะเดือนละ 80 บาทจากทุกครัวเรือนตามร่างข้อบัญญัตินี้ เพราะเป็นภาระของคนในชุมชน"
TURNED = [
    ("เห็นด้วยกับ" + SENT, "ไม่เห็นด้วยกับ" + SENT),
    ("สนับสนุน" + SENT, "คัดค้าน" + SENT),
    ("ขอให้ทบทวน" + SENT, "ขออย่าทบทวน" + SENT),
    ("ควรมี" + SENT, "ไม่ควรมี" + SENT),
    ("ควรมี" + SENT, "ควรมี" + SENT.replace("80", "500")),
    ("ควรมี" + SENT.replace("80", "ห้าร้อย"), "ควรมี" + SENT.replace("80", "50,000")),
    ("ควรมี" + SENT.replace("80", "ห้าร้อย"), "ควรมี" + SENT.replace("80", "ห้าหมื่น")),
    ("ขอให้เพิ่ม" + SENT, "ขอให้ลด" + SENT),
    ("I support " + SENT, "I do not support " + SENT),
]


@pytest.mark.parametrize(("one", "other"), TURNED)
def test_a_text_and_one_that_turns_it_round_are_two_campaigns(one: str, other: str) -> None:
    rows = [comment(f"a{i}", one + " ครับ" * (i % 2), f"p{i}") for i in range(4)]
    rows += [comment(f"b{i}", other + " ค่ะ" * (i % 2), f"q{i}") for i in range(4)]
    found = [set(campaign["comment_ids"]) for campaign in analyse(rows, options=WORDS).document["campaigns"]]
    assert sorted(map(sorted, found)) == [[f"a{i}" for i in range(4)], [f"b{i}" for i in range(4)]]


def test_a_text_between_two_that_differ_joins_one_of_them_and_never_joins_them() -> None:
    """Without its amount the text fits both petitions; both amounts stay apart."""
    texts = [SENT, SENT.replace("80 บาท", ""), SENT.replace("80", "800")]
    rows = [comment(f"{i}{j}", text, f"p{i}{j}") for i, text in enumerate(texts) for j in range(3)]
    for campaign in analyse(rows, options=WORDS).document["campaigns"]:
        assert not {"0", "2"} <= {name[0] for name in campaign["comment_ids"]}


def test_a_copy_with_a_sentence_of_its_own_behind_it_stays_a_copy() -> None:
    texts = [PETITION, PETITION, PETITION + " ไม่เอาค่าขยะแพงๆ ✋"]
    (campaign,) = analyse([comment(f"a{i}", text, f"p{i}") for i, text in enumerate(texts)], options=WORDS).document[
        "campaigns"
    ]
    assert campaign["n_texts"] == 3


def test_a_house_number_or_an_age_makes_no_other_text() -> None:
    rows = [comment(f"a{i}", f"ผมอายุ {40 + i} ปี {PETITION}", f"p{i}") for i in range(4)]
    (campaign,) = analyse(rows, options=WORDS).document["campaigns"]
    assert campaign["n_texts"] == 4


def test_one_text_sent_with_either_button_is_reported_by_side() -> None:
    rows = [comment(f"a{i}", PETITION, f"p{i}", stance="agree") for i in range(4)]
    rows += [comment(f"b{i}", PETITION, f"q{i}", stance="disagree") for i in range(3)]
    found = analyse(rows, options=WORDS).document["campaigns"]
    assert [{name[0] for name in campaign["comment_ids"]} for campaign in found] == [{"a"}, {"b"}]
    assert len({campaign["id"] for campaign in found}) == 2


OWN_WORDS = [
    "อยากให้มีไฟส่องสว่างกับกล้องวงจรปิดหน้าตลาด กลางคืนมืดมาก",
    "กล้องวงจรปิดควรติดทุกซอย แล้วก็เพิ่มไฟส่องสว่างด้วย",
    "ไฟส่องสว่างไม่พอ ขโมยเยอะ ขอกล้องวงจรปิดเพิ่มตรงสะพาน",
    "เดินกลับบ้านค่ำๆ กลัวมาก ไฟส่องสว่างก็เสีย กล้องวงจรปิดก็ไม่มี",
    "ตำรวจอยู่ไกล กล้องวงจรปิดช่วยได้ และต้องซ่อมไฟส่องสว่าง",
    "ลูกเรียนพิเศษเลิกสองทุ่ม ขอไฟส่องสว่างริมคลอง กล้องวงจรปิดก็ดี",
]
OTHERS = [
    "รถเมล์มาช้าทุกเช้า",
    "ค่าน้ำแพงขึ้นสองเท่า",
    "สนามเด็กเล่นพังมานาน",
    "ห้องสมุดปิดเร็วเกินไป",
    "ขยะล้นถังหน้าโรงเรียน",
    "ทางเท้าแคบ เข็นรถไม่ได้",
    "หมาจรจัดไล่กัดเด็ก",
    "ควันไฟจากการเผาหญ้า",
    "น้ำท่วมถนนหน้าวัด",
    "อินเทอร์เน็ตชุมชนหลุดบ่อย",
]


def test_neighbours_who_ask_the_same_in_their_own_words_are_observed_with_evidence_and_not_accused() -> None:
    rows = [
        comment(f"a{i}", text, f"p{i}", created_at=f"2026-03-0{1 + i % 2}T10:00:00+07:00")
        for i, text in enumerate(OWN_WORDS)
    ]
    rows += [comment(f"b{i}", text, f"q{i}") for i, text in enumerate(OTHERS)]
    document = analyse([replace(row, section="s-1") for row in rows], options=WORDS).document
    assert document["campaigns"] == []
    (echo,) = document["echoes"]
    assert set(echo["comment_ids"]) == {f"a{i}" for i in range(6)} and echo["n_people"] == 6
    assert {"กล้องวงจรปิด"} <= set(echo["words"]) and echo["by_clause"] == {"s-1": 6}
    assert (echo["busiest_day"], echo["n_busiest_day"]) == ("2026-03-01", 3)
    assert {entry["campaign"] for entry in document["assignments"]} == {None}


def test_who_refuses_what_others_ask_for_is_not_counted_with_them() -> None:
    texts = [*OWN_WORDS[:5], "ไม่ควรติดกล้องวงจรปิด ขอแค่เจ้าหน้าที่เดินตรวจ และไฟส่องสว่างมีพอแล้ว"]
    rows = [comment(f"a{i}", text, f"p{i}", section="s-1") for i, text in enumerate([*texts, *OTHERS])]
    (echo,) = analyse(rows, options=WORDS).document["echoes"]
    assert "a5" not in echo["comment_ids"] and len(echo["comment_ids"]) == 5


def test_who_presses_the_other_button_is_not_counted_with_them() -> None:
    rows = [comment(f"a{i}", text, f"p{i}", stance="agree") for i, text in enumerate(OWN_WORDS[:5])]
    rows += [comment("x", OWN_WORDS[5], "px", stance="disagree")]
    rows += [comment(f"b{i}", text, f"q{i}") for i, text in enumerate(OTHERS)]
    document = analyse([replace(row, section="s-1") for row in rows], options=WORDS).document
    assert all("x" not in echo["comment_ids"] for echo in document["echoes"])


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
    versions = []
    for number, text in enumerate(planted):
        for version in [text, *(edited(text, generator) for _ in range(4))]:
            owner[fingerprint(version)] = number
            versions.append(version)
    marks = sorted(owner)
    pairs = right = 0
    said = {fingerprint(text): text for text in [*versions, *others]}
    for group in find_light(marks, lambda place: claim_of(next(read([said[marks[place]]])))):
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
    assert find_light(texts, lambda place: claim_of(next(read([texts[place]])))) == []


def test_texts_shorter_than_a_shingle_have_none() -> None:
    assert shingle(["กข", ""]).values.size == 0


_PETITIONS = (
    "ขอให้ขึ้นทะเบียนผู้ค้าริมทางทุกคนและเก็บค่าธรรมเนียมปีละ 200 บาทเพื่อดูแลความสะอาดของตลาด",
    "เห็นด้วยกับการปิดโรงงานที่ปล่อยน้ำเสียลงคลองเกิน 30 วันและให้จ่ายค่าชดเชยแก่ชาวบ้านริมน้ำ",
    "ควรให้นักเรียนที่บ้านอยู่ไกลเกิน 5 กิโลเมตรขึ้นรถรับส่งฟรีตลอดปีการศึกษาโดยเทศบาลเป็นผู้จัด",
    "ประชาชนสนับสนุนให้เพิ่มโทษปรับผู้เผาไร่อ้อยเป็น 50,000 บาทเพราะฝุ่นทำให้เด็กป่วยทั้งจังหวัด",
)
_TURNS = (
    lambda text: re.sub(r"\d[\d,]*", lambda hit: str(int(hit[0].replace(",", "")) * 3 + 7), text),
    lambda text: "ไม่" + text if text.startswith(("เห็นด้วย", "ควร")) else "ไม่เห็นด้วยกับการ" + text,
    lambda text: "ขอคัดค้าน " + text,
    lambda text: text + " ซึ่งไม่ควรทำ" if "ควรทำ" in text else "อย่า" + text.removeprefix("ขอ"),
)


@settings(max_examples=12, deadline=None)
@given(
    petition=st.sampled_from(_PETITIONS),
    turn=st.sampled_from(_TURNS),
    ends=st.lists(st.sampled_from(["", " ครับ", " ค่ะ", "!!", " ขอบคุณ", " 🙏"]), min_size=3, max_size=6),
)
def test_who_says_no_or_names_another_amount_never_joins_a_campaign(petition, turn, ends) -> None:
    texts = {
        **{f"a{place}": petition + end for place, end in enumerate(ends)},
        **{f"b{place}": turn(petition) + end for place, end in enumerate(ends)},
    }
    rows = [comment(name, text, person=name) for name, text in texts.items()]
    for campaign in analyse(rows, options=WORDS).document["campaigns"]:
        assert len({name[0] for name in campaign["comment_ids"]}) == 1, turn(petition)
