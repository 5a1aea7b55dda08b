"""The command line as its users meet it: another process, real files, exit codes."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.core.__main__ import main
from analysis.core.intake.csv_files import read_comments
from analysis.core.pipeline import analyse
from analysis.core.report.schema import check_document
from analysis.core.types import Options
from tests.core.conftest import DATA, DEMO, ROOT


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "analysis.core", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=os.environ | environment, check=False)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Sixty demo comments."""
    path = tmp_path / "small.csv"
    with (DEMO / "comments.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[:61]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_themes_writes_a_valid_document_and_the_same_bytes_for_shuffled_rows(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Other order, byte-order mark, line ends, process, hash seed and threads: the same bytes."""
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    options = ("--encoder", "tfidf", "--votes", str(DEMO / "votes.csv"))
    assert main(["themes", str(small), "--out", str(first), *options]) == 0
    told = capsys.readouterr()
    assert "100% summary" in told.err and told.out == ""
    check_document(json.loads(first.read_text(encoding="utf-8")))
    with small.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    with small.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows([header, *rows[::-1]])
    done = run("themes", small, "--out", second, *options, PYTHONHASHSEED="2", OMP_NUM_THREADS="2")
    assert done.returncode == 0, done.stderr
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.slow
def test_the_demo_comes_out_the_same_in_another_process_order_and_environment(tmp_path: Path) -> None:
    shuffled, outs = tmp_path / "shuffled.csv", [tmp_path / "1.json", tmp_path / "2.json"]
    with (DEMO / "comments.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    with shuffled.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows[::-1]])
    assert main(["themes", str(DEMO / "comments.csv"), "--out", str(outs[0])]) == 0
    assert run("themes", shuffled, "--out", outs[1], PYTHONHASHSEED="4", OMP_NUM_THREADS="2").returncode == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_groups_lists_every_voter(tmp_path: Path) -> None:
    out = tmp_path / "groups.json"
    votes = DATA / "polis" / "brexit-consensus" / "participants-votes.csv"
    assert main(["groups", str(votes), "--out", str(out)]) == 0
    document = json.loads(out.read_text(encoding="utf-8"))
    check_document(document, part="groups_file")
    with votes.open(encoding="utf-8", newline="") as file:
        assert {row["participant"] for row in csv.DictReader(file)} == {a["voter"] for a in document["assignments"]}


def test_the_number_of_groups_may_be_given(tmp_path: Path) -> None:
    out = tmp_path / "groups.json"
    assert main(["groups", str(DEMO / "votes.csv"), "--out", str(out), "--groups", "4"]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["k"] == 4


def test_mask_keeps_columns_and_rows_and_adds_what_it_found(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text('id,extra,text\na,"x,y","โทร 081-234-5678\nครับ"\nb,,เงียบ\n', encoding="utf-8")
    assert main(["mask", str(source), "--out", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["id", "extra", "text", "pii"],
            ["a", "x,y", "โทร [เบอร์โทรศัพท์]\nครับ", "phone"],
            ["b", "", "เงียบ", ""],
        ]


DRAFT = {"s-06": "ห้ามเรียกสำเนาเอกสารจากผู้รับบริการ", "s-09": "การยืนยันตัวตนทางดิจิทัล\nการเปรียบเทียบภาพใบหน้า"}


def test_the_words_of_the_draft_teach_what_sections_are_about_as_they_do_on_the_site(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft, out = tmp_path / "draft.csv", tmp_path / "out.json"
    with draft.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(
            [["text", "section", "kind"], *([DRAFT[name], name, "x"] for name in DRAFT), ["", "s-99", ""]]
        )
    assert main(["themes", str(small), "--out", str(out), "--encoder", "tfidf", "--draft", str(draft)]) == 0
    document = json.loads(out.read_text(encoding="utf-8"))
    comments = read_comments(str(small), warn=print)
    on_the_site = analyse(comments, options=Options(encoder="tfidf", draft=DRAFT)).document
    assert document == on_the_site and document["run"]["params"]["draft_sha256"]
    assert f"{draft}:5: section 's-99' has no text" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("draft", "complaint"),
    [
        ("section,heading\ns-06,ก\n", ":1: no column 'text'"),
        ("section,text\ns-06,ก\n,ข\n", ":3: the section is empty"),
        ("section,text\ns-06,ก\ns-06,ข\n", ":3: section 's-06' was used before, on line 2"),
        ("section,text\ns-06,ก,ข\n", ":2: 3 fields where the header has 2"),
        ("section,text\nมาตรา ๖,ก\n", ": no comment names a section of this draft; the comments name 's-"),
        ("", ": the file is empty"),
    ],
)
def test_a_draft_that_cannot_be_used_is_refused_with_file_and_line(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], draft: str, complaint: str
) -> None:
    source, out = tmp_path / "draft.csv", tmp_path / "out.json"
    source.write_text(draft, encoding="utf-8")
    assert main(["themes", str(small), "--out", str(out), "--draft", str(source)]) == 2
    assert f"error: {source}{complaint}" in capsys.readouterr().err
    assert not out.exists()


def test_bad_input_ends_with_two_its_line_and_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.json"
    source.write_text("id,text\na,x\na,y\n", encoding="utf-8")
    assert main(["themes", str(source), "--out", str(out)]) == 2
    assert f"error: {source}:3: id 'a' was used before, on line 2" in capsys.readouterr().err
    assert not out.exists()


def test_an_unwritable_place_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mask", str(DEMO / "comments.csv"), "--out", str(tmp_path / "no" / "out.csv")]) == 2
    assert "cannot write" in capsys.readouterr().err


def test_a_failed_run_leaves_the_old_result_alone(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    out.write_text("old", encoding="utf-8")
    source.write_text("id,text\na\n", encoding="utf-8")
    assert main(["mask", str(source), "--out", str(out)]) == 2
    assert out.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["themes"],
        ["themes", "x.csv", "--out", "y", "--themes", "0"],
        ["groups", "x", "--out", "y", "--groups", "1"],
    ],
)
def test_wrong_usage_ends_with_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2


def test_a_file_without_comments_gives_an_empty_result(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.json"
    source.write_text("id,text\n", encoding="utf-8")
    assert main(["themes", str(source), "--out", str(out)]) == 0
    document = json.loads(out.read_text(encoding="utf-8"))
    assert document["themes"] == [] and document["run"]["n_comments"] == 0


def test_the_package_needs_no_models_to_be_imported() -> None:
    heavy = "{'numpy', 'spacy', 'pythainlp'}"
    code = f"import sys, analysis.core, analysis.core.types; assert not {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_help_tells_the_columns_and_exit_codes() -> None:
    told = run("--help").stdout
    assert "COMMENTS.csv" in told and "Exit codes" in told and "participants-votes" in told


def test_without_authors_the_number_of_people_is_said_to_be_unknown_everywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.json"
    rows = [f"{i},ค่าธรรมเนียมขยะแพงเกินไปสำหรับร้านเล็กแห่งที่ {i}" for i in range(12)]
    source.write_text("\n".join(["id,text", *rows, "x,เห็นด้วย"]), encoding="utf-8")
    assert main(["themes", str(source), "--out", str(out), "--encoder", "tfidf"]) == 0
    assert "ไม่ทราบจำนวนคน" in capsys.readouterr().err
    document = json.loads(out.read_text(encoding="utf-8"))
    check_document(document)
    counts = {entry["n_people"] for entry in (document["run"], document["positions_only"], *document["themes"])}
    assert counts == {None}
    said = [line["sentence"] for theme in document["themes"] for line in theme["summary"]]
    assert any("ไม่ทราบจำนวนผู้แสดงความคิดเห็น" in sentence for sentence in said)
    assert not any(" คน" in sentence for sentence in said)


def test_more_themes_or_groups_than_can_be_had_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.json"
    source.write_text("id,text,author\n1,ค่าน้ำแพงมาก,a\n2,รถเมล์มาช้าทุกวัน,b\n", encoding="utf-8")
    assert main(["themes", str(source), "--out", str(out), "--encoder", "tfidf", "--themes", "500"]) == 0
    assert "500 themes were asked for" in capsys.readouterr().err
    votes = "\n".join(f"v{i},c{j},{1 if i % 2 else -1}" for i in range(40) for j in range(8))
    source.write_text(f"voter,comment,value\n{votes}\n", encoding="utf-8")
    assert main(["groups", str(source), "--out", str(out), "--groups", "5"]) == 0
    assert "5 groups were asked for, 2 found" in capsys.readouterr().err
