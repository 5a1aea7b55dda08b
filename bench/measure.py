"""What the benches share: figures and their bars, the command line in a process of its own and weighed, gold labels.

A part of the bench is a module with `run(folder) -> list[Figure]`: `folder` is an empty directory to work in.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "cms" / "demo"
DATA = ROOT / "tests" / "data"
SEEDS = (0, 1, 2)

#: labels of the demo that are no subjects
NO_SUBJECT = ("ไม่ระบุประเด็น", "ข้อความนอกเรื่อง")

#: every measured process gets one thread of arithmetic, ours and others' alike
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Figure:
    """One measured number and what it must reach.

    `value` None: could not be measured, which fails a bar. `bar` None: told for information.
    """

    name: str
    value: float | None
    bar: float | None = None
    higher_is_better: bool = True
    note: str = ""

    @property
    def passed(self) -> bool | None:
        """None when there is no bar."""
        if self.bar is None:
            return None
        if self.value is None:
            return False
        return self.value >= self.bar if self.higher_is_better else self.value <= self.bar


@dataclass(frozen=True)
class Weight:
    """Wall and CPU seconds and peak resident memory of one process."""

    wall: float
    cpu: float
    mebibytes: float


def top_level(document: Mapping[str, Any]) -> int:
    """Number of themes, their parts left out."""
    return sum(theme["parent_id"] is None for theme in document["themes"])


def weigh(*command: object, **environment: str) -> Weight:
    """Run a command to its end; a failure is raised with what it said."""
    line = [str(part) for part in command]
    with tempfile.TemporaryFile() as told:
        began = time.perf_counter()
        surroundings = os.environ | _ONE_THREAD | environment
        process = subprocess.Popen(line, cwd=ROOT, stdout=told, stderr=told, env=surroundings)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told.seek(0)
            raise SystemExit(f"{' '.join(line)} ended with {process.returncode}:\n{told.read().decode()[-4000:]}")
    return Weight(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def run(*arguments: object, **environment: str) -> Weight:
    """Run `python -m analysis.core ARGUMENTS`."""
    return weigh(sys.executable, "-m", "analysis.core", *arguments, **environment)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def columns(rows: Iterable[Mapping[str, str]], *names: str) -> list[dict[str, str]]:
    """The same rows with these columns only."""
    return [{name: row[name] for name in names} for row in rows]


_known: dict[tuple[str, ...], tuple[dict[str, Any], Weight]] = {}


def themes(source: Path, folder: Path, *options: object) -> tuple[dict[str, Any], Weight]:
    """The document of a themes run and what it cost; the same file and options are run once."""
    key = (sha256(source.read_bytes()).hexdigest(), *map(str, options))
    if key not in _known:
        out = folder / "result.json"
        weight = run("themes", source, "--out", out, *options)
        _known[key] = json.loads(out.read_text(encoding="utf-8")), weight
    return _known[key]


def placed(document: Mapping[str, Any]) -> dict[str, str]:
    """Comment id → theme, of comments that have one."""
    return {a["id"]: a["theme"] for a in document["assignments"] if a["theme"]}


def agreement(found: Mapping[str, Any], gold: Mapping[str, Any]) -> tuple[float, float]:
    """(NMI, ARI) of two labellings over the ids both have."""
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    both = sorted(found.keys() & gold.keys())
    ours, truth = [str(found[name]) for name in both], [str(gold[name]) for name in both]
    return float(normalized_mutual_info_score(truth, ours)), float(adjusted_rand_score(truth, ours))


def alike(labellings: Sequence[Mapping[str, Any]]) -> float:
    """Mean ARI of every two labellings."""
    scores = [agreement(one, other)[1] for one, other in combinations(labellings, 2)]
    return sum(scores) / len(scores)


def demo_themes() -> dict[str, str]:
    """Comment id → gold theme, of the demo's comments that have a subject."""
    rows = rows_of(DEMO / "comments.csv")
    return {row["id"]: row["theme"] for row in rows if row["theme"] not in NO_SUBJECT}


def pairs(groups: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
    """Unordered pairs of ids that stand in one group."""
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def recall_precision(found: set[Any], due: set[Any]) -> tuple[float, float]:
    right = len(found & due)
    return (right / len(due) if due else 1.0, right / len(found) if found else 1.0)


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a Markdown table of anything, for benches without bars."""
    print(f"\n### {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        cells = (f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row)
        print("| " + " | ".join(cells) + " |", flush=True)


def percentile(values: Iterable[float], share: float) -> float:
    """The value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


Part = Callable[[Path], list[Figure]]
