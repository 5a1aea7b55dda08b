"""Files that are no drafts are refused with one sentence, cheaply, whatever they are made to do."""

import io
import os
import resource
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from cms.drafting.files import DraftRefused, Limits, read_file, refusal
from tests.support.word_files import CONTENT_TYPES, paragraph, word_file, zipped

ROOT = Path(__file__).resolve().parents[3]


def bomb(size=200_000_000, name="word/document.xml"):
    """A small file that unpacks to 200 MB of one letter."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        package.writestr("[Content_Types].xml", CONTENT_TYPES)
        with package.open(name, "w") as part:
            for _ in range(size // 1_000_000):
                part.write(b"a" * 1_000_000)
    return content.getvalue()


def lying():
    """A bomb whose directory says that it is small."""
    content = bytearray(bomb())
    size = (200_000_000).to_bytes(4, "little")
    return bytes(content.replace(size, (5000).to_bytes(4, "little")))


def of_many(count=60_000):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for number in range(count):
            package.writestr(zipfile.ZipInfo(f"a{number}.xml"), "")
    return content.getvalue()


def laughs():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return word_file(
        files={"word/document.xml": f'<!DOCTYPE a [<!ENTITY a0 "ฮา">{entities}]><w:document>&a9;</w:document>'}
    )


def deep(depth=200_000):
    return word_file("<w:sdt><w:sdtContent>" * depth + "</w:sdtContent></w:sdt>" * depth)


def wide():
    """Honest in form, but a few million empty elements."""
    return word_file("<w:p/>" * 4_000_000)


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first its catalogue, without a table: readers mend that."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, content) for number, content in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + body + b"trailer\n<</Root 1 0 R/Size %d>>\n%%%%EOF" % (len(objects) + 1)


def stream(content: bytes, filters=b"/FlateDecode") -> bytes:
    return b"<</Length %d/Filter %s>>stream\n%s\nendstream" % (len(content), filters, content)


def one_page(content: bytes) -> bytes:
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        content,
    )


def pdf_bomb():
    once = zlib.compress(b"BT /F 12 Tf (a) Tj ET\n" * 20_000_000, 9)
    return one_page(stream(zlib.compress(once, 9), b"[/FlateDecode/FlateDecode]"))


def pdf_of_letters():
    line = b"(" + b"a" * 1000 + b") Tj 0 -1 Td "
    return one_page(stream(zlib.compress(b"BT /F 12 Tf " + line * 20_000 + b"ET", 9)))


def external():
    return word_file(
        paragraph("มาตรา ๑ ก"),
        files={
            "word/document.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document>&x;</w:document>'
        },
    )


def in_utf_16():
    document = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
    return word_file(files={"word/document.xml": document.encode("utf-16")})


HOSTILE = {
    "bomb": ("a.docx", bomb, refusal.HOSTILE),
    "bomb beside the text": ("a.docx", lambda: bomb(name="word/media/a.png"), refusal.HOSTILE),
    "lying bomb": ("a.docx", lying, refusal.BROKEN),
    "many entries": ("a.docx", of_many, refusal.HOSTILE),
    "a billion laughs": ("a.docx", laughs, refusal.HOSTILE),
    "external entity": ("a.docx", external, refusal.HOSTILE),
    "entity in UTF-16": ("a.docx", in_utf_16, refusal.HOSTILE),
    "deep": ("a.docx", deep, None),
    "wide": ("a.docx", wide, None),
    "two parts of one name": ("a.docx", lambda: _twice(), refusal.HOSTILE),
    "macros by name": ("a.docm", lambda: word_file(paragraph("ก")), refusal.MACROS),
    "50 MB": ("a.docx", lambda: b"PK" + os.urandom(1000) * 50_000, refusal.TOO_LARGE),
    "50 MB of text": ("a.txt", lambda: "มาตรา ๑ ก\n".encode() * 2_500_000, refusal.TOO_LARGE),
    "18 MB of text": ("a.txt", lambda: "มาตรา ๑ ก\n".encode() * 800_000, refusal.TOO_LONG),
    "half a zip": ("a.docx", lambda: word_file(paragraph("มาตรา ๑ ก"))[:-200], refusal.BROKEN),
    "a zip with a broken part": (
        "a.docx",
        lambda: _bent(word_file(paragraph("มาตรา ๑ " + "ก" * 3000))),
        refusal.BROKEN,
    ),
    "no zip": ("a.docx", lambda: b"<html>", refusal.BROKEN),
    "a zip of something else": ("a.docx", lambda: zipped({"a.txt": "b"}), refusal.BROKEN),
    "broken XML": ("a.docx", lambda: word_file(files={"word/document.xml": "<w:document>"}), refusal.BROKEN),
    "an encrypted zip": ("a.docx", lambda: _encrypted(word_file(paragraph("ก"))), refusal.ENCRYPTED),
    "locked by Word": (
        "a.docx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        refusal.ENCRYPTED,
    ),
    "old Word": ("a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 500, refusal.OLD_WORD),
    "no text": ("a.txt", lambda: b"", refusal.EMPTY),
    "only spaces": ("a.txt", lambda: " \n\u00a0\n".encode(), refusal.EMPTY),
    "no letters": ("a.txt", lambda: os.urandom(2000), None),
    "another type": ("a.odt", lambda: b"PK\x03\x04", refusal.UNKNOWN),
    "a program": ("a.exe", lambda: b"MZ", refusal.UNKNOWN),
    "a zip called text": ("a.txt", lambda: word_file(paragraph("ก")), refusal.UNKNOWN),
    "pdf bomb": ("a.pdf", pdf_bomb, None),
    "pdf of very many letters": ("a.pdf", pdf_of_letters, None),
    "pdf with a script": (
        "a.pdf",
        lambda: pdf(b"<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"),
        refusal.SCRIPTS,
    ),
    "pdf of pictures": ("a.pdf", lambda: one_page(stream(zlib.compress(b"0 0 100 100 re f"))), refusal.SCANNED),
    "half a pdf": ("a.pdf", lambda: b"%PDF-1.7\n1 0 obj", refusal.BROKEN),
    "no pdf": ("a.pdf", lambda: b"hello", refusal.BROKEN),
}


def _twice() -> bytes:
    return word_file(paragraph("ก"), files={"word/documenu.xml": "<a/>"}).replace(
        b"word/documenu.xml", b"word/document.xml"
    )


def _bent(content: bytes) -> bytes:
    place = content.index(b"word/document.xml") + 60
    return content[:place] + bytes(255 - byte for byte in content[place : place + 20]) + content[place + 20 :]


def _encrypted(content: bytes) -> bytes:
    bent = bytearray(content)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := bent.find(sign, start)) >= 0:
            bent[start + place] |= 1
            start += 4
    return bytes(bent)


@pytest.mark.walk
@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused(name):
    file, make, reason = HOSTILE[name]
    with pytest.raises(DraftRefused) as refused:
        read_file(file, make())
    assert reason is None or refused.value.message == reason


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["bomb", "lying bomb", "many entries", "a billion laughs", "deep", "wide", "pdf bomb", "50 MB"]
)
def test_refusing_it_takes_little_time_and_memory(name, tmp_path):
    file, make, _ = HOSTILE[name]
    path = tmp_path / file
    path.write_bytes(make())
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    watched = "import resource, subprocess, sys; subprocess.run(sys.argv[1:]); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    command = [
        sys.executable,
        "-c",
        watched,
        sys.executable,
        str(ROOT / "manage.py"),
        "read_draft",
        str(path),
        "--json",
        "-",
    ]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert len(answer.stderr.splitlines()) == 1 and not answer.stderr.isascii()
    assert int(answer.stdout) < 200_000, "kB of memory"
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 4, (
        "seconds of CPU, with room for a busy machine"
    )


def test_what_may_be_read_is_a_matter_of_limits():
    with pytest.raises(DraftRefused):
        read_file("a.docx", word_file(paragraph("มาตรา ๑ ก")), limits=Limits(size=100))
    with pytest.raises(DraftRefused):
        read_file("a.docx", word_file(paragraph("มาตรา ๑ ก")), limits=Limits(entries=2))


def test_a_file_with_a_picture_is_read_and_the_picture_left():
    draft = read_file("a.docx", word_file(paragraph("มาตรา ๑ ก"), files={"word/media/a.png": os.urandom(3_000_000)}))
    assert len(draft.sections()) == 1
