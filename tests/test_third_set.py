"""What was mended with the texts of tests/data/third, each class in sentences of its own."""

from __future__ import annotations

import pytest

from analysis.core.intake.adverts import is_advert
from analysis.core.intake.claims import amounts, claim_of
from analysis.core.intake.normal_form import normalise
from analysis.core.intake.reading import read
from analysis.core.report.limits import fault_of
from analysis.core.signals.insults import is_flagged
from bench import measure
from bench.third import FLAGGED, SETS, accepted, cut, flagged, kinds_of, limited, lines, pairs_sent


@pytest.mark.parametrize("name", SETS)
def test_no_quotation_of_these_texts_loses_its_limit(name: str) -> None:
    texts = limited(SETS[name])
    assert texts
    assert list(cut(texts)) == []
    assert list(accepted(texts)) == []


@pytest.mark.parametrize("kind", ["insults", "adverts"])
def test_what_is_told_of_these_texts_is_right_nine_times_in_ten(kind: str) -> None:
    for place, which in FLAGGED.values():
        if kind not in kinds_of(place):
            continue
        found, due = flagged(place, kind, which)
        assert len(due) < len(lines(place / f"{kind}.txt")[which])
        assert measure.recall_precision(found, due)[1] >= 0.9


def test_texts_that_differ_in_a_sum_a_not_or_a_side_are_no_copies() -> None:
    for place in SETS.values():
        found, due, texts = pairs_sent(place)
        assert {(texts[a], texts[b]) for a, b in found - due} == set()
        assert len(found & due) >= 0.8 * len(due)


@pytest.mark.parametrize("written", ["3 หมื่นบาท", "30,000 บาท", "สามหมื่นบาท", "๓ หมื่นบาท"])
def test_a_sum_is_one_amount_however_it_is_written(written: str) -> None:
    assert amounts(normalise(f"ปรับ {written}").text) == {"30000"}


def test_people_who_quote_one_section_and_say_different_things_of_it_send_no_copies() -> None:
    quoted = "“นายจ้างต้องจัดให้มีห้องปั๊มนมที่ถูกสุขลักษณะ”"
    one, other, again = map(
        claim_of, read([f"{quoted} แม่ลูกอ่อนได้ประโยชน์", f"{quoted} โรงงานเล็กทำไม่ได้หรอก", f"{quoted} แม่ลูกอ่อนได้ประโยชน์จริง"])
    )
    assert one.turns(other)
    assert not one.turns(again)


@pytest.mark.parametrize(
    "text",
    [
        "ผมโง่เองที่ไม่อ่านให้จบ",
        "ขอโทษที่ปากหมาเมื่อวาน",
        "ไม่ได้ว่าใครโง่ แค่ถาม",
        "ครูพูดกับลูกว่าโง่แล้วยังขี้เกียจ",
        "ตะกวด งู หรือเหี้ย ก็ห้ามล่า",
        "โรคห่าเคยระบาด",
        "คดีชั่วช้าต่อเด็กไม่ควรพักโทษ",
        "ใครๆ ก็ว่าข้าราชการเลว แต่ที่นี่ดี",
    ],
)
def test_who_speaks_of_oneself_of_others_words_of_animals_or_deeds_insults_nobody(text: str) -> None:
    assert not is_flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "มรึงมันโง่",
        "แดรกงบหมด",
        "ท่านอธิบดีช่างไร้ยางอาย",
        "ไอ้คนที่เซ็นนี่มันใคร",
        "ไอ้บ่าหัวขวด",
        "โจรในเครื่องแบบ",
        "หมายังรู้เรื่องกว่า",
        "ใครผ่านเรื่องนี้เตรียมตัวตาย",
        "จะเอาน้ำมันไปราดบ้านคนเขียน",
    ],
)
def test_insults_and_threats_are_told_by_how_they_are_built(text: str) -> None:
    assert is_flagged(text)


def test_who_tells_of_prices_or_quotes_an_advert_advertises_nothing() -> None:
    assert not is_advert("รถสองแถวขึ้นราคาเป็น 15 บาท เด็กนักเรียนลดเหลือ 10")
    assert not is_advert('ใต้โพสต์มีแต่ "สมัครสล็อตรับเครดิตฟรี 100 กดลิงก์" ช่วยลบที')
    assert not is_advert("เปิดให้จดทะเบียนสมรสออนไลน์ได้ทั่วประเทศภายในปีนี้")
    assert not is_advert("ทักแชทเพจเทศบาลไปสามวันไม่ตอบ")


def test_a_quotation_says_what_is_wished_of_whom_its_limit_names() -> None:
    text = "ให้ครูหยุดวันเสาร์ แต่เด็ก ม.6 ขอติวต่อ"
    assert fault_of(text, 0, text.index(" ขอติว")) == "limit_cut"
    assert fault_of(text, 0, len(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "กรมนี้มีแต่คนที่เป็นปลวกของบ้านเมือง",
        "น้ำหน้าอย่างเอ็งจะไปรู้อะไรเรื่องเกษตร",
        "อย่ามาสาระแนกับคนหาเช้ากินค่ำ",
        "ปลัดคนนี้ความรู้เท่าหางอึ่ง",
        "ทุเรศที่สุดพวกกรรมการชุดนี้",
    ],
)
def test_who_is_called_vermin_or_told_how_little_he_knows_is_insulted(text: str) -> None:
    assert is_flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "ดิฉันคงจะดูโง่ในสายตาท่าน แต่ขอถามว่าเงินก้อนนี้มาจากไหน",
        "ผมยอมรับว่าเป็นไอ้บ้านนอก แต่ภาษีก็จ่ายครบ",
        "ป้ายโฆษณาบังวิวจนทุเรศตา",
        "ห้องน้ำสถานีขนส่งสภาพทุเรศ ไม่เคยล้าง",
        "ปลวกกินโรงเรียนทั้งหลัง ขอของบซ่อม",
        "ปัญญาผมแค่หางอึ่ง อ่านมาตรานี้แล้วยังงง",
    ],
)
def test_who_makes_little_of_oneself_or_speaks_of_an_ugly_sight_insults_nobody(text: str) -> None:
    assert not is_flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "อยากหุ่นดีต้องลอง ชาลดไขมันสูตรใหม่ กล่องละ 250 บาท",
        "คอร์สแต่งหน้ามืออาชีพ รับประกันมีงานทำ เหลือ 3 ที่นั่งสุดท้าย",
        "ขอบคุณสำหรับข้อมูลดีๆ ค่ะ ใครสนใจเบาะรองนอนยางพาราราคาโรงงาน คลิกที่โปรไฟล์ได้เลย",
        "รับทำใบรับรองแพทย์ ไม่ต้องไปโรงพยาบาล ตรวจสอบได้ในระบบ",
        "แหวนพลอยแท้ผ่อนได้ตั้งแต่เดือนละ 300 ทักแชทเลย",
    ],
)
def test_adverts_that_praise_hurry_or_promise_first_are_told(text: str) -> None:
    assert is_advert(text)


@pytest.mark.parametrize(
    "text",
    [
        "เห็นด้วยครับ ใครสนใจร่วมลงชื่อคัดค้านทักมาที่กลุ่มหมู่บ้านได้เลย",
        "รถเมล์สายนี้เหลือ 2 คันสุดท้าย ค่าโดยสาร 8 บาท",
        "ขอบคุณที่เปิดรับฟัง ท่านใดสนใจอ่านรายงานฉบับเต็ม คลิกที่เว็บของกรมได้เลย",
        "มีเพจรับทำใบขับขี่ ไม่ต้องสอบ ตำรวจจับไปแล้วสองราย",
        "เก็บค่าเช่าแผงตั้งแต่วันละ 50 จนเป็น 120 บาท",
        "อยากรวยต้องทำงานหนัก ไม่ใช่รอแจก",
    ],
)
def test_who_invites_to_sign_or_tells_of_what_is_short_advertises_nothing(text: str) -> None:
    assert not is_advert(text)
