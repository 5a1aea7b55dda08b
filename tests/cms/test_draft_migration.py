"""What the stream of blocks held is the same draft as one text: no heading becomes law, no section reads otherwise."""

import importlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.drafting import read_text

as_text = importlib.import_module("cms.migrations.0005_the_draft_is_one_text").as_text


def section(number: str, *paragraphs: str, unit: str = "มาตรา", heading: str = "") -> dict:
    items = [{"type": "item", "value": text} for text in paragraphs]
    return {"type": "section", "value": {"unit": unit, "number": number, "heading": heading, "paragraphs": items}}


def chapter(number: str, heading: str) -> dict:
    return {"type": "chapter", "value": {"number": number, "heading": heading}}


@pytest.mark.parametrize(
    ("number", "heading", "read"),
    [
        ("หมวด ๑", "บททั่วไป", "หมวด ๑ บททั่วไป"),
        ("", "บทเฉพาะกาล", "บทเฉพาะกาล"),
        ("", "ความทั่วไป", "หมวด 1 ความทั่วไป"),
        ("ตอนต้น", "เรื่องอื่น", "หมวด 1 ตอนต้น เรื่องอื่น"),
        ("ส่วนที่ ๒", "การขอ", "ส่วนที่ ๒ การขอ"),
    ],
)
def test_a_heading_stays_a_heading(number, heading, read):
    draft = read_text(as_text([chapter(number, heading), section("๑", "วรรคหนึ่ง", "วรรคสอง")], "คำนำ"))
    (only,) = draft.sections()
    assert (only.chapter, only.paragraphs, draft.preamble) == (read, ("วรรคหนึ่ง", "วรรคสอง"), ("คำนำ",))


PARAGRAPH = st.text(st.sampled_from("กขาำ่ม ตรา๕1(๑)|\\[]หมวดข้อ"), min_size=1, max_size=30).filter(lambda t: t.strip())


@given(st.lists(st.lists(PARAGRAPH, min_size=1, max_size=3), min_size=1, max_size=5))
def test_every_section_reads_as_it_did(texts):
    blocks = [section(str(place), *paragraphs) for place, paragraphs in enumerate(texts, start=1)]
    found = read_text(as_text(blocks, "")).sections()
    assert [[p.split() for p in one.paragraphs] for one in found] == [
        [p.split() for p in paragraphs] for paragraphs in texts
    ]
