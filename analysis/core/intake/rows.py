"""Every comment sorted before any clustering: themed later, or set aside now with a reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.core.errors import AnalysisError
from analysis.core.intake.adverts import is_advert
from analysis.core.intake.copies import LEAST_LETTERS
from analysis.core.intake.reading import Reading, read
from analysis.core.types import STANCES, CommentText, Reason


@dataclass(frozen=True, kw_only=True)
class Row:
    """A comment with its reading and, when it stands in no theme, why."""

    comment: CommentText
    #: None for a withheld comment: it is never read
    reading: Reading | None
    #: the section it stands on, its parent's when it is a reply without one
    section: str
    reason: Reason | None
    #: the section it speaks of, which may be another comment's or one it names (`analysis.core.intake.sections`)
    speaks_of: str = ""
    #: id of the comment counted instead (reason duplicate_of)
    same_as: str | None = None

    @property
    def person(self) -> str:
        """Counts people: a comment without a person is a person of its own."""
        return self.comment.person or f"\0{self.comment.id}"


def sort_rows(comments: Sequence[CommentText]) -> list[Row]:
    """Rows in order of comment id, whatever the order they came in."""
    ordered = sorted(comments, key=lambda comment: comment.id)
    for before, after in zip(ordered, ordered[1:], strict=False):
        if before.id == after.id:
            raise AnalysisError(f"two comments have the id {after.id!r}")
    for comment in ordered:
        if comment.stance and comment.stance not in STANCES:
            raise AnalysisError(f"comment {comment.id!r} has the stance {comment.stance!r}, not one of {STANCES}")
    shown = [comment for comment in ordered if not comment.withheld]
    texts = sorted({comment.text for comment in shown})
    readings = dict(zip(texts, read(texts), strict=True))
    sections = {comment.id: comment.section for comment in shown}
    first: dict[tuple[str, str, str], str] = {}
    rows = []
    for comment in ordered:
        reading = None if comment.withheld else readings[comment.text]
        reason, same_as = ("withheld", None) if reading is None else _set_aside(comment, reading, first)
        section = comment.section or sections.get(comment.reply_to, "")
        rows.append(Row(comment=comment, reading=reading, section=section, reason=reason, same_as=same_as))
    return rows


def reason_of(reading: Reading) -> Reason | None:
    """Why a text can stand in no theme, judged by itself alone."""
    if reading.language == "other":
        return "other_language"
    if reading.is_empty:
        return "too_short"
    return "off_topic" if is_advert(reading.masked) else None


def _set_aside(
    comment: CommentText, reading: Reading, first: dict[tuple[str, str, str], str]
) -> tuple[Reason | None, str | None]:
    """Reason for one comment; `first` remembers who said what before.

    Only the same person sending the same message again is a duplicate. A short message ("เห็นด้วย") on another
    section is another answer.
    """
    if comment.person and reading.fingerprint:
        place = "" if len(reading.fingerprint) >= LEAST_LETTERS else f"{comment.section}\0{comment.reply_to}"
        before = first.setdefault((comment.person, reading.fingerprint, place), comment.id)
        if before != comment.id:
            return "duplicate_of", before
    return reason_of(reading), None


def input_hash(rows: Iterable[Row], votes: Iterable[tuple[str, str, int]]) -> str:
    """SHA-256 of everything the run read, order aside. Of withheld comments only the id is read."""
    digest = hashlib.sha256()
    for row in rows:
        c = row.comment
        fields = (
            [c.id, "withheld"]
            if c.withheld
            else [c.id, c.text, c.section, c.stance, c.reply_to, c.person, c.created_at, *sorted(c.attributes)]
        )
        digest.update(json.dumps(fields, ensure_ascii=True).encode() + b"\n")
    for vote in sorted(votes):
        digest.update(json.dumps(vote, ensure_ascii=True).encode() + b"\n")
    return digest.hexdigest()
