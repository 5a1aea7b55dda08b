"""Personal data found, against the labels of the demo; and what is found in ordinary posts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from bench import measure
from bench.measure import DATA, DEMO, Figure
from consult.thai.personal_data import find_counting


def run(folder: Path) -> list[Figure]:
    """Recall and precision over (comment, kind), whole and by kind."""
    rows = {row["id"]: row for row in measure.rows_of(DEMO / "comments.csv")}
    out = folder / "masked.csv"
    weight = measure.run("mask", DEMO / "comments.csv", "--out", out)
    due = {(name, kind) for name, row in rows.items() for kind in row["pii"].split(";") if kind}
    found = {(row["id"], kind) for row in measure.rows_of(out) for kind in row["pii"].split()}
    recall, precision = measure.recall_precision(found, due)
    figures = [Figure("recall", recall, 0.95, note=f"{len(due)} labels"), Figure("precision", precision, 0.95)]
    for kind in sorted({kind for _, kind in due | found}):
        mine, theirs = ({pair for pair in pairs if pair[1] == kind} for pairs in (found, due))
        recall, precision = measure.recall_precision(mine, theirs)
        figures.append(Figure(f"{kind}: recall", recall, note=f"precision {precision:.2f}, {len(theirs)} labels"))
    measure.run("mask", DATA / "wisesight" / "sample.csv", "--out", out)
    posts = measure.rows_of(out)
    kinds = Counter(kind for row in posts for kind in row["pii"].split())
    told = ", ".join(f"{kind} {n}" for kind, n in sorted(kinds.items()))
    hit = sum(bool(row["pii"]) for row in posts) / len(posts)
    return [
        *figures,
        _clinging(),
        Figure(
            "share of ordinary posts with a finding", hit, higher_is_better=False, note=f"Wisesight, no labels: {told}"
        ),
        Figure("CPU seconds for the demo", weight.cpu, higher_is_better=False),
    ]


def _clinging() -> Figure:
    """Numbers that cling to each other are found one by one: the characters searched must grow as the text does."""
    small, large = ("1234567890121-" * count for count in (100, 1600))
    growth = find_counting(large)[1] / find_counting(small)[1]
    return Figure("characters searched, for 16 times the text", growth, 20, higher_is_better=False)
