"""A report on paper says what it says, to everybody who reads it: four programs that read PDF files, screen readers, officers in a hurry."""

import io
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from itertools import pairwise

import pikepdf
import pymupdf
import pypdf
import pypdfium2
import pytest

from consult.report import HeadingBlock, Run, TextBlock
from consult.report.pdf import pdf_of
from consult.report.structure import elements
from tests.support.reports import HARD, hard_report

REPORT = hard_report(2)
FOOT = re.compile(r"หน้า\d+จาก\d+")


@pytest.fixture(scope="module")
def pdf():
    return pdf_of(REPORT)


def poppler(pdf: bytes) -> list[str]:
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    return told.stdout.decode().split("\f")


def pdfium(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def mupdf(pdf: bytes) -> list[str]:
    return [page.get_text() for page in pymupdf.open(stream=pdf)]


def of_pypdf(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def letters(text: str) -> str:
    """Without what lines and pages put between, and ำ as one letter or two."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def body(pages: list[str]) -> str:
    """All pages after one another, without their heads and feet."""
    head = letters(f"การรับฟังความคิดเห็นที่ {REPORT.hearing} · {REPORT.title}")
    return "".join(FOOT.sub("", letters(page).replace(head, "")) for page in pages)


def sentences() -> list[str]:
    """Everything the report says, piece by piece."""
    said = [REPORT.title, REPORT.agency, *(run.text for run in REPORT.runs())]
    return said + [block.text for block in REPORT.blocks if isinstance(block, HeadingBlock)]


@pytest.mark.parametrize("read", [poppler, pdfium, mupdf, of_pypdf])
def test_every_sentence_is_read_as_it_was_written(pdf, read):
    found = body(read(pdf))
    lost = [said for said in sentences() if letters(said) not in found]
    assert sum(map(len, lost)) <= 0.005 * sum(map(len, sentences())), lost[:5]


def test_a_letter_keeps_its_own_text_whatever_stood_there_first():
    """An early น้ำ once made every า say ้ำ."""
    report = hard_report(0)
    found = letters("".join(of_pypdf(pdf_of(with_texts(report, "น้ำ", "ฐานข้อมูล นา มา กตัญญู")))))
    assert "ฐานข้อมูลนามากตัญญู" in found


def with_texts(report, *texts):
    from dataclasses import replace

    return replace(report, blocks=tuple(TextBlock(runs=(Run(text=text),)) for text in texts))


def test_it_says_that_it_is_accessible_what_it_is_called_and_in_which_language(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        with document.open_metadata() as told:
            assert told["pdfuaid:part"] == "1"
            assert REPORT.title in str(told["dc:title"])
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "th"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_outline() as outline:
            assert [one.title for one in outline.root][:1] == [REPORT.title]


def test_its_structure_has_headings_tables_with_heads_and_lists(structure):
    kinds = Counter(str(element.S) for element, _ in structure)
    assert {"/H1", "/H2", "/H3", "/H4", "/P", "/Table", "/TH", "/TD", "/L", "/LI"} <= kinds.keys()
    assert kinds["/H2"] >= 2 and kinds["/Table"] == 2


@pytest.fixture(scope="module")
def document(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        yield document


@pytest.fixture(scope="module")
def structure(document):
    return list(elements(document.Root.StructTreeRoot))


#: Operators that paint (ISO 32000-1, tables 60, 74, 87, 107 and 109)
PAINTS = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "INLINE IMAGE"}


def test_whatever_is_painted_is_told_in_the_structure_once_or_is_an_artifact(document):
    """ISO 14289-1, 7.1: nothing is seen that those who listen are not told, but lines, heads and feet of pages."""
    parents = dict(zip(*[iter(document.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
    for page in document.pages:
        inside, told, bare = [], [], 0
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("BMC", "BDC"):
                inside.append(str(operands[0]))
                told += [int(one.MCID) for one in operands[1:] if "/MCID" in one]
            elif str(operator) == "EMC":
                inside.pop()
            else:
                bare += str(operator) in PAINTS and not inside
        assert bare == 0 and page.Tabs == "/S"
        assert sorted(told) == list(range(len(parents[page.StructParents])))


def test_each_kind_of_element_stands_where_it_may(structure):
    """ISO 32000-1, 14.8.4.3: lists of items, tables of rows; and no heading leaves out a level (ISO 14289-1, 7.4)."""
    may = {
        "/LI": {"/L"},
        "/Lbl": {"/LI"},
        "/LBody": {"/LI"},
        "/THead": {"/Table"},
        "/TBody": {"/Table"},
        "/TFoot": {"/Table"},
        "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
        "/TH": {"/TR"},
        "/TD": {"/TR"},
    }
    stands = {(str(element.S), above[-1]) for element, above in structure if above}
    assert {(kind, over) for kind, over in stands if over not in may.get(kind, {over})} == set()
    levels = [int(str(element.S)[2]) for element, _ in structure if re.fullmatch("/H[1-6]", str(element.S))]
    assert levels[0] == 1 and all(then <= before + 1 for before, then in pairwise(levels))


def test_each_cell_names_the_heads_of_its_column_and_its_row(document, structure):
    """ISO 14289-1, 7.5."""
    names = document.Root.StructTreeRoot.IDTree.Names
    heads = {bytes(name): str(element.A.Scope) for name, element in zip(*[iter(names)] * 2, strict=True)}
    assert list(heads) == sorted(heads)
    cells = [element for element, _ in structure if element.S == "/TD"]
    assert len(cells) > 20
    for cell in cells:
        assert sorted(heads[bytes(name)] for name in cell.A.Headers) == ["/Column", "/Row"]


def test_each_link_says_where_it_leads_and_is_told_in_its_place(document):
    """ISO 14289-1, 7.18.5."""
    parents = dict(zip(*[iter(document.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
    links = [one for page in document.pages for one in page.get("/Annots", ()) if one.Subtype == "/Link"]
    assert len(links) > 20
    for link in links:
        assert str(link.Contents) and parents[link.StructParent].S == "/Link"


def test_every_font_is_in_the_file_with_what_its_letters_say(document):
    """ISO 14289-1, 7.21."""
    fonts = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
    whole = [one for one in fonts if one.Subtype == "/Type0"]
    assert len(whole) == 2 and all("/ToUnicode" in one for one in whole)
    assert all("/FontFile2" in part.FontDescriptor for one in whole for part in one.DescendantFonts)


def test_those_who_listen_hear_it_whole_and_in_order(pdf, tmp_path):
    (tmp_path / "report.pdf").write_bytes(pdf)
    told = subprocess.run(
        ["pdfinfo", "-struct-text", tmp_path / "report.pdf"], capture_output=True, check=True, timeout=60
    )
    found = letters(re.sub(r'^\s*(?!")\S.*$|"', "", told.stdout.decode(), flags=re.MULTILINE))
    places = [found.find(letters(text)) for text in HARD]
    assert -1 not in places and places == sorted(places)


def test_names_and_terms_are_not_broken(pdf):
    """Whatever the width: each stands whole on one line of the page, in running text."""
    lines = [
        re.sub(r"\s", "", unicodedata.normalize("NFKC", line)) for page in of_pypdf(pdf) for line in page.splitlines()
    ]
    for name in ("กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม", "ราชกิจจานุเบกษา", "พระนครศรีอยุธยา"):
        assert any(name in line for line in lines)
    broken = re.compile("พระนครศรี$|ราชกิจจา?$|ราชกิจจานุ$")
    assert not [line for line in lines if broken.search(line)]


def test_a_table_that_goes_on_repeats_its_head(pdf):
    pages = [letters(page) for page in of_pypdf(hard_table())]
    assert len(pages) > 2 and all("ช่องทาง" in page for page in pages[:-1])


def hard_table() -> bytes:
    from dataclasses import replace

    from consult.report import TableBlock

    table = next(block for block in REPORT.blocks if isinstance(block, TableBlock))
    return pdf_of(replace(REPORT, blocks=(replace(table, rows=table.rows * 6),)))


def test_the_same_report_is_the_same_bytes(pdf):
    assert pdf_of(REPORT) == pdf


def test_who_signs_it_is_given_it_last(pdf):
    assert pdf_of(REPORT, signer=lambda made: made + b"signed") == pdf + b"signed"


def test_it_carries_no_font_but_its_own_and_reads_nothing_from_elsewhere():
    wicked = with_texts(
        hard_report(0), '<img src="file:///etc/passwd">', "</p><link rel=stylesheet href=http://127.0.0.1:9/>"
    )
    made = pdf_of(wicked)
    assert b"passwd" not in made
    assert "file:///etc/passwd" in letters("".join(of_pypdf(made)))


def test_who_makes_no_pdf_loads_nothing_that_makes_one():
    code = "import consult.report.pdf, consult.report.word, sys; print([name for name in ('weasyprint', 'pikepdf', 'docx') if name in sys.modules])"
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import os, django; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings'); django.setup(); {code}",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert told.stdout.strip().endswith("[]")
