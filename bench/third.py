"""Insults, adverts, masks, campaigns and limits on texts written by somebody who had read no rule: tests/data/third.

    python -m bench.third                the figures
    python -m bench.third --misses       and what was told wrongly

The set was measured as it stood and then used to mend the rules; `fresh/` was written and measured afterwards and used in turn, `later/` measured once; `apart/` and
`blind/` by somebody else again (docs/analysis.md).
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from analysis.core.intake.adverts import is_advert
from analysis.core.intake.reading import clauses
from analysis.core.report.limits import fault_of, stretch
from analysis.core.report.quotes import LONGEST
from analysis.core.signals.insults import is_flagged
from bench import measure
from bench.alarms import masked
from bench.measure import DATA, Figure
from tests.core.report.marked_limits import Marked, marked, pieces

TEXTS = DATA / "third"
SETS = {"third set": TEXTS, "fresh set": TEXTS / "fresh", "later set": TEXTS / "later"}
#: adverts and insults only; of its texts the first, third, … were looked at, the others never
APART = TEXTS / "apart"
#: name → (folder, which of its texts)
FLAGGED = {
    **{name: (place, slice(None)) for name, place in SETS.items()},
    "set apart, looked at": (APART, slice(0, None, 2)),
    "set apart, never looked at": (APART, slice(1, None, 2)),
    "quiet set, looked at": (TEXTS / "blind" / "looked", slice(None)),
    "quiet set, never looked at": (TEXTS / "blind" / "unseen", slice(None)),
}

#: what was told and what is due of one kind, and its texts
Told = tuple[set[str], set[str]]


def kinds_of(place: Path) -> list[str]:
    """Of adverts and insults those that a folder has texts of."""
    return [kind for kind in ("adverts", "insults") if (place / f"{kind}.txt").exists()]


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def flagged(folder: Path, kind: str, which: slice = slice(None)) -> Told:
    """(texts that are told, texts marked "!")."""
    tells = {"insults": is_flagged, "adverts": is_advert}[kind]
    texts = lines(folder / f"{kind}.txt")[which]
    return {line[2:] for line in texts if tells(line[2:])}, {line[2:] for line in texts if line.startswith("!")}


def sent(folder: Path) -> tuple[list[dict[str, str]], dict[str, str]]:
    """(rows with id and text, id → whose text it is, where copies of it are due)."""
    rows, owner, group = [], {}, ""
    for line in lines(folder / "campaigns.txt"):
        if line.startswith("["):
            group = line.strip("[]")
            continue
        name = f"c{len(rows):04d}"
        rows.append({"id": name, "text": line[2:], "author": name})
        if line[0] != ".":
            owner[name] = f"{group}{line[0]}"
    return rows, owner


def pairs_sent(folder: Path) -> tuple[set[tuple[str, str]], set[tuple[str, str]], dict[str, str]]:
    """(pairs said to be copies, pairs that are, id → text)."""
    rows, owner = sent(folder)
    due: dict[str, list[str]] = {}
    for name, campaign in owner.items():
        due.setdefault(campaign, []).append(name)
    with tempfile.TemporaryDirectory() as place:
        table = measure.write_rows(Path(place) / "rows.csv", rows)
        document, _ = measure.themes(table, Path(place), "--encoder", "tfidf")
    found = measure.pairs(campaign["comment_ids"] for campaign in document["campaigns"])
    return found, measure.pairs(due.values()), {row["id"]: row["text"] for row in rows}


def limited(folder: Path) -> list[Marked]:
    return [marked(line) for style in ("formal", "casual") for line in lines(folder / f"limits_{style}.txt")]


def cut(texts: Iterable[Marked]) -> Iterator[tuple[str, str]]:
    """(text, what would be quoted of it) where a quotation loses its limit: what the product itself would take."""
    for text in texts:
        taken = {stretch(text.text, start, end, longest=LONGEST) for start, end in clauses(text.text)}
        yield from ((text.text, text.text[a:b]) for a, b in sorted(filter(None, taken)) if text.turned(a, b))


def accepted(texts: Iterable[Marked]) -> Iterator[tuple[str, str]]:
    """(text, stretch) where a stretch loses its limit and the checker lets it stand, however it was come by."""
    for text in texts:
        for start, end in pieces(text.text):
            if text.turned(start, end) and fault_of(text.text, start, end) is None:
                yield text.text, text.text[start:end]


def run(folder: Path) -> list[Figure]:
    """Recall and precision of each, by set."""
    figures = []
    for name, (place, which) in FLAGGED.items():
        for kind in kinds_of(place):
            recall_bar, precision_bar = {"adverts": (0.8, 0.95), "insults": (None, 0.9)}[kind]
            found, due = flagged(place, kind, which)
            recall, precision = measure.recall_precision(found, due)
            note = f"{len(due)} of {len(lines(place / f'{kind}.txt')[which])} texts"
            figures += [
                Figure(f"{kind}, {name}: recall", recall, recall_bar, note=note),
                Figure(f"{kind}, {name}: precision", precision, precision_bar, note=f"{len(found - due)} wrong"),
            ]
    for name, place in SETS.items():
        marks = list(masked(lines(place / "masking.txt")))
        due_marks = sum(line.count("⟦") for line in lines(place / "masking.txt"))
        missed, wrong = (sum(len(mark[at]) for mark in marks) for at in (1, 2))
        hit = due_marks - missed
        figures += [
            Figure(f"masked, {name}: recall", hit / due_marks, 0.9, note=f"{due_marks} marks"),
            Figure(f"masked, {name}: precision", hit / (hit + wrong), 0.95, note=f"{wrong} wrong"),
        ]
        pairs, pairs_due, _ = pairs_sent(place)
        recall, precision = measure.recall_precision(pairs, pairs_due)
        figures += [
            Figure(f"pairs of copies, {name}: recall", recall, note=f"{len(pairs_due)} pairs"),
            Figure(f"pairs of copies, {name}: precision", precision, 0.9, note=f"{len(pairs - pairs_due)} wrong"),
        ]
        texts = limited(place)
        figures += [
            Figure(f"texts cut by a quotation, {name}", len({t for t, _ in cut(texts)}), 0, higher_is_better=False),
            Figure(
                f"texts with a cut that the checker lets stand, {name}",
                len({t for t, _ in accepted(texts)}),
                0,
                higher_is_better=False,
                note=f"{len(texts)} texts",
            ),
        ]
    return figures


def misses(place: Path) -> Iterator[str]:
    """What is told wrongly, a line each."""
    for kind in ("insults", "adverts"):
        found, due = flagged(place, kind)
        yield from (f"{kind} missed\t{text}" for text in sorted(due - found))
        yield from (f"{kind} wrong\t{text}" for text in sorted(found - due))
    for text, missed, wrong in masked(lines(place / "masking.txt")):
        if missed or wrong:
            yield f"mask missed {missed} wrong {wrong}\t{text}"
    pairs, due_pairs, texts = pairs_sent(place)
    yield from (f"copies missed\t{texts[a]}\n\t\t{texts[b]}" for a, b in sorted(due_pairs - pairs))
    yield from (f"copies wrong\t{texts[a]}\n\t\t{texts[b]}" for a, b in sorted(pairs - due_pairs))
    yield from (f"cut\t{text}\t→ {piece}" for text, piece in cut(limited(place)))
    seen = set()
    for text, piece in accepted(limited(place)):
        if text not in seen:
            seen.add(text)
            yield f"let stand\t{text}\t→ {piece}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    rows = [(figure.name, f"{figure.value:.3f}", figure.note) for figure in run(Path())]
    measure.table("The third set", ("what", "value", "of"), rows)
    if options.misses:
        print("\n".join(misses(TEXTS)))


if __name__ == "__main__":
    main()
