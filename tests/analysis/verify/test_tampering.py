"""The tamper matrix: whatever is changed, removed, added, put elsewhere, dated back or rebuilt, for every kind of leaf, is found."""

import csv
import json
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.core.verify.tables import parts
from consult.ledger.acts import answer_act, comment_act, vote_act
from consult.ledger.checkpoint import notes_in, read, signed
from consult.ledger.leaf import Leaf, canonical, commitment_of
from consult.ledger.tree import GrowingTree
from consult.log_keys import signing_key

pytestmark = pytest.mark.django_db

ROWS = ("comment", "vote", "answer")
#: Kinds of acts that openings.csv tells
ACTS = (
    "publish_consultation",
    "issue_version",
    "ask_questions",
    "held",
    "release_comment",
    "hide_comment",
    "restore_comment",
    "redact_comment",
    "comment.replaced",
    "comment.withdrawn",
    "reply_officially",
    "close_consultation",
    "erased",
)
KINDS = (*ROWS, *ACTS)


class Table:
    """A CSV file that somebody changes."""

    def __init__(self, folder: Path, name: str):
        self.path = folder / name
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            self.columns, *cells = csv.reader(file)
        self.rows = [dict(zip(self.columns, row, strict=True)) for row in cells]

    def save(self) -> None:
        with self.path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, self.columns)
            writer.writeheader()
            writer.writerows(self.rows)


def table_of(folder: Path, kind: str) -> Table:
    return Table(folder, f"{kind}s.csv" if kind in ROWS else "openings.csv")


def rows_of(table: Table, kind: str) -> list[dict[str, str]]:
    """Those of this kind, with a salt."""
    if kind in ROWS:
        return [row for row in table.rows if row["salt"]]
    return [row for row in table.rows if json.loads(row["act"])["act"] == kind]


def row_of(table: Table, kind: str) -> dict[str, str]:
    return rows_of(table, kind)[0]


def change_row(row: dict[str, str], kind: str) -> None:
    if kind == "comment":
        row["text"] += " (แก้)"
    elif kind == "vote":
        row["choice"] = "unsure" if row["choice"] != "unsure" else "agree"
    elif kind == "answer":
        row["options"] = "1" if row["options"] != "1" else "2"
    else:
        row["act"] = canonical(json.loads(row["act"]) | {"reason": "เหตุผลอื่น"}).decode()


def act_of(row: dict[str, str], kind: str, hearing: int) -> dict:
    if kind == "comment":
        numbers = {name: int(row[name]) if row[name] else None for name in ("section", "reply_to")}
        words = {name: row[name] for name in ("words", "stance", "channel", "participant", "posted_on", "text")}
        return comment_act(hearing=hearing, id=int(row["id"]), **numbers, **words)
    if kind == "vote":
        numbers = {name: int(row[name]) if row[name] else None for name in ("section", "comment")}
        return vote_act(hearing=hearing, participant=row["participant"], choice=row["choice"], **numbers)
    if kind == "answer":
        told = {"participant": row["participant"], "question": int(row["question"])}
        return answer_act(hearing=hearing, options=map(int, parts(row["options"])), **told)
    return json.loads(row["act"])


def entry_of(entries: Table, commitment: str) -> dict[str, str]:
    return next(row for row in entries.rows if row["commitment"] == commitment)


def changed(folder: Path, kind: str) -> None:
    table = table_of(folder, kind)
    change_row(row_of(table, kind), kind)
    table.save()


def changed_with_its_commitment(folder: Path, kind: str) -> None:
    table, entries = table_of(folder, kind), Table(folder, "entries.csv")
    recommit(row_of(table, kind), kind, entries)
    table.save()
    entries.save()


def recommit(row: dict[str, str], kind: str, entries: Table) -> None:
    """Another act, with an entry that fits it."""
    entry = entry_of(entries, row["commitment"])
    change_row(row, kind)
    act = act_of(row, kind, int(entry["hearing"]))
    row["commitment"] = entry["commitment"] = commitment_of(bytes.fromhex(row["salt"]), act).hex()


def removed(folder: Path, kind: str) -> None:
    table = table_of(folder, kind)
    table.rows.remove(row_of(table, kind))
    table.save()


def removed_with_its_entry(folder: Path, kind: str) -> None:
    table, entries = table_of(folder, kind), Table(folder, "entries.csv")
    row = row_of(table, kind)
    table.rows.remove(row)
    entry = entry_of(entries, row["commitment"])
    place = entries.rows.index(entry)
    del entries.rows[place]
    for one in entries.rows[place:]:
        one["index"] = str(int(one["index"]) - 1)
    table.save()
    entries.save()


def removed_as_if_withheld(folder: Path, kind: str) -> None:
    """Said to be opened by nothing; of a vote only what it was cast on may be a reason, and there its owner finds it."""
    table = table_of(folder, kind)
    row = row_of(table, kind)
    table.rows.remove(row)
    unopened = Table(folder, "unopened.csv")
    unopened.rows.append({"commitment": row["commitment"], "reason": "forgotten"})
    table.save()
    unopened.save()


def added(folder: Path, kind: str) -> None:
    table = table_of(folder, kind)
    row = dict(row_of(table, kind))
    change_row(row, kind)
    salt = secrets.token_bytes(16)
    row["salt"], row["commitment"] = salt.hex(), commitment_of(salt, act_of(row, kind, 1)).hex()
    table.rows.append(row)
    table.save()


def added_twice(folder: Path, kind: str) -> None:
    table = table_of(folder, kind)
    table.rows.append(dict(row_of(table, kind)))
    table.save()


def added_with_an_entry(folder: Path, kind: str) -> None:
    table, entries = table_of(folder, kind), Table(folder, "entries.csv")
    row = dict(row_of(table, kind))
    entry = dict(entry_of(entries, row["commitment"]))
    change_row(row, kind)
    salt = secrets.token_bytes(16)
    row["salt"], row["commitment"] = salt.hex(), commitment_of(salt, act_of(row, kind, int(entry["hearing"]))).hex()
    entries.rows.append(entry | {"commitment": row["commitment"], "index": str(size_of(entries))})
    table.rows.append(row)
    table.save()
    entries.save()


def size_of(entries: Table) -> int:
    return sum(int(row["leaves"]) for row in entries.rows)


def put_elsewhere(folder: Path, kind: str) -> None:
    table, entries = table_of(folder, kind), Table(folder, "entries.csv")
    entry = entry_of(entries, row_of(table, kind)["commitment"])
    other = next(row for row in reversed(entries.rows) if row["commitment"] not in ("", entry["commitment"]))
    for name in ("kind", "at", "commitment"):
        entry[name], other[name] = other[name], entry[name]
    entries.save()


def dated_back(folder: Path, kind: str) -> None:
    table, entries = table_of(folder, kind), Table(folder, "entries.csv")
    entry = entry_of(entries, row_of(table, kind)["commitment"])
    entry["at"] = "2026-01-01T00:00:00.000000Z"
    entries.save()


TRICKS: list[Callable[[Path, str], None]] = [
    changed,
    changed_with_its_commitment,
    removed,
    removed_with_its_entry,
    removed_as_if_withheld,
    added,
    added_twice,
    added_with_an_entry,
    put_elsewhere,
    dated_back,
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.__name__)
def test_every_trick_with_every_kind_of_leaf_is_found(published, trick, kind, capsys):
    trick(published.folder, kind)
    assert published.verify() == 1
    assert "differs" in capsys.readouterr().out


def rebuild(folder: Path) -> None:
    """All roots worked out and signed again, by somebody who has the key of the site."""
    notes = notes_in((folder / "checkpoints.txt").read_text(encoding="utf-8"))
    checkpoints = [read(note) for note in notes]
    tree, roots = GrowingTree(), {}
    for row in Table(folder, "entries.csv").rows:
        if row["hash"]:
            tree.add(bytes.fromhex(row["hash"]), int(row["leaves"]))
        else:
            tree.add(Leaf(int(row["hearing"]), row["kind"], row["at"], row["commitment"]).hash())
        roots[tree.size] = tree.root()
    again = [replace(one, root=roots[one.size]) for one in checkpoints]
    told = [signed(one, one.origin, signing_key()) for one in again]
    (folder / "checkpoints.txt").write_text("\n".join(told), encoding="utf-8")


#: Found without it too: other acts name the leaf, or the digest that it says
NAMED = ("comment", "issue_version", "comment.replaced")


#: Those that stood before somebody kept the checkpoint
@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind not in ("held", "release_comment", "restore_comment", "erased")]
)
def test_a_log_that_was_rebuilt_whole_is_found_by_one_old_checkpoint(published, kind, capsys):
    table, entries = table_of(published.folder, kind), Table(published.folder, "entries.csv")
    # files stand in an order of their own, and what was logged after the checkpoint is not under it
    first = min(rows_of(table, kind), key=lambda row: int(entry_of(entries, row["commitment"])["index"]))
    recommit(first, kind, entries)
    table.save()
    entries.save()
    rebuild(published.folder)
    assert published.verify() == 0 or kind in NAMED
    assert published.verify("--checkpoint", str(published.kept)) == 1
    assert "the log goes on from the checkpoint that was kept" in capsys.readouterr().out


def test_a_leaf_that_was_dated_back_and_rebuilt_is_found_by_its_place(published, capsys):
    """It stands after a checkpoint that was signed later than it says."""
    entries = Table(published.folder, "entries.csv")
    own = [row for row in entries.rows if row["commitment"]]
    own[-1]["at"] = "2026-01-01T00:00:00.000000Z"
    entries.save()
    rebuild(published.folder)
    assert published.verify() == 1
    assert "entries dated before or after their place in the log" in capsys.readouterr().out
