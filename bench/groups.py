"""Opinion groups against those pol.is published, beside red-dwarf on the same votes; and at size.

Published groups depend on how the conversation went (warm starts, smoothing), so agreement with them is a check, not a
goal: `bootstrap_ari` is the honest figure of a single conversation.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from analysis.core.intake.vote_files import read_votes
from analysis.core.types import CommentVote
from analysis.core.votes.statements import difference_test, share, share_test
from bench import measure, peers
from bench.measure import DEMO, Figure

#: the conversations the bar speaks of
POLIS = (
    "15-per-hour-seattle",
    "brexit-consensus",
    "canadian-electoral-reform",
    "scoop-hivemind.biodiversity",
    "vtaiwan.uberx",
)


def run(folder: Path, *, data: Path) -> list[Figure]:
    """ARI on each conversation, ours and red-dwarf's; determinism; planted groups of the demo; formulas."""
    here = [name for name in POLIS if (data / "polis" / name / "participants-votes.csv").exists()]
    lacking = [name for name in POLIS if name not in here]
    figures, ours, theirs, same = [], [], [], []
    for name in here:
        votes, taken_out, published = conversation(data / "polis" / name)
        document, repeated = _grouped(folder, [vote for vote in votes if vote.comment not in taken_out])
        same.append(repeated)
        ours.append(_ari(document, published))
        facts = f"k {document['k']}, {document['status']}, bootstrap {document['bootstrap_ari']}"
        other = _red_dwarf(folder, votes, taken_out) if peers.installed() else None
        if other is not None:
            theirs.append(measure.agreement(other, published)[1])
            facts += f"; red-dwarf {theirs[-1]:.3f}"
        figures.append(Figure(f"{name}: ARI", ours[-1], note=facts))
    told = "; ".join(filter(None, [f"not there: {', '.join(lacking)}" if lacking else "", _theirs(theirs)]))
    middle = median(ours) - median(theirs) if theirs and not lacking else None
    return [
        *figures,
        Figure("median ARI above red-dwarf's", middle, 0.0, note=f"ours {median(ours):.3f}; {told}" if ours else told),
        Figure("byte-identical re-runs, rows shuffled", sum(same) / len(same) if same else None, 1.0),
        _planted(folder),
        _parity(folder),
    ]


def _theirs(scores: Sequence[float]) -> str:
    return f"red-dwarf {median(scores):.3f}" if scores else peers.MISSING


def conversation(path: Path) -> tuple[list[CommentVote], set[str], dict[str, str]]:
    """All votes, the statements moderators took out, and the published group of each person who has one."""
    source = path / "participants-votes.csv"
    moderated = measure.rows_of(path / "comments.csv")
    taken_out = {row["comment-id"] for row in moderated if row["moderated"] == "-1"}
    published = {row["participant"]: row["group-id"] for row in measure.rows_of(source) if row["group-id"]}
    return read_votes(str(source), warn=print), taken_out, published


def _grouped(folder: Path, votes: Sequence[CommentVote]) -> tuple[dict[str, Any], bool]:
    """The document of these votes, and whether shuffled rows gave the same bytes."""
    outs = []
    rows = [{"voter": vote.voter, "comment": vote.comment, "value": str(vote.value)} for vote in votes]
    for turn in range(2):
        source, out = measure.write_rows(folder / "votes.csv", rows), folder / f"{turn}.json"
        measure.run("groups", source, "--out", out, PYTHONHASHSEED=str(turn), OMP_NUM_THREADS=str(1 + turn))
        outs.append(out.read_bytes())
        random.Random(turn).shuffle(rows)
    return json.loads(outs[0]), outs[0] == outs[1]


def _ari(document: dict[str, Any], truth: dict[str, str]) -> float:
    return measure.agreement({a["voter"]: a["group"] for a in document["assignments"] if a["group"]}, truth)[1]


def _red_dwarf(folder: Path, votes: Sequence[CommentVote], taken_out: set[str]) -> dict[str, int]:
    """red-dwarf's defaults on all votes, told what moderators took out, as it wants it; it wants numbers for ids."""
    people = {name: place for place, name in enumerate(sorted({vote.voter for vote in votes}))}
    statements = {name: place for place, name in enumerate(sorted({vote.comment for vote in votes}))}
    cast = [[people[vote.voter], statements[vote.comment], vote.value] for vote in votes]
    source = folder / "votes.json"
    hidden = [place for name, place in statements.items() if name in taken_out]
    source.write_text(json.dumps({"votes": cast, "taken_out": hidden, "seed": 0}), encoding="utf-8")
    labels = peers.run("red-dwarf", source)[0]["labels"]
    names = list(people)
    return {names[int(place)]: label for place, label in labels.items()}


def _planted(folder: Path) -> Figure:
    """The three groups the demo's votes were made from."""
    out = folder / "demo.json"
    measure.run("groups", DEMO / "votes.csv", "--out", out)
    document = json.loads(out.read_text(encoding="utf-8"))
    truth = {row["voter"]: row["group"] for row in measure.rows_of(DEMO / "voters.csv")}
    note = f"k {document['k']} of {len(set(truth.values()))}, {document['status']}"
    return Figure("demo, planted groups: ARI", _ari(document, truth), note=note)


def _parity(folder: Path) -> Figure:
    """Our formulas and red-dwarf's at the same counts."""
    what = "largest difference to red-dwarf's formulas"
    if not peers.installed():
        return Figure(what, None, 1e-9, higher_is_better=False, note=peers.MISSING)
    generator = random.Random(0)
    sizes = [(generator.randint(1, 400), generator.randint(1, 400)) for _ in range(500)]
    cases = [(generator.randint(0, n), n, generator.randint(0, other), other) for n, other in sizes]
    source = folder / "cases.json"
    source.write_text(json.dumps({"cases": cases}), encoding="utf-8")
    theirs, _ = peers.run("formulas", source)
    ours = {
        "share": [share(s, n) for s, n, _, _ in cases],
        "share_test": [share_test(s, n) for s, n, _, _ in cases],
        "difference_test": [difference_test(*case) for case in cases],
    }
    apart = max(abs(a - b) for name, values in ours.items() for a, b in zip(values, theirs[name], strict=True))
    return Figure(what, apart, 1e-9, higher_is_better=False, note="share, its test, test of two shares; 500 cases")


def scale(folder: Path) -> list[Figure]:
    """Planted groups in 2.3 million votes of many people and in 1.8 million on many statements, over the command line."""
    return [
        *_at_size(folder, people=100_000, statements=300, each=23, groups=2, most_mebibytes=None),
        *_at_size(folder, people=30_000, statements=10_000, each=60, groups=3, most_mebibytes=1_024),
    ]


def _at_size(
    folder: Path, *, people: int, statements: int, each: int, groups: int, most_mebibytes: int | None
) -> list[Figure]:
    generator = np.random.default_rng(0)
    likes = generator.choice([-1, 1], size=(groups, statements))
    source, out = folder / "many.csv", folder / "many.json"
    with source.open("w", encoding="utf-8") as file:
        file.write("voter,comment,value\n")
        for person in range(people):
            chosen = generator.choice(statements, each, replace=False)
            turned = np.where(generator.random(each) < 0.8, 1, -1)
            values = likes[person % groups, chosen] * turned
            file.writelines(f"p{person},s{s},{v}\n" for s, v in zip(chosen, values, strict=True))
    weight = measure.run("groups", source, "--out", out)
    document = json.loads(out.read_text(encoding="utf-8"))
    truth = {f"p{person}": str(person % groups) for person in range(people)}
    title = f"{people:,} people × {statements:,} statements"
    return [
        Figure(f"{title}: CPU seconds, reading the file included", weight.cpu, 30.0, higher_is_better=False),
        Figure(f"{title}: peak MiB", weight.mebibytes, most_mebibytes, higher_is_better=False),
        Figure(f"{title}: planted groups, ARI (k {document['k']} of {groups})", _ari(document, truth)),
    ]
