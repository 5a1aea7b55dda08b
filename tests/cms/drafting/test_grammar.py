"""Drafts as officers type them are read for what they are."""

import pytest

from cms.drafting import Chapter, read_text, row_cells, write_text


def sections(text):
    return [
        (section.unit, section.number, section.heading, list(section.paragraphs))
        for section in read_text(text).sections()
    ]


def labels(text):
    return [section.label for section in read_text(text).sections()]


ACT = """\
ร่าง
พระราชบัญญัติตัวอย่าง พ.ศ. ....

โดยที่เป็นการสมควรมีกฎหมาย ตามมาตรา ๒๖ ของรัฐธรรมนูญ

มาตรา ๑ พระราชบัญญัตินี้เรียกว่า “พระราชบัญญัติตัวอย่าง”
มาตรา ๒
ให้ใช้บังคับตั้งแต่วันถัดจากวันประกาศ

ภาค ๑ ความผิด
ลักษณะ ๑
บททั่วไป
หมวด ๑
การอนุญาต
ส่วนที่ ๑ คำขอ
มาตรา ๓ [ผู้ขอ] ผู้ใดประสงค์จะขอ ต้อง
(๑) ยื่นคำขอ
(ก) ด้วยตนเอง
มาตรา ๓/๑ คำขอตามมาตรา ๓
หมวด ๒ โทษ
มาตรา ๔ ผู้ใดฝ่าฝืน
บทเฉพาะกาล
มาตรา ๕ คำขอที่ยื่นไว้ก่อน
ผู้รับสนองพระราชโองการ
นายกรัฐมนตรี
บัญชีแนบท้ายพระราชบัญญัติตัวอย่าง
| รายการ | บาท |
| คำขอ | ๑๐ |
"""


def test_an_act_is_read_with_its_chapters_items_and_annex():
    draft = read_text(ACT)
    assert draft.preamble == (
        "ร่าง",
        "พระราชบัญญัติตัวอย่าง พ.ศ. ....",
        "โดยที่เป็นการสมควรมีกฎหมาย ตามมาตรา ๒๖ ของรัฐธรรมนูญ",
    )
    assert sections(ACT)[1:4] == [
        ("มาตรา", "๒", "", ["ให้ใช้บังคับตั้งแต่วันถัดจากวันประกาศ"]),
        ("มาตรา", "๓", "ผู้ขอ", ["ผู้ใดประสงค์จะขอ ต้อง", "(๑) ยื่นคำขอ", "(ก) ด้วยตนเอง"]),
        ("มาตรา", "๓/๑", "", ["คำขอตามมาตรา ๓"]),
    ]
    assert [section.chapter for section in draft.sections()] == [
        "",
        "",
        "ภาค ๑ ความผิด › ลักษณะ ๑ บททั่วไป › หมวด ๑ การอนุญาต › ส่วนที่ ๑ คำขอ",
        "ภาค ๑ ความผิด › ลักษณะ ๑ บททั่วไป › หมวด ๑ การอนุญาต › ส่วนที่ ๑ คำขอ",
        "ภาค ๑ ความผิด › ลักษณะ ๑ บททั่วไป › หมวด ๒ โทษ",
        "บทเฉพาะกาล",
        "",
    ]
    assert draft.unrecognised == [(24, "ผู้รับสนองพระราชโองการ"), (25, "นายกรัฐมนตรี")]
    annex = draft.sections()[-1]
    assert (annex.unit, annex.number, annex.label) == ("", "", "บัญชีแนบท้ายพระราชบัญญัติตัวอย่าง")
    assert [row_cells(row) for row in annex.paragraphs] == [("รายการ", "บาท"), ("คำขอ", "๑๐")]


def test_an_ordinance_counts_its_sections_and_not_those_of_the_act_above_it():
    text = "ข้อ 1. เรียกว่า\nข้อ 2 อาศัยอำนาจตามความใน\nมาตรา 50 แห่งพระราชบัญญัติเทศบาล\nมาตรา 51 ด้วย\nข้อ 3) ให้ใช้"
    assert sections(text) == [
        ("ข้อ", "1", "", ["เรียกว่า"]),
        ("ข้อ", "2", "", ["อาศัยอำนาจตามความในมาตรา 50 แห่งพระราชบัญญัติเทศบาล", "มาตรา 51 ด้วย"]),
        ("ข้อ", "3", "", ["ให้ใช้"]),
    ]


def test_a_plan_counts_with_points():
    text = "แผนน้ำ\n๑. วิสัยทัศน์\nน้ำสะอาด\n๒. ยุทธศาสตร์\n๒.๑ คน\n(๑) ครู\n๒.๒ เงินที่ใช้ตามแผน\n๓. ติดตาม"
    assert sections(text) == [
        ("", "๑", "วิสัยทัศน์", ["น้ำสะอาด"]),
        ("", "๒.๑", "คน", ["(๑) ครู"]),
        ("", "๒.๒", "", ["เงินที่ใช้ตามแผน"]),
        ("", "๓", "", ["ติดตาม"]),
    ]
    assert [section.chapter for section in read_text(text).sections()] == ["", "๒. ยุทธศาสตร์", "๒. ยุทธศาสตร์", ""]


def test_points_are_paragraphs_where_sections_have_names():
    assert sections("มาตรา ๑ มีดังนี้\n1. ก\n2. ข")[0][3] == ["มีดังนี้", "1. ก", "2. ข"]


@pytest.mark.parametrize(
    "number", ["5", "๕", "๗/๑", "193/35", "335 ทวิ", "๓๓๕ ตรี", "๑๒๓/๔ จัตวา", "172 ทวิ/1", "๑๗๒ เบญจ", "๑๗๒ เอกาทศ"]
)
def test_numbers_of_every_kind_are_kept_as_written(number):
    assert sections(f"มาตรา {number} ผู้ใด")[0] == ("มาตรา", number, "", ["ผู้ใด"])


@pytest.mark.parametrize(
    "line",
    [
        "มาตรา\u00a0๕  ผู้ใด",
        "\u200bมาตรา\u200b ๕\tผู้ใด",
        "มาตรา๕ ผู้ใด",
        "   มาตรา  ๕ :  ผู้ใด \u00a0",
        "\ufeffมาตรา ๕\r\nผู้ใด",
    ],
)
def test_space_seen_and_unseen_is_tolerated(line):
    assert sections(f"{line}\r\nวรรคที่สอง\r\n") == [("มาตรา", "๕", "", ["ผู้ใด", "วรรคที่สอง"])]


def test_words_stay_as_they_were_written():
    paragraph = "ผู้ใดนํานํ้าเสีย  ลง\u200bแม่น้ํา\u00a0ต้อง"
    assert sections(f"มาตรา ๑ {paragraph}")[0][3] == [paragraph]
    assert read_text(f"บทกําหนดโทษ\nมาตรา ๑ {paragraph}").sections()[0].chapter == "บทกําหนดโทษ"


def test_the_plain_line_stands_beside_the_section():
    (section,) = read_text("มาตรา ๑ [ชื่อ] ผู้ใด\nอย่างง่าย : ใครก็ได้\nอย่างง่าย: วรรค").sections()
    assert (section.plain_summary, section.paragraphs) == ("ใครก็ได้", ("ผู้ใด", "อย่างง่าย: วรรค"))


def test_a_section_that_is_spoken_of_at_the_start_of_a_line_begins_nothing():
    text = "มาตรา ๔ ก\nมาตรา ๕ ข\nมาตรา ๖ ค\nมาตรา ๕ และมาตรา ๖ ให้ใช้\nมาตรา ๗ ง ตาม\nมาตรา ๔ ให้\nมาตรา ๖ วรรคสอง\nมาตรา ๘ จ"
    assert sections(text)[2:] == [
        ("มาตรา", "๖", "", ["ค", "มาตรา ๕ และมาตรา ๖ ให้ใช้"]),
        ("มาตรา", "๗", "", ["ง ตามมาตรา ๔ ให้", "มาตรา ๖ วรรคสอง"]),
        ("มาตรา", "๘", "", ["จ"]),
    ]


def test_a_section_may_begin_with_words_that_follow_a_section_spoken_of():
    text = "มาตรา ๑ ก\nมาตรา ๒ ถึงแม้ว่า\nมาตรา ๓ (๑) ข\nมาตรา ๔ แห่งใดก็ตาม\nมาตรา ๕ ถึงมาตรา ๗ (ยกเลิก)\nมาตรา ๘ ค"
    assert labels(text) == [f"มาตรา {number}" for number in "๑๒๓๔๕๘"]


def test_what_an_amending_act_quotes_stays_inside():
    text = (
        "มาตรา ๓ ให้ยกเลิกความในมาตรา ๕ แห่งพระราชบัญญัติ และให้ใช้ความต่อไปนี้แทน\n“มาตรา ๕ ในหมวดนี้\n“ก” หมายความว่า\nหมวด ๑/๑ ทั่วไป\n"
        "มาตรา ๔ ผู้ใด”\nมาตรา ๔ ให้รัฐมนตรีรักษาการ"
    )
    assert [len(section.paragraphs) for section in read_text(text).sections()] == [5, 1]
    assert read_text(text).sections()[0].chapter == ""


def test_a_quotation_left_open_swallows_nothing():
    text = "มาตรา ๑ ก\n“มาตรา ๕ ข\nมาตรา ๒ ค\nมาตรา ๓ ง"
    assert labels(text) == ["มาตรา ๑", "มาตรา ๒", "มาตรา ๓"]
    assert read_text(text).open_quote == 2


def test_an_act_and_the_code_behind_it_both_count_from_one():
    text = "\n".join(f"มาตรา {number} ก" for number in [1, 2, 3, 4, 1, 2, 3, 4, 5, 6])
    assert labels(text) == [f"มาตรา {number}" for number in [1, 2, 3, 4, 1, 2, 3, 4, 5, 6]]


def test_sections_typed_twice_or_in_the_wrong_place_are_still_sections():
    assert labels("มาตรา ๑ ก\nมาตรา ๒ ข\nมาตรา ๒ ค\nมาตรา ๔ ง\nมาตรา ๓ จ\nมาตรา ๕ ช") == [
        f"มาตรา {n}" for n in "๑๒๒๔๓๕"
    ]


def test_a_heading_that_is_spoken_of_is_a_paragraph():
    text = "หมวด ๑ ก\nมาตรา ๑ ให้นำ\nหมวด ๒ ว่าด้วยตั๋วเงิน\nส่วนที่ ๑ แห่งหมวดนี้\nส่วน ๑ ใน ๓\nมาใช้"
    assert len(read_text(text).sections()[0].paragraphs) == 5


def test_text_below_a_heading_that_is_no_title_is_named_by_line():
    draft = read_text("หมวด ๑ ทั่วไป\nข้อความลอย\nมาตรา ๑ ก")
    assert draft.unrecognised == [(2, "ข้อความลอย")]


def test_a_text_without_sections_is_not_recognised():
    draft = read_text("เรียน ท่านผู้อ่าน\n\nหมวด ๑ ก\nขอบคุณ")
    assert draft.sections() == [] and draft.preamble == ()
    assert draft.unrecognised == [(1, "เรียน ท่านผู้อ่าน"), (4, "ขอบคุณ")]
    assert [part.name for part in draft.parts if isinstance(part, Chapter)] == ["หมวด ๑ ก"]


def test_a_table_of_contents_is_no_heading():
    text = "สารบัญ\nหมวด ๑ ทั่วไป ........ ๑\nมาตรา ๑ ........ ๒\nหมวด ๑ ทั่วไป\nมาตรา ๑ ก"
    assert labels(text) == ["มาตรา ๑"] and len(read_text(text).preamble) == 3


def test_lines_broken_by_a_page_are_put_together_where_paragraphs_are_indented():
    words = "ผู้ใดประสงค์จะขอรับใบอนุญาตประกอบกิจการตามพระราชบัญญัตินี้ต้องยื่นคำขอต่อ"
    lines = []
    for number in range(1, 6):
        lines += [f"        มาตรา {number} {words}", words[:70] + "ตาม", f"มาตรา {6 - number} ต่อ", "        วรรคสอง"]
    draft = read_text("\n".join(lines))
    assert [section.number for section in draft.sections()] == ["1", "2", "3", "4", "5"]
    assert draft.sections()[0].paragraphs == (f"{words}{words[:70]}ตามมาตรา 5 ต่อ", "วรรคสอง")


def test_a_backslash_makes_a_paragraph_of_anything():
    text = "มาตรา ๑ ก\n\\มาตรา ๒ ข\n\\\\ค"
    assert sections(text) == [("มาตรา", "๑", "", ["ก", "มาตรา ๒ ข", "\\ค"])]
    assert write_text(read_text(text)) == "มาตรา ๑ ก\n\\มาตรา ๒ ข\n\\\\ค\n"


def test_a_section_may_have_a_name_and_no_number():
    assert sections("[วิสัยทัศน์]\nก\n[พันธกิจ]\nข") == [("", "", "วิสัยทัศน์", ["ก"]), ("", "", "พันธกิจ", ["ข"])]


def test_a_point_behind_a_number_belongs_to_it_with_and_without_a_space():
    assert sections("มาตรา 1.ในกฎหมายนี้\nมาตรา 2:ให้ใช้") == sections("มาตรา 1 ในกฎหมายนี้\nมาตรา 2 ให้ใช้")
    assert [part[1] for part in sections("ข้อ 2.1 ก\nข้อ 2.2.ข")] == ["2.1", "2.2"]


@pytest.mark.parametrize("title", ["อัตราค่าธรรมเนียม", "บัญชีอัตราค่าธรรมเนียม"])
def test_the_table_of_fees_below_an_act_is_an_annex_and_a_sentence_about_fees_is_not(title):
    text = f"มาตรา ๑ {title}ให้เป็นไปตามบัญชี\n{title}ตามวรรคหนึ่ง\nผู้รับสนองพระราชโองการ\n{title}\n(๑) คำขอ ๑๐ บาท"
    assert sections(text)[1:] == [("", "", title, ["(๑) คำขอ ๑๐ บาท"])]
