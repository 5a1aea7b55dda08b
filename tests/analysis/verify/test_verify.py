"""Anybody checks a folder of open data against the log, with the published files alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from consult.log_keys import public_keys
from consult.models import LogOpening, Vote
from consult.pages.receipts import codes_of, receipt_of

pytestmark = pytest.mark.django_db


def test_a_folder_as_it_was_published_matches(published, capsys):
    code = published.verify("--checkpoint", str(published.kept))
    told = capsys.readouterr().out
    assert code == 0, told
    assert "differs" not in told
    assert "✓ ตรง" in told and "matches: every row opens its entry" in told


def test_only_the_published_files_are_needed(published):
    """In a process without Django's settings, from another folder."""
    root = Path(__file__).parents[3]
    environment = {"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-m", "analysis.core", "verify", str(published.folder)]
    done = subprocess.run(command, env=environment, cwd="/", capture_output=True, timeout=60, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_key_of_the_site_is_believed_and_another_one_is_not(published, capsys):
    key = str(public_keys()[0])
    assert published.verify("--key", key) == 0
    assert "the keys are those the folder itself names" not in capsys.readouterr().out
    other = "x+00000000+AQ=="
    assert published.verify("--key", other) == 2
    (published.folder / "keys.txt").write_text("")
    assert published.verify() == 1


@pytest.fixture
def receipt(published, tmp_path):
    vote = Vote.objects.filter(pk__in=LogOpening.objects.filter(entry__kind="vote").values("entry__row")).first()
    told = receipt_of(vote.voter, codes_of("vote", [vote.pk])[vote.pk])
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_receipt_is_found_in_the_folder(published, receipt, capsys):
    assert published.verify("--receipt", str(receipt)) == 0
    assert "matches: the proof of the receipt leads to a signed checkpoint" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["act"].update(choice="disagree" if told["act"]["choice"] != "disagree" else "agree"),
        lambda told: told["entry"].update(at="2026-01-01T00:00:00.000000Z"),
        lambda told: told["proof"].update(index=told["proof"]["index"] + 1),
        lambda told: told["proof"]["path"].pop(),
        lambda told: told.update(salt="00" * 16),
    ],
)
def test_a_receipt_that_says_something_else_is_not(published, receipt, change, capsys):
    told = json.loads(receipt.read_text(encoding="utf-8"))
    change(told)
    receipt.write_text(json.dumps(told), encoding="utf-8")
    assert published.verify("--receipt", str(receipt)) == 1


def test_what_cannot_be_read_is_told_apart_from_what_does_not_match(published, tmp_path, capsys):
    nothing = tmp_path / "nothing.json"
    nothing.write_text("{}")
    assert published.verify("--receipt", str(nothing)) == 2
    assert published.verify("--checkpoint", str(nothing)) == 2
    assert published.verify("--receipt", str(tmp_path / "missing")) == 2
    (published.folder / "entries.csv").write_text("index\n1\n")
    assert published.verify() == 2
    (published.folder / "entries.csv").unlink()
    assert published.verify() == 2
    told = capsys.readouterr().err
    assert "entries.csv" in told and "อ่าน" in told


def test_a_report_whose_numbers_count_otherwise_is_found(published, capsys):
    figures = {"people.answered": 15, "votes.agree": 1}
    report = {"number": 1, "figures": figures, "blocks": [], "basis": {}}
    (published.folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
    assert published.verify() == 1
    told = capsys.readouterr().out
    assert "votes.agree: 1 ≠ " in told and "people.answered: 15 ≠" not in told
    assert "differs: the report is the one that was signed and logged" in told
