"""A document that is attached keeps its text and its pages, and says nothing of who made it; a hostile one is refused, cheaply."""

import io
import zipfile
import zlib

import docx
import pikepdf
import pytest
from docx.shared import Inches
from PIL import Image, PngImagePlugin

from cms.attaching import FileRefused, clean_file, words
from cms.attaching.pictures import without_metadata
from cms.drafting.files import refusal
from tests.cms.drafting.test_hostile_files import bomb, deep, laughs, lying, of_many
from tests.support.word_files import paragraph, word_file

SIZE = 2_000_000
MAKER = "Somchai"


def photo(kind: str = "JPEG") -> bytes:
    """A picture with what a camera and a program write into it."""
    made, exif, said = io.BytesIO(), Image.Exif(), PngImagePlugin.PngInfo()
    exif[0x013B] = exif[0x9286] = MAKER
    said.add_text("Author", MAKER)
    more = {"pnginfo": said} if kind == "PNG" else {"comment": MAKER}
    Image.new("RGB", (40, 40), "red").save(made, kind, exif=exif, **more)
    return made.getvalue()


def office_file() -> bytes:
    """What Word writes: properties, a comment, a picture; and what a reviewer leaves."""
    document = docx.Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = MAKER
    first = document.add_paragraph("ข้อความของเอกสาร")
    document.add_comment(first.runs[0], text=MAKER, author=MAKER, initials="SC")
    document.add_picture(io.BytesIO(photo()), width=Inches(1))
    change = first._p.makeelement(f"{{{first._p.nsmap['w']}}}ins", {f"{{{first._p.nsmap['w']}}}author": MAKER})
    first._p.append(change)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def pdf(change=lambda made: None, **save) -> bytes:
    made, written = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.docinfo["/Author"] = MAKER
    with made.open_metadata() as metadata:
        metadata["dc:creator"] = [MAKER]
    note = {"/Type": "/Annot", "/Subtype": pikepdf.Name.Text, "/Rect": [0, 0, 9, 9], "/T": MAKER, "/Contents": MAKER}
    made.pages[0].obj["/Annots"] = [made.make_indirect(pikepdf.Dictionary({**note, "/Type": pikepdf.Name.Annot}))]
    change(made)
    made.save(written, **save)
    return written.getvalue()


def everything_in(content: bytes) -> bytes:
    """All bytes of a document, unpacked."""
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as opened:
            opened.trailer  # noqa: B018
            written = io.BytesIO()
            opened.save(written, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False)
            return written.getvalue()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return b"".join(name.encode() + package.read(name) for name in package.namelist())


def test_a_word_file_keeps_its_text_and_picture_and_loses_every_name():
    made = office_file()
    assert MAKER.encode() in everything_in(made)
    clean = clean_file(made, size=SIZE)
    assert MAKER.encode() not in everything_in(clean.content)
    again = docx.Document(io.BytesIO(clean.content))
    assert [one.text for one in again.paragraphs][0] == "ข้อความของเอกสาร"
    assert len(again.inline_shapes) == 1 and not list(again.comments)
    assert (clean.kind, clean.tracked_changes) == ("docx", 1)


def test_a_pdf_keeps_its_pages_and_loses_every_name():
    made = pdf()
    assert MAKER.encode() in everything_in(made)
    clean = clean_file(made, size=SIZE)
    assert MAKER.encode() not in everything_in(clean.content)
    with pikepdf.open(io.BytesIO(clean.content)) as again:
        assert len(again.pages) == 1
    assert clean.kind == "pdf"


def test_a_clean_file_is_the_same_each_time_and_clean_already():
    for made in (office_file(), pdf()):
        once = clean_file(made, size=SIZE)
        assert clean_file(made, size=SIZE) == once
        assert clean_file(once.content, size=SIZE) == once


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_looks_the_same_without_what_the_camera_wrote(kind):
    made = photo(kind)
    clean = without_metadata(made)
    assert MAKER.encode() in made and MAKER.encode() not in clean
    before, after = (Image.open(io.BytesIO(one)) for one in (made, clean))
    assert before.tobytes() == after.tobytes() and not after.getexif()


@pytest.mark.parametrize("cut", [3, 5, 11, 20, 21])
def test_a_picture_that_breaks_off_breaks_nothing(cut):
    for kind in ("JPEG", "PNG"):
        assert isinstance(without_metadata(photo(kind)[:cut]), bytes)


def acting(name: str, **action):
    def change(made):
        made.Root["/OpenAction"] = pikepdf.Dictionary(S=pikepdf.Name(name), **action)

    return pdf(change)


def with_file(made):
    made.attachments["a.exe"] = b"MZ"


def in_a_page(made):
    made.pages[0].obj["/AA"] = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))


def of_elsewhere() -> bytes:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="x" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" TargetMode="External" '
        'Target="http://tracker.example/a.png"/></Relationships>'
    )
    return word_file(paragraph("ก"), files={"word/_rels/document.xml.rels": rels})


HOSTILE = {
    "a web page": (lambda: b"<html><script>alert(1)</script>", words.UNKNOWN),
    "a program": (lambda: b"MZ\x90\0" * 100, words.UNKNOWN),
    "a picture": (photo, words.UNKNOWN),
    "a table": (lambda: zip_of({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<a/>"}), words.UNKNOWN),
    "an old Word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, refusal.OLD_WORD),
    "nothing": (lambda: b"  \n", refusal.EMPTY),
    "too much": (lambda: b"%PDF-1.4" + b"0" * SIZE, words.TOO_LARGE % {"most": "2"}),
    "half a PDF": (lambda: b"%PDF-1.7\n1 0 obj\n<<", refusal.BROKEN),
    "a PDF behind a password": (
        lambda: pdf(encryption=pikepdf.Encryption(user="secret", owner="secret")),
        refusal.ENCRYPTED,
    ),
    "a PDF with a script": (lambda: acting("/JavaScript", JS="app.alert(1)"), words.HOLDS_FILES),
    "a PDF that starts a program": (lambda: acting("/Launch", F="cmd.exe"), words.HOLDS_FILES),
    "a PDF with a file": (lambda: pdf(with_file), words.HOLDS_FILES),
    "a PDF with a script in a page": (lambda: pdf(in_a_page), words.HOLDS_FILES),
    "a Word file with a file": (
        lambda: word_file(paragraph("ก"), files={"word/embeddings/oleObject1.bin": b"MZ"}),
        words.HOLDS_FILES,
    ),
    "a Word file that asks elsewhere": (of_elsewhere, words.HOLDS_FILES),
    "a Word file with macros": (lambda: word_file(paragraph("ก"), files={"word/vbaProject.bin": b"x"}), refusal.MACROS),
    "a bomb": (bomb, words.HOSTILE),
    "a bomb that lies": (lying, refusal.BROKEN),
    "too many parts": (lambda: of_many(5000), words.HOSTILE),
    "laughs": (laughs, words.HOSTILE),
    "a well without a bottom": (deep, None),
}


def zip_of(entries: dict[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, text in entries.items():
            package.writestr(name, text)
    return written.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name):
    make, sentence = HOSTILE[name]
    with pytest.raises(FileRefused) as refused:
        clean_file(make(), size=SIZE)
    assert sentence is None or str(refused.value) == sentence


def test_a_link_into_somebodys_machine_is_taken_off_and_one_to_the_web_stays():
    def links(made):
        made.pages[0].obj["/Annots"] = [
            pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address))
            for address in ("file:///C:/Users/Somchai/a.docx", "https://law.example/")
        ]

    clean = everything_in(clean_file(pdf(links), size=SIZE).content)
    assert b"law.example" in clean and MAKER.encode() not in clean


def test_a_stream_that_unpacks_without_end_costs_no_more_than_its_bytes():
    def swollen(made):
        stream = pikepdf.Stream(made, zlib.compress(b"0" * 200_000_000), Filter=pikepdf.Name.FlateDecode)
        made.pages[0].obj["/Contents"] = made.make_indirect(stream)

    clean = clean_file(pdf(swollen), size=SIZE)
    assert len(clean.content) < SIZE
