"""A database from before people had numbers of their own in each hearing keeps who said what, and what was counted."""

import os
import sqlite3
import subprocess
import sys

import pytest

from tests.support.databases import ROOT

pytestmark = [pytest.mark.slow]

BEFORE = """
from django.db.migrations.executor import MigrationExecutor
from django.db import connection
from datetime import timedelta
from django.utils import timezone

apps = MigrationExecutor(connection).loader.project_state([("consult", "0037_unusual_hours")]).apps
make = lambda model, **fields: apps.get_model("consult", model).objects.create(**fields)
now, later = timezone.now(), timezone.now() + timedelta(days=1)
one, two = (make("User", email=f"{name}@example.org", alias=name, alias_form=name, level=level) for name, level in (("a", 2), ("b", 3)))
agency = make("Agency", name="กรม", slug="dept")
for key in ("0" * 31 + "1", "0" * 31 + "2"):
    hearing = make("Consultation", key=key, agency=agency, title="ร่าง", opens_at=now, closes_at=later)
    version = make("DraftVersion", consultation=hearing, number=1, issued_by=one, issued_at=now)
    section = make("Section", version=version, anchor=key, unit="มาตรา", number="1", order=1, text="ก", wording_sha256="0" * 64)
    asked = make("Questionnaire", consultation=hearing, number=1, issued_by=one)
    question = make("Question", questionnaire=asked, anchor=key, order=1, text="ถาม", options=["ก", "ข"], most=2, wording_sha256="0" * 64)
    comment = make("Comment", consultation=hearing, section=section, author=one, text="ก", public_text="ก", search_text="ก", posted_at=now)
    make("Vote", section=section, voter=one, choice=1, cast_at=now, level=2)
    make("Vote", comment=comment, voter=two, choice=-1, cast_at=now, level=3)
    for choice in (0, 1):
        make("Answer", question=question, author=two, choice=choice, answered_at=now, level=3)
    make("CommentReport", consultation=hearing, comment=comment, by=two, reason="spam", at=now)
    entry = make("LoggedAct", hearing=hearing.pk, kind="comment", row=comment.pk, at=now, commitment=b"0" * 32)
    make("LogOpening", entry=entry, person=one, salt=b"0" * 16)
"""


def test_who_said_what_is_who_it_was_in_each_hearing(tmp_path):
    file = tmp_path / "before.sqlite3"

    def manage(*command: str, code: str = "") -> None:
        env = os.environ | {"DATABASE_URL": f"sqlite:///{file}"}
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True, input=code.encode())

    manage("migrate", "consult", "0037", "--verbosity", "0")
    manage("shell", "--no-imports", code=BEFORE)
    manage("migrate", "consult", "--verbosity", "0")
    ask = sqlite3.connect(file).execute
    people = "SELECT id FROM consult_participant p JOIN consult_user u ON u.id = p.account_id"
    assert ask(people.replace("id", "count(*), count(DISTINCT p.id), min(p.id) > 1000", 1)).fetchone() == (4, 4, 1)
    for rows, hearing, who in (
        ("consult_comment x", "x.consultation_id", "a"),
        ("consult_commentreport x", "x.consultation_id", "b"),
        ("consult_vote x JOIN consult_comment c ON c.id = x.comment_id", "c.consultation_id", "b"),
        ("consult_answer x JOIN consult_question q ON q.id = x.question_id", "q.questionnaire_id", "b"),
        ("consult_logopening x JOIN consult_loggedact e ON e.id = x.entry_id", "e.hearing", "a"),
    ):
        told = ask(
            f"SELECT DISTINCT u.alias, p.level, p.consultation_id = {hearing} FROM {rows} "
            "JOIN consult_participant p ON p.id = x.participant_id JOIN consult_user u ON u.id = p.account_id"
        ).fetchall()
        assert told == [(who, 2 if who == "a" else 3, 1)], rows
    assert ask("SELECT choice, people, chosen FROM consult_optiontally WHERE question_id = 1").fetchall() == [
        (0, 1, 1),
        (1, 0, 1),
    ]
    assert ask("SELECT agree, disagree FROM consult_reception").fetchall() == [(0, 1), (0, 1)]
