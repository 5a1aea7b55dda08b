"""Every number that a report states, counted again from the rows; those that rows do not tell, by name, each with the reason."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any

from analysis.core.errors import InputError
from consult.report import seal

from .acts import Opened
from .findings import VerifiedFindings
from .tables import PublishedFolder
from .tally import Counted

REPORT = "report.json"
#: What changes the record of comments, and so the figures of comments
_OF_COMMENTS = (
    "comment",
    "erased",
    "held",
    "release_comment",
    "hide_comment",
    "restore_comment",
    "still_hidden",
    "import_comments",
    "redact",
    "unredact",
)
_BALLOTS = ("votes.", "answers.", "people.answered")
#: Acts after which one figure may be another one
_FIGURES = {
    "reply_officially": "replies",
    "withdraw_official_reply": "replies",
    "approve_issue": "issues",
    "drop_issue": "issues",
    "issue_version": "changes",
}
#: Comments on the website by how surely their writers are known; levels that are told together stand with a plus between them
_LEVEL = re.compile(r"levels\..+")
#: Kinds of figures that rows tell whole: what they do not hold is nought
_WHOLE = re.compile(
    r"(comments|later|levels|aside|stances|people\.(writers|answered|voters)|sections|votes|answers|issues|arguments|replies|changes|campaigns"
    r"|views)(\..+)?"
)


def check_report(folder: PublishedFolder, opened: Opened, counted: Counted, found: VerifiedFindings) -> None:
    published = list(opened.told("publish_result"))
    report = read_report(folder)
    if report is None:
        if published:
            found.differs("ประกาศผลแล้ว แต่ไม่มี report.json", "a result was published, and report.json is missing")
        return
    logged = {act["number"]: (index, act["sha256"]) for index, act in published}
    index, digest = logged.get(report["number"], (0, ""))
    since = [act["act"] for place, act in opened.acts if place > index]
    changed = any(act.startswith(_OF_COMMENTS) for act in since)
    found.is_it(
        seal(report) == digest,
        "รายงานตรงกับที่ลงนามและบันทึกไว้",
        "the report is the one that was signed and logged",
        excused=changed and _has_gaps(report),
    )
    later = {_FIGURES[act] for act in since if act in _FIGURES}
    _count_again(report["figures"], counted, found, changed=changed, later=later)
    _check_levels(report["figures"], counted, found, changed=changed)


def read_report(folder: PublishedFolder) -> dict[str, Any] | None:
    """The published result as data; None where there is none. Raises InputError for what is no report."""
    if not folder.has(REPORT):
        return None
    told = folder.json(REPORT)
    if not _is_report(told):
        raise InputError("this is no report", thai="ไฟล์นี้ไม่ใช่รายงานสรุปผล", path=str(folder.path / REPORT))
    return dict(told)


def _is_report(told: Any) -> bool:
    """Whether it has what is asked of it here; whether it says what was signed is its digest's to tell."""
    if not isinstance(told, dict) or not isinstance(told.get("number"), int):
        return False
    figures, blocks, basis = told.get("figures"), told.get("blocks"), told.get("basis")
    if not isinstance(figures, dict) or not all(isinstance(one, int) for one in figures.values()):
        return False
    if not isinstance(basis, dict) or not isinstance(blocks, list) or not all(map(_is_block, blocks)):
        return False
    signed = basis.get("checkpoint")
    return signed is None or (
        isinstance(signed, dict) and isinstance(signed.get("size"), int) and isinstance(signed.get("root"), str)
    )


def _is_block(told: Any) -> bool:
    if not isinstance(told, dict) or "kind" not in told:
        return False
    runs = told.get("runs", [])
    return isinstance(runs, list) and all(
        isinstance(run, dict) and isinstance(run.get("text"), str) and isinstance(run.get("cites"), list)
        for run in runs
    )


def _count_again(
    figures: dict[str, int], counted: Counted, found: VerifiedFindings, *, changed: bool, later: set[str]
) -> None:
    right = wrong = 0
    untold: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, stated in figures.items():
        if why := _why_not(name, counted):
            untold[why].append(name)
            continue
        now = counted.figures[name]
        if now == stated:
            right += 1
        elif (changed and not name.startswith(_BALLOTS)) or name.split(".")[0] in later:
            found.note(
                f"{name} นับได้ {now} จาก {stated} เพราะบันทึกเปลี่ยนหลังประกาศผล",
                f"{name} counts {now} of {stated}: the record changed since the result",
            )
        else:
            wrong += 1
            told = f"{name}: {stated} ≠ {now}"
            found.fault("ตัวเลขในรายงานที่นับใหม่ได้ไม่เท่าเดิม", "figures of the report that count otherwise", told)
    if not wrong:
        found.matches(
            f"นับตัวเลขในรายงานใหม่ได้เท่าเดิม {right} จาก {len(figures)} ตัว",
            f"{right} of the {len(figures)} figures of the report were counted again",
        )
    for (thai, english), names in untold.items():
        listed = ", ".join(names)
        found.note(
            f"ตัวเลขที่แถวไม่บอก เพราะ{thai} ({len(names)}): {listed}",
            f"figures that rows do not tell, since {english} ({len(names)}): {listed}",
        )


def _why_not(name: str, counted: Counted) -> tuple[str, str] | None:
    """Why rows do not tell a figure, in Thai and in English; None where they do."""
    if _LEVEL.fullmatch(name):
        return "ระดับการยืนยันตัวตนของแต่ละคนไม่เผยแพร่", "nobody's level is published"
    if name == "people" and name not in counted.figures:
        return "รหัสผู้เขียนกับรหัสผู้โหวตเป็นคนละรหัส", "who writes and who votes have different numbers"
    if name == "rounds" or (name.startswith("rounds.") and name != f"rounds.{counted.hearing}"):
        return "เป็นของการรับฟังครั้งอื่น", "they are of other hearings"
    if name == "people.voters" and counted.unseen_votes:
        return "มีโหวตต่อความคิดเห็นที่ไม่เผยแพร่", "some voted on comments that are withheld"
    if not _WHOLE.fullmatch(name) and name not in counted.figures:
        return "โปรแกรมตรวจรุ่นนี้ไม่รู้จัก", "this version of the program does not know them"
    return None


def _check_levels(figures: dict[str, int], counted: Counted, found: VerifiedFindings, *, changed: bool) -> None:
    """What cannot be counted must still fit what can: levels add up, and people are between the bounds of their ways."""
    levels = [n for name, n in figures.items() if _LEVEL.fullmatch(name)]
    whole = figures.get("levels", 0)
    if sum(levels) != whole:
        told = f"{sum(levels)} ≠ {whole}"
        found.fault("ระดับที่รวมกันไม่เท่าผลรวม", "levels that do not add up to their sum", told)
    if "people" in figures and not changed and not counted.unseen_votes:
        ways = counted.figures["people.writers"], counted.figures["people.voters or answered"]
        if not max(ways) <= figures["people"] <= sum(ways):
            told = f"people: {figures['people']}"
            found.fault("ตัวเลขในรายงานที่นับใหม่ได้ไม่เท่าเดิม", "figures of the report that count otherwise", told)


def _has_gaps(report: Any) -> bool:
    """Whether a quotation is left out of it, since its words left the record."""
    return "[ถ้อยคำนี้ไม่อยู่ในบันทึกที่เผยแพร่แล้ว]" in json.dumps(report, ensure_ascii=False)
