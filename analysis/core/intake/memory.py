"""Whether a run fits into memory, said before it begins: a run that is killed half-way tells nobody why."""

from __future__ import annotations

import resource
from collections.abc import Mapping
from pathlib import Path

from analysis.core.errors import AnalysisError

_MIB = 2**20
#: MiB a run takes whatever its size, and KiB for each comment more, measured at 100,000 and 300,000 comments (docs/analysis.md)
_NEEDED: Mapping[str, tuple[int, int]] = {"tfidf": (300, 14), "use": (650, 25), "e5": (650, 25), "use+e5": (800, 40)}
#: letters of the comments that was measured with; longer ones take more in proportion
_LETTERS = 80


def needed(comments: int, letters: int, encoder: str) -> int:
    """MiB that a run of so many comments with so many letters in all is expected to take at its peak."""
    base, each = _NEEDED.get(encoder, _NEEDED["use"])
    long = max(1.0, letters / max(1, comments) / _LETTERS)
    return round(base + comments * each * long / 1024)


def available() -> int | None:
    """MiB this process may still take, by the system, its container and its own limit; None where nothing tells."""
    limits = []
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemAvailable:"):
            limits.append(int(line.split()[1]) // 1024)
    group, used = _lines("/sys/fs/cgroup/memory.max"), _lines("/sys/fs/cgroup/memory.current")
    if group and used and group[0].isdigit() and used[0].isdigit():
        limits.append((int(group[0]) - int(used[0])) // _MIB)
    own = resource.getrlimit(resource.RLIMIT_AS)[0]
    if own != resource.RLIM_INFINITY:
        limits.append(own // _MIB)
    return max(0, min(limits)) if limits else None


def refuse_what_does_not_fit(comments: int, letters: int, encoder: str, free: int | None) -> None:
    """Raises AnalysisError when a run would take more than the `free` MiB."""
    need = needed(comments, letters, encoder)
    if free is None or need <= free:
        return
    with_words = needed(comments, letters, "tfidf")
    hint_thai, hint = "โปรดแบ่งเป็นหลายไฟล์", "run it in parts"
    if encoder != "tfidf" and with_words <= free:
        hint_thai = f"ใช้ --encoder tfidf (ราว {with_words:,} MiB) หรือแบ่งเป็นหลายไฟล์"
        hint = f"use --encoder tfidf (some {with_words:,} MiB) or run it in parts"
    raise AnalysisError(
        f"not enough memory: {comments:,} comments take some {need:,} MiB, {free:,} MiB are free; {hint} / "
        f"หน่วยความจำไม่พอ: {comments:,} ความคิดเห็นต้องใช้ราว {need:,} MiB แต่มี {free:,} MiB {hint_thai}"
    )


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="ascii").splitlines()
    except OSError:
        return []
