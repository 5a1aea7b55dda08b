"""Campaigns planted among other people's comments: how many of their texts are found, and who is accused wrongly.

    python -m bench.campaigns

Light edits: 150 real utterances, each with 5 lightly edited copies, among the other utterances of the sample; three
draws. Reworded: three invented campaigns (rewordings.txt) among comments on the same 25 proposals, and the demo's own.
Numbers are taken from the command line's output.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from analysis.core.intake.normal_form import fingerprint
from analysis.training.stance import HERE as TRAINING
from bench import measure
from bench.measure import DATA, DEMO

#: letters of a text long enough to be sent round
_LONG = 45
_CALLED = {"light": "light campaigns", "reworded": "observations of the same points"}
_OPENINGS = ("", "", "ผมว่า ", "เรียนท่าน ", "ขอเรียนว่า ", "สวัสดีครับ ")
_ENDINGS = ("", "", " ครับ", " ค่ะ", "!!", " ขอบคุณครับ", " 🙏")

Planted = tuple[list[dict[str, str]], dict[str, str]]


def edited(text: str, generator: random.Random) -> str:
    """A light edit: another opening or ending, and a letter or a stretch up to a space dropped."""
    words = text.split(" ")
    if len(words) > 4 and generator.random() < 0.5:
        del words[generator.randrange(len(words))]
        text = " ".join(words)
    else:
        place = generator.randrange(len(text))
        text = text[:place] + text[place + 1 :]
    return generator.choice(_OPENINGS) + text + generator.choice(_ENDINGS)


def plant_light(texts: Sequence[str], *, originals: int = 150, copies: int = 5, seed: int = 0) -> Planted:
    """(rows with id and text, id → number of its original): each original with its copies, all others once."""
    generator = random.Random(seed)
    distinct = list({fingerprint(text): text for text in texts}.values())
    generator.shuffle(distinct)
    chosen = [text for text in distinct if len(fingerprint(text)) >= _LONG][:originals]
    taken = set(chosen)
    written = [(text, "") for text in distinct if text not in taken]
    for number, text in enumerate(chosen):
        written.append((text, str(number)))
        written += [(edited(text, generator), str(number)) for _ in range(copies)]
    generator.shuffle(written)
    rows = [{"id": f"c{place:05d}", "text": text} for place, (text, _) in enumerate(written)]
    return rows, {row["id"]: owner for row, (_, owner) in zip(rows, written, strict=True) if owner}


def plant_reworded(*, seed: int = 0) -> Planted:
    """(rows with id, text and section, id → campaign): the campaigns of rewordings.txt among comments on 25 proposals."""
    generator = random.Random(seed)
    written = [(text[2:], section, "") for section, text in _listed(TRAINING / "stances.txt")]
    written += [(text, section, section) for section, text in _listed(Path(__file__).with_name("rewordings.txt"))]
    generator.shuffle(written)
    rows = [{"id": f"c{place:05d}", "text": t, "section": s} for place, (t, s, _) in enumerate(written)]
    return rows, {row["id"]: owner for row, (_, _, owner) in zip(rows, written, strict=True) if owner}


def score_pairs(document: Mapping[str, Any], owner: Mapping[str, str]) -> tuple[float, float]:
    """(recall, precision) over pairs of comments said to carry one text."""
    due: dict[str, list[str]] = {}
    for name, campaign in owner.items():
        due.setdefault(campaign, []).append(name)
    found = measure.pairs(campaign["comment_ids"] for campaign in document["campaigns"])
    touching = {pair for pair in found if pair[0] in owner or pair[1] in owner}
    return measure.recall_precision(touching, measure.pairs(due.values()))


def score_members(document: Mapping[str, Any], owner: Mapping[str, str]) -> tuple[float, float]:
    """(recall, precision) over comments said to bring up the same points in other words."""
    found = {name for echo in document["echoes"] for name in echo["comment_ids"]}
    return measure.recall_precision(found, set(owner))


def run(folder: Path) -> list[measure.Figure]:
    """The part of the bench of the analysis: means of three draws, and the texts the demo's author reworded."""
    found = planted(folder)
    figures = []
    for kind, recall_bar, precision_bar in (("light", 0.97, 0.97), ("reworded", 0.6, 0.9)):
        rows = [line for line in found if str(line[0]).startswith(f"{kind},") and "demo" not in str(line[0])]
        figures += [
            measure.Figure(f"recall of {_CALLED[kind]}", mean(float(line[3]) for line in rows), recall_bar),
            measure.Figure(f"precision of {_CALLED[kind]}", mean(float(line[4]) for line in rows), precision_bar),
        ]
    demo = found[-1]
    return [
        *figures,
        measure.Figure("recall of the demo's reworded texts", float(demo[3]), 0.6),
        measure.Figure("precision of the demo's reworded texts", float(demo[4]), 0.9),
    ]


def planted(folder: Path) -> list[tuple[Any, ...]]:
    """(what, comments, planted, recall, precision) of each draw; the demo's own campaign last."""
    texts = [row["text"] for row in measure.rows_of(DATA / "truevoice" / "sample.csv")]
    lines: list[tuple[Any, ...]] = []
    for seed in (0, 1, 2):
        rows, owner = plant_light(texts, seed=seed)
        document, _ = measure.themes(measure.write_rows(folder / "l.csv", rows), folder, "--encoder", "tfidf")
        lines.append((f"light, draw {seed}", len(rows), len(owner), *score_pairs(document, owner)))
    for seed in (0, 1, 2):
        rows, owner = plant_reworded(seed=seed)
        document, _ = measure.themes(measure.write_rows(folder / "r.csv", rows), folder, "--seed", seed)
        lines.append((f"reworded, order {seed}", len(rows), len(owner), *score_members(document, owner)))
    rows = measure.rows_of(DEMO / "comments.csv")
    document, _ = measure.themes(DEMO / "comments.csv", folder)
    owner = {row["id"]: "B" for row in rows if row["campaign"] == "B"}
    lines.append(("reworded, demo", len(rows), len(owner), *score_members(document, owner)))
    return lines


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        head = ("what", "comments", "planted", "recall", "precision")
        measure.table("Planted campaigns", head, planted(Path(name)))


def _listed(path: Path) -> list[tuple[str, str]]:
    """(section, line) of a file with [sections] and # remarks."""
    section, lines = "", []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            lines.append((section, line))
    return lines


if __name__ == "__main__":
    main()
