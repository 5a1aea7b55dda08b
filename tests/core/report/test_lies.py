"""True sentences changed in one place: number, position, a "not", citation, quotation. None gets past the checker."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.core.intake.nlp import segment
from analysis.core.intake.word_lists import stop_words
from analysis.core.report import sentences
from analysis.core.report.checker import check
from analysis.core.report.citations import Source
from analysis.core.report.limits import fault_of
from analysis.core.report.prose import speaks_of_amounts
from analysis.core.report.quotes import Quote
from analysis.core.report.summary import summarise
from tests.core.conftest import Demo

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
PROSE = [
    ("เห็นด้วยกับการเลิกเรียกสำเนาบัตรประชาชน ประหยัดเวลาและค่ากระดาษ", "a"),
    ("กลัวข้อมูลรั่วไหลไปถึงมิจฉาชีพ", "b"),
    ("รัฐไม่เคยชดเชยผู้เสียหาย", "b"),
    ("ขอให้มีเคาน์เตอร์บริการสำหรับผู้สูงอายุที่ไม่ถนัดมือถือ", "c"),
    ("ค่าธรรมเนียมใบอนุญาตแพงเกินไปสำหรับร้านอาหารขนาดเล็ก", "d"),
    ("คัดค้านการสแกนใบหน้า เพราะกล้องโทรศัพท์รุ่นเก่าถ่ายไม่ชัด", "e"),
    ("สนับสนุนให้ติดตามสถานะคำขอผ่านเว็บไซต์ ลางานน้อยลง", "f"),
]
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
    assert [faults(*told) for told in PROSE] == [set()] * len(PROSE)
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


AMOUNTS = [
    "80% ของ",
    "๕ คน",
    "สามในสี่",
    "ยี่สิบคน",
    "ส่วนใหญ่",
    "ทุกคน",
    "เกือบทั้งหมด",
    "คนจำนวนมาก",
    "most people",
    "hundreds",
    "สองพันราย",
]


@given(st.sampled_from(PROSE), st.sampled_from(AMOUNTS), st.integers(0, 40))
def test_an_amount_put_anywhere_into_prose_is_found(true: tuple[str, str], amount: str, place: int) -> None:
    words = segment(true[0])
    place %= len(words) + 1
    assert faults("".join([*words[:place], f" {amount} ", *words[place:]]), true[1])


@settings(deadline=None)
@given(st.sampled_from(PROSE), st.integers(0, 40), st.sampled_from(["ไม่", "ไม่ต้อง", "ไม่ควร", "อย่า", "ห้าม", "มิได้"]))
def test_a_not_put_before_any_word_is_found(true: tuple[str, str], place: int, denial: str) -> None:
    words = segment(true[0])
    place %= len(words)
    assume(words[place] not in stop_words() and not words[place].isspace())
    assert faults("".join([*words[:place], denial, *words[place:]]), true[1]) & {"polarity", "unsupported"}


@given(st.sampled_from([told for told in PROSE if "ไม่" in told[0]]))
def test_a_not_left_out_is_found(true: tuple[str, str]) -> None:
    assert "polarity" in faults(true[0].replace("ไม่", "", 1), true[1])


TURNED = [
    ("เห็นด้วย", "คัดค้าน"),
    ("คัดค้าน", "เห็นด้วยกับ"),
    ("สนับสนุน", "ต่อต้าน"),
    ("แพง", "ถูก"),
    ("น้อยลง", "มากขึ้น"),
    ("เลิก", "คง"),
]


@pytest.mark.parametrize(("word", "opposite"), TURNED)
def test_a_word_turned_into_its_opposite_is_found(word: str, opposite: str) -> None:
    told = [(sentence, name) for sentence, name in PROSE if word in sentence]
    assert told and all(faults(sentence.replace(word, opposite, 1), name) for sentence, name in told)


@given(st.sampled_from(QUOTED), st.sampled_from(list(sentences.SPEAKERS)))
def test_another_speaker_is_found(true: tuple[str, str], speaker: str) -> None:
    stance, text = TEXTS[true[1]]
    assume(stance not in sentences.SPEAKERS[speaker])
    assert faults(sentences.quotation(speaker, text), true[1]) == {"polarity"}


@given(st.sampled_from(PROSE), st.lists(st.sampled_from([*TEXTS, "z", "", "A"]), max_size=3))
def test_other_citations_are_found(true: tuple[str, str], cites: list[str]) -> None:
    assume(cites != [true[1]])
    assert faults(true[0], *cites)


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


@pytest.mark.parametrize("word", ["สามารถ", "สามี", "พันธุ์", "ห้ามเข้า", "เรียบร้อย", "อีกประการหนึ่ง", "ผูกพัน", "หกล้ม"])
def test_words_that_only_look_like_numbers_count_nothing(word: str) -> None:
    assert not speaks_of_amounts(f"ขอให้{word}ด้วย")


@pytest.mark.slow
def test_of_thousands_of_turned_clauses_of_the_demo_hardly_one_gets_past(demo: Demo) -> None:
    """Every clause that passes as it stands, with each "not" left out and one put before each content word."""
    from analysis.core.intake.reading import clauses
    from consult.thai.personal_data import mask

    tried = passed = 0
    for comment in demo.comments:
        text = mask(comment.text).text
        evidence = {"x": Source(id="x", text=text, stance=comment.stance, person="", theme="t")}

        def passes(sentence: str, evidence: dict[str, Source] = evidence) -> bool:
            return not check([{"sentence": sentence, "cites": ["x"]}], evidence, theme="t")

        for start, end in clauses(text):
            words = segment(text[start:end])
            if not passes("".join(words)):
                continue
            for place, word in enumerate(words):
                if word != "ไม่" and (word in stop_words() or len(word) < 2):
                    continue
                lie = words[:place] + ([] if word == "ไม่" else ["ไม่", word]) + words[place + 1 :]
                tried += 1
                passed += passes("".join(lie))
    assert tried > 2_000 and passed <= 0.005 * tried
