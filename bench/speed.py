"""Clustering 10,000 comments from the same vectors: ours and BERTopic's defaults, each warmed up, one thread each."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np

from analysis.core.intake.reading import read
from analysis.core.space.feature_space import learn_text_space
from analysis.core.space.neighbours import link
from analysis.core.themes.partition import choose, partition
from bench import grown, measure, peers
from bench.measure import Figure

_SIZE, _WARM_UP = 10_000, 1_000


def run(folder: Path) -> list[Figure]:
    """Seconds from vectors and texts to themes with their number chosen; BERTopic: `fit_transform`."""
    what = "times as fast, clustering part, CPU seconds"
    if not peers.installed():
        return [Figure(what, None, 5.0, note=peers.MISSING)]
    texts = [row["text"] for row in grown.comments(_SIZE)]
    source = peers.write_texts(folder / "grown.npz", texts, peers.vectors_of(texts, "use"), themes=20)
    out = folder / "ours.json"
    measure.weigh(sys.executable, "-m", "bench.speed", source, out)
    ours = json.loads(out.read_text(encoding="utf-8"))
    theirs, _ = peers.run("bertopic", source)
    stages = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in ours["stages"].items())
    noise = theirs["labels"].count(-1) / _SIZE
    topics = len(set(theirs["labels"]))
    return [
        Figure(what, theirs["cpu"] / ours["cpu"], 5.0),
        Figure("times as fast, wall seconds", theirs["wall"] / ours["wall"]),
        Figure("ours: CPU seconds", ours["cpu"], higher_is_better=False, note=stages),
        Figure("BERTopic: CPU seconds", theirs["cpu"], note=f"{topics} topics, {noise:.0%} of texts in none"),
    ]


def cluster(vectors: np.ndarray, texts: list[str]) -> dict[str, float]:
    """CPU seconds by stage, from vectors and tokenised texts to themes; reading is not clustering and comes before."""
    readings = list(read(texts))
    marks = [time.process_time()]
    space = learn_text_space(vectors, readings, (vectors.shape[1],))
    places = space.place(vectors, readings)
    marks.append(time.process_time())
    graph = link(space.views(places))
    places = graph.settle(places)
    marks.append(time.process_time())
    number = choose(places, graph).themes
    marks.append(time.process_time())
    partition(places, graph, number)
    marks.append(time.process_time())
    names = ("space", "neighbours", "how many", "themes")
    return {name: after - before for name, before, after in zip(names, marks, marks[1:], strict=False)}


def main(source: str, out: str) -> None:
    with np.load(source, allow_pickle=False) as file:
        vectors, texts = file["vectors"], file["texts"].tolist()
    cluster(vectors[:_WARM_UP], texts[:_WARM_UP])
    began = time.perf_counter(), time.process_time()
    list(read(texts))
    reading = time.perf_counter() - began[0], time.process_time() - began[1]
    began = time.perf_counter(), time.process_time()
    stages = cluster(vectors, texts)
    wall = time.perf_counter() - began[0] - reading[0]
    Path(out).write_text(json.dumps({"wall": wall, "cpu": sum(stages.values()), "stages": stages}), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
