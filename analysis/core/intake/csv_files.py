"""Comments and drafts from files, exact about everything that could mislead. See `python -m analysis.core --help` for the columns."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from analysis.core.errors import InputError
from analysis.core.intake import columns
from analysis.core.intake.files import Table, Warn, read_table
from analysis.core.types import STANCES, CommentText

_ATTRIBUTE = "attribute_"


def read_comments(path: str, *, warn: Warn) -> list[CommentText]:
    """Comments of a file with columns id, text and maybe section, stance, reply_to, author, created_at, attribute_….

    `author` is hashed here and only counts people. An unknown reply_to is warned about and ignored, and so are
    attributes of which the same author gives two values.
    """
    table = read_table(path, columns.COMMENTS, warn=warn)
    attributes = _attributes(table, warn)
    ids = _unique_ids(table, warn)
    texts = table.place("text")
    known = set(ids)
    comments = []
    optional = zip(
        *(table.values(name) for name in ("section", "stance", "reply_to", "author", "created_at")),
        strict=True,
    )
    for name, (line, fields), given, (section, stance, parent, author, created) in zip(
        ids, table.records, attributes, optional, strict=True
    ):
        answer = columns.STANCES.get(stance.lower(), stance.lower())
        if answer and answer not in STANCES:
            allowed = ", ".join((*STANCES, "none or empty"))
            raise InputError(
                f"stance {stance!r} is not one of {allowed}",
                thai=f"จุดยืน {stance!r} ไม่ใช่ เห็นด้วย เห็นด้วยบางส่วน ไม่เห็นด้วย หรือเว้นว่าง",
                path=path,
                line=line,
            )
        if parent and parent not in known:
            warn(f"{path}:{line}: reply_to {parent!r} is no comment of this file; read as no reply")
            parent = ""
        comments.append(
            CommentText(
                id=name,
                text=fields[texts],
                section=section,
                stance=answer,
                reply_to=parent,
                person=person(author),
                created_at=created,
                attributes=given,
            )
        )
    return comments


def read_draft(path: str, comments: Sequence[CommentText], *, warn: Warn) -> dict[str, str]:
    """Section → heading or text, of a file with columns section and text: what each section is about.

    Sections are called as in the comments; of a draft none of whose sections they name nothing could be learned.
    """
    table = read_table(path, columns.DRAFT, warn=warn)
    sections, texts = table.place("section"), table.place("text")
    seen: dict[str, int] = {}
    draft = {}
    for line, fields in table.records:
        section, text = fields[sections].strip(), fields[texts].strip()
        if not section:
            raise InputError("the section is empty", thai="ไม่ได้ใส่มาตรา", path=path, line=line)
        if section in seen:
            raise InputError(
                f"section {section!r} was used before, on line {seen[section]}",
                thai=f"มาตรา {section!r} ซ้ำกับบรรทัด {seen[section]}",
                path=path,
                line=line,
            )
        seen[section] = line
        if not text:
            warn(f"{path}:{line}: section {section!r} has no text; nothing is learned from it")
            continue
        draft[section] = text
    named = {comment.section for comment in comments if comment.section}
    if named and draft and named.isdisjoint(draft):
        example = ", ".join(map(repr, sorted(named)[:3]))
        raise InputError(
            f"no comment names a section of this draft; the comments name {example}",
            thai=f"ไม่มีความคิดเห็นใดอ้างถึงมาตราในร่างนี้ ความคิดเห็นอ้างถึง {example}",
            path=path,
        )
    if not draft:
        warn(f"{path}: no section with a text; nothing is learned from it")
    return draft


def person(author: str) -> str:
    """An opaque name for a person, the same for the same author; "" stays ""."""
    return sha256(f"person {author}".encode()).hexdigest()[:16] if author else ""


def _attributes(table: Table, warn: Warn) -> list[tuple[tuple[str, str], ...]]:
    """The columns named attribute_…, row by row, without the prefix and in alphabetical order."""
    columns = sorted(name for name in table.columns if name.startswith(_ATTRIBUTE))
    if _ATTRIBUTE in columns:
        raise InputError(
            f"a column {_ATTRIBUTE!r} without a name behind it",
            thai=f"คอลัมน์ {_ATTRIBUTE!r} ไม่มีชื่อต่อท้าย",
            path=table.path,
            line=1,
        )
    before: dict[tuple[str, str], str] = {}
    given = []
    values = zip(*(table.values(name) for name in columns), strict=True) if columns else [()] * len(table.records)
    for (line, _), author, row in zip(table.records, table.values("author"), values, strict=True):
        for column, value in zip(columns, row, strict=True):
            if author and value and before.setdefault((author, column), value) != value:
                warn(f"{table.path}:{line}: another {column} than this author gave before; read as not given")
        given.append(tuple((name.removeprefix(_ATTRIBUTE), value) for name, value in zip(columns, row, strict=True)))
    return given


def _unique_ids(table: Table, warn: Warn) -> list[str]:
    if "id" not in table.columns:
        warn(f"{table.path}: no column 'id'; comments are numbered by their line")
        return [str(line) for line, _ in table.records]
    column = table.place("id")
    seen: dict[str, int] = {}
    for line, fields in table.records:
        name = fields[column].strip()
        if not name:
            raise InputError("the id is empty", thai="ไม่ได้ใส่ id", path=table.path, line=line)
        if name in seen:
            raise InputError(
                f"id {name!r} was used before, on line {seen[name]}",
                thai=f"id {name!r} ซ้ำกับบรรทัด {seen[name]}",
                path=table.path,
                line=line,
            )
        seen[name] = line
    return list(seen)
