"""Quality and cost of the analysis core on the data in this repository.

    python -m tests.bench.themes            everything below (some minutes)
    python -m tests.bench.themes --quick    one seed, no masking of sections
    python -m tests.bench.themes --file COMMENTS.csv       also that file (gold labels: --gold COLUMN)
    python -m tests.bench.themes --growth 1000,10000       also time and memory by size, on made-up texts

Every number is taken from the output of the command line, run as its users run it.
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
from collections import Counter
from pathlib import Path
from statistics import mean

from tests.bench import measure
from tests.bench.measure import DATA, DEMO, Weight


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--gold", default="")
    parser.add_argument("--growth", default="")
    options = parser.parse_args()
    seeds = (0,) if options.quick else (0, 1, 2)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo(folder, seeds)
        if not options.quick:
            weak_sections(folder, seeds)
        truevoice(folder, seeds)
        masking(folder)
        opinion_groups(folder)
        if options.file:
            other(folder, options.file, options.gold)
        if options.growth:
            growth(folder, [int(size) for size in options.growth.split(",")])


def demo(folder: Path, seeds: tuple[int, ...]) -> None:
    """Invented comments with gold themes: with sections and with text alone, K given and chosen."""
    rows = measure.rows_of(DEMO / "comments.csv")
    gold = {row["id"]: row["theme"] for row in rows if row["theme"] not in measure.NO_SUBJECT}
    text_only = measure.write_rows(folder / "text.csv", [{"id": r["id"], "text": r["text"]} for r in rows])
    count = len(set(gold.values()))
    lines = []
    document: dict = {}
    for title, source in (("sections", DEMO / "comments.csv"), ("text only", text_only)):
        for encoder in ("use", "tfidf"):
            for given in ((), ("--themes", count)):
                runs = [measure.themes(source, folder, "--seed", seed, "--encoder", encoder, *given) for seed in seeds]
                scores = [measure.agreement(run, gold) for run, _ in runs]
                stable = [measure.between(runs[0][0], run) for run, _ in runs[1:]]
                chosen = "/".join(str(len(run["themes"])) for run, _ in runs)
                lines.append(
                    (
                        title,
                        encoder,
                        f"given {count}" if given else f"chosen {chosen}",
                        mean(nmi for nmi, _ in scores),
                        mean(ari for _, ari in scores),
                        mean(stable) if stable else "–",
                        *cost([weight for _, weight in runs]),
                    )
                )
                if title == "sections" and encoder == "use" and not given:
                    document = runs[0][0]
    head = ("demo, 498 comments", "encoder", "K", "NMI", "ARI", "seed ARI", "wall s", "CPU s", "peak MiB")
    measure.table("Themes of the demo (gold `theme`, mean over seeds)", head, lines)
    campaigns(document, rows)
    reasons(document, rows)


def campaigns(document: dict, rows: list[dict[str, str]]) -> None:
    """Planted campaigns: are their comments found, is anybody else accused."""
    lines = []
    for letter, kind in (("A", "light"), ("B", "reworded")):
        planted = {row["id"] for row in rows if row["campaign"] == letter}
        found = {i for c in document["campaigns"] if c["kind"] == kind for i in c["comment_ids"]}
        recall, precision = measure.recall_precision(found, planted)
        lines.append((letter, kind, len(planted), len(found), recall, precision))
    measure.table("Campaigns of the demo", ("planted", "kind", "comments", "found", "recall", "precision"), lines)


def reasons(document: dict, rows: list[dict[str, str]]) -> None:
    """Where comments without a subject went, and whether any with one was set aside."""
    gold = {row["id"]: row["theme"] for row in rows}
    counts = Counter((a["reason"] or "a theme", gold[a["id"]]) for a in document["assignments"])
    kinds = [*measure.NO_SUBJECT, "a subject"]
    lines = []
    for reason in sorted({reason for reason, _ in counts}):
        by_kind = [counts[reason, kind] for kind in measure.NO_SUBJECT]
        total = sum(n for (where, _), n in counts.items() if where == reason)
        lines.append((reason, *by_kind, total - sum(by_kind)))
    measure.table("Accounting of the demo (comments)", ("went to", *kinds), lines)


def weak_sections(folder: Path, seeds: tuple[int, ...]) -> None:
    """Sections partly missing or wrong."""
    rows = measure.rows_of(DEMO / "comments.csv")
    gold = {row["id"]: row["theme"] for row in rows if row["theme"] not in measure.NO_SUBJECT}
    count = len(set(gold.values()))
    lines = []
    for title, spoil in (("half of the sections blank", _blank), ("30 % of the sections wrong", _wrong)):
        scores = []
        for seed in seeds:
            changed = spoil([dict(row) for row in rows], random.Random(seed))
            kept = [{key: row[key] for key in ("id", "text", "section")} for row in changed]
            source = measure.write_rows(folder / "weak.csv", kept)
            scores.append(measure.agreement(measure.themes(source, folder, "--themes", count)[0], gold))
        lines.append((title, mean(nmi for nmi, _ in scores), mean(ari for _, ari in scores)))
    measure.table("Demo with weaker supervision (K given, three draws)", ("what", "NMI", "ARI"), lines)


def _blank(rows: list[dict[str, str]], generator: random.Random) -> list[dict[str, str]]:
    for row in rows:
        row["section"] = "" if generator.random() < 0.5 else row["section"]
    return rows


def _wrong(rows: list[dict[str, str]], generator: random.Random) -> list[dict[str, str]]:
    sections = [row["section"] for row in rows]
    for row in rows:
        row["section"] = generator.choice(sections) if generator.random() < 0.3 else row["section"]
    return rows


def truevoice(folder: Path, seeds: tuple[int, ...]) -> None:
    """Real Thai utterances of telephone customers; text alone, and `destination` in place of sections."""
    rows = measure.rows_of(DATA / "truevoice" / "sample.csv")
    gold = {row["id"]: row["object"] for row in rows}
    count = len(set(gold.values()))
    plain = [{"id": row["id"], "text": row["text"]} for row in rows]
    sent = [{"id": row["id"], "text": row["text"], "section": row["destination"]} for row in rows]
    lines = []
    for title, kept in (("text only", plain), ("destination as section", sent)):
        source = measure.write_rows(folder / "truevoice.csv", kept)
        for given in (("--themes", count), ()):
            runs = [measure.themes(source, folder, "--seed", seed, *given) for seed in seeds]
            scores = [measure.agreement(run, gold) for run, _ in runs]
            stable = [measure.between(runs[0][0], run) for run, _ in runs[1:]]
            chosen = "/".join(str(len(run["themes"])) for run, _ in runs)
            lines.append(
                (
                    title,
                    f"given {count}" if given else f"chosen {chosen}",
                    mean(nmi for nmi, _ in scores),
                    mean(ari for _, ari in scores),
                    mean(stable) if stable else "–",
                    *cost([weight for _, weight in runs]),
                )
            )
    head = ("TrueVoice, 3,000", "K", "NMI", "ARI", "seed ARI", "wall s", "CPU s", "peak MiB")
    measure.table("Themes of TrueVoice (gold `object`, mean over seeds)", head, lines)


def masking(folder: Path) -> None:
    """Personal data found against the labels of the demo, by kind; and what is found in ordinary posts."""
    rows = {row["id"]: row for row in measure.rows_of(DEMO / "comments.csv")}
    out = folder / "masked.csv"
    weight = measure.run("mask", DEMO / "comments.csv", "--out", out)
    due = {(i, kind) for i, row in rows.items() for kind in row["pii"].split(";") if kind}
    found = {(row["id"], kind) for row in measure.rows_of(out) for kind in row["pii"].split()}
    lines = []
    for kind in [*sorted({kind for _, kind in due | found}), "all"]:
        mine = {pair for pair in found if kind in (pair[1], "all")}
        theirs = {pair for pair in due if kind in (pair[1], "all")}
        lines.append((kind, len(theirs), *measure.recall_precision(mine, theirs)))
    measure.table("Masking of the demo", ("kind", "labelled", "recall", "precision"), lines)
    print(f"\n498 comments in {weight.cpu:.1f} CPU s, {weight.mebibytes:.0f} MiB")
    measure.run("mask", DATA / "wisesight" / "sample.csv", "--out", out)
    kinds = Counter(kind for row in measure.rows_of(out) for kind in row["pii"].split())
    print(f"800 ordinary posts (Wisesight, no labels): {dict(sorted(kinds.items()))}")


def opinion_groups(folder: Path) -> None:
    """Groups from votes against the groups pol.is published, and the planted ones of the demo."""
    import json

    from sklearn.metrics import adjusted_rand_score

    lines = []
    sources = [
        (path.name, path / "participants-votes.csv") for path in sorted((DATA / "polis").iterdir()) if path.is_dir()
    ]
    for name, source in [*sources, ("demo", DEMO / "votes.csv")]:
        out = folder / "groups.json"
        weight = measure.run("groups", source, "--out", out)
        document = json.loads(out.read_text(encoding="utf-8"))
        if name == "demo":
            gold = {row["voter"]: row["group"] for row in measure.rows_of(DEMO / "voters.csv")}
        else:
            gold = {row["participant"]: row["group-id"] for row in measure.rows_of(source) if row["group-id"]}
        ours = {a["voter"]: a["group"] for a in document["assignments"] if a["group"]}
        both = [voter for voter in gold if voter in ours]
        ari = adjusted_rand_score([gold[v] for v in both], [ours[v] for v in both]) if both else 0.0
        facts = (document["status"], document["k"], document["bootstrap_ari"], len(both))
        lines.append((name, len(set(gold.values())), *facts, float(ari), round(weight.cpu, 1)))
    head = ("votes", "groups published", "status", "k", "bootstrap ARI", "people compared", "ARI", "CPU s")
    measure.table("Opinion groups", head, lines)


def other(folder: Path, source: Path, gold_column: str) -> None:
    """Any other file: cost, themes, accounting."""
    document, weight = measure.themes(source, folder)
    run = document["run"]
    lines = [(run["n_comments"], len(document["themes"]), *cost([weight]))]
    measure.table(str(source.name), ("comments", "themes", "wall s", "CPU s", "peak MiB"), lines)
    print(f"\naccounted: {run['accounted']}")
    if gold_column:
        gold = {row["id"]: row[gold_column] for row in measure.rows_of(source) if row[gold_column]}
        print("NMI {:.3f}, ARI {:.3f}".format(*measure.agreement(document, gold)))


def growth(folder: Path, sizes: list[int]) -> None:
    """Time and memory by size. Texts are made: clauses of the shipped samples put together at random."""
    clauses = [row["text"] for row in measure.rows_of(DEMO / "comments.csv")]
    clauses += [row["text"] for row in measure.rows_of(DATA / "truevoice" / "sample.csv")]
    pieces = sorted({piece for text in clauses for piece in text.split() if 8 <= len(piece) <= 60})
    lines = []
    for size in sizes:
        generator = random.Random(size)
        source = folder / "grown.csv"
        with source.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "text", "section", "author"])
            for number in range(size):
                text = " ".join(generator.choices(pieces, k=generator.randint(2, 5)))
                writer.writerow([f"g{number:07d}", text, f"s-{generator.randint(1, 20)}", f"p{number // 2}"])
        for encoder in ("use", "tfidf"):
            _, weight = measure.themes(source, folder, "--encoder", encoder)
            lines.append((size, encoder, *cost([weight])))
    measure.table("Growth", ("comments", "encoder", "wall s", "CPU s", "peak MiB"), lines)


def cost(weights: list[Weight]) -> tuple[str, str, str]:
    return (
        f"{mean(w.wall for w in weights):.1f}",
        f"{mean(w.cpu for w in weights):.1f}",
        f"{max(w.mebibytes for w in weights):.0f}",
    )


if __name__ == "__main__":
    main()
