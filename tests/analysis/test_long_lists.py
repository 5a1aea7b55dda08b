"""What a page reads of a run does not grow with comments: lists stand beside the document, and files still tell them whole."""

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import actions
from analysis.models import RunList
from analysis.runs.current import CurrentRun
from analysis.runs.long_lists import GROWING, KEPT, with_long_lists, without_long_lists
from tests.support.analyses import WORDS, address, analyst_of, run
from tests.support.databases import ROOT
from tests.support.makers import make_consultation, officer_of, post

_IDS = st.lists(st.integers(0, 99).map(str), max_size=2 * KEPT + 2)
_DOCUMENTS = st.recursive(
    st.none() | st.integers() | st.text(max_size=4) | _IDS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*sorted(GROWING), "themes", "summary", "sentence"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["themes", "minority", "cites"]), _DOCUMENTS, max_size=3))
def test_a_document_whose_lists_were_taken_out_is_whole_again_byte_for_byte(document):
    short, lists = without_long_lists(document)
    assert json.dumps(with_long_lists(short, lists)) == json.dumps(document)
    assert all(len(one) > KEPT for one in lists.values()) and not without_long_lists(short)[1]


@pytest.fixture(scope="module")
def large(made_once):
    """Seventy comments of as many people, in two themes."""
    consultation = make_consultation("ช่องทางบริการ", "ห้ามเรียกสำเนา")
    first, second = consultation.draft.sections.all()
    for number in range(70):
        section = first if number % 6 < 3 else second
        post(consultation, f"{WORDS[number % 6]} ({number})", section=section, stance="agree")
    run(consultation, themes=2)
    return consultation


def _lists_of(value, name="") -> list[int]:
    if isinstance(value, dict):
        return [n for key, one in value.items() for n in _lists_of(one, key)]
    own = [len(value)] if isinstance(value, list) and name in GROWING else []
    return own + [n for one in value for n in _lists_of(one)] if isinstance(value, list) else own


@pytest.mark.django_db
@pytest.mark.parametrize("edited", [False, True])
def test_pages_read_how_lists_begin_and_files_all_of_them(large, edited):
    other, theme = CurrentRun.of(large).labels
    if edited:
        moved = large.comments.filter(assignments__theme=theme)[:3]
        actions.move_comments(consultation=large, by=officer_of(large), comments=list(moved), into=other)
    current = CurrentRun.of(large)
    assert max(_lists_of(current.document)) == KEPT
    told = {one["id"]: one for one in current.document["themes"]}[other]
    whole = {one["id"]: one for one in current.whole_document["themes"]}[other]["summary"][0]["cites"]
    members = current.in_theme(current.comments(), other)
    assert sorted(map(int, whole)) == sorted(members.values_list("pk", flat=True))
    assert told["summary"][0]["n_cites"] == len(whole) == told["n_comments"] > KEPT
    client = analyst_of(large)
    page = client.get(address("theme_detail", large, other)).content.decode()
    assert page.count('class="cite" data-dialog') and f"{len(whole)} ความคิดเห็น" in page
    file = b"".join(client.get(address("theme_export", large, "csv"))).decode("utf-8-sig")
    row = next(row for row in csv.DictReader(io.StringIO(file)) if row["id"] == other)
    assert all(f"[{pk}]" in row["summary"] for pk in whole)


@pytest.mark.django_db
def test_the_first_run_keeps_its_lists_beside_its_document(large):
    run_made = CurrentRun.of(large).run
    assert RunList.objects.filter(run=run_made, place__endswith="/cites").count() >= 2
    assert max(_lists_of(run_made.document)) == KEPT


BEFORE = """
from django.db.migrations.executor import MigrationExecutor
from django.db import connection
from datetime import timedelta
from django.utils import timezone
loader = MigrationExecutor(connection).loader
apps = loader.project_state([key for key in loader.applied_migrations if key in loader.graph.nodes]).apps
make = lambda app, kind, **fields: apps.get_model(app, kind).objects.create(**fields)
agency = make("consult", "Agency", name="กรม", slug="dept")
now = timezone.now()
hearing = make("consult", "Consultation", key="0" * 32, agency=agency, title="ร่าง", opens_at=now, closes_at=now + timedelta(days=1))
ids = [str(n) for n in range(50)]
make("analysis", "AnalysisRun", consultation=hearing, duration_seconds=1, input_sha256="0" * 64, options={}, comment_count=50,
     hidden_count=0, model=b"", document={
    "themes": [{"id": "t1", "parent_id": None, "label": "ก", "summary": [{"cites": ids}, {"cites": ids[:3]}]}],
    "minority": [], "campaigns": [{"id": "c1", "n_texts": 50, "comment_ids": ids}], "audit": []})
"""


@pytest.mark.slow
def test_a_run_from_before_says_the_same_and_stays_guarded(tmp_path):
    file = tmp_path / "before.sqlite3"

    def manage(*command: str, code: str = "") -> None:
        env = os.environ | {"DATABASE_URL": f"sqlite:///{file}"}
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True, input=code.encode())

    manage("migrate", "analysis", "0009", "--verbosity", "0")
    manage("shell", "--no-imports", code=BEFORE)
    manage("migrate", "analysis", "--verbosity", "0")
    with sqlite3.connect(file) as found:
        ids = [str(n) for n in range(50)]
        (document,) = found.execute("SELECT document FROM analysis_analysisrun").fetchone()
        lists = dict(found.execute("SELECT place, entries FROM analysis_runlist").fetchall())
        assert {place: json.loads(one) for place, one in lists.items()} == {
            "/themes/0/summary/0/cites": ids,
            "/campaigns/0/comment_ids": ids,
        }
        (outline,) = found.execute("SELECT outline FROM analysis_analysisrun").fetchone()
        assert json.loads(outline) == {
            "themes": [{"id": "t1", "parent_id": None, "label": "ก"}],
            "campaigns": [{"id": "c1", "n_texts": 50}],
            "groups": [],
            "audit": [],
        }
        assert json.loads(document)["themes"][0]["summary"] == [
            {"cites": ids[:KEPT], "n_cites": 50},
            {"cites": ids[:3]},
        ]
        for refused in ("UPDATE analysis_analysisrun SET document = '{}'", "DELETE FROM analysis_runlist"):
            with pytest.raises(sqlite3.IntegrityError):
                found.execute(refused)
