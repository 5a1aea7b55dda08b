"""PDF and Word files of 100 kB and more that are made to cost: stopped early, whatever they do; an honest one of that size is read."""

import io
import json
import os
import random
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from cms.drafting.files import read_file
from tests.cms.drafting.test_hostile_files import one_page, pdf, stream
from tests.support.word_files import CONTENT_TYPES, paragraph, word_file

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[3]

#: So large that a budget by size would give it time
PADDING = b"%" + random.Random(7).randbytes(1_500_000).translate(bytes.maketrans(b"\r\n", b"xx")) + b"\n"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources<<%s>>>>"
FONT = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def padded(content: bytes) -> bytes:
    head, _, rest = content.partition(b"\n")
    return head + b"\n" + PADDING + rest


def with_pages(kids: int, *objects: bytes, contents: int = 4, resources: bytes = FONT) -> bytes:
    page = PAGE % (contents, resources)
    pages = b"<</Type/Pages/Kids[" + b" 3 0 R" * kids + b"]/Count %d>>" % kids
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", pages, page, *objects)


def packed(text: bytes, times: int) -> bytes:
    """A stream of very many times the same, packed as it is made."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(text * 1000) for _ in range(times // 1000)]
    return stream(b"".join([*parts, packer.flush()]))


def many_objects():
    return with_pages(1, stream(zlib.compress(b"BT ET")), *[b"<</A[1 2 3]/B<<>>>>"] * 300_000)


def deep_objects():
    return with_pages(1, b"[" * 200_000 + b"]" * 200_000)


def deep_tree():
    """Pages below pages below pages."""
    nodes = [b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (n, n + 2) for n in range(1, 60_000)]
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", *nodes)


def tree_in_a_circle():
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R 2 0 R]/Count 100000>>")


def huge_stream():
    return one_page(packed(b"0 0 m 600 800 l S ", 30_000_000))


def huge_numbers():
    return one_page(packed(b"9" * 50 + b" ", 3_000_000))


def many_paths():
    return one_page(packed(b"1 1 m 2 2 3 3 4 4 c 5 5 l h f q 1 0 0 1 0 0 cm Q ", 3_000_000))


def forms_in_forms():
    """Each paints the next ten times: ten to the power of twelve."""
    forms = [
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length 60>>stream\n%s\nendstream"
        % (place + 1, b"/X Do " * 10)
        for place in range(5, 17)
    ]
    return with_pages(1, stream(zlib.compress(b"/X Do " * 10)), *forms, resources=b"/XObject<</X 5 0 R>>")


def font_bomb():
    """A font whose file unpacks to half a gigabyte."""
    font = b"/Font<</F<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor 5 0 R/FirstChar 0/LastChar 255>>>>"
    descriptor = b"<</Type/FontDescriptor/FontName/A/Flags 4/FontFile2 6 0 R>>"
    file = packed(b"\0\1\0\0" + b"\xff" * 996, 500_000)
    return with_pages(1, stream(zlib.compress(b"BT /F 12 Tf (a) Tj ET")), descriptor, file, resources=font)


def painted_font():
    """Letters that are pages of strokes themselves."""
    font = b"/Font<</F 5 0 R>>"
    of_strokes = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 6 0 R>>/Encoding<</Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[9]>>"
    text = packed(b"BT /F 12 Tf (aaaaaaaaaa) Tj ET ", 2_000_000)
    return with_pages(1, text, of_strokes, packed(b"1 1 m 2 2 l S ", 1_000_000), resources=font)


def map_of_letters():
    """A table from codes to letters without an end."""
    font = b"/Font<</F<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 5 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/A>>]>>>>"
    table = packed(b"100 beginbfrange <0000> <ffff> <0e01> endbfrange ", 4_000_000)
    return with_pages(1, stream(zlib.compress(b"BT /F 12 Tf (aa) Tj ET")), table, resources=font)


def many_pages():
    return with_pages(100_000, stream(zlib.compress(b"BT ET")))


def pages_of_one_heavy_content():
    return with_pages(2_900, packed(b"1 1 m 2 2 l S ", 200_000))


def pages_of_the_same_letters():
    """Each page shares one stream of letters: more text than the file has bytes for."""
    return with_pages(2_900, packed(b"BT /F 9 Tf (" + b"a" * 80 + b") Tj ET ", 1_000))


def filters_upon_filters():
    content = b"BT ET" * 1_000_000
    for _ in range(50):
        content = zlib.compress(content, 1)
    return one_page(stream(content, b"[" + b"/FlateDecode" * 50 + b"]"))


def wide_predictor():
    content = zlib.compress(b"\2" * 5_000_000, 9)
    parameters = b"/FlateDecode/DecodeParms<</Predictor 15/Columns 500000000/Colors 32/BitsPerComponent 16>>"
    return one_page(stream(content, parameters))


def objects_in_objects():
    inside = b" ".join(b"%d %d" % (number, number * 4) for number in range(10, 200_010)) + b" 1  " * 200_000
    holder = b"<</Type/ObjStm/N 200000/First 2000000/Length %d/Filter/FlateDecode>>stream\n" % len(
        zlib.compress(inside)
    )
    return with_pages(1, stream(zlib.compress(b"BT ET")), holder + zlib.compress(inside) + b"\nendstream")


PDFS = [
    many_objects, deep_objects, deep_tree, tree_in_a_circle, huge_stream, huge_numbers, many_paths, forms_in_forms, font_bomb,
    painted_font, map_of_letters, many_pages, pages_of_one_heavy_content, pages_of_the_same_letters, filters_upon_filters,
    wide_predictor, objects_in_objects,
]  # fmt: skip


def of_parts(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", CONTENT_TYPES)
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


def many_small_bombs():
    """Each part below what one may be, together far beyond; beside noise that makes the whole look little packed."""
    return of_parts(
        {f"word/p{n}.xml": b"<a>" + b" " * 20_000_000 + b"</a>" for n in range(8)} | {"n.bin": os.urandom(9_000_000)}
    )


def one_long_attribute():
    return word_file('<w:p w:x="' + "a" * 25_000_000 + '"/>', files={"word/media/n.bin": os.urandom(1_000_000)})


def many_attributes():
    attributes = " ".join(f'a{n}="{n}"' for n in range(600_000))
    return word_file(f"<w:p {attributes}/>", files={"word/media/n.bin": os.urandom(1_000_000)})


def many_names():
    return word_file(
        "".join(f'<n{n}:p xmlns:n{n}="u{n}"/>' for n in range(400_000)),
        files={"word/media/n.bin": os.urandom(1_000_000)},
    )


def tables_in_tables():
    start, end = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return word_file(start * 50_000 + paragraph("ก") + end * 50_000, files={"word/media/n.bin": os.urandom(1_000_000)})


def wide_table():
    row = "<w:tr>" + "<w:tc><w:p><w:r><w:t>ก</w:t></w:r></w:p></w:tc>" * 200_000 + "</w:tr>"
    return word_file(f"<w:tbl>{row}</w:tbl>" * 2, files={"word/media/n.bin": os.urandom(1_000_000)})


WORD = [many_small_bombs, one_long_attribute, many_attributes, many_names, tables_in_tables, wide_table]


#: In a process of its own: what a process starts counts, until it is another program, with the memory of who started it
WATCHED = """
import json, pathlib, resource, sys
from cms.drafting.files import DraftRefused, read_file
try:
    read_file(sys.argv[1], pathlib.Path(sys.argv[1]).read_bytes())
    refused = False
except DraftRefused:
    refused = True
spent = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([spent.ru_utime + spent.ru_stime, spent.ru_maxrss // 1024, refused]))
"""


def cost_of(path: Path, content: bytes) -> tuple[float, int, bool]:
    """CPU seconds and memory in MB of the process that reads, and whether the file was refused."""
    path.write_bytes(content)
    answer = subprocess.run([sys.executable, "-c", WATCHED, path], capture_output=True, text=True, cwd=ROOT, check=True)
    seconds, megabytes, refused = json.loads(answer.stdout)
    return seconds, megabytes, refused


@pytest.mark.parametrize("make", PDFS, ids=lambda make: make.__name__)
def test_a_hostile_pdf_is_stopped(make, tmp_path):
    content = padded(make())
    assert 100_000 < len(content) < 20_000_000
    seconds, megabytes, refused = cost_of(tmp_path / "a.pdf", content)
    assert refused
    assert seconds < 4, "with room for a busy machine"
    assert megabytes < 200


@pytest.mark.parametrize("make", WORD, ids=lambda make: make.__name__)
def test_a_hostile_word_file_is_stopped_or_read_cheaply(make, tmp_path):
    content = make()
    assert 100_000 < len(content) < 20_000_000
    seconds, megabytes, _refused = cost_of(tmp_path / "a.docx", content)
    assert seconds < 4, "with room for a busy machine"
    assert megabytes < 200


def test_text_earns_the_time_it_takes():
    """A quarter of a million letters, which no file without them is given the time for; twice as many as a Word file's time reads."""
    lines = b"".join(
        b"1 0 0 1 50 %d Tm (Section %d. An agency shall publish what it keeps.) Tj " % (10 * n, n) for n in range(80)
    )
    honest = with_pages(60, stream(zlib.compress(b"BT /F 9 Tf " + lines + b"ET", 1)))
    assert read_file("a.pdf", padded(honest)).text.count("publish") > 4000
