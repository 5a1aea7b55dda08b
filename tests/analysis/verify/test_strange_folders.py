"""Folders that broke on their way, or were put together by somebody who means harm: each gets a sentence, none a traceback."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from analysis.actions import publish_open_data
from analysis.core.__main__ import main
from analysis.opendata.place import folder_of
from consult import actions
from consult.ledger.checkpoint import Checkpoint, notes_in, read, signed
from consult.ledger.leaf import Leaf
from consult.models import Consultation
from tests.analysis.test_results import published as publish_result
from tests.support.open_data import closed_hearing
from tests.support.results import ready

from .test_tampering import Table

pytestmark = pytest.mark.django_db

#: What `verify` reads
READ = (
    "entries.csv", "openings.csv", "unopened.csv", "checkpoints.txt", "keys.txt", "comments.csv", "votes.csv", "answers.csv", "withheld.csv",
    "sections.csv", "versions.csv", "changes.csv", "themes.csv", "small_views.csv", "arguments.csv", "issues.csv", "official_replies.csv",
    "levels.csv", "report.json", "datapackage.json",
)  # fmt: skip
#: What a folder may do without
NOT_NEEDED = ("unopened.csv", "datapackage.json")
TABLES = tuple(name for name in READ if name.endswith(".csv"))


@pytest.fixture(scope="module")
def both(made_once, tmp_path_factory) -> tuple[Path, Path]:
    """The folder of a hearing with a published result, and that of another hearing of the same log."""
    from django.test import override_settings

    root = tmp_path_factory.mktemp("open-data")
    with override_settings(OPEN_DATA_ROOT=root):
        hearing = Consultation.objects.get(pk=ready().pk)
        actions.sign_due_checkpoints()
        publish_result(hearing)
        other = publish_open_data(consultation=Consultation.objects.get(pk=closed_hearing().pk))
        here = publish_open_data(consultation=Consultation.objects.get(pk=hearing.pk))
        yield folder_of(here), folder_of(other)


@pytest.fixture
def folder(both, tmp_path) -> Path:
    shutil.copytree(both[0], tmp_path / "folder")
    return tmp_path / "folder"


@pytest.fixture
def said(capsys):
    """Runs the program; returns its exit and all it said, which is never nothing."""

    def run(folder: Path, *options: str) -> tuple[int, str]:
        code = main(["verify", str(folder), *options])
        told = "".join(capsys.readouterr())
        assert re.search("[ก-๙]", told) and "Traceback" not in told
        return code, told

    return run


def test_the_folder_itself_matches(folder, said):
    assert said(folder)[0] == 0


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("kept", [0.0, 0.35, 0.9], ids=["emptied", "a third", "nearly whole"])
def test_a_file_that_was_cut_off_is_told(folder, said, name, kept):
    path = folder / name
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    rows = len(data.splitlines())
    code, told = said(folder)
    assert code in (1, 2) or (rows < 2 and code == 0) or f"saved again by another program): {name}" in told, told


@pytest.mark.parametrize("name", READ)
def test_a_file_that_is_missing_is_told(folder, said, name):
    (folder / name).unlink()
    code, told = said(folder)
    assert code in (1, 2) or name in NOT_NEEDED, told


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize(
    "bytes_", [b"\xff\xfe\x00", b"\x00", "ไม่ใช่ตาราง\n".encode(), b"[]", b"{}", b'{"figures": []}', b"9" * 5000]
)
def test_a_file_that_is_something_else_is_told(folder, said, name, bytes_):
    (folder / name).write_bytes(bytes_)
    code, told = said(folder)
    assert code in (1, 2) or name in NOT_NEEDED, told


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    "cell", ["", "x", "-1", "1e9", "๑", "9" * 400, "00", "{}", "[1]", '{"act":"comment"}', ";;", "\N{ZERO WIDTH SPACE}"]
)
def test_a_strange_cell_in_any_column_stops_nothing(folder, said, name, cell):
    table = Table(folder, name)
    if not table.rows:
        return
    for column in table.columns:
        changed = Table(folder, name)
        changed.rows[-1][column] = cell
        changed.save()
        assert said(folder)[0] in (0, 1, 2)
    table.save()


@pytest.mark.parametrize("name", TABLES)
def test_lines_that_end_in_one_way_or_the_other_are_the_same_lines(folder, said, name):
    """Spreadsheets and version control change them; words of people with line breaks in them stay as they were."""
    if name in ("comments.csv", "sections.csv", "issues.csv", "official_replies.csv", "versions.csv", "changes.csv"):
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    else:
        data = (folder / name).read_bytes()
        lines = data.replace(b"\r\n", b"\n")
        (folder / name).write_bytes(lines if lines != data else data.replace(b"\n", b"\r\n"))
    code, told = said(folder)
    assert code == 0 and f"saved again by another program): {name}" in told, told


def test_a_salt_that_was_changed_is_told_with_its_row(folder, said):
    for name in ("comments.csv", "votes.csv", "answers.csv"):
        table = Table(folder, name)
        row = next(row for row in table.rows if row["salt"])
        row["salt"] = "00" * 16
        table.save()
    code, told = said(folder)
    assert code == 1
    assert all(
        f"rows of {name} that do not match the log: 1 ({name}:" in told
        for name in ("comments.csv", "votes.csv", "answers.csv")
    )


def test_leaves_of_two_hearings_that_were_exchanged_are_told(folder, both, said):
    """One leaf of this hearing stands in the place of a run of others, and a leaf of the other hearing where it stood."""
    entries, others = Table(folder, "entries.csv"), Table(both[1], "entries.csv")
    own = next(row for row in entries.rows if row["commitment"])
    foreign = next(row for row in others.rows if row["commitment"])
    for name in ("hearing", "kind", "at", "commitment"):
        own[name] = foreign[name]
    entries.save()
    code, told = said(folder)
    assert code == 1 and "entries of another hearing" in told and "another root than the entries" in told
    one = next(row for row in Table(both[0], "entries.csv").rows if row["commitment"])
    leaf = Leaf(int(one["hearing"]), one["kind"], one["at"], one["commitment"])
    hidden = next(row for row in entries.rows if row["hash"] and row["leaves"] == "1")
    hidden["hash"] = leaf.hash().hex()
    entries.save()
    assert said(folder)[0] == 1


@pytest.mark.parametrize("name", READ)
def test_a_file_of_another_hearing_in_this_folder_is_told(folder, both, said, name):
    """Both drafts have the same words, so versions of the one are versions of the other."""
    if not (both[1] / name).exists() or (both[1] / name).read_bytes() == (folder / name).read_bytes():
        return
    shutil.copy(both[1] / name, folder / name)
    code, told = said(folder)
    assert code in (1, 2) or name in (
        "checkpoints.txt",
        "levels.csv",
        "unopened.csv",
        "versions.csv",
        "datapackage.json",
    ), told


def test_a_whole_folder_of_another_hearing_does_not_go_for_this_one(both, said, tmp_path):
    """It is right in itself; the receipt of somebody here tells that it is another."""
    code, _told = said(both[1])
    assert code == 0
    own = next(row for row in Table(both[0], "entries.csv").rows if row["kind"] == "vote")
    receipt = {
        "entry": {name: own[name] for name in ("kind", "at", "commitment")} | {"hearing": int(own["hearing"])},
        "act": {},
        "salt": "00",
    }
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(receipt), encoding="utf-8")
    code, told = said(both[1], "--receipt", str(path))
    assert code == 1 and "the receipt is of another hearing" in told


def test_an_old_checkpoint_signed_by_another_key_is_told(folder, said, tmp_path):
    note = notes_in((folder / "checkpoints.txt").read_text(encoding="utf-8"))[0]
    forged = signed(read(note), read(note).origin, Ed25519PrivateKey.generate())
    kept = tmp_path / "kept.txt"
    kept.write_text(forged, encoding="utf-8")
    code, told = said(folder, "--checkpoint", str(kept))
    assert code == 1 and "differs: the log goes on from the checkpoint that was kept" in told
    other = Checkpoint(origin="elsewhere.example", size=10**30, root=bytes(32), at="2026-11-30T10:00:00.000000Z")
    kept.write_text(signed(other, "elsewhere.example", Ed25519PrivateKey.generate()), encoding="utf-8")
    assert said(folder, "--checkpoint", str(kept))[0] in (0, 1, 2)
    for text in ("", "\n\n", "— x y\n", forged[:60], "a\n-1\nAAAA\ntime x\n\n— x AAAA\n"):
        kept.write_text(text, encoding="utf-8")
        assert said(folder, "--checkpoint", str(kept))[0] in (1, 2)


@pytest.mark.parametrize(
    "told_",
    [
        "[]",
        "3",
        "null",
        '{"entry": []}',
        '{"entry": {"hearing": 1, "kind": 2, "at": 3, "commitment": "zz"}, "act": 5, "salt": 6}',
        '{"entry": {"hearing": {}, "kind": "vote", "at": "x", "commitment": "00"}, "act": {"a": 1.5}, "salt": "00", "proof": {"checkpoint": 3, "path": ["0"], "index": "x"}}',
    ],
)
def test_a_receipt_of_any_shape_is_answered(folder, said, tmp_path, told_):
    path = tmp_path / "receipt.json"
    path.write_text(told_, encoding="utf-8")
    assert said(folder, "--receipt", str(path))[0] == 2


def test_a_report_of_any_shape_is_answered(folder, said):
    path = folder / "report.json"
    whole = json.loads(path.read_text(encoding="utf-8"))
    for name in whole:
        for value in (None, 3, "x", [], {}, [3], {"a": "b"}, [{"kind": "x"}], {"checkpoint": {"size": "x", "root": 3}}):
            path.write_text(json.dumps(whole | {name: value}), encoding="utf-8")
            assert said(folder)[0] in (1, 2), (name, value)
        path.write_text(json.dumps({key: told for key, told in whole.items() if key != name}), encoding="utf-8")
        assert said(folder)[0] in (1, 2), name
