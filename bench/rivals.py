"""Other systems on the same vectors, run in the bench's own environment (requirements-bench.txt).

    .venv-bench/bin/python -m bench.rivals METHOD INPUT.npz OUTPUT.json

`themes` methods read `vectors` (texts × 512), `texts`, `themes` (how many) and `seed` from INPUT.npz, and write the labels
and what they cost. Nothing here is imported by the product, nothing of the product is imported here.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

#: texts a method is tried on before its clock starts: just-in-time compilers are paid once a process
_WARM_UP = 1_000


def kmeans(vectors: np.ndarray, texts: list[str], themes: int, seed: int) -> list[int]:
    """k-means on sentence vectors, as in most tutorials."""
    from sklearn.cluster import KMeans

    return KMeans(n_clusters=themes, n_init=10, random_state=seed).fit_predict(vectors).tolist()


def kouchou(vectors: np.ndarray, texts: list[str], themes: int, seed: int) -> list[int]:
    """The recipe of kouchou-ai, seeded here: UMAP to a plane, k-means with many centres, Ward over the centres."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from sklearn.cluster import KMeans
    from umap import UMAP

    plane = UMAP(n_components=2, n_neighbors=min(15, len(vectors) - 1), random_state=seed, n_jobs=1).fit_transform(
        vectors
    )
    many = int(np.clip(themes**2, themes, min(1_000, len(vectors) // 2)))
    fine = KMeans(n_clusters=many, random_state=seed, n_init=1).fit(plane)
    upper = fcluster(linkage(fine.cluster_centers_, method="ward"), t=themes, criterion="maxclust")
    return upper[fine.labels_].tolist()


def bertopic(vectors: np.ndarray, texts: list[str], themes: int, seed: int) -> list[int]:
    """BERTopic as it comes, given the vectors; it chooses the number of topics, −1 is its noise. Unseeded, as it comes."""
    from bertopic import BERTopic

    labels, _ = BERTopic(embedding_model=None).fit_transform(texts, embeddings=vectors)
    return [int(label) for label in labels]


THEMES: dict[str, Callable[[np.ndarray, list[str], int, int], list[int]]] = {
    "kmeans": kmeans,
    "kouchou": kouchou,
    "bertopic": bertopic,
}


def themes(method: str, source: Path) -> dict[str, Any]:
    """Labels of all texts after a run on the first thousand, and the seconds of the second run."""
    with np.load(source, allow_pickle=False) as file:
        vectors, texts = file["vectors"], file["texts"].tolist()
        count, seed = int(file["themes"]), int(file["seed"])
    group = THEMES[method]
    group(vectors[:_WARM_UP], texts[:_WARM_UP], min(count, 10), seed)
    wall, cpu = time.perf_counter(), time.process_time()
    labels = group(vectors, texts, count, seed)
    return {"labels": labels, "wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


def red_dwarf(source: Path) -> dict[str, Any]:
    """Groups by red-dwarf's defaults from JSON {votes: [[voter, statement, value]], taken_out: [statement], seed}; labels by voter."""
    from reddwarf.implementations.base import run_pipeline

    given = json.loads(source.read_text(encoding="utf-8"))
    votes = [
        {"participant_id": voter, "statement_id": statement, "vote": value, "modified": 0}
        for voter, statement, value in given["votes"]
    ]
    wall, cpu = time.perf_counter(), time.process_time()
    people = run_pipeline(votes, mod_out_statement_ids=given["taken_out"], random_state=given["seed"]).participants_df
    placed = people["cluster_id"].dropna()
    return {
        "labels": {str(voter): int(label) for voter, label in placed.items() if int(label) >= 0},
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
    }


def formulas(source: Path) -> dict[str, Any]:
    """red-dwarf's one- and two-proportion tests at the counts of JSON {cases: [[s, n, other s, other n]]}."""
    from reddwarf.utils.stats import one_prop_test, probability, two_prop_test

    cases = json.loads(source.read_text(encoding="utf-8"))["cases"]
    return {
        "share": [float(probability(s, n)) for s, n, _, _ in cases],
        "share_test": [float(one_prop_test(s, n)) for s, n, _, _ in cases],
        "difference_test": [float(two_prop_test(s, other_s, n, other_n)) for s, n, other_s, other_n in cases],
    }


def main(method: str, source: str, out: str) -> None:
    found = {"red-dwarf": red_dwarf, "formulas": formulas}
    answer = found[method](Path(source)) if method in found else themes(method, Path(source))
    Path(out).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
