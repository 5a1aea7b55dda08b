"""Word files as real offices make them: the text that a reader sees printed, nothing twice and nothing dropped."""

import pytest

from cms.drafting.files import DraftRefused, read_file
from tests.support.word_files import paragraph, run, table, word_file


def read(*body, original=False, **parts):
    return read_file("ร่าง.docx", word_file(*body, **parts), original=original)


def sections(draft):
    return [(section.label, *section.paragraphs) for section in draft.sections()]


def numbered(level=0, number=1):
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def level(place, text, form="thaiNumbers", more="", start=1):
    return f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def lists(*levels, more=""):
    return f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{more}'


def test_numbers_that_word_makes_are_written_out():
    draft = read(
        paragraph("พระราชบัญญัติ"),
        paragraph("ทั่วไป", properties=numbered(0)),
        paragraph("ผู้ใด", properties=numbered(1)),
        paragraph("ยื่นคำขอ", properties=numbered(2)),
        paragraph("จ่ายเงิน", properties=numbered(2)),
        paragraph("ให้รัฐมนตรี", properties=numbered(1)),
        paragraph("ออกกฎ", properties=numbered(2)),
        paragraph("โทษ", properties=numbered(0)),
        paragraph("ผู้ฝ่าฝืน", properties=numbered(1)),
        numbering=lists(
            level(0, "หมวด %1"), level(1, "มาตรา %2", more='<w:lvlRestart w:val="0"/>'), level(2, "(%3)", "thaiLetters")
        ),
    )
    assert sections(draft) == [
        ("มาตรา ๑", "ผู้ใด", "(ก) ยื่นคำขอ", "(ข) จ่ายเงิน"),
        ("มาตรา ๒", "ให้รัฐมนตรี", "(ก) ออกกฎ"),
        ("มาตรา ๓", "ผู้ฝ่าฝืน"),
    ]
    assert [section.chapter for section in draft.sections()] == ["หมวด ๑ ทั่วไป", "หมวด ๑ ทั่วไป", "หมวด ๒ โทษ"]


def test_numbering_comes_through_styles_and_what_they_are_based_on():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Law"><w:name w:val="Law"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="Law"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Free"><w:basedOn w:val="Law"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    draft = read(
        paragraph("ก", properties='<w:pStyle w:val="Law"/>'),
        paragraph("วรรค", properties='<w:pStyle w:val="Free"/>'),
        paragraph("ข", properties='<w:pStyle w:val="Mine"/>'),
        styles=styles,
        numbering=lists(level(0, "หมวด %1"), level(1, "ข้อ %2", "decimal", more='<w:pStyle w:val="Law"/>', start=5)),
    )
    assert sections(draft) == [("ข้อ 5", "ก", "วรรค"), ("ข้อ 6", "ข")]


def test_a_list_may_begin_again():
    again = '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num>'
    draft = read(
        paragraph("ก", properties=numbered()),
        paragraph("ข", properties=numbered()),
        paragraph("ค", properties=numbered(number=2)),
        paragraph("ง", properties=numbered(number=2)),
        numbering=lists(level(0, "มาตรา %1"), more=again),
    )
    assert [label for label, *_ in sections(draft)] == ["มาตรา ๑", "มาตรา ๒", "มาตรา ๙", "มาตรา ๑๐"]


def change(kind, *inside):
    return f'<w:{kind} w:id="1" w:author="ก">{"".join(inside)}</w:{kind}>'


def deleted(text):
    return change("del", f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>')


TRACKED = (
    paragraph("มาตรา ๑ ภายใน", deleted("สิบ"), change("ins", run("สามสิบ")), "วัน"),
    paragraph("มาตรา ๒ ข้อความ", properties=f"<w:rPr>{change('del')}</w:rPr>"),
    paragraph("ต่อกัน"),
    paragraph(change("ins", run("มาตรา ๓ ใหม่")), properties=f"<w:rPr>{change('ins')}</w:rPr>"),
    paragraph(change("moveFrom", run("มาตรา ๔ ย้าย")), properties=f"<w:rPr>{change('moveFrom')}</w:rPr>"),
    paragraph("มาตรา ๕ ท้าย"),
    paragraph(change("moveTo", run("ย้ายมา")), properties=f"<w:rPr>{change('moveTo')}</w:rPr>"),
    paragraph(""),
)


def test_tracked_changes_are_read_as_accepted_and_counted():
    draft = read(*TRACKED)
    assert sections(draft) == [
        ("มาตรา ๑", "ภายในสามสิบวัน"),
        ("มาตรา ๒", "ข้อความต่อกัน"),
        ("มาตรา ๓", "ใหม่"),
        ("มาตรา ๕", "ท้าย", "ย้ายมา"),
    ]
    assert draft.tracked_changes == 7


def test_the_text_before_tracked_changes_can_be_read_too():
    assert sections(read(*TRACKED, original=True)) == [
        ("มาตรา ๑", "ภายในสิบวัน"),
        ("มาตรา ๒", "ข้อความ", "ต่อกัน"),
        ("มาตรา ๔", "ย้าย"),
        ("มาตรา ๕", "ท้าย"),
    ]


def test_a_number_that_word_makes_counts_only_paragraphs_of_this_reading():
    body = (
        paragraph("ก", properties=numbered()),
        paragraph(deleted("ข"), properties=f"{numbered()}<w:rPr>{change('del')}</w:rPr>"),
        paragraph("ค", properties=numbered()),
    )
    numbering = lists(level(0, "มาตรา %1"))
    assert sections(read(*body, numbering=numbering)) == [("มาตรา ๑", "ก"), ("มาตรา ๒", "ค")]
    assert len(sections(read(*body, numbering=numbering, original=True))) == 3


def test_rows_of_a_table_come_and_go_with_tracked_changes():
    row = f"<w:tr><w:trPr>{change('del')}</w:trPr><w:tc>{paragraph('เก่า')}</w:tc><w:tc>{paragraph('๑')}</w:tc></w:tr>"
    body = (paragraph("มาตรา ๑ อัตรา"), table(["ใหม่", "๒"]).replace("</w:tbl>", f"{row}</w:tbl>"))
    assert sections(read(*body)) == [("มาตรา ๑", "อัตรา", "| ใหม่ | ๒ |")]
    assert sections(read(*body, original=True))[0][-1] == "| เก่า | ๑ |"


def test_comments_are_counted_and_stay_out_of_the_text():
    draft = read(
        paragraph('<w:commentRangeStart w:id="0"/>', "มาตรา ๑ ก", '<w:r><w:commentReference w:id="0"/></w:r>'),
        comments=f'<w:comment w:id="0" w:author="ข">{paragraph("ควรแก้")}</w:comment>',
    )
    assert sections(draft) == [("มาตรา ๑", "ก")] and draft.comments == ("ควรแก้",)


def test_soft_breaks_begin_paragraphs_and_tabs_stay():
    draft = read(
        paragraph(
            "มาตรา ๑\tก", "<w:r><w:br/></w:r>", "วรรคสอง", "<w:r><w:cr/></w:r>", "(๑)", "<w:r><w:tab/></w:r>", "ข"
        )
    )
    assert sections(draft) == [("มาตรา ๑", "ก", "วรรคสอง", "(๑)\tข")]
    heading = read(paragraph("หมวด ๑", "<w:r><w:br/></w:r>", "ทั่วไป"), paragraph("มาตรา ๑ ก"))
    assert heading.sections()[0].chapter == "หมวด ๑ ทั่วไป"


BOX = f"<w:txbxContent>{paragraph('มาตรา ๒ ในกรอบ')}{paragraph('วรรคสอง')}</w:txbxContent>"


@pytest.mark.parametrize(
    "box",
    [
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>",
        f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict>",
    ],
)
def test_a_text_box_is_read_once_behind_its_paragraph(box):
    draft = read(paragraph("มาตรา ๑ ก", f"<w:r>{box}</w:r>"), paragraph("มาตรา ๓ ข"))
    assert sections(draft) == [("มาตรา ๑", "ก"), ("มาตรา ๒", "ในกรอบ", "วรรคสอง"), ("มาตรา ๓", "ข")]


def test_notes_heads_and_feet_are_named_but_not_numbers_of_pages():
    draft = read(
        paragraph("มาตรา ๑ ก", '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        footnotes=f'<w:footnote w:id="0" w:type="separator">{paragraph("")}</w:footnote><w:footnote w:id="2">{paragraph("ราชกิจจานุเบกษา")}</w:footnote>',
        header=paragraph("ร่างลับ"),
        footer=paragraph("หน้า ", '<w:fldSimple w:instr="PAGE"><w:r><w:t>๓</w:t></w:r></w:fldSimple>', " / ๑๐"),
    )
    assert sections(draft) == [("มาตรา ๑", "ก")]
    assert sorted(text for _, text in draft.unrecognised) == ["ราชกิจจานุเบกษา", "ร่างลับ"]


def test_rows_of_a_table_are_lines_and_a_table_that_arranges_sections_is_none():
    rows = table(["รายการ", "บาท"], ["คำขอ | ใบแทน", "๑๐"])
    assert sections(read(paragraph("มาตรา ๑ อัตรา"), rows)) == [
        ("มาตรา ๑", "อัตรา", "| รายการ | บาท |", "| คำขอ \\| ใบแทน | ๑๐ |")
    ]
    arranged = table(
        ["มาตรา ๑", "ผู้ใดประสงค์จะขอรับใบอนุญาตให้ยื่นคำขอต่อนายทะเบียน"], ["มาตรา ๒", "ให้นายทะเบียนพิจารณาให้แล้วเสร็จภายในสามสิบวัน"]
    )
    assert [label for label, *_ in sections(read(arranged))] == ["มาตรา ๑", "มาตรา ๒"]
    framed = table([paragraph("มาตรา ๑ ก") + paragraph("วรรคสอง") + table(["ย่อย", "๑"])])
    assert sections(read(framed)) == [("มาตรา ๑", "ก", "วรรคสอง", "| ย่อย | ๑ |")]


def test_hidden_text_is_named_and_not_of_the_text():
    styles = '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    draft = read(
        paragraph(
            "มาตรา ๑ ก",
            run("ลับ", "<w:vanish/>"),
            run("ซ่อน", '<w:rStyle w:val="H"/>'),
            run("เห็น", '<w:rStyle w:val="H"/><w:vanish w:val="0"/>'),
        ),
        styles=styles,
    )
    assert sections(draft) == [("มาตรา ๑", "กเห็น")]
    assert [text for _, text in draft.unrecognised] == ["ลับ", "ซ่อน"]


def field(instruction, result):
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_fields_show_their_result_and_a_table_of_contents_is_put_aside():
    draft = read(
        paragraph(field('TOC \\o "1-3"', "มาตรา ๑ ผู้ขอ ๗")),
        paragraph("มาตรา ๑ ตาม", field("REF _Ref1 \\h", "มาตรา ๒")),
        paragraph("มาตรา ๒ ข"),
    )
    assert sections(draft) == [("มาตรา ๑", "ตามมาตรา ๒"), ("มาตรา ๒", "ข")]
    assert [text for _, text in draft.unrecognised] == ["มาตรา ๑ ผู้ขอ ๗"]


def test_content_controls_links_and_symbols_are_read():
    draft = read(
        f"<w:sdt><w:sdtContent>{paragraph('มาตรา ๑ ', '<w:hyperlink>' + run('ลิงก์') + '</w:hyperlink>')}</w:sdtContent></w:sdt>",
        paragraph(
            "<w:sdt><w:sdtContent>" + run("ในช่อง") + "</w:sdtContent></w:sdt>",
            '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>',
        ),
        paragraph("<w:smartTag>" + run("ป้าย") + "</w:smartTag>", "<w:r><w:noBreakHyphen/></w:r>", "จบ"),
    )
    assert sections(draft) == [("มาตรา ๑", "ลิงก์", "ในช่อง☑", "ป้าย-จบ")]


def test_what_stands_in_no_section_is_named_by_its_line():
    draft = read(paragraph("หมวด ๑ ก"), paragraph("ลอย"), paragraph("มาตรา ๑ ข"))
    assert draft.unrecognised == [(2, "ลอย")]


def test_strict_files_are_read_too():
    usual, strict = (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    document = f'<w:document xmlns:w="{usual}"><w:body>{paragraph("มาตรา ๑ ก")}</w:body></w:document>'.replace(
        usual, strict
    )
    assert sections(read(files={"word/document.xml": document})) == [("มาตรา ๑", "ก")]


def test_a_file_that_holds_no_text_is_refused():
    with pytest.raises(DraftRefused, match="empty"):
        read(paragraph(""))


def test_items_set_apart_by_a_table_are_items_and_sections_in_three_columns_are_sections():
    items = table(["(๑)", "ยื่นคำขอ"], ["(๒)", "จ่ายค่าธรรมเนียม"])
    assert sections(read(paragraph("มาตรา ๑ ต้อง"), items)) == [("มาตรา ๑", "ต้อง", "(๑) ยื่นคำขอ", "(๒) จ่ายค่าธรรมเนียม")]
    words = "ให้นายทะเบียนพิจารณาให้แล้วเสร็จภายในสามสิบวัน"
    compared = table(["มาตรา", "ข้อความ", "เหตุผล"], ["มาตรา ๑", words, "เร็ว"], ["มาตรา ๒", words, "ดี"])
    assert [label for label, *_ in sections(read(compared))] == ["มาตรา ๑", "มาตรา ๒"]


def test_an_annex_that_lists_sections_begins_none():
    text = [paragraph(f"มาตรา {number} ผู้ใด") for number in range(1, 30)]
    listed = [paragraph(f"มาตรา {number} ปรับไม่เกินห้าพันบาท") for number in (10, 11, 12)]
    draft = read(*text, paragraph("บัญชีแนบท้ายพระราชบัญญัติ"), *listed)
    assert len(draft.sections()) == 30 and len(draft.sections()[-1].paragraphs) == 3
