"""The spaCy pipeline: tokens and clauses."""

from __future__ import annotations

from hypothesis import given, settings

from analysis.core.intake.nlp import ThaiTokenizer, pipeline
from analysis.core.intake.reading import clauses
from tests.core.makers import THAI


@settings(deadline=None, max_examples=80)
@given(THAI)
def test_tokens_always_join_to_the_text_as_written(text: str) -> None:
    assert pipeline().make_doc(text).text == text


def test_the_tokenizer_knows_our_domain_and_survives_saving() -> None:
    nlp = pipeline()
    assert [token.text for token in nlp.make_doc("กยศ. กับบัญชีม้า")] == ["กยศ.", " ", "กับ", "บัญชีม้า"]
    again = ThaiTokenizer(nlp.vocab, ("ก",)).from_bytes(nlp.tokenizer.to_bytes())
    assert [token.text for token in again("สแกนใบหน้าผ่านThaiD")] == [t.text for t in nlp.make_doc("สแกนใบหน้าผ่านThaiD")]


def test_a_stretched_word_keeps_its_letters_and_gets_a_plain_norm() -> None:
    token = pipeline().make_doc("เห็นด้วยยยย")[0]
    assert (token.text, token.norm_) == ("เห็นด้วยยยย", "เห็นด้วย")


def test_clauses_break_where_a_thought_begins() -> None:
    text = "เห็นด้วยกับการยื่นที่เดียวนะคะ แต่ถ้าเทศบาลไม่เข้าร่วมก็ต้องวิ่งอยู่ดี"
    assert [text[start:end] for start, end in clauses(text)] == text.split(" ")


@settings(deadline=None, max_examples=60)
@given(THAI)
def test_clauses_are_in_order_and_inside_the_text(text: str) -> None:
    place = 0
    for start, end in clauses(text):
        assert place <= start < end <= len(text)
        place = end
