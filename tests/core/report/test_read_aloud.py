"""What a minister reads: kinds of faults found by reading both invented consultations aloud, each in sentences of its own."""

from __future__ import annotations

import pytest

from analysis.core.intake.non_answers import is_non_answer
from analysis.core.intake.normal_form import fingerprint
from analysis.core.pipeline import analyse
from analysis.core.report.citations import Source
from analysis.core.report.hanging import hangs
from analysis.core.report.quotes import answers_another, told_aside
from analysis.core.report.section_names import heading_of
from analysis.core.signals.insults import is_rude
from analysis.core.themes.labels import name_themes
from tests.core.makers import WORDS, comment, top_level


@pytest.mark.parametrize(
    "request_",
    [
        "ขอให้ขยายเป็นหกเดือน",
        "ควรตัดทิ้งทั้งหมด",
        "เสนอให้แก้เป็นร้อยละสิบ",
        "ควรเก็บไว้ที่อำเภออย่างเดียว",
        "ขอให้รวมไปด้วยเลยค่ะ",
        "อยากให้ปฏิบัติตามจริงๆ นะครับ",
        "ควรใช้วิธีจับสลากแทน",
        "ขอให้มีตัวแทนชาวบ้านอยู่ในนั้นด้วย",
        "ควรลดเหลือครึ่งเดียว",
        "ขอให้เลื่อนออกไปก่อนครับ",
    ],
)
def test_a_request_that_leaves_out_what_it_is_about_does_not_stand_alone(request_: str) -> None:
    assert hangs(request_)


@pytest.mark.parametrize(
    "request_",
    [
        "ขอให้ขยายเวลายื่นคำขอเป็นหกเดือน",
        "ควรตัดโทษจำคุกออกจากร่าง",
        "เสนอให้แก้อัตราค่าธรรมเนียมเป็นร้อยละสิบ",
        "ควรเก็บสำเนาทะเบียนไว้ที่อำเภอ",
        "ขอให้รวมเรือโดยสารไว้ในกฎหมายด้วย",
        "อยากให้เจ้าหน้าที่ปฏิบัติตามระเบียบใหม่",
        "ควรเพิ่มรถเมล์สายกลางคืน",
        "ขอให้เลื่อนวันบังคับใช้ออกไปก่อน",
        "ควรใช้พลังงานแสงอาทิตย์แทนถ่านหิน",
        "ขอให้เปิดเผยรายชื่อผู้รับเหมาต่อสาธารณะ",
        "เสนอให้กำหนด KPI ของศูนย์บริการทุกแห่ง",
        "ควรมีป้ายบอกทาง ไม่อย่างนั้นคนหลงหมด",
    ],
)
def test_a_request_that_names_its_thing_stands_alone(request_: str) -> None:
    assert not hangs(request_)


def source(text: str, stance: str) -> Source:
    return Source(id="a", text=text, stance=stance, person="p", theme=None)


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("เห็นด้วยกับน้าแดงเลย ถมคลองทีไรน้ำท่วมทุกที", "disagree"),
        ("สนับสนุนพี่ข้างบนค่ะ ตลาดเก่าต้องอยู่", "disagree"),
        ("ไม่เห็นด้วยกับลุงเลย สะพานใหม่ดีออก", "agree"),
    ],
)
def test_who_nods_to_another_is_not_quoted_for_the_opposite_of_what_one_reads(text: str, stance: str) -> None:
    assert answers_another(source(text, stance))


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("เห็นด้วยกับหลักการ แต่ค่าปรับสูงเกินไป", "disagree"),
        ("สนับสนุนรถไฟทางคู่ แต่ไม่ใช่เส้นนี้", "disagree"),
        ("เห็นด้วยกับน้าแดงเลย ถมคลองทีไรน้ำท่วมทุกที", "partly"),
        ("ไม่เห็นด้วยกับฉบับก่อน แต่ฉบับนี้แก้แล้ว", "agree"),
    ],
)
def test_who_grants_something_and_turns_may_be_quoted(text: str, stance: str) -> None:
    assert not answers_another(source(text, stance))


@pytest.mark.parametrize("text", ["ขอใบเดียวพอไหมครับท่าน", "ให้จ่ายสองรอบทำไมจ๊ะ", "อยากให้รอถึงชาติไหนคะพี่"])
def test_a_question_with_an_address_behind_it_speaks_for_nobody(text: str) -> None:
    assert told_aside(text)


def test_an_insult_speaks_for_no_side() -> None:
    rows = [
        comment("c0", "ค่าเรือแพงเพราะพวกหน้าด้านกินหัวคิว", stance="disagree", person="p0"),
        comment("c1", "ค่าเรือควรเท่าเดิม", stance="agree", person="p1"),
        comment("c2", "ค่าเรือเท่าเดิมดีแล้ว", stance="agree", person="p2"),
    ]
    quoted = [
        quote["comment_id"] for theme in top_level(analyse(rows, options=WORDS).document) for quote in theme["quotes"]
    ]
    assert quoted
    assert "c0" not in quoted


def test_copies_are_quoted_once() -> None:
    texts = [
        "พวกเราชาวแพปลาขอคัดค้านการถมชายหาด เพราะเรือเล็กจะไม่มีที่จอด",
        "ข้าพเจ้าชาวแพปลาขอคัดค้านการถมชายหาด เพราะเรือเล็กจะไม่มีที่จอด",
        "ถมหาดแล้วน้ำจะกัดเซาะหมู่บ้านข้างเคียงแน่นอน",
    ]
    rows = [comment(f"c{i}", text, stance="disagree", person=f"p{i}") for i, text in enumerate(texts)]
    rows += [comment(f"d{i}", f"หาดทรายท่าเรือที่ {i} สวยมาก", stance="agree", person=f"q{i}") for i in range(4)]
    for theme in top_level(analyse(rows, options=WORDS).document):
        quoted = [quote["text"] for quote in theme["quotes"]]
        assert sum("ขอคัดค้านการถมชายหาด" in text for text in quoted) <= 1


def test_a_request_brings_with_it_what_it_is_about() -> None:
    text = "เวลาหกสิบวันสั้นเกินไปสำหรับชาวเกาะ ขอให้ขยายเป็นครึ่งปี"
    rows = [
        comment("c0", text, stance="partly", person="p0"),
        comment("c1", "เวลาหกสิบวันน้อยไป", stance="partly", person="p1"),
        comment("c2", "เวลาหกสิบวันกำลังดี", stance="partly", person="p2"),
    ]
    themes = top_level(analyse(rows, options=WORDS).document)
    assert [ask["text"] for theme in themes for ask in theme["asks"]] == [text]
    assert all(theme["example"] is None for theme in themes)


@pytest.mark.parametrize(
    ("texts", "never"),
    [
        (["ผักบุ้งโลละ 40 แพงไป", "ผักบุ้งขึ้นราคา", "ผักบุ้งหายาก"], "โลละ"),
        (["ค่าเรือเที่ยวละร้อยหก", "ค่าเรือขึ้นอีก", "ค่าเรือแพงจริง"], "เที่ยว"),
        (["โครงการแบบนี้ดี", "โครงการฝายดี", "โครงการฝายเล็ก"], "แบบนี้"),
        (["สระน้ำ สุขภาพแข็งแรงทุกท่าน", "สระน้ำแห้ง", "สระน้ำตื้น"], "ทุกท่าน"),
        (["ปลัดโง่ สะพานพัง", "โง่จริง สะพานขาด", "สะพานไม้ผุ"], "โง่"),
        (["แม่ขายปลาที่ท่าน้ำ", "แม่ค้าท่าน้ำเดือดร้อน", "แม่บอกท่าน้ำลื่น"], "แม่"),
    ],
)
def test_a_measure_a_greeting_an_insult_and_a_mother_name_no_theme(texts: list[str], never: str) -> None:
    others = [["รถเมล์สายนี้มาช้า", "รถเมล์ไม่มีแอร์", "รถเมล์เก่า"]]
    name = name_themes([texts, *others], unfit=is_rude)[0]
    assert never not in [name.label, *name.label.split(" · ")]
    assert not any(phrase.endswith(never) for phrase in name.label.split(" · ") if never != "แม่")


def test_beside_a_telling_word_none_that_says_little() -> None:
    texts = ["เงินอุดหนุนน้อย งานเยอะ", "เงินอุดหนุนกับงานไม่สมดุล", "งานล้น เงินอุดหนุนไม่มา"]
    assert name_themes([texts, ["รถเมล์ช้า", "รถเมล์เก่า", "รถเมล์ไม่มีแอร์"]])[0].label == "เงินอุดหนุน"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ผู้ใดจอดเรือขวางทางน้ำต้องระวางโทษปรับไม่เกินสองหมื่นบาท\nผู้ใดทิ้งซากเรือ…", None),
        ("ให้เจ้าท่าออกประกาศกำหนดร่องน้ำทุกปี\nประกาศตามวรรคหนึ่ง…", None),
        ("บทกำหนดโทษ\nผู้ใดจอดเรือขวางทางน้ำ…", "มาตรา ๒๑ · บทกำหนดโทษ"),
        ("การให้บริการแก่ผู้พิการ\nให้ท่าเรือ…", "มาตรา ๒๑ · การให้บริการแก่ผู้พิการ"),
    ],
)
def test_the_first_sentence_of_a_wording_is_no_heading(text: str, name: str | None) -> None:
    assert heading_of("มาตรา ๒๑", text) == name


@pytest.mark.parametrize("text", ["รับทราบแล้วค่ะ ไม่มีความเห็นเพิ่มเติม", "ทดสอบส่งข้อความ 1 2", "อ่านแล้ว ไม่มีข้อเสนอแนะ"])
def test_who_takes_note_or_tries_the_form_says_nothing(text: str) -> None:
    assert is_non_answer(fingerprint(text))


@pytest.mark.parametrize("text", ["รับทราบแล้ว แต่ไม่มีน้ำใช้", "ทดสอบระบบน้ำประปาก่อนจ่ายเงิน", "อ่านแล้วไม่มีมาตราว่าด้วยเรือ"])
def test_who_goes_on_says_something(text: str) -> None:
    assert not is_non_answer(fingerprint(text))
