"""What a language model points at: references alone, believed in nothing."""

from __future__ import annotations

import json

import pytest

from analysis.core.report.citations import Source
from analysis.core.report.references import ask_of, checked
from bench import pointing

TEXTS = {
    "1": ("ขอให้เปิดเคาน์เตอร์ไว้สำหรับผู้สูงอายุ", "agree"),
    "2": ("ควรมีเคาน์เตอร์สำหรับผู้สูงอายุที่ใช้แอปไม่เป็น", "agree"),
    "3": ("คัดค้านการยกเลิกเคาน์เตอร์ของผู้สูงอายุ", "disagree"),
    "4": ("ค่าธรรมเนียมแพงเกินไป", "disagree"),
}
MEMBERS = [Source(id=name, text=text, stance=stance, person=name, theme="t1") for name, (text, stance) in TEXTS.items()]
HONEST = {"lead": "k1.1", "kind": "ask", "members": ["k1.1", "k2.1", "k3.1"]}


def told(*arguments: dict) -> str:
    return json.dumps({"arguments": arguments})


def test_masked_clauses_and_positions_are_sent_and_nothing_else() -> None:
    sent = ask_of("t1", MEMBERS).material
    assert sent["comments"][0] == {"id": "k1", "stance": "agree", "clauses": {"1": TEXTS["1"][0]}}
    assert set(sent) == {"comments", "at_most"}


def test_an_honest_answer_becomes_a_draft_that_holds_no_words() -> None:
    (draft,) = checked(told(HONEST), ask_of("t1", MEMBERS)).drafts
    assert draft["lead"]["comment_id"] == "1" and [one["comment_id"] for one in draft["members"]] == ["1", "2", "3"]
    assert TEXTS["1"][0] not in json.dumps(draft, ensure_ascii=False)


@pytest.mark.parametrize("answer", ["", "ไม่มี", "[]", '{"arguments": 1}', '{"arguments": [], "note": "ก"}', "{" * 9_000])
def test_an_answer_in_another_form_holds_nothing(answer: str) -> None:
    assert checked(answer, ask_of("t1", MEMBERS)).drafts == ()


def test_one_campaign_is_one_text() -> None:
    copies = [
        Source(id=str(n), text="ขอให้ถอนร่าง", stance="", person=str(n), theme="t1", campaign="c1") for n in range(9)
    ]
    assert len(ask_of("t1", copies).sources) == 1


def test_a_member_on_the_other_side_is_dropped_and_one_that_shares_no_word_is_marked() -> None:
    members = [*MEMBERS, Source(id="5", text="สนับสนุนให้มีเคาน์เตอร์ผู้สูงอายุ", stance="agree", person="5", theme="t1")]
    wrong = {"lead": "k1.1", "kind": "for", "members": ["k1.1", "k2.1", "k5.1", "k3.1"]}
    (draft,) = checked(told(wrong), ask_of("t1", members)).drafts
    assert [one["comment_id"] for one in draft["members"]] == ["1", "2", "5"]
    odd = {"lead": "k1.1", "kind": "ask", "members": ["k1.1", "k2.1", "k4.1"]}
    (draft,) = checked(told(odd), ask_of("t1", members)).drafts
    assert [one["doubtful"] for one in draft["members"]] == [False, False, True]


def test_two_arguments_that_share_over_half_of_the_smaller_are_one() -> None:
    again = {"lead": "k2.1", "kind": "ask", "members": ["k2.1", "k3.1"]}
    found = checked(told(HONEST, again), ask_of("t1", MEMBERS))
    assert len(found.drafts) == 1 and found.dropped["the same twice"] == 1


def test_every_lie_is_dropped_as_often_as_it_must_be_and_honest_arguments_stay() -> None:
    for figure in pointing.figures(pointing.honest_arguments()):
        assert figure.bar is None or (figure.value is not None and figure.value >= figure.bar), figure
