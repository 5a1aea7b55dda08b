"""Reading CSV: what is tolerated, what is refused, and with which words."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.core.__main__ import main
from analysis.core.errors import InputError
from analysis.core.intake.csv_files import read_comments
from analysis.core.intake.vote_files import read_votes
from analysis.core.types import CommentText
from tests.core.conftest import DATA


def comments(path: Path, data: str | bytes) -> tuple[list[CommentText], list[str]]:
    warnings: list[str] = []
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_comments(str(path), warn=warnings.append), warnings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "in.csv"


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_byte_order_mark_and_line_ends_do_not_matter(path: Path, start: bytes, end: bytes) -> None:
    read, _ = comments(path, start + end.join([b"id,text", "a,หนึ่ง".encode(), b"", "b,สอง".encode()]))
    assert [(c.id, c.text) for c in read] == [("a", "หนึ่ง"), ("b", "สอง")]


def test_a_quoted_text_may_hold_lines_commas_and_quotation_marks(path: Path) -> None:
    read, _ = comments(path, 'id,text\na,"หนึ่ง\n""สอง"", สาม"\nb,x\n')
    assert read[0].text == 'หนึ่ง\n"สอง", สาม'


def test_columns_may_stand_in_any_order_and_strangers_are_ignored(path: Path) -> None:
    read, _ = comments(path, "kind,stance,text,id,section\nx,Agree,ก,1,s-1\n")
    assert read == [CommentText(id="1", text="ก", section="s-1", stance="agree")]


def test_an_author_is_only_a_hash(path: Path) -> None:
    read, _ = comments(path, "id,text,author\na,x,สมชาย\nb,y,สมชาย\nc,z,\n")
    assert read[0].person == read[1].person != "" == read[2].person
    assert "สมชาย" not in repr(read)


def test_a_very_long_field_is_read(path: Path) -> None:
    read, _ = comments(path, "id,text\na," + "ก" * 300_000 + "\n")
    assert len(read[0].text) == 300_000


def test_a_header_without_comments_is_an_empty_consultation(path: Path) -> None:
    assert comments(path, "id,text\n") == ([], [])


def test_stance_none_means_not_said(path: Path) -> None:
    assert comments(path, "id,text,stance\na,x,none\n")[0][0].stance == ""


def test_an_unknown_parent_is_warned_about_and_dropped(path: Path) -> None:
    read, warnings = comments(path, "id,text,reply_to\na,x,\nb,y,zzz\n")
    assert read[1].reply_to == ""
    assert warnings == [f"{path}:3: reply_to 'zzz' is no comment of this file; read as no reply"]


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        ("", None, "empty"),
        ("\n\n", None, "empty"),
        ("id,text,text\na,b,c\n", 1, "twice"),
        ("id,text\na,b\na,c\n", 3, "used before, on line 2"),
        ('id,text\na,"x\ny"\na,c\n', 4, "used before, on line 2"),
        ("id,text\n,b\n", 2, "id is empty"),
        ("id,text\na,b,c\n", 2, "3 fields where the header has 2"),
        ("id,text\na,b\nc\n", 3, "1 fields where the header has 2"),
        ("id,text,stance\na,b,maybe\n", 2, "stance 'maybe' is not one of agree, partly, disagree"),
        ('id,text\na,"open\nb,c\n', 2, "never closed"),
        ('id,text\na,"x"y\n', 2, "broken CSV"),
        ("id,kind\na,b\n", 1, "no column 'text'; the header has: id, kind"),
        (b"id,text\na,x\0y\n", 2, "NUL"),
        (b"id,text\na,ok\nb,caf\xe9 \xfc\xff\n", 3, "neither UTF-8"),
        (b"PK\x03\x04 no workbook", None, "workbook"),
        (b"\xd0\xcf\x11\xe0 old", None, ".xls"),
    ],
)
def test_what_could_mislead_is_refused_with_its_line(
    path: Path, data: str | bytes, line: int | None, says: str
) -> None:
    with pytest.raises(InputError, match="(?s).*") as refusal:
        comments(path, data)
    assert says in str(refusal.value)
    assert refusal.value.line == line
    assert str(refusal.value).startswith(f"{path}:{line}: " if line else f"{path}: ")


THAI_TABLE = (
    "ลำดับ{0}ความคิดเห็น{0}มาตรา{0}จุดยืน{0}ผู้แสดงความคิดเห็น{0}attribute_จังหวัด\r\n1{0}น้ำท่วมทุกปี{0}๕{0}ไม่เห็นด้วย{0}ก{0}ตาก\r\n"
)


def workbook(path: Path, text: str) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "ข้อมูล"
    for line in text.splitlines():
        book.active.append(line.split(","))
    book.save(path)
    return path.read_bytes()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp874", "tis-620"])
def test_what_excel_in_thailand_writes_is_read_and_how_is_said(path: Path, separator: str, codec: str) -> None:
    (read,), warnings = comments(path, THAI_TABLE.format(separator).encode(codec))
    assert (read.id, read.text, read.section, read.stance) == ("1", "น้ำท่วมทุกปี", "๕", "disagree")
    assert read.person and read.attributes == (("จังหวัด", "ตาก"),)
    assert "column 'ความคิดเห็น' as text" in warnings[0]
    assert ("separated by" in warnings[0]) == (separator != ",")
    said = {"cp874": "Windows-874", "tis-620": "Windows-874", "utf-16": "UTF-16", "utf-16-le": "UTF-16"}
    assert said.get(codec, "") in warnings[0]


def test_a_workbook_is_read_with_its_numbers_and_dates(path: Path) -> None:
    (read,), warnings = comments(path, workbook(path, THAI_TABLE.format(",")))
    assert (read.id, read.text, read.stance) == ("1", "น้ำท่วมทุกปี", "disagree")
    assert "Excel (XLSX), sheet 'ข้อมูล'" in warnings[0]


@pytest.mark.parametrize("header", ["ID,Text", "Comment-ID,Comment-Body", "เลขที่,ข้อเสนอแนะ", " id , text "])
def test_headers_of_other_systems_are_known(path: Path, header: str) -> None:
    (read,), _ = comments(path, f"{header}\n7,น้ำท่วม\n")
    assert (read.id, read.text) == ("7", "น้ำท่วม")


def test_comments_without_an_id_are_numbered_by_their_line(path: Path) -> None:
    read, warnings = comments(path, "text\nน้ำท่วม\n\nรถติด\n")
    assert [comment.id for comment in read] == ["2", "4"] and "numbered by their line" in warnings[0]


def test_every_refusal_of_a_file_speaks_thai_too(path: Path) -> None:
    for data in ("", "id,kind\na,b\n", "id,text\na,b\na,c\n", "id,text,stance\na,b,maybe\n", 'id,text\na,"open\n'):
        with pytest.raises(InputError, match=r" / .*[ก-ฮ]"):
            comments(path, data)


def test_votes_may_be_written_in_thai(path: Path) -> None:
    path.write_bytes("ผู้โหวต;รหัสความคิดเห็น;โหวต\nก;1;เห็นด้วย\nข;1;ไม่เห็นด้วย\nค;1;ไม่แน่ใจ\n".encode("cp874"))
    assert [vote.value for vote in read_votes(str(path), warn=print)] == [1, -1, 0]


def test_a_missing_file_is_named(path: Path) -> None:
    with pytest.raises(InputError, match=r"in\.csv: cannot read: No such file"):
        read_comments(str(path), warn=print)


FIELDS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=12)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(FIELDS, max_size=6))
def test_whatever_is_written_as_csv_is_read_back(path: Path, texts: list[str]) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([["id", "text"], *([f"c{i}", text] for i, text in enumerate(texts))])
    read, _ = comments(path, file.getvalue())
    assert [c.text for c in read] == texts


def test_votes_in_long_form(path: Path) -> None:
    path.write_text("voter,comment_id,value\nv1,a,1\nv1,b,−1\nv2,a,0\nv1,a,1\n", encoding="utf-8")
    votes = read_votes(str(path), warn=print)
    assert [(v.voter, v.comment, v.value) for v in votes] == [("v1", "a", 1), ("v1", "b", -1), ("v2", "a", 0)]


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        ("voter,comment,value\nv,a,2\n", 2, "vote '2' is not 1 (agree), 0 (pass) or -1 (disagree)"),
        ("voter,comment,value\nv,a,1\nv,a,-1\n", 3, "differently on line 2"),
        ("voter,comment,value\n,a,1\n", 2, "must not be empty"),
        ("voter,value\nv,1\n", 1, "no column 'comment' or 'comment_id'"),
        ("participant,0,1\np,1,x\n", 2, "vote 'x'"),
        ("participant,0\np,1\np,1\n", 3, "was on line 2"),
    ],
)
def test_bad_votes_are_refused_with_their_line(path: Path, data: str, line: int, says: str) -> None:
    path.write_text(data, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        read_votes(str(path), warn=print)
    assert says in str(refusal.value) and refusal.value.line == line


LONG = "timestamp,datetime,comment-id,voter-id,vote\n"


def test_votes_as_polis_exports_them_are_read_and_the_latest_of_a_person_counts(path: Path) -> None:
    path.write_text(LONG + "2,x,0,7,1\n1,x,0,7,-1\n3,x,1,7,0\n", encoding="utf-8")
    warnings: list[str] = []
    votes = read_votes(str(path), warn=warnings.append)
    assert [(v.voter, v.comment, v.value) for v in votes] == [("7", "0", 1), ("7", "1", 0)]
    assert "read as 1 agree" in warnings[0]


@pytest.mark.parametrize("turned", [False, True])
def test_the_file_of_participants_beside_it_decides_the_sign_of_polis_votes(path: Path, turned: bool) -> None:
    source = DATA / "polis" / "brexit-consensus" / "participants-votes.csv"
    path.with_name("participants-votes.csv").write_bytes(source.read_bytes())
    straight = read_votes(str(source), warn=print)
    lines = [f"{i},x,{v.comment},{v.voter},{-v.value if turned else v.value}" for i, v in enumerate(straight)]
    path.write_text(LONG + "\n".join(lines), encoding="utf-8")
    warnings: list[str] = []
    assert read_votes(str(path), warn=warnings.append) == straight
    assert len(warnings) == turned


def test_a_masked_file_opens_in_a_spreadsheet_as_the_file_it_came_from_and_runs_nothing(path: Path) -> None:
    texts = ["=HYPERLINK(1)", "+66", "-2+3", "@cmd", " =1+1", "\t=1", "＝1+1", "ขอบคุณ", "1=1"]
    out = path.with_name("masked.csv")
    for mark in ("", "\ufeff"):
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(mark)
            csv.writer(file).writerows([["id", "text"], *([f"c{i}", text] for i, text in enumerate(texts))])
        assert main(["mask", str(path), "--out", str(out)]) == 0
        written = out.read_text(encoding="utf-8")
        assert written.startswith("\ufeff") == bool(mark)
        fields = [row["text"] for row in csv.DictReader(io.StringIO(written.removeprefix("\ufeff")))]
        assert [field.removeprefix("'") for field in fields] == texts
        assert [field.startswith("'") for field in fields] == [True, False, *[True] * 5, False, False]


@pytest.mark.parametrize("name", ["brexit-consensus", "canadian-electoral-reform"])
def test_the_sign_of_a_polis_export_agrees_with_its_comments(name: str) -> None:
    """Our 1 must be what Polis counted as agreement with that statement."""
    warnings: list[str] = []
    votes = read_votes(str(DATA / "polis" / name / "participants-votes.csv"), warn=warnings.append)
    with (DATA / "polis" / name / "comments.csv").open(encoding="utf-8", newline="") as file:
        told = {row["comment-id"]: (int(row["agrees"]), int(row["disagrees"])) for row in csv.DictReader(file)}
    straight = inverted = 0
    for comment, counts in told.items():
        ours = tuple(sum(v.comment == comment and v.value == value for v in votes) for value in (1, -1))
        straight += ours == counts
        inverted += ours == counts[::-1] and counts[0] != counts[1]
    assert straight > 0.7 * len(told) and inverted <= 3 and not warnings


def test_an_inverted_polis_export_is_noticed_and_turned(path: Path) -> None:
    source = (DATA / "polis" / "brexit-consensus" / "participants-votes.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(source)))
    turned = [
        [{"1": "-1", "-1": "1"}.get(cell, cell) if i >= 6 else cell for i, cell in enumerate(row)] for row in rows[1:]
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([rows[0], *turned])
    warnings: list[str] = []
    straight = read_votes(str(DATA / "polis" / "brexit-consensus" / "participants-votes.csv"), warn=print)
    assert read_votes(str(path), warn=warnings.append) == straight
    assert "inverted" in warnings[0]
