"""What the benches share: run the command line in a process of its own and weigh it; read gold labels."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "cms" / "demo"
DATA = ROOT / "tests" / "data"

#: labels of the demo that are no subjects
NO_SUBJECT = ("ไม่ระบุประเด็น", "ข้อความนอกเรื่อง")


@dataclass(frozen=True)
class Weight:
    """Wall and CPU seconds and peak resident memory of one process."""

    wall: float
    cpu: float
    mebibytes: float


def run(*arguments: object) -> Weight:
    """Run `python -m analysis.core ARGUMENTS` to its end; a failure is raised with what it said."""
    command = [sys.executable, "-m", "analysis.core", *map(str, arguments)]
    with tempfile.TemporaryFile() as told:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stdout=told, stderr=told)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told.seek(0)
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{told.read().decode()}")
    return Weight(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def themes(source: Path, folder: Path, *options: object) -> tuple[dict[str, Any], Weight]:
    """The document of a themes run and what it cost."""
    out = folder / "result.json"
    weight = run("themes", source, "--out", out, *options)
    return json.loads(out.read_text(encoding="utf-8")), weight


def agreement(document: Mapping[str, Any], gold: Mapping[str, str]) -> tuple[float, float]:
    """(NMI, ARI) of themes with gold labels, over comments that have both."""
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    both = [(gold[a["id"]], a["theme"]) for a in document["assignments"] if a["theme"] and a["id"] in gold]
    truth, ours = zip(*both, strict=True)
    return normalized_mutual_info_score(truth, ours), adjusted_rand_score(truth, ours)


def between(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """ARI between the themes of two runs on the same comments."""
    themes_of = {a["id"]: a["theme"] for a in other["assignments"] if a["theme"]}
    return agreement(one, themes_of)[1]


def pairs(groups: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
    """Unordered pairs of ids that stand in one group."""
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def recall_precision(found: set[Any], due: set[Any]) -> tuple[float, float]:
    right = len(found & due)
    return (right / len(due) if due else 1.0, right / len(found) if found else 1.0)


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a Markdown table."""
    print(f"\n### {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        cells = (f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row)
        print("| " + " | ".join(cells) + " |", flush=True)
