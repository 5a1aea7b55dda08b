"""Numbers that the folder states, counted again from its rows: of the draft, of themes, of the report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from consult.ledger.leaf import canonical

from .acts import Opened
from .figures import REPORT, check_report, read_report
from .findings import VerifiedFindings
from .levels import check_levels
from .log import PublishedLog
from .tables import PublishedFolder, as_written, parts, whole
from .tally import Counted, count

_SECTION = ("anchor", "text", "unit", "number", "heading", "plain_summary", "chapter", "chapter_heading")


def check_counts(folder: PublishedFolder, log: PublishedLog, opened: Opened, found: VerifiedFindings) -> None:
    """Raises InputError where files are missing or cannot be read."""
    counted = count(folder, log.hearing, opened.unseen_votes)
    _check_versions(folder, opened, found)
    _check_replies(folder, opened, counted, found)
    _check_issues(folder, opened, found)
    _check_themes(folder, counted, found)
    _check_citations(folder, counted, found)
    check_levels(folder, counted, found)
    check_report(folder, opened, counted, found)


def _check_versions(folder: PublishedFolder, opened: Opened, found: VerifiedFindings) -> None:
    sections: dict[str, list[tuple[int, dict[str, str]]]] = defaultdict(list)
    for row in folder.rows("sections.csv", "version", "order", *_SECTION):
        sections[row["version"]].append((whole(row, "order", "sections.csv"), row))
    logged = {str(act["number"]): act["sha256"] for _index, act in opened.told("issue_version")}
    count = 0
    for row in folder.rows("versions.csv", "version", "content_sha256", "preamble"):
        count += 1
        told = sorted(sections[row["version"]], key=lambda one: one[0])
        digest = row["content_sha256"]
        if not any(_digest(preamble, told) == digest for (preamble,) in as_written(row["preamble"])):
            found.fault("ฉบับที่ถ้อยคำไม่ตรงกับลายนิ้วมือ", "versions whose words differ from their digest", row["version"])
        if logged.get(row["version"], digest) != digest:
            found.fault("ฉบับที่ไม่ตรงกับสมุดบันทึก", "versions that differ from the log", row["version"])
    if logged.keys() - sections.keys():
        found.differs("ร่างบางฉบับหายไป", "a version of the draft is missing")
    if not found.differ:
        found.matches(
            f"อ่านร่าง {count} ฉบับเทียบกับลายนิ้วมือ", f"{count} versions of the draft were compared with their digests"
        )


def _digest(preamble: str, sections: list[tuple[int, dict[str, str]]]) -> str:
    lines = ["\x1f".join(next(iter(as_written(*(row[name] for name in _SECTION))))) for _order, row in sections]
    return sha256("\x1e".join([preamble, *lines]).encode()).hexdigest()


def _check_replies(folder: PublishedFolder, opened: Opened, counted: Counted, found: VerifiedFindings) -> None:
    """Each answer is the one that was logged, and none that was logged is missing below a comment anybody may read."""
    replies: dict[str, str] = {}
    for _index, act in opened.acts:
        if act["act"] in ("reply_officially", "revise_official_reply"):
            replies[str(act["comment"])] = act["sha256"]
        elif act["act"] == "withdraw_official_reply":
            replies.pop(str(act["comment"]), None)
    told = set()
    for row in folder.rows("official_replies.csv", "comment", "text"):
        told.add(row["comment"])
        texts = [sha256(text.encode()).hexdigest() for (text,) in as_written(row["text"])]
        if replies.get(row["comment"]) not in texts:
            found.fault("คำชี้แจงที่ไม่ตรงกับสมุดบันทึก", "official answers that differ from the log", row["comment"])
    for comment in sorted(replies.keys() & counted.comments - told):
        found.fault("คำชี้แจงที่หายไป", "official answers that are missing", comment)


def _check_issues(folder: PublishedFolder, opened: Opened, found: VerifiedFindings) -> None:
    """Each issue reads as a second person approved it, and none that was approved is missing."""
    approved: dict[str, str] = {}
    for _index, act in opened.acts:
        if act["act"] == "approve_issue":
            approved[str(act["number"])] = act["sha256"]
        elif act["act"] == "drop_issue":
            approved.pop(str(act["number"]), None)
    told = set()
    names = ("title", "said", "decision", "reason", "effect")
    for row in folder.rows("issues.csv", "number", "anchors", *names):
        told.add(row["number"])
        anchors = parts(row["anchors"])
        digests = [
            sha256(canonical(dict(zip(names, words, strict=True)) | {"anchors": anchors})).hexdigest()
            for words in as_written(*(row[name] for name in names))
        ]
        if approved.get(row["number"]) not in digests:
            found.fault("ประเด็นชี้แจงที่ไม่ตรงกับสมุดบันทึก", "issues that differ from the log", row["number"])
    for number in sorted(approved.keys() - told):
        found.fault("ประเด็นชี้แจงที่หายไป", "issues that are missing", number)


def _check_themes(folder: PublishedFolder, counted: Counted, found: VerifiedFindings) -> None:
    count = differ = 0
    known: set[str] = set()
    for row in folder.rows("themes.csv", "id", "part_of", "comments"):
        count += 1
        stated, known = whole(row, "comments", "themes.csv"), known | {row["id"]}
        comments = counted.themes.get(row["id"], (0, 0))[0]
        if comments > stated or (comments < stated and not counted.withheld and not row["part_of"]):
            differ += 1
            found.fault(
                "ประเด็นที่นับใหม่ได้ไม่เท่าเดิม", "themes with another count than stated", f"{row['id']}: {stated} ≠ {comments}"
            )
    for theme in sorted(counted.themes.keys() - known):
        differ += 1
        found.fault("ประเด็นที่ความคิดเห็นอ้างแต่ไม่มีในแฟ้ม", "themes that comments stand in and that are not there", theme)
    if count and not differ:
        found.matches(f"นับความคิดเห็นของ {count} ประเด็นใหม่ได้เท่าเดิม", f"the comments of {count} themes were counted again")


def _check_citations(folder: PublishedFolder, counted: Counted, found: VerifiedFindings) -> None:
    cited = 0
    for where, comment in _cited(folder):
        cited += 1
        if comment not in counted.comments and comment not in counted.withheld:
            found.fault("การอ้างความคิดเห็นที่ไม่มี", "citations of comments that are not there", f"{where}: {comment}")
    if not found.differ:
        found.matches(f"ตรวจการอ้างความคิดเห็น {cited} ครั้ง", f"{cited} citations of comments were looked up")


def _cited(folder: PublishedFolder) -> Iterator[tuple[str, str]]:
    for row in folder.rows("arguments.csv", "comment", "confirmed_comments"):
        for comment in (row["comment"], *parts(row["confirmed_comments"])):
            yield "arguments.csv", comment
    for row in folder.rows("issues.csv", "comment_ids"):
        for comment in parts(row["comment_ids"]):
            yield "issues.csv", comment
    if report := read_report(folder):
        for comment in _cites(report):
            yield REPORT, comment


def _cites(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        for name, value in told.items():
            if name == "cites" and isinstance(value, list):
                yield from (str(one) for one in value)
            else:
                yield from _cites(value)
    elif isinstance(told, list):
        for one in told:
            yield from _cites(one)
