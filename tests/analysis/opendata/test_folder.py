"""The folder of a closed hearing: every form says the same, and nothing that is not for everybody."""

import json
import re
from hashlib import sha256
from zipfile import ZipFile

import pytest
from django.utils import timezone
from frictionless import Package
from openpyxl import load_workbook

from analysis.core.intake.vote_files import read_votes
from analysis.opendata.folder import write_folder
from analysis.opendata.tables import TABLES
from consult.models import Comment, User, Vote
from consult.models.participant import ballot_pseudonym, pseudonym
from tests.support.makers import make_consultation, make_user, take_part
from tests.support.open_data import HIDDEN_WORDS, PERSONAL, REDACTED_WORDS, WITHDRAWN_WORDS

pytestmark = pytest.mark.django_db


def test_the_package_is_valid_by_frictionless(folder):
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
    assert {task.name for task in report.tasks} >= {table.name for table in TABLES}


def test_a_package_in_which_one_letter_is_changed_is_not(copy):
    votes = copy / "votes.csv"
    votes.write_bytes(votes.read_bytes().replace(b",agree", b",agrea", 1))
    assert not Package(str(copy / "datapackage.json")).validate().valid


def test_the_three_forms_of_a_table_hold_the_same_rows(folder, table):
    for one in TABLES:
        rows = table(one.name)
        lines = [json.loads(line) for line in (folder / f"{one.name}.jsonl").read_text(encoding="utf-8").splitlines()]
        sheet = load_workbook(folder / f"{one.name}.xlsx", read_only=True).worksheets[0]
        header, *cells = sheet.iter_rows(values_only=True)
        assert list(header) == one.names
        assert len(rows) == len(lines) == len(cells), one.name
        assert [list(line) for line in lines] == [one.names] * len(lines)


def test_every_file_says_its_size_and_hash(folder, hearing):
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    told = {one["path"]: (one["bytes"], one["hash"]) for one in package["resources"]}
    beside = {"datapackage.json", f"hearing-{hearing.pk}.zip"}
    there = {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in beside}
    assert told == {name: (len(data), f"sha256:{sha256(data).hexdigest()}") for name, data in there.items()}
    with ZipFile(folder / f"hearing-{hearing.pk}.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist() if name != "datapackage.json"} == there


def test_no_file_holds_what_was_hidden_withdrawn_closed_or_masked(folder):
    for path in folder.iterdir():
        if path.suffix == ".zip":
            continue
        if path.suffix == ".xlsx":
            sheet = load_workbook(path, read_only=True).worksheets[0]
            text = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
        else:
            text = path.read_text(encoding="utf-8")
        for words in (HIDDEN_WORDS, WITHDRAWN_WORDS, REDACTED_WORDS, PERSONAL, "@example.org"):
            assert words not in text, (path.name, words)


def test_no_file_holds_who_somebody_is(folder, hearing):
    """Neither accounts nor public names; numbers of accounts are not looked for, since they are numbers."""
    names = [user.alias for user in User.objects.filter(participants__consultation=hearing)]
    for path in folder.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        assert not [name for name in names if name in text], path.name


def test_a_vote_leads_to_no_comment(table):
    """A comment stands beside a public name, so one number for both would tell how that person voted."""
    writers = {row["participant"] for row in table("comments")}
    voters = {row["participant"] for row in table("votes")}
    assert writers and voters and not writers & voters
    assert {row["participant"] for row in table("answers")} <= voters


def test_a_person_has_another_number_in_every_hearing_and_another_one_for_ballots():
    person, numbers = make_user(), set()
    for hearing in (make_consultation(), make_consultation()):
        me = take_part(person, hearing).pk
        assert me == take_part(person, hearing).pk
        numbers |= {str(me), pseudonym(me), ballot_pseudonym(me)}
    assert len(numbers) == 6


def test_rows_tell_neither_level_nor_province_nor_the_second(table):
    for name in ("comments", "votes", "answers"):
        for row in table(name):
            assert not {"level", "province", "age"} & set(row)
            assert not [cell for cell in row.values() if re.search(r"\d\d:\d\d:\d\d", cell) and "สูตร" not in cell]


def test_counts_are_those_of_the_record(table, hearing):
    shown = Comment.objects.filter(consultation=hearing, is_visible=True)
    assert len(table("comments")) == shown.count()
    on_record = Comment.objects.filter(consultation=hearing).count()
    figures = {row["part"]: int(row["comments"]) for row in table("figures")}
    assert figures["all"] == on_record == sum(count for part, count in figures.items() if part != "all")
    assert (figures["hidden"], figures["withdrawn"], figures["web"]) == (1, 1, shown.count())
    on_sections = Vote.objects.filter(section__version__consultation=hearing).count()
    on_comments = Vote.objects.filter(comment__consultation=hearing, comment__is_visible=True).count()
    assert len(table("votes")) == on_sections + on_comments == 28 + 14
    assert sum(len(row["options"].split(";")) for row in table("answers")) == 14


def test_what_is_withheld_says_the_ground_and_by_whom(table):
    told = {(row["what"], row["ground"], row["by"]) for row in table("withheld")}
    assert told == {
        ("whole", "insult", "moderator"),
        ("whole", "withdrawn", "author"),
        ("part", "personal_data", "moderator"),
    }
    shown = {row["id"] for row in table("comments")}
    assert not shown & {row["comment"] for row in table("withheld") if row["what"] == "whole"}


def test_a_formula_is_text_in_a_spreadsheet_and_itself_for_a_program(folder, table):
    (row,) = (row for row in table("comments") if "สูตร" in row["text"])
    assert row["text"].startswith("'=1+1")
    lines = (folder / "comments.jsonl").read_text(encoding="utf-8").splitlines()
    assert [line for line in map(json.loads, lines) if line["text"].startswith("=1+1")]


def test_files_in_the_shape_of_polis_are_read_back_with_the_same_counts(folder, table):
    warnings: list[str] = []
    comments = {row["id"]: row for row in table("comments") if not row["reply_to"]}
    votes = [row for row in table("votes") if row["comment"] in comments]
    matrix = read_votes(str(folder / "polis-participants-votes.csv"), warn=warnings.append)
    long = read_votes(str(folder / "polis-votes.csv"), warn=lambda _text: None)
    signs = {"agree": 1, "unsure": 0, "disagree": -1}
    assert {(v.voter, v.comment, v.value) for v in matrix} == {
        (row["participant"], row["comment"], signs[row["choice"]]) for row in votes
    }
    assert set(long) == set(matrix) and warnings == []
    said = table("polis-comments")
    assert {row["comment-id"] for row in said} == set(comments)
    assert sum(int(row["agrees"]) for row in said) == sum(row["choice"] == "agree" for row in votes)
    summary = (folder / "polis-summary.csv").read_text(encoding="utf-8")
    assert f"\ncomments,{len(comments)}\n" in summary.replace("\r\n", "\n")


def test_a_hearing_in_which_nobody_took_part_has_files_with_heads_alone(tmp_path, db):
    empty = make_consultation()
    files, _counted = write_folder(tmp_path, empty, number=1, made_at=timezone.now())
    assert {file.rows for file in files if file.name == "comments.csv"} == {0}
    assert Package(str(tmp_path / "datapackage.json")).validate().valid
