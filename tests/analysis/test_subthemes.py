"""Parts of themes: whose comments they are, as far as they stand."""

import csv
import io

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.test import Client

from analysis import actions
from analysis.models import AnalysisRun, Assignment
from analysis.runs.current import CurrentRun
from bench.measure import DEMO
from bench.measure import rows_of as read_rows
from tests.support.analyses import address, read_all, rows_of, run
from tests.support.makers import make_consultation, post

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def analysed(made_once) -> int:
    """So many comments in two themes that the themes have parts."""
    consultation = make_consultation()
    for row in read_rows(DEMO / "comments.csv")[:70]:
        post(consultation, row["text"])
    run(consultation, themes=2)
    return consultation.pk


@pytest.fixture
def client(analyst):
    client = Client()
    client.force_login(analyst)
    return client


def parts_of(consultation) -> list[dict]:
    return [theme for theme in CurrentRun.of(consultation).document["themes"] if theme["parent_id"]]


def members(done: AnalysisRun, part: dict) -> list[int]:
    here = Q(subtheme=part["id"]) | Q(second_subtheme=part["id"])
    return list(Assignment.objects.filter(here, run=done).values_list("comment", flat=True))


def test_parts_count_their_own_comments_and_their_guests(consultation):
    done = AnalysisRun.objects.current(consultation.pk)
    parts = parts_of(consultation)
    assert len(parts) >= 4
    assert [len(members(done, part)) for part in parts] == [part["n_comments"] for part in parts]
    for theme, held in CurrentRun(done, consultation).subthemes.items():
        ids = {comment for part in held for comment in members(done, part)}
        assert ids <= set(Assignment.objects.filter(run=done, theme=theme).values_list("comment", flat=True))


def test_a_part_leads_to_its_comments_in_the_table_and_in_the_export(consultation, client):
    page = read_all(client, consultation)
    for part in parts_of(consultation):
        assert f"{address('comment_table', consultation)}?subtheme={part['id']}" in page
        assert len(rows_of(client, consultation, subtheme=part["id"])) == part["n_comments"]
    response = client.get(address("comment_export", consultation, "csv"), {"subtheme": part["id"]})
    raw = b"".join(response.streaming_content).decode("utf-8").removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(raw)))
    assert len(rows) == part["n_comments"] and all(part["label"] in row["subtheme"] for row in rows)


def test_a_part_a_comment_left_by_hand_is_offered_nowhere_until_the_next_run(consultation, analyst, client):
    one, other = AnalysisRun.objects.current(consultation.pk).themes
    part = next(part for part in parts_of(consultation) if part["parent_id"] == one["id"])
    comment = consultation.comments.get(pk=members(AnalysisRun.objects.current(consultation.pk), part)[0])
    edit = actions.move_comments(consultation=consultation, by=analyst, comments=[comment], into=other["id"])
    table = client.get(address("comment_table", consultation), {"subtheme": part["id"]})
    assert part["id"] not in table.context["current"].subtheme_labels
    assert part["id"] not in read_all(client, consultation)
    actions.revert_edit(edit=edit, by=analyst)
    assert len(rows_of(client, consultation, subtheme=part["id"])) == part["n_comments"]


def test_parts_go_with_their_theme_into_another(consultation, analyst, client):
    one, other = AnalysisRun.objects.current(consultation.pk).themes
    before = {part["id"]: part["n_comments"] for part in parts_of(consultation)}
    actions.merge_themes(consultation=consultation, by=analyst, theme=other["id"], into=one["id"])
    assert {part["id"] for part in CurrentRun.of(consultation).subthemes[one["id"]]} == {*before}
    for part, size in before.items():
        assert len(rows_of(client, consultation, theme=one["id"], subtheme=part)) == size


def test_a_later_comment_is_in_no_part_and_an_earlier_run_links_none(consultation, client):
    done = AnalysisRun.objects.current(consultation.pk)
    later = post(consultation, "ขอให้เปิดช่องทางเดิมที่ที่ว่าการอำเภอไว้สำหรับคนที่ไม่มีสมาร์ตโฟน")
    actions.assign_new_comments(run=done)
    assert Assignment.objects.get(run=done, comment=later).subtheme == ""
    run(consultation, themes=2)
    assert "?subtheme=" not in read_all(client, consultation, f"?run={done.pk}")


def test_a_comment_without_a_theme_is_in_no_part(consultation):
    row = Assignment.objects.filter(run=AnalysisRun.objects.current(consultation.pk)).exclude(theme="").first()
    with pytest.raises(IntegrityError, match="a_part_is_of_a_theme"), transaction.atomic():
        Assignment.objects.filter(pk=row.pk).update(theme="", reason="off_topic", subtheme="s1")
