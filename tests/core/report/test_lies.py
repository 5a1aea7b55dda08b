"""True sentences changed in one place: number, position, a "not", citation, quotation. None gets past the checker."""

from __future__ import annotations

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.core.intake.nlp import segment
from analysis.core.report import sentences
from analysis.core.report.checker import check
from analysis.core.report.citations import Source
from analysis.core.report.limits import fault_of
from analysis.core.report.quotes import Quote
from analysis.core.report.summary import summarise

TEXTS = {
    "a": ("agree", "เห็นด้วยกับการเลิกเรียกสำเนาบัตรประชาชน ประหยัดเวลาและค่ากระดาษ"),
    "b": ("disagree", "ไม่เห็นด้วย กลัวข้อมูลรั่วไหลไปถึงมิจฉาชีพ รัฐไม่เคยชดเชยผู้เสียหาย"),
    "c": ("partly", "ขอให้มีเคาน์เตอร์บริการสำหรับผู้สูงอายุที่ไม่ถนัดมือถือ"),
    "d": ("", "ค่าธรรมเนียมใบอนุญาตแพงเกินไปสำหรับร้านอาหารขนาดเล็ก"),
    "e": ("disagree", "คัดค้านการสแกนใบหน้า เพราะกล้องโทรศัพท์รุ่นเก่าถ่ายไม่ชัด"),
    "f": ("agree", "สนับสนุนให้ติดตามสถานะคำขอผ่านเว็บไซต์ ลางานน้อยลง"),
}
EVIDENCE = {
    name: Source(id=name, text=text, stance=stance, person=name, theme="t", campaign=None)
    for name, (stance, text) in TEXTS.items()
}
QUOTED = [
    ("ผู้ที่เห็นด้วยกล่าวว่า", "a"),
    ("ผู้ที่ไม่เห็นด้วยกล่าวว่า", "b"),
    ("ผู้ที่เห็นด้วยบางส่วนกล่าวว่า", "c"),
    ("มีข้อเสนอว่า", "d"),
    ("ผู้ที่ไม่เห็นด้วยกล่าวว่า", "e"),
]


def faults(sentence: str, *cites: str) -> set[str]:
    return {fault.rule for fault in check([{"sentence": sentence, "cites": list(cites)}], EVIDENCE, theme="t")}


def test_unchanged_all_of_them_pass() -> None:
    assert not any(faults(sentences.quotation(said, TEXTS[name][1]), name) for said, name in QUOTED)


@given(st.integers(0, 2), st.integers(0, 99))
def test_a_changed_number_is_found(which: int, number: int) -> None:
    """In a sentence of ours, where each number is the count of what is cited."""
    quote = Quote(comment_id="a", start=0, end=8, text=TEXTS["a"][1][:8], role="central")
    for entry in summarise(list(EVIDENCE.values()), [quote], [])[:2]:
        places = list(re.finditer(r"\d+", entry["sentence"]))
        spot = places[which % len(places)]
        assume(int(spot[0]) != number)
        lie = entry["sentence"][: spot.start()] + str(number) + entry["sentence"][spot.end() :]
        assert faults(entry["sentence"], *entry["cites"]) == set()
        assert faults(lie, *entry["cites"]) == {"number_not_recomputed"}


@given(st.sampled_from(QUOTED), st.sampled_from(list(sentences.SPEAKERS)))
def test_another_speaker_is_found(true: tuple[str, str], speaker: str) -> None:
    stance, text = TEXTS[true[1]]
    assume(stance not in sentences.SPEAKERS[speaker])
    assert faults(sentences.quotation(speaker, text), true[1]) == {"polarity"}


@given(st.sampled_from(QUOTED), st.integers(0, 80), st.sampled_from([*"กมรใ่้ิ", "", "ไม่"]))
def test_a_quotation_changed_by_a_letter_is_found(true: tuple[str, str], place: int, letter: str) -> None:
    said, text = true[0], TEXTS[true[1]][1]
    place %= len(text)
    changed = text[:place] + letter + text[place + 1 :]
    assume(changed not in text)
    assert faults(sentences.quotation(said, changed), true[1]) == {"quote_not_exact"}


@given(st.sampled_from(["b", "c", "e"]), st.integers(0, 80), st.integers(3, 60))
def test_a_quotation_that_begins_behind_a_not_or_inside_a_word_or_loses_a_limit_is_found(
    name: str, start: int, length: int
) -> None:
    text = TEXTS[name][1]
    piece = text[start : start + length]
    words = segment(text)
    edges = {len("".join(words[:place])) for place in range(len(words) + 1)}
    assume(piece.strip() and piece == piece.strip() and text.count(piece) == 1)
    torn = {start, start + len(piece)} - edges or text[:start].endswith("ไม่")
    cut = {"quote_cut"} if fault_of(text, start, start + len(piece)) else set()
    assert faults(sentences.quotation("มีข้อเสนอว่า", piece), name) == ({"quote_torn"} if torn else cut)
