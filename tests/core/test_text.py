"""Thai text: one normal form, one fingerprint, words that keep their place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.intake.nlp import ThaiTokenizer, pipeline
from analysis.core.intake.reading import clauses, embedding_text, read
from analysis.core.text import closed_up, fingerprint, is_advert, language, normalise

THAI = st.text(
    st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B) | st.sampled_from("a B1 \n😀\u200b."),
    max_size=60,
)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("เห็นด้วยยยย", "เห็นด้วย"),
        ("นํ้าประปา", "น้ำประปา"),
        ("นําทาง", "นำทาง"),
        ("เเก้ไข", "แก้ไข"),
        ("ปี ๒๕๖๗ ThaiD", "ปี 2567 thaid"),
        ("ก\u200bข\ufeff", "กข"),
        ("111222", "111222"),
    ],
)
def test_what_reads_the_same_is_spelled_the_same(written: str, normal: str) -> None:
    assert normalise(written).text == normal


@given(THAI)
def test_normalising_twice_changes_nothing_and_offsets_point_into_the_original(text: str) -> None:
    normal = normalise(text)
    if normal.offsets is not None:
        assert len(normal.offsets) == len(normal.text)
        assert list(normal.offsets) == sorted(normal.offsets)
        assert all(0 <= offset < len(text) for offset in normal.offsets)
    assert normalise(normal.text).text == normalise(normalise(normal.text).text).text


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


def test_the_same_message_has_the_same_fingerprint() -> None:
    assert fingerprint("เห็นด้วย ครับ!!! 👍") == fingerprint("เห็นดวย") != fingerprint("ไม่เห็นด้วย")


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("ระบบล่มบ่อยมาก", "thai"),
        ("ขอ API spec และ open standard ด้วย", "thai"),
        ("Please publish an English interface", "english"),
        ("ThaiD login OTP", "english"),
        ("Saya setuju dengan undang undang ini kerana bagus", "other"),
        ("这个法律很好", "other"),
        ("этот закон очень хороший", "other"),
        ("👍 555 !!!", "none"),
        ("", "none"),
    ],
)
def test_language_is_told_by_letters(text: str, spoken: str) -> None:
    assert language(text) == spoken


def test_only_plain_advertising_is_off_topic() -> None:
    assert is_advert("สล็อตเว็บตรง แตกง่าย ฝากถอนไม่มีขั้นต่ำ สมัครวันนี้")
    assert is_advert("รับดูดวงไพ่ยิปซี คำถามละ 39 บาท")
    assert not is_advert("เว็บพนันสล็อต ฝากถอนไม่มีขั้นต่ำ ระบาดหนัก รัฐต้องปราบ")
    assert not is_advert("เมื่อคืนใครดูบอลบ้าง")


@pytest.mark.parametrize(
    "text",
    [
        "บ า ค า ร่ า แจกเครดิต",
        "เงินกู้รายวัน ไม่ต้องค้ำ ทักไลน์",
        "ปั๊มไลค์ ราคาถูก ทักเลย",
        "งานพาร์ทไทม์ รายได้ดี สนใจทัก",
        "online casino welcome bonus",
    ],
)
def test_adverts_are_known_by_what_they_offer_and_that_they_call(text: str) -> None:
    assert is_advert(text)


@pytest.mark.parametrize(
    "text",
    [
        "วัยรุ่นเล่นพนันบอลหวังรวยเร็ว",
        "แม่ค้าพึ่งเงินกู้รายวัน ไม่ใช้คนค้ำ แต่ดอกโหด",
        "จบใหม่ทำงานออนไลน์ รายได้ดีกว่างานประจำ",
        "ของออนไลน์ส่งฟรี ร้านเล็กอยู่ไม่ได้",
        "สั่งจองรถเมล์ไฟฟ้าราคาถูกกว่านี้ได้",
        "ไม่ต้องค้ำ วงเงินสูง ดอกต่ำ คือสินเชื่อส่วนบุคคลที่ดี",
        "สนใจติดต่อเรื่องสินเชื่อส่วนบุคคลแล้วถูกโกง",
    ],
)
def test_who_speaks_of_loans_gambling_and_trade_is_no_advertiser(text: str) -> None:
    assert not is_advert(text)


@pytest.mark.parametrize(
    ("apart", "closed"),
    [
        ("ค ว า ย", "ควาย"),
        ("ส-ล็-อ-ต", "สล็อต"),
        ("บ้า_บอ", "บ้าบอ"),
        ("ไป ที่ นี่", "ไป ที่ นี่"),
        ("ก ถึง ข", "ก ถึง ข"),
    ],
)
def test_letters_written_apart_are_closed_up(apart: str, closed: str) -> None:
    assert closed_up(apart) == closed


@pytest.mark.parametrize(
    "text",
    [
        "เห็นด้วยครับ",
        "หนูเห็นด้วยค่ะ",
        "ไม่เอา",
        "Support.",
        "...",
        "👍👍",
        "เห็นด้วยกับมาตรานี้",
        "",
        "เหนด้วย",
        "ไม่เหนด้วยครับ",
        "เหมือนคอมเมนต์บน",
        "ทราบครับ",
        "เป็นกำลังใจให้",
        "totally agree",
    ],
)
def test_bare_agreement_says_nothing_else(text: str) -> None:
    assert next(read([text])).is_empty


@pytest.mark.parametrize(
    "text",
    [
        "ค่าธรรมเนียมแพงไป",
        "ไม่เห็นด้วย จะลำบากคนแก่",
        "I support digital identity",
        "ส้วมตัน",
        "ดันราคายาง",
        "ครูขาดกำลังใจ",
        "เหมือนปีก่อน น้ำท่วม",
    ],
)
def test_a_comment_with_a_subject_is_not_bare(text: str) -> None:
    assert not next(read([text])).is_empty


def test_the_encoder_sees_no_personal_data_and_no_stance() -> None:
    seen = embedding_text("ไม่เห็นด้วยครับ โทร 081-234-5678 ค่าธรรมเนียมแพง")
    assert "081" not in seen and "เห็นด้วย" not in seen and "ค่าธรรมเนียม" in seen


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
