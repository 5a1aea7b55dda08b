"""Quotations that keep what was meant: limits stay with what they limit, abbreviations and other people's words whole."""

from __future__ import annotations

import csv
import re

import pytest

from analysis.core.intake.reading import clauses, read
from analysis.core.pipeline import Analysis, analyse
from analysis.core.report.citations import Source
from analysis.core.report.limits import fault_of, leaves_reason, stretch
from analysis.core.report.quotes import LONGEST, asks, pick, quote
from analysis.core.space.vocabulary import Words
from tests.core.conftest import DATA, DEMO
from tests.core.makers import WORDS, comment
from tests.core.report.marked_limits import marked, pieces


def lines(style: str) -> list[str]:
    folder = "third" if style.startswith("limits_") else "limits"
    read = (DATA / folder / f"{style}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in read if not line.startswith("#")]


STYLES = [
    pytest.param(style, id=style)
    for style in ("formal", "casual", "further_formal", "further_casual", "limits_formal", "limits_casual")
]


@pytest.mark.parametrize("style", STYLES)
def test_no_piece_that_loses_its_limit_may_stand(style: str) -> None:
    texts = [marked(line) for line in lines(style)]
    assert len(texts) >= 30
    lost = [
        (text.text, text.text[start:end])
        for text in texts
        for start, end in pieces(text.text)
        if text.turned(start, end) and fault_of(text.text, start, end) is None
    ]
    assert lost == []


@pytest.mark.parametrize("style", STYLES)
def test_nearly_every_text_can_be_quoted_all_the_same(style: str) -> None:
    texts = [marked(line) for line in lines(style)]
    quoted = [text for text in texts if stretch(text.text, 0, 1, longest=LONGEST)]
    assert len(quoted) >= 0.98 * len(texts)


@pytest.mark.parametrize("style", STYLES)
def test_requests_and_quotations_of_the_marked_texts_keep_their_limits(style: str) -> None:
    texts = [marked(line) for line in lines(style)]
    for text in texts:
        source = Source(id="a", text=text.text, stance="", person="p", theme="t")
        for start, end in clauses(text.text):
            stretched = stretch(text.text, start, end, longest=LONGEST)
            assert stretched is None or not text.turned(*stretched), text.text
        said = quote(source, role="central")
        assert not text.turned(said.start, said.end)


#: words that open a limit, written out apart from the rule
_OPENS_LIMIT = re.compile(
    r"\s+(?:แต่(?!ง|ละ)|เว้นแต่|ยกเว้น|โดยไม่|โดยต้อง|ถ้า|หาก|ไม่ใช่|มิใช่|เฉพาะ|ต่อเมื่อ|ก็ต่อเมื่อ|ทั้งนี้|อย่างไรก็|จนกว่า|เว้น|เท่านั้น|แม้|unless\b|except\b|but\b|if\b)"
)


def _cut(text: str, start: int, end: int) -> bool:
    behind = text[end:]
    abbreviation = re.search(r"(?<![ก-๙])(?:[ก-ฮ]{1,4}\.)+$", text[:end]) and behind.strip()
    return bool(_OPENS_LIMIT.match(behind) or abbreviation or re.search(r"(?:ไม่|มิ|อย่า|ห้าม)$", text[:start]))


def _texts_of(name: str) -> list[str]:
    path = DEMO / "comments.csv" if name == "demo" else DATA / name
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


@pytest.mark.parametrize("name", ["demo", "second/comments.csv", "truevoice/sample.csv", "wisesight/sample.csv"])
def test_nothing_that_is_quoted_of_any_set_stops_before_a_limit(name: str) -> None:
    texts = _texts_of(name)[:600]
    rows = [comment(f"c{i:04d}", text, person=f"p{i}") for i, text in enumerate(texts)]
    document = analyse(rows, options=WORDS).document
    whole = {row.id: row.text for row in rows}
    said = [
        piece for theme in document["themes"] for piece in (*theme["quotes"], *theme["asks"], theme["central"]) if piece
    ]
    assert said
    for piece in said:
        text = whole[piece["comment_id"]]
        if text[piece["start"] : piece["end"]] != piece["text"]:
            continue  # masked
        assert not _cut(text, piece["start"], piece["end"]), piece
        assert fault_of(text, piece["start"], piece["end"]) is None


def test_a_reason_left_out_is_marked_and_a_limit_behind_it_is_not_left_out() -> None:
    reason = "ควรให้ร้านยาจ่ายยาแทนหมอได้ เพราะคิวโรงพยาบาลยาวมาก"
    end = reason.index(" เพราะ")
    assert fault_of(reason, 0, end) is None and leaves_reason(reason, end)
    limited = reason + " แต่ยาแรงต้องมีใบสั่ง"
    assert fault_of(limited, 0, end) == "limit_cut"
    assert fault_of(reason, 0, len(reason)) is None and not leaves_reason(reason, len(reason))


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("ควรให้ผู้เชี่ยวชาญร่วมประชุม แต่ไม่มีสิทธิ์โหวต", "ควรให้ผู้เชี่ยวชาญร่วมประชุม"),
        ("ควรให้ อบต. ดูแลถนนเอง", "ควรให้ อบต."),
        ("ควรให้ กอ.รมน. ถอนตัวออกไป", "ถอนตัวออกไป"),
        ("ขอให้ยกเลิก พ.ร.บ. ฉบับนี้", "ขอให้ยกเลิก พ.ร.บ."),
        ("ถ้าค่าน้ำไม่ขึ้น ควรเก็บค่าขยะเพิ่ม", "ควรเก็บค่าขยะเพิ่ม"),
        ("มีคนบอกว่า ควรปิดโรงเรียน", "ควรปิดโรงเรียน"),
        ("ผมไม่คิดว่า ควรปิดโรงเรียน", "ควรปิดโรงเรียน"),
        ("ควรขึ้นเงินเดือนครู และครูต้องอยู่เวร", "ควรขึ้นเงินเดือนครู"),
        ("ไม่ควรปิดโรงเรียนเล็ก", "ควรปิดโรงเรียนเล็ก"),
        ("We should close the market. But only on Mondays.", "We should close the market."),
        ("Close the market unless vendors agree", "Close the market"),
    ],
)
def test_a_piece_that_means_something_else_may_not_stand(text: str, piece: str) -> None:
    start = text.index(piece)
    assert fault_of(text, start, start + len(piece)) is not None


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("เห็นด้วยกับร่างครับ ควรติดกล้องทุกแยก", "ควรติดกล้องทุกแยก"),
        ("รถติดมาก จึงขอให้เพิ่มรถเมล์", "ขอให้เพิ่มรถเมล์"),
        ("ขอให้เพิ่มรถเมล์ ขอให้ซ่อมทางเท้า", "ขอให้เพิ่มรถเมล์"),
        ("ผมเห็นว่า ควรติดกล้อง", "ควรติดกล้อง"),
        ("1. ควรติดกล้อง\n2. แก้ไฟถนน", "ควรติดกล้อง"),
        ("The market is dirty. We need more bins.", "We need more bins."),
    ],
)
def test_a_piece_that_means_what_it_meant_may_stand(text: str, piece: str) -> None:
    start = text.index(piece)
    assert fault_of(text, start, start + len(piece)) is None


def test_mockery_tales_and_questions_do_not_stand_for_a_theme_while_others_do() -> None:
    texts = [
        "ขึ้นค่าปรับจอดรถเลย เก่งจริงๆ เรื่องรีดเงินประชาชน 555",
        "เมื่อวานผมจอดรถหน้าบ้านตัวเองแล้วโดนปรับค่าจอดรถห้าร้อย",
        "ค่าปรับจอดรถเอาไปทำอะไร ใครจะตอบได้ไหม",
        "ค่าปรับจอดรถควรลดลงครึ่งหนึ่งสำหรับผู้อยู่อาศัยในเขต",
    ]
    sources = [Source(id=f"c{i}", text=text, stance="", person=f"p{i}", theme="t") for i, text in enumerate(texts)]
    import numpy as np

    closeness, places = np.array([0.9, 0.88, 0.86, 0.7]), np.eye(4)
    assert pick(sources, closeness, places, count=1) == [3]
    assert pick(sources[:2], closeness[:2], places[:2], count=1) == [0]


def test_who_is_against_and_opens_with_agreement_agrees_with_another_writer() -> None:
    import numpy as np

    texts = ["เห็นด้วย ลานกีฬาไม่เคยมีใครดูแล", "ลานกีฬาควรมีคนดูแลก่อนจะสร้างเพิ่มอีกแห่ง"]
    sources = [
        Source(id=f"c{i}", text=text, stance="disagree", person=f"p{i}", theme="t") for i, text in enumerate(texts)
    ]
    assert pick(sources, np.array([0.9, 0.7]), np.eye(2), count=1) == [1]


def test_a_request_told_outright_comes_before_one_that_points_at_what_is_not_quoted() -> None:
    texts = ["ที่ตลาดมีแต่คนขายแย่งที่จอดรถ ต้องมีคนจัดการเรื่องนี้", "ขอให้ตลาดจัดคนดูแลที่จอดรถทุกวันหยุด"]
    sources = [Source(id=f"c{i}", text=text, stance="", person=f"p{i}", theme="t") for i, text in enumerate(texts)]
    words = Words.learn([reading.terms for reading in read(texts)])
    centre = words.project([reading.terms for reading in read(texts)]).mean(axis=0)
    assert next(ask.comment_id for ask in asks(sources, words, centre)) == "c1"


def test_the_demo_quotes_and_asks_still_say_something(analysis: Analysis) -> None:
    themes = [theme for theme in analysis.document["themes"] if theme["parent_id"] is None]
    assert sum(bool(theme["quotes"]) for theme in themes) == len(themes)
    assert sum(bool(theme["asks"]) for theme in themes) >= 0.8 * len(themes)
