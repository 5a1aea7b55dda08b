"""A report in Word is set by styles an office may edit, and every Thai word in it is known to be Thai."""

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from consult.report.word import word_of
from tests.support.reports import HARD, hard_report

REPORT = hard_report(2)


@pytest.fixture(scope="module")
def file():
    return word_of(REPORT)


@pytest.fixture(scope="module")
def document(file):
    return docx.Document(io.BytesIO(file))


def part(file: bytes, name: str):
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return etree.fromstring(package.read(f"word/{name}.xml"))


def test_it_says_what_the_report_says(document):
    told = "\n".join(one.text for one in document.paragraphs) + "\n".join(
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    )
    assert all(run.text in told for run in REPORT.runs())


def test_looks_are_styles(document):
    """No run says its font or size: who changes a style changes the whole file."""
    used = {paragraph.style.name for paragraph in document.paragraphs}
    assert {
        "Heading 1",
        "Heading 2",
        "Heading 3",
        "Body Text",
        "Quote",
        "List Number",
        "List Bullet",
        "Caption",
    } <= used
    for run in document.element.iter(qn("w:r")):
        assert run.find(f"{qn('w:rPr')}/{qn('w:sz')}") is None
        fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        assert fonts is None or set(fonts.attrib) == {qn("w:hint")}


@pytest.mark.parametrize(
    "name", ["Normal", "Heading1", "Heading2", "Heading3", "BodyText", "Quote", "ListNumber", "TableText"]
)
def test_styles_set_the_letters_of_thai_too(file, name):
    style = next(one for one in part(file, "styles").iter(qn("w:style")) if one.get(qn("w:styleId")) == name)
    look = style.find(qn("w:rPr"))
    assert look.find(qn("w:rFonts")).get(qn("w:cs")) == "TH Sarabun New"
    assert look.find(qn("w:szCs")).get(qn("w:val")) == look.find(qn("w:sz")).get(qn("w:val"))
    assert look.find(qn("w:bCs")).get(qn("w:val")) == look.find(qn("w:b")).get(qn("w:val"))
    assert look.find(qn("w:lang")).get(qn("w:bidi")) == "th-TH"
    assert not [key for key in look.find(qn("w:rFonts")).attrib if "heme" in key]


def test_thai_runs_say_that_they_are_thai(document):
    for run in document.element.iter(qn("w:r")):
        text = "".join(run.itertext())
        if any("ก" <= letter <= "๛" for letter in text):
            look = run.find(qn("w:rPr"))
            assert look.find(qn("w:cs")) is not None
            assert look.find(qn("w:lang")).get(qn("w:bidi")) == "th-TH"


def test_bold_is_bold_in_thai(file):
    strong = next(one for one in part(file, "styles").iter(qn("w:style")) if one.get(qn("w:styleId")) == "Strong")
    assert strong.find(f"{qn('w:rPr')}/{qn('w:bCs')}") is not None


def test_a_machine_without_the_font_takes_its_elder(file):
    fonts = {one.get(qn("w:name")): one for one in part(file, "fontTable")}
    assert fonts["TH Sarabun New"].find(qn("w:altName")).get(qn("w:val")) == "TH SarabunPSK"


def test_tables_repeat_their_head_and_break_no_row(document):
    for table in document.tables:
        head, *others = table._tbl.tr_lst
        assert head.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in others)


def test_pages_have_numbers_and_a_head_and_there_is_a_table_of_contents(document):
    foot = document.sections[0].footer._element.xml
    assert "PAGE" in foot and "NUMPAGES" in foot
    assert "ที่ 15" in document.sections[0].header.paragraphs[0].text
    assert 'TOC \\o "1-3"' in document.element.xml


def test_each_ordered_list_begins_with_one(document):
    numbers = [
        one.numPr.numId.val
        for one in document.element.iter(qn("w:pPr"))
        if one.numPr is not None and one.numPr.numId is not None
    ]
    assert len(numbers) == len(HARD) and len(set(numbers)) == 1
    several = docx.Document(io.BytesIO(word_of(hard_report(3))))
    ids = {
        one.numPr.numId.val
        for one in several.element.iter(qn("w:pPr"))
        if one.numPr is not None and one.numPr.numId is not None
    }
    assert len(ids) == 2


def test_it_says_what_it_is_called_and_in_which_language(document):
    told = document.core_properties
    assert (told.title, told.author, told.language) == (REPORT.title, REPORT.agency, "th-TH")


def test_the_same_report_is_the_same_bytes(file):
    assert word_of(REPORT) == file
