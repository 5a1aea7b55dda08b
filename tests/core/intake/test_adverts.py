"""Plain advertising, and what only looks like it."""

from __future__ import annotations

import pytest

from analysis.core.intake.adverts import is_advert
from bench import alarms
from tests.core.conftest import DATA


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
        "ยื่นขออนุญาตเลขที่คำขอ 0000/0000 เงียบมา 70 วัน ติดต่อ ไลน์หรือโทร 081-000-0004 คุณสาธิต",
        "ดิฉันชื่อ สมศรี ใจสาธิต ถูกเรียกสำเนาทะเบียนบ้านสามครั้ง โทร 081-000-0009",
    ],
)
def test_who_speaks_of_loans_gambling_and_trade_is_no_advertiser(text: str) -> None:
    assert not is_advert(text)


def test_adverts_are_told_from_people_who_speak_of_trade() -> None:
    lines = [
        line for line in (DATA / "alarms" / "adverts.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"
    ]
    due = {line[2:] for line in lines if line.startswith("!")}
    told = {line[2:] for line in lines if is_advert(line[2:])}
    assert len(told & due) >= 0.95 * len(told) and len(told & due) >= 0.8 * len(due)


@pytest.mark.parametrize("half", alarms.HALVES)
def test_adverts_of_kinds_nobody_listed_are_told(half: str) -> None:
    told, due = alarms.told(alarms.TEXTS / "adverts.txt", half, is_advert)
    assert len(told & due) >= 0.95 * len(told) and len(told & due) >= 0.8 * len(due)


def test_the_model_of_adverts_is_not_asked_about_proposals_and_single_words() -> None:
    offer = "ครีมหน้าใส ลดเหลือ 199 บาท ส่งฟรี ทักไลน์เลย"
    assert is_advert(offer)
    assert not is_advert(f"ควรห้ามโฆษณาแบบ {offer}")
    assert not is_advert("5555555") and not is_advert("ทัก")
