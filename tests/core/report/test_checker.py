"""The checker believes nobody: a writer that lies is found out each time."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest

from analysis.core.report import sentences
from analysis.core.report.checker import check, fault_of_piece
from analysis.core.report.citations import Source
from analysis.core.report.quotes import Quote
from analysis.core.report.summary import summarise


def source(
    name: str, text: str, stance: str = "", person: str = "", theme: str = "t1", campaign: str | None = None
) -> Source:
    return Source(id=name, text=text, stance=stance, person=person, theme=theme, campaign=campaign)


SOURCES = [
    source("a", "เห็นด้วยกับการยกเลิกสำเนาบัตรประชาชน ประหยัดเวลามาก", "agree", "p1"),
    source("b", "ไม่เห็นด้วย กลัวข้อมูลรั่วไหลไปถึงมิจฉาชีพ", "disagree", "p2"),
    source("c", "ขอให้มีจุดบริการสำหรับผู้สูงอายุ", "partly", "p2"),
    source("d", "ค่าธรรมเนียมแพงเกินไป", "", "", campaign="c1"),
    source("e", "ค่าธรรมเนียมแพงเกินไปจริงๆ", "", "", campaign="c1"),
    source("x", "เรื่องอื่น", "agree", "p3", theme="t2"),
]
EVIDENCE = {entry.id: entry for entry in SOURCES}
MEMBERS = [entry for entry in SOURCES if entry.theme == "t1"]


def quoting(name: str, role: str) -> Quote:
    text = EVIDENCE[name].text
    return Quote(comment_id=name, start=0, end=len(text), text=text, role=role)


@pytest.fixture
def honest() -> list[dict]:
    quotes = [quoting("a", "supporting"), quoting("c", "conditional"), quoting("b", "opposing")]
    return summarise(MEMBERS, quotes, [quoting("c", "ask")])


def rules(summary: list[dict]) -> set[str]:
    return {fault.rule for fault in check(summary, EVIDENCE, theme="t1")}


def test_our_own_summary_passes_and_every_sentence_is_cited(honest: list[dict]) -> None:
    assert rules(honest) == set()
    assert all(entry["cites"] for entry in honest)
    assert honest[0]["sentence"] == sentences.SIZE.format(people=4, comments=5)
    assert honest[1]["sentence"] == sentences.STANCE.format(agree=1, partly=1, disagree=1)


def changed(summary: list[dict], place: int, **values: object) -> list[dict]:
    lie = copy.deepcopy(summary)
    lie[place] |= values
    return lie


def test_an_invented_number_is_rejected(honest: list[dict]) -> None:
    for people, comments in ((40, 5), (4, 50), (5, 5)):
        lie = sentences.SIZE.format(people=people, comments=comments)
        assert rules(changed(honest, 0, sentence=lie)) == {"number_not_recomputed"}


def test_inverted_counts_are_rejected() -> None:
    ids = ["a", "b", "c"]
    lie = [{"sentence": sentences.STANCE.format(agree=0, partly=1, disagree=2), "cites": ids}]
    assert rules(lie) == {"number_not_recomputed"}


def test_counting_only_the_convenient_comments_is_rejected() -> None:
    lie = [{"sentence": sentences.STANCE.format(agree=1, partly=1, disagree=0), "cites": ["a", "c"]}]
    assert rules(lie) == {"citations_incomplete"}


def test_a_supporter_quoted_as_an_opponent_is_rejected(honest: list[dict]) -> None:
    lie = sentences.quotation("ผู้ที่ไม่เห็นด้วยกล่าวว่า", EVIDENCE["a"].text)
    assert rules([{"sentence": lie, "cites": ["a"]}]) == {"polarity"}


def test_an_unasked_comment_is_no_supporter() -> None:
    lie = sentences.quotation("ผู้ที่เห็นด้วยกล่าวว่า", EVIDENCE["d"].text)
    assert rules([{"sentence": lie, "cites": ["d"]}]) == {"polarity"}


def test_a_quote_changed_by_one_letter_is_rejected() -> None:
    lie = sentences.quotation("มีข้อเสนอว่า", EVIDENCE["c"].text.replace("จุด", "จุก"))
    assert rules([{"sentence": lie, "cites": ["c"]}]) == {"quote_not_exact"}


def test_a_quote_of_somebody_else_is_rejected() -> None:
    lie = sentences.quotation("มีข้อเสนอว่า", EVIDENCE["c"].text)
    assert rules([{"sentence": lie, "cites": ["b"]}]) == {"quote_not_exact"}


@pytest.mark.parametrize("cites", [["zzz"], ["x"], ["a", "zzz"]])
def test_a_citation_that_is_unknown_or_of_another_theme_is_rejected(cites: list[str]) -> None:
    assert rules([{"sentence": "ประชาชนกังวลเรื่องสำเนาบัตรประชาชน", "cites": cites}]) == {"unknown_citation"}


def test_a_sentence_without_citation_is_rejected() -> None:
    assert rules([{"sentence": "ประชาชนพอใจ", "cites": []}]) == {"uncited"}
    assert rules([{"sentence": "ประชาชนพอใจ"}]) == {"malformed"}


def test_a_sentence_that_is_neither_counted_nor_a_quotation_is_refused() -> None:
    for free in ("กลัวข้อมูลรั่วไหลไปถึงมิจฉาชีพ", "ส่วนใหญ่กลัวข้อมูลรั่วไหล", "กลัวว่า “ข้อมูลรั่วไหลไปถึงมิจฉาชีพ”", "กลัวว่า “ข้อมูลรั่วไหล"):
        assert rules([{"sentence": free, "cites": ["b"]}]) == {"neither_counted_nor_quoted"}


def test_a_quotation_without_its_limit_or_without_the_mark_of_a_reason_left_out_is_refused() -> None:
    limited = source("l", "ควรให้ร้านยาจ่ายยาแทนหมอได้ แต่ยาแรงต้องมีใบสั่ง", "", "p9")
    reasoned = source("r", "ควรให้ร้านยาจ่ายยาแทนหมอได้ เพราะคิวโรงพยาบาลยาว", "", "p9")
    said = "ควรให้ร้านยาจ่ายยาแทนหมอได้"

    def found(cited: Source, **how: bool) -> set[str]:
        summary = [{"sentence": sentences.quotation("มีข้อเสนอว่า", said, **how), "cites": [cited.id]}]
        return {fault.rule for fault in check(summary, {cited.id: cited}, theme="t1")}

    assert found(limited) == found(limited, goes_on=True) == found(reasoned) == {"quote_cut"}
    assert found(reasoned, goes_on=True) == set()
    piece = Quote(comment_id="l", start=0, end=len(said), text=said, role="central")
    assert fault_of_piece(piece, {"l": limited}) == "quote_cut"


def test_a_campaign_sentence_counts_one_campaign() -> None:
    good = {"sentence": sentences.CAMPAIGN.format(comments=2, people=2), "cites": ["d", "e"]}
    bad = {"sentence": sentences.CAMPAIGN.format(comments=2, people=2), "cites": ["a", "e"]}
    assert rules([good]) == set()
    assert "not_one_campaign" in rules([bad])


def test_quotes_are_checked_by_their_offsets() -> None:
    good = quoting("a", "central")
    assert fault_of_piece(good, EVIDENCE) is None
    for lie in ({"start": 1}, {"text": "อื่น"}, {"comment_id": "zzz"}, {"end": good.start, "text": ""}):
        assert fault_of_piece(replace(good, **lie), EVIDENCE) == "quote_not_exact"


def test_numbers_above_a_thousand_are_read_back() -> None:
    assert sentences.pattern(sentences.SIZE).fullmatch(sentences.SIZE.format(people="1,234", comments="12,345"))
