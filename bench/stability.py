"""Does the same come out again: other order, other process, other seed, fewer comments."""

from __future__ import annotations

import random
from pathlib import Path

from bench import measure
from bench.measure import DATA, DEMO, SEEDS, Figure

_KEPT = 0.9


def run(folder: Path) -> list[Figure]:
    """Byte-identical runs; ARI between seeds and with 90 % samples, with sections and without."""
    demo = measure.rows_of(DEMO / "comments.csv")
    plain = measure.write_rows(folder / "text.csv", measure.columns(demo, "id", "text"))
    utterances = measure.rows_of(DATA / "truevoice" / "sample.csv")
    real = measure.write_rows(folder / "truevoice.csv", measure.columns(utterances, "id", "text"))
    count = len(set(measure.demo_themes().values()))
    figures = [_identical(folder)]
    for title, source, themes in (
        ("demo with sections", DEMO / "comments.csv", count),
        ("demo, text only", plain, count),
        ("TrueVoice, text only", real, len({row["object"] for row in utterances})),
    ):
        figures += [_seeds(folder, title, source, themes), _samples(folder, title, source, themes)]
    return figures


def _identical(folder: Path) -> Figure:
    """Rows shuffled, another process, hash seed and number of threads: how many of three are the same bytes."""
    rows = measure.rows_of(DEMO / "comments.csv")
    outs = []
    for turn in range(4):
        source, out = measure.write_rows(folder / "shuffled.csv", rows), folder / f"{turn}.json"
        surroundings = {"PYTHONHASHSEED": str(turn), "OMP_NUM_THREADS": str(1 + turn % 2)}
        measure.run("themes", source, "--votes", DEMO / "votes.csv", "--out", out, **surroundings)
        outs.append(out.read_bytes())
        random.Random(turn).shuffle(rows)
    return Figure("byte-identical re-runs, rows shuffled", sum(out == outs[0] for out in outs[1:]) / 3, 1.0)


def _seeds(folder: Path, title: str, source: Path, themes: int) -> Figure:
    runs = [measure.themes(source, folder, "--seed", seed, "--themes", themes) for seed in SEEDS]
    return Figure(
        f"{title}: ARI between seeds", measure.alike([measure.placed(document) for document, _ in runs]), 0.95
    )


def _samples(folder: Path, title: str, source: Path, themes: int) -> Figure:
    """Three 90 % samples against the whole."""
    whole = measure.placed(measure.themes(source, folder, "--seed", 0, "--themes", themes)[0])
    rows = measure.rows_of(source)
    scores = []
    for draw in SEEDS:
        kept = random.Random(draw).sample(rows, int(_KEPT * len(rows)))
        part = measure.write_rows(folder / "sample.csv", kept)
        document, _ = measure.themes(part, folder, "--seed", 0, "--themes", themes)
        scores.append(measure.agreement(measure.placed(document), whole)[1])
    return Figure(f"{title}: ARI with 90 % samples", sum(scores) / len(scores), 0.80)
