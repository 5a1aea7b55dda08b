"""A hearing with a published result: the report is the one that was signed, and its numbers count again."""

import json
import shutil

import pytest
from django.test import override_settings

from analysis.actions import publish_open_data
from analysis.core.__main__ import main
from analysis.opendata.place import folder_of
from consult import actions as consult_actions
from consult.models import Consultation
from tests.analysis.test_results import published as publish_result
from tests.support.results import ready

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def released(made_once, tmp_path_factory):
    with override_settings(OPEN_DATA_ROOT=tmp_path_factory.mktemp("open-data")):
        hearing = Consultation.objects.get(pk=ready().pk)
        consult_actions.sign_due_checkpoints()
        publish_result(hearing)
        yield folder_of(publish_open_data(consultation=Consultation.objects.get(pk=hearing.pk)))


@pytest.fixture
def folder(released, tmp_path):
    """A copy to do with as one likes."""
    return shutil.copytree(released, tmp_path / "folder")


def test_the_report_that_was_signed_matches_and_its_figures_count_again(folder, capsys):
    assert main(["verify", str(folder)]) == 0, capsys.readouterr().out
    told = capsys.readouterr().out
    for said in (
        "matches: the report is the one that was signed and logged",
        "matches: the report names a checkpoint of this log",
        "figures of the report were counted again",
    ):
        assert said in told


def test_every_figure_is_counted_again_or_named_with_the_reason(folder, capsys):
    figures = json.loads((folder / "report.json").read_text(encoding="utf-8"))["figures"]
    assert main(["verify", str(folder)]) == 0
    told = capsys.readouterr().out
    assert f"{len(figures) - 2} of the {len(figures)} figures of the report were counted again" in told
    assert "since they are of other hearings (1): rounds" in told
    assert "since who writes and who votes have different numbers (1): people" in told


@pytest.mark.parametrize(
    "kind",
    [
        "comments.web.",
        "comments.paper",
        "aside",
        "stances",
        "sections.",
        "votes.",
        "answers.",
        "issues.",
        "arguments.",
        "replies",
    ],
)
def test_a_figure_of_every_kind_that_was_changed_is_found_by_its_name(folder, kind, capsys):
    path = folder / "report.json"
    report = json.loads(path.read_text(encoding="utf-8"))
    name = next(name for name in report["figures"] if name.startswith(kind))
    report["figures"][name] += 1
    path.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    assert main(["verify", str(folder)]) == 1
    assert f"{name}: {report['figures'][name]} ≠ " in capsys.readouterr().out


def test_a_number_of_the_report_that_was_changed_is_found(folder, capsys):
    path = folder / "report.json"
    report = json.loads(path.read_text(encoding="utf-8"))
    report["figures"]["people.writers"] += 1
    path.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    assert main(["verify", str(folder)]) == 1
    told = capsys.readouterr().out
    assert "differs: the report is the one that was signed and logged" in told and "people.writers" in told
