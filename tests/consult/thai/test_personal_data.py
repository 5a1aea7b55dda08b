"""Masking of personal data: what must go, what must stay."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import alarms
from consult.thai.numbers import is_national_id
from consult.thai.personal_data import (
    LOOKS_PERSONAL,
    TAGS,
    find,
    find_counting,
    looks_personal,
    mask,
    replace,
)

ROOT = Path(__file__).parents[3]

GOES = [
    ("โทร 081-234-5678", "phone"),
    ("โทร.0812345678ครับ", "phone"),
    ("เบอร์ ๐๘๑-๒๓๔-๕๖๗๘", "phone"),
    ("call +66 81 234 5678", "phone"),
    ("+66812345678", "phone"),
    ("02-123-4567", "phone"),
    ("สำนักงาน (02) 123 4567", "phone"),
    ("053-123456", "phone"),
    ("08 12 34 56 78", "phone"),
    ("1-2345-67890-12-1", "national_id"),
    ("๑-๑๑๑๑-๑๑๑๑๑-๑๑-๙", "national_id"),
    ("เลข 0000000000002", "national_id"),
    ("1 2345 67890 12 1", "national_id"),
    ("เมล a.b-c@example.co.th นะ", "email"),
    ("ส่ง somchai @ gmail . com", "email"),
    ("บัญชี 123-4-56789-0", "bank_account"),
    ("เลขบัญชีกสิกร 1234567890 ชื่อร้าน", "bank_account"),
    ("ทะเบียน กข 1234 เชียงใหม่", "plate"),
    ("รถ 1กข 1234 จอดขวาง", "plate"),
    ("ไอดีไลน์ somchai99", "line_id"),
    ("Line: @khunsom", "line_id"),
    ("แอดไลน์ som_chai.9", "line_id"),
    ("บ้านเลขที่ 12/3 หมู่ 4 ตำบลบางพลี อำเภอบางพลี", "address"),
    ("อยู่ ๑๒/๓ ซอยอารีย์ ถนนพหลโยธิน", "address"),
    ("99/1 ม.5 ต.บางรัก", "address"),
    ("นายสมชาย ใจดี ร้องเรียนมา", "name"),
    ("นางสาวสมหญิง รักไทย", "name"),
    ("น.ส.มาลี ศรีสุข", "name"),
    ("ด.ช.วิชัย แสงทอง", "name"),
    ("ผมชื่อ วิชัย แสงทอง", "name"),
    ("ดิฉันชื่อนางทดลอง ข้อมูลเทียม", "name"),
    ("Mr. John Smith said", "name"),
    ("รถทะเบียน ๑กข ๑๒๓๔ จอดขวาง", "plate"),
    ("ป้ายทะเบียน ฎฆ 45", "plate"),
    ("2ขค-9876 กรุงเทพ ขับเร็ว", "plate"),
    ("ติดต่อ ไลน์ไอดี: nong_ying88", "line_id"),
    ("LINE ID @rabfang.test", "line_id"),
    ("แอดไลน์ kru-noi2", "line_id"),
    ("โอนมาที่กรุงไทย 123-4-56789-0", "bank_account"),
    ("เลขที่บัญชี ๑๒๓-๔-๕๖๗๘๙-๐", "bank_account"),
    ("พร้อมเพย์ 0812345678", "phone"),
    ("บัญชีออมสิน 020123456789", "bank_account"),
    ("บ้านเลขที่ ๙๙/๑ หมู่ ๒ ต.ในเมือง", "address"),
    ("อยู่เลขที่ 45 ซอยลาดพร้าว 101 แขวงคลองจั่น", "address"),
    ("โทร ๐๒-๑๒๓-๔๕๖๗", "phone"),
    ("เบอร์ 089.123.4567", "phone"),
    ("บัตรเลขที่ ๑-๒๓๔๕-๖๗๘๙๐-๑๒-๑", "national_id"),
    ("โทรหาผม 0 91 23 45 67 8", "phone"),
    ("บ้านผม 0-2765-4321", "phone"),
    ("0-8123-45678 ครับ", "phone"),
    ("เบอร์ 091_234_5678", "phone"),
    ("ส่งมา wan.dee แอท gmail.com", "email"),
    ("write to wan.dee at gmail dot com", "email"),
    ("wan.dee [at] gmail [dot] com", "email"),
    ("เข้า SCB 111-222333-4", "bank_account"),
    ("โอนเข้า KTB 9870001112", "bank_account"),
    ("พาสปอร์ตเลขที่ AC1112223", "passport"),
    ("passport number AA 1112223", "passport"),
    ("รถตู้ ฆฎ 8888 กทม. ปาดหน้า", "plate"),
    ("เห็น ขข-4321 นครสวรรค์ ทิ้งขยะ", "plate"),
    ("รถพ่วงทะเบียน 81-2345 ตาก", "plate"),
    ("id line wan-dee7", "line_id"),
    ("ดูที่ https://www.facebook.com/wan.dee.9", "social"),
    ("ไอจี wan_dee.th", "social"),
    ("IG: wandee", "social"),
    ("TikTok @wandee_farm", "social"),
    ("Facebook: Wandee Rakthai", "social"),
    ("คอนโดริมคลอง ห้อง 905 ลิฟต์เสีย", "address"),
    ("ดร.วันดี รักไทยแท้ วิจัยไว้", "name"),
    ("รศ.ดร.วันดี รักไทยแท้ วิจัยไว้", "name"),
    ("นพ. สมชาย ใจดี ไม่ตรวจ", "name"),
    ("พ.ต.อ.สมชาย ใจดี สั่งปิดถนน", "name"),
    ("ว่าที่ ร.ต.สมชาย ใจดี คุมสอบ", "name"),
    ("พ.ต.ท.หญิง สมหญิง รักไทย รับเรื่อง", "name"),
    ("ร้อยเอกสมชาย ใจดี ขายที่ดิน", "name"),
    ("ครูสมหญิง รักไทย สอนดี", "name"),
    ("ครูสมหญิงสอนดีมาก", "name"),
    ("ผอ. สมชาย ใจดี เก็บเงินเพิ่ม", "name"),
    ("กำนันสมชาย ใจดี เรียกเงิน", "name"),
    ("ร้องเรียนหมอสมหญิง รักไทย", "name"),
    ("ฝากถึง คุณหนิง 081-234-5678", "name"),
    ("ผมชื่อสมชายครับ", "name"),
    ("หนูชื่อน้องสมหญิง อยู่ ป.4", "name"),
    ("ชื่อ-สกุล: วันดี รักไทยแท้", "name"),
    ("ชื่อ วันดี นามสกุล รักไทยแท้", "name"),
    ("ลงชื่อ สมหญิง แสงทอง ผู้ปกครอง", "name"),
    ("ด้วยความเคารพ (สมหญิง แสงทอง)", "name"),
    ("นางสมหญิง ณ ป้อมเพชร์ ร้องเรียน", "name"),
    ("I am Somying Rakthai, a nurse", "name"),
]

#: several kinds in one text, all of them expected
BESIDE = {"ฝากถึง คุณหนิง 081-234-5678": ("name", "phone")}

STAYS = [
    "โทร 1441 แจ้งความออนไลน์",
    "มาตรา ๑๕ วรรคสอง ภายใน 30 วัน",
    "ปี 2567 ถึง 2570",
    "งบ 1,234,567,890 บาท",
    "วันที่ 08-09-2567 เวลา 10.30 น.",
    "ค่าธรรมเนียม 2,000 บาท ต่อ 5 ปี",
    "5555555555555 ขำมาก",
    "https://example.com/detail/9600000101023",
    "นายกรัฐมนตรีต้องตอบ",
    "นายอำเภอ ไม่เคยมาดู",
    "นายทะเบียน ควรรับผิด",
    "นายจ้าง ต้องจ่ายค่าแรง",
    "นายกเปิดงานแล้วกลับ",
    "เจ้านาย สั่งให้ทำ",
    "ทนาย ความควรมีทุกอำเภอ",
    "คุณหมอ บอกว่าไม่ได้",
    "คุณยาย เดินไม่ไหว",
    "คุณภาพ ชีวิตดีขึ้น",
    "คุณสมบัติ ของผู้สมัคร",
    "คุณครู ที่โรงเรียน",
    "นางฟ้า ของเด็กๆ",
    "นางพยาบาล ดูแลดี",
    "มี 2คน 300 บาท",
    "เดิน 5กม 20 นาที",
    "ขอ 3 ข้อ",
    "line today ลงข่าว",
    "ช้อปออนไลน์: http://example.com",
    "คำสั่งที่ 3/2560 จังหวัดตาก",
    "ขอให้ตัด 3 ถนนออก",
    "ชื่อร้าน อร่อยดี",
    "โทรสายด่วน 1567 แล้วไม่มีใครรับ",
    "ศูนย์ดำรงธรรม ๑๕๖๗",
    "พ.ร.บ. ฉบับที่ 12 พ.ศ. 2562",
    "งบประมาณ 1234567890 บาท",
    "งบ 3,600,000,000 บาท",
    "ประมวลกฎหมายแพ่ง มาตรา 1299",
    "มาตรา ๑๓/๑ วรรคสาม",
    "หนังสือที่ มท 0309.2/ว 1234 ลงวันที่ 5",
    "ประกาศ กค 0405.3",
    "สายรถเมล์ 2-15 และ 8",
    "ถนนหมายเลข 304 กม. 12",
    "เปิด 08.30-16.30 น.",
    "ปี 2566-2570",
    "ข้อ 4/2 ของร่าง",
    "ไลน์ผลิตของโรงงาน",
    "ไลน์กลุ่มหมู่บ้านดีมาก",
    "ช่อง 7HD",
    "1669 มาช้า",
    "สัดส่วน 60/40",
    "คดีหมายเลขแดงที่ อ.1234/2566",
    "บัญชีม้า 500 บัญชี",
    "บัญชีแนบท้าย 2 รายการ",
    "เลขที่ใบอนุญาต 12345/2560",
    "แบบ ภ.ง.ด. 90",
    "รถเมล์สาย 8 ทะเบียนบ้าน",
    "ทะเบียนบ้าน 2 เล่ม",
    "ขอสำเนาทะเบียนบ้าน 3 ชุด",
    "อยู่ 3 ปี ตำบลเดียวกัน",
    "อยู่ห่าง 5 กม. ถนนลูกรัง",
    "หมู่ 4 ไม่มีน้ำ",
    "ม.44",
    "ตู้ ปณ. 100",
    "PM2.5 เกิน 150",
    "งบทั้งหมด 1234567890123 บาท",
    "ครูสอนภาษาไทย ขาดแคลน",
    "ครูวิทยาศาสตร์ ไม่มี",
    "ครูเทคนิค ขาดแคลน",
    "ครูประจำชั้น งานเยอะ",
    "ครูสมัยใหม่ ต้องใช้คอมเป็น",
    "หมอนวด ควรขึ้นทะเบียน",
    "หมอดู หลอกคนแก่",
    "หมอฟัน คิวเต็ม",
    "กำนันผู้ใหญ่บ้าน ไม่ประชุม",
    "ปลัดอำเภอ นัดแล้วไม่มา",
    "ผู้อำนวยการกอง ไม่ตอบหนังสือ",
    "อาจารย์พิเศษ ไม่มีสวัสดิการ",
    "ทนายอาสา ควรมีทุกอำเภอ",
    "พี่น้องประชาชน เดือดร้อน",
    "พี่เลี้ยงเด็ก ค่าแรงต่ำ",
    "น้องหมา น้องแมว จรจัด",
    "ป้ายรถเมล์ 3 ป้าย",
    "ลุงป้าน้าอา ใช้แอปไม่เป็น",
    "โรงเรียนครูสมหญิง รักไทย",
    "ร.ต.ต. และ ส.ต.ต. เงินเดือนน้อย",
    "ดร.จบใหม่ ไม่มีงาน",
    "ชื่อสกุล ไม่ตรงกับบัตร",
    "ให้ใส่ชื่อตัว นามสกุล ที่อยู่",
    "โรงพยาบาลศิริราช คนแน่น",
    "พันธุ์ข้าว กข 43 ขายดี",
    "รถเมล์ ปอ 529 มาช้า",
    "รถไฟฟ้าเฟส 2 ช้า",
    "เพจ Facebook ของกรม ไม่ตอบ",
    "Facebook live ประชุมสภา",
    "ดูในกลุ่ม facebook.com/groups/bansuan",
    "look at the school",
    "เรียนห้อง 305 ร้อนมาก",
    "เชียงใหม่ ลำพูน ฝุ่นหนัก",
    "น.ส. 3 ก. ออกโฉนดไม่ได้",
]


@pytest.mark.parametrize(("text", "kind"), GOES)
def test_personal_data_is_masked(text: str, kind: str) -> None:
    masked = mask(text)
    assert masked.kinds == BESIDE.get(text, (kind,))
    assert TAGS[kind] in masked.text


@pytest.mark.parametrize("text", STAYS)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert mask(text).text == text


def test_a_holder_of_high_office_stays_readable() -> None:
    assert mask("นายกรัฐมนตรี นายสมชาย ใจดี ต้องตอบ").kinds == ()


def test_several_kinds_in_one_comment_are_all_found() -> None:
    text = "ดิฉัน นางสาวสมหญิง รักไทย อยู่ 9/9 หมู่ 2 ตำบลปากน้ำ โทร ๐๘๙-๑๑๑-๒๒๒๒ เมล a@example.com"
    assert mask(text).kinds == ("address", "email", "name", "phone")


def test_the_check_digit_of_an_identity_card() -> None:
    # 13 + 24 + 33 + 40 + 45 + 48 + 49 + 48 + 45 + 0 + 3 + 4 = 352; (11 − 352 mod 11) mod 10 = 1
    assert is_national_id("1234567890121")
    assert not is_national_id("1234567890123")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_kind_labelled_in_the_demo_is_found_and_nothing_else() -> None:
    for row in rows_of(ROOT / "cms" / "demo" / "comments.csv"):
        assert mask(row["text"]).kinds == tuple(sorted(filter(None, row["pii"].split(";")))), row["text"]


def test_ordinary_posts_are_rarely_masked() -> None:
    """800 social-media posts: shops give telephone numbers; names and plates are rare."""
    rows = rows_of(ROOT / "tests" / "data" / "wisesight" / "sample.csv")
    kinds = [kind for row in rows for kind in mask(row["text"]).kinds]
    assert kinds.count("name") <= 9  # all but two are somebody's
    assert kinds.count("plate") + kinds.count("address") + kinds.count("national_id") <= 4


FRAGMENTS = st.sampled_from([text for text, _ in GOES] + STAYS + ["๐", "9", "-", " ", "นาย", "\n", "@", "[ชื่อบุคคล]"])


@settings(max_examples=150, deadline=None)
@given(st.lists(FRAGMENTS, max_size=6).map("".join) | st.text(max_size=80))
def test_masking_twice_changes_nothing(text: str) -> None:
    once = mask(text).text
    assert mask(once).text == once


@settings(max_examples=150, deadline=None)
@given(st.lists(FRAGMENTS, max_size=6).map("".join))
def test_spans_never_overlap_and_everything_between_them_survives(text: str) -> None:
    spans = find(text)
    place = 0
    rebuilt = []
    for span in spans:
        assert place <= span.start < span.end <= len(text)
        rebuilt += [text[place : span.start], TAGS[span.kind]]
        place = span.end
    assert replace(text, spans) == "".join([*rebuilt, text[place:]]) == mask(text).text


HOSTILE = [
    "1234567890121-",
    "0812345678-1234567890121.",
    "1",
    "1 ",
    "นาย",
    "นายสมชาย ใจดี",
    "a@",
    "a@b.co",
    "ซอย 1 ",
    "ดร. ",
    "ก",
    "1กข1234 ",
    "@line:a",
    "ชื่อ ",
    "99/1 ม.5 ต.บางรัก ",
    "คุณหนิง 081-234-5678",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_characters_searched_grow_as_the_text_does(piece: str) -> None:
    small, large = (piece * (size // len(piece)) for size in (1_500, 6_000))
    per_character = find_counting(large)[1] / len(large)
    assert per_character <= 1.5 * find_counting(small)[1] / len(small)
    assert per_character < 60


@pytest.mark.parametrize("piece", ["1234567890121-", "1 2345 67890 12 1.", "0812345678-1234567890121-"])
def test_of_numbers_that_cling_to_each_other_none_is_left(piece: str) -> None:
    masked = mask(piece * 40).text
    assert not re.search(r"\d", masked)
    assert mask(masked).text == masked


def test_masking_loads_no_library_of_language() -> None:
    """The web process masks each posted comment: it must stay light."""
    code = (
        "import sys; from consult.thai.personal_data import mask; mask('ผมชื่อ วิชัย แสงทอง โทร 0812345678');"
        "heavy = {'spacy', 'numpy', 'pythainlp', 'django'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


@pytest.mark.parametrize("text", [text for text, kind in GOES if kind in {"phone", "national_id"}])
def test_a_writer_is_warned_of_the_numbers_that_are_masked(text: str) -> None:
    assert looks_personal(text)


@pytest.mark.parametrize("text", [*STAYS, "๕๕๕๕๕๕๕๕๕๕", "5555555555 ขำ", "55 55 55 55 55 55"])
def test_a_writer_is_not_warned_of_ordinary_text_sums_and_laughter(text: str) -> None:
    assert not looks_personal(text)


def test_a_browser_reads_the_pattern_of_the_warning_as_python_does() -> None:
    """The page hands the pattern to the browser, so the two must agree on every example."""
    texts = [text for text, _ in GOES] + STAYS + ["๕๕๕๕๕๕๕๕๕๕", "a@b.co", "@", "a@b", "๐๘๑๒๓๔๕๖๗๘ บาท"]
    script = "const [p, t] = JSON.parse(require('fs').readFileSync(0)); console.log(JSON.stringify(t.map(x => new RegExp(p).test(x))))"
    node = subprocess.run(
        ["node", "-e", script], input=json.dumps([LOOKS_PERSONAL, texts]), capture_output=True, text=True, check=True
    )
    assert json.loads(node.stdout) == [looks_personal(text) for text in texts]


def test_names_beside_numbers_houses_and_plates_are_masked_and_streets_and_firms_are_left() -> None:
    text = (ROOT / "tests/data/alarms/masking.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line[0] != "#"]
    found = due = wrong = 0
    for line in lines:
        text = re.sub("[⟦⟧]", "", line)
        marks = [
            (hit.start() - 2 * place, hit.end() - 2 * place - 2) for place, hit in enumerate(re.finditer("⟦.*?⟧", line))
        ]
        spans = find(text)
        covered = {place for span in spans for place in range(span.start, span.end)}
        due += len(marks)
        found += sum(all(place in covered or text[place] == " " for place in range(*mark)) for mark in marks)
        wrong += sum(not any(span.start < end and span.end > start for start, end in marks) for span in spans)
    assert found >= 0.9 * due and wrong <= 0.02 * due


@pytest.mark.parametrize("name", alarms.MASKS)
@pytest.mark.parametrize("half", alarms.HALVES)
def test_names_houses_and_plates_written_apart_from_the_rules_are_masked(name: str, half: str) -> None:
    lines = alarms.lines(alarms.TEXTS / f"{name}.txt", half)
    found = list(alarms.masked(lines))
    missed = sum(len(missed) for _, missed, _ in found)
    due = sum(line.count("⟦") for line in lines)
    assert missed <= 0.1 * due and sum(len(wrong) for _, _, wrong in found) <= 0.03 * len(found)


@pytest.mark.parametrize(
    "text",
    [
        "วันดีคืนดีก็ขึ้นราคา",
        "ครูเทคนิค ขาดแคลน",
        "ห้องเรียน 4/2 ร้อน",
        "ชั้น ม.4/2 ไม่มีครู",
        "ถนน ทช 3021 มืด",
        "รถสาย ปอ 510 ขาดช่วง",
        "ข้าว กข 105 ราคาตก",
        "ลาดพร้าว 64/1 รถติด",
        "ปีงบ 1/2569 ยังไม่จ่าย",
        "ไพบูลย์ขึ้นกว่าก่อน",
        "๗/๑ ควรตัดออก",
        "ป้ายแดงเยอะมาก",
        "ครูดีๆ ลาออกหมด",
        "น้องแพ้ น้องไม่ชอบ",
        "ส้มตำเจ้านี้ แซ่บมาก",
        "เจ๊ร้านทอง บอกว่าราคาขึ้น",
        "มุกเสี่ยวมาก",
        "มีบ้าน 45 หลัง น้ำท่วม",
        "ร้านเปิดบ้านเรา 24/7",
        "ลาดพร้าว 64/1 น้ำท่วม",
        "กำแพงหนา 1/2 เมตร",
        "ข้าว 2 กก-3 กก",
        "ประชา ร่วมใจ ขับเคลื่อนชุมชน",
        "เจ้านางในละคร",
        "พี่ เปลี่ยน แพ็กเกจ แล้ว",
        "อีกแล้ว ขึ้นค่าน้ำ",
        "ตั้งชื่อนะจ๊ะ",
        "หน้าบ้าน 3 คันจอดขวาง",
        "บ้าน 5 หลังริมคลองน้ำท่วม",
        "มาตรา 15/1 กับ 15/2 ขัดกัน",
        "วิภาดาเป็นชื่อซอย มืดมาก",
        "โรงเรียน จิรายุวิทยา รับนักเรียนน้อยลง",
    ],
)
def test_words_that_are_also_names_and_numbers_of_lanes_roads_and_classes_stay(text: str) -> None:
    assert mask(text).text == text


@pytest.mark.parametrize(
    "line",
    [
        "แปลงข้าง ๆ เป็นของ ⟦สมบูรณ์ ทรัพย์มาก⟧ บุกรุกมาสองเมตร",
        "ทนายของเราคือ ⟦ปกรณ์ เลิศไกร⟧",
        "⟦อำนวย สุดสวย⟧ ขับรถชนเสาไฟแล้วหนี",
        "ฝากถึง ⟦วิชัย⟧ ที่ขายที่ดินให้",
        "คนร้ายคือ⟦ปรีชา⟧",
        "⟦สายฝน ดวงดี⟧ ม.6/2",
        "⟦รัตนา พรมมา⟧ เบอร์ ⟦0899990000⟧",
        "⟦เม่งจู แซ่ลิ้ม⟧ โอนที่",
        "เรื่องนี้ ⟦ปุณยวีร์ วงศ์ใหญ่⟧ รู้ดี",
        "⟦เจ๊หงส์⟧ ปล่อยกู้ร้อยละยี่สิบ",
        "ลูกสาว ⟦น้องเอย⟧ แพ้ฝุ่น",
        "⟦จ.ส.ต.มานะ⟧ รีดไถ",
        "⟦ส.อบต.วิเชียร⟧ ไม่เคยลงพื้นที่",
        "ข้าพเจ้า⟦นางสาวกาญจนา เพ็งพา⟧",
        "⟦Somchai Jaidee⟧ tel ⟦0812223333⟧",
        "ติดบ้าน ⟦45⟧ ซอย 3",
        "บ้านหลังสุดท้าย เลขที่ ⟦301⟧ เลี้ยงหมาสิบตัว",
        "หลังคา ⟦17/4⟧ ล้ำเข้ามา",
        "ข้างบ้านผม (⟦66/2⟧) ทำโรงกลึง",
        "ตึกแถวห้อง ⟦14/6⟧ ปล่อยควัน",
        "หมู่ 6 เลขที่ ⟦31⟧ น้ำขุ่น",
        "ระหว่างบ้าน ⟦21 กับ 23⟧ มีโพรง",
        "ข้าง ๆ ⟦66/77⟧ เลี้ยงไก่ชน",
        "⟦ษษ 9⟧ จอดหน้าปากซอยทุกวัน รถหรู",
        "วินเบอร์ 12 ป้ายเหลือง ⟦1กก-77⟧",
        "รถกระบะสีเทา ⟦บย 8 เชียงราย⟧",
        "รถสิบล้อ ⟦71 2345⟧ ลพบุรี",
        "มอไซค์ ⟦ขคม 123⟧ ท่อดัง",
    ],
)
def test_people_houses_and_vehicles_of_complaints_are_masked_whole(line: str) -> None:
    ((_text, missed, wrong),) = alarms.masked([line])
    assert (missed, wrong) == ([], [])
