"""Themes, arguments and opinion groups as files: what the page shows, in forms anybody can open, and nothing that computes."""

import csv
import io
import json
import secrets
import tracemalloc
from pathlib import Path

import pytest
from openpyxl import load_workbook

from analysis import actions
from analysis.views import answers, exports, table_exports, table_files, votes
from analysis.views.workbook import workbook
from consult import actions as consult_actions
from consult.models import AuditEntry, Vote
from tests.support.analyses import address, analyst_of, run, talked_about
from tests.support.makers import make_user, officer_of, post, vote

pytestmark = pytest.mark.django_db
GUIDE = Path(__file__).resolve().parents[2] / "docs/analyst.md"


def taken(client, name, consultation, form: str, query: str = "") -> list[dict]:
    """The rows of a file, read as whoever opens it reads them."""
    body = client.get(address(name, consultation, form) + query).getvalue()
    if form == "json":
        told = json.loads(body)
        return next(rows for key, rows in told.items() if key != "about")
    if form == "csv":
        text = body.decode("utf-8")
        assert text.startswith("\ufeff")
        return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    sheet = load_workbook(io.BytesIO(body)).worksheets[0]
    header, *rows = sheet.iter_rows(values_only=True)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_the_file_of_themes_says_the_figures_of_the_page(consultation, done, form):
    rows = taken(analyst_of(consultation), "theme_export", consultation, form)
    tops = [row for row in rows if not row["part_of"]]
    assert [(row["id"], row["name"]) for row in tops] == [(theme["id"], theme["label"]) for theme in done.themes]
    for row, theme in zip(tops, done.themes, strict=True):
        told = (row["run"], row["people"], row["comments"], row["agree"])
        assert tuple(map(int, told)) == (
            done.pk,
            theme["n_people"],
            theme["n_comments"],
            theme["stance"]["asked"]["agree"],
        )
        lines = row["summary"] if form == "json" else row["summary"].split("; ")
        assert len(lines) == len(theme["summary"]) and f"[{theme['summary'][0]['cites'][0]}]" in lines[0]
    assert AuditEntry.objects.get(verb="record_export").detail == {"what": f"themes.{form}"}


def test_a_name_that_a_spreadsheet_would_run_is_text_in_the_file(consultation, done):
    theme = done.themes[0]["id"]
    actions.rename_theme(consultation=consultation, by=officer_of(consultation), theme=theme, name="=1+1")
    client = analyst_of(consultation)
    for form, name in (("csv", "'=1+1"), ("xlsx", "'=1+1"), ("json", "=1+1")):
        (row,) = (row for row in taken(client, "theme_export", consultation, form) if row["id"] == theme)
        assert row["name"] == name


def test_a_file_of_an_earlier_run_holds_that_run_as_it_was_made(consultation, done):
    theme = done.themes[0]
    actions.rename_theme(consultation=consultation, by=officer_of(consultation), theme=theme["id"], name="ชื่อใหม่")
    later = run(consultation, themes=2)
    client = analyst_of(consultation)
    now = taken(client, "theme_export", consultation, "csv")
    then = taken(client, "theme_export", consultation, "csv", f"?run={done.pk}")
    assert {row["run"] for row in now} == {str(later.pk)} and {row["run"] for row in then} == {str(done.pk)}
    assert theme["label"] in {row["name"] for row in then} and "ชื่อใหม่" not in {row["name"] for row in then}
    asked = list(AuditEntry.objects.filter(verb="record_export").order_by("pk").values_list("detail__what", flat=True))
    assert asked == ["themes.csv", f"themes.csv?run={done.pk}"]


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_the_file_of_arguments_names_the_comments_confirmed_behind_each(consultation, done, analyst, form):
    first, second, third, *_ = consultation.comments.order_by("pk")
    told = {"consultation": consultation, "by": analyst, "comment": first}
    argument = actions.make_argument(**told, words=first.public_text, kind="ask")
    actions.judge_member(argument=argument, by=analyst, comment=second, belongs=True)
    actions.judge_member(argument=argument, by=analyst, comment=third, belongs=False)
    (row,) = taken(analyst_of(consultation), "argument_export", consultation, form)
    behind = row["confirmed_comments"]
    assert (behind if form == "json" else list(map(int, behind.split("; ")))) == [first.pk, second.pk]
    assert (row["text"], row["kind"]) == (first.public_text, "ask") and row["theme_name"]
    assert tuple(int(row[name]) for name in ("people", "confirmed", "looked_at")) == (2, 2, 3)


def test_no_file_holds_words_of_a_comment_that_was_hidden(consultation, done, analyst):
    first, second, *_ = consultation.comments.order_by("pk")
    told = {"consultation": consultation, "by": analyst, "comment": first}
    argument = actions.make_argument(**told, words=first.public_text, kind="ask")
    actions.judge_member(argument=argument, by=analyst, comment=second, belongs=True)
    for comment in (first, second):
        consult_actions.hide_comment(comment=comment, by=officer_of(consultation), reason="illegal")
    client = analyst_of(consultation)
    for name in ("argument_export", "theme_export"):
        body = client.get(address(name, consultation, "json")).getvalue().decode()
        assert first.public_text not in body and second.public_text not in body
    (row,) = taken(client, "argument_export", consultation, "json")
    assert (row["text"], row["people"], row["confirmed_comments"]) == ("", 0, [])


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_the_file_of_groups_says_which_statement_marks_unites_or_divides(form):
    consultation = talked_about()
    shared = post(consultation, "=ขอให้เปิดวันเสาร์ด้วย")
    comments = list(consultation.comments.exclude(pk=shared.pk))
    for number in range(24):
        voter = make_user()
        vote(consultation, Vote.Choice.AGREE, voter, comment=shared)
        for place, comment in enumerate(comments):
            vote(
                consultation,
                Vote.Choice.AGREE if (number + place) % 2 else Vote.Choice.DISAGREE,
                voter,
                comment=comment,
            )
    done = run(consultation, themes=2)
    groups = done.document["groups"]
    assert groups["status"] == "stable"
    rows = taken(analyst_of(consultation), "group_export", consultation, form)
    assert {row["finding"] for row in rows} >= {"marks_group", "most_agree_on", "divides"}
    marks = [row for row in rows if row["finding"] == "marks_group"]
    assert len(marks) == sum(len(item["representative"]) for item in groups["items"])
    assert {(int(row["group"]), int(row["people"])) for row in marks} == {(1, 12), (2, 12)}
    united = next(row for row in rows if row["finding"] == "most_agree_on" and row["statement"] == str(shared.pk))
    inert = shared.public_text if form == "json" else f"'{shared.public_text}"
    assert (united["text"], united["direction"], int(united["votes"])) == (inert, "agree", 24)


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_the_file_of_comments_holds_every_comment_with_its_theme_and_nothing_that_computes(consultation, done, form):
    post(consultation, "=HYPERLINK(1)")
    client = analyst_of(consultation)
    rows = taken(client, "comment_export", consultation, form)
    assert {int(row["id"]) for row in rows} == set(consultation.comments.values_list("pk", flat=True))
    assert {row["theme"] for row in rows if row["theme"]} == {theme["label"] for theme in done.themes}
    (told,) = (row["text"] for row in rows if "HYPERLINK" in row["text"])
    assert told == ("=HYPERLINK(1)" if form == "json" else "'=HYPERLINK(1)")
    agreed = taken(client, "comment_export", consultation, form, "?stance=agree")
    assert {row["stance"] for row in agreed} == {"agree"}


def test_a_file_of_many_rows_is_written_row_by_row():
    """What is taken of the rows is what was asked for; of a workbook, whose bytes are packed, never more than it takes to send some."""
    asked = []

    def rows():
        for number in range(5_000):
            asked.append(number)
            yield [number, secrets.token_hex(1_000)]

    def table():
        asked.clear()
        return table_files.FileTable(name="comments", columns=("id", "text"), rows=rows())

    for form, most in (("csv", 3), ("json", 3), ("xlsx", 1_000)):
        pieces = iter(table_files.FORMS[form](table()).streaming_content)
        for _ in range(3):
            next(pieces)
        assert len(asked) <= most
    tracemalloc.start()
    assert sum(map(len, table_files.FORMS["xlsx"](table()).streaming_content)) > 4_000_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_a_workbook_holds_what_it_was_given_and_nothing_that_xml_cannot_hold():
    rows = [["ก", 1, 2.5, None, "", True], ["<&> \x00\ud800มาก", " a\nb ", -3, "x" * 40_000, "'=1", 0]]
    book = load_workbook(io.BytesIO(b"".join(workbook([("ชื่อ & อื่น", rows), ("about", [["a", "b"]])]))))
    first, second = book.worksheets
    assert (first.title, first.freeze_panes, second.title) == ("ชื่อ & อื่น", "A2", "about")
    assert list(first.iter_rows(values_only=True)) == [
        ("ก", 1, 2.5, None, None, 1),
        ("<&> มาก", " a\nb ", -3, "x" * 32_767, "'=1", 0),
    ]


@pytest.mark.parametrize("name", ["theme_export", "group_export", "argument_export"])
def test_without_a_run_a_file_has_its_columns_and_no_row(name):
    consultation = talked_about()
    client = analyst_of(consultation)
    for form in ("csv", "xlsx", "json"):
        assert taken(client, name, consultation, form) == []


def test_a_file_of_programs_says_which_run_it_is_and_that_it_is_no_poll(consultation, done):
    told = json.loads(analyst_of(consultation).get(address("theme_export", consultation, "json")).getvalue())["about"]
    assert (told["run"], told["input_sha256"]) == (done.pk, done.input_sha256)
    assert "ไม่ใช่ผลสำรวจประชากร" in told["caveat"]


@pytest.mark.parametrize("form", ["pdf", "csvx", "CSV"])
def test_a_form_of_file_there_is_not_is_not_found(consultation, form):
    page = address("theme_export", consultation, "csv")
    assert analyst_of(consultation).get(page.removesuffix("csv") + form).status_code == 404


def test_the_guide_says_what_every_column_is():
    guide = GUIDE.read_text(encoding="utf-8")
    columns = {*exports.COLUMNS, *answers.COLUMNS, *votes.COLUMNS}
    columns |= {*table_exports.THEME_COLUMNS, *table_exports.ARGUMENT_COLUMNS, *table_exports.GROUP_COLUMNS}
    assert {name for name in columns if f"`{name}`" not in guide} == set()
