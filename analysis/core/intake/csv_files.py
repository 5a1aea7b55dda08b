"""CSV in and out: forgiving about encodings and line ends, exact about everything that could mislead.

Every refusal names file and line. See `python -m analysis.core --help` for the columns.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from analysis.core.errors import InputError
from analysis.core.types import STANCES, CommentText, CommentVote

Warn = Callable[[str], None]

_FIELD_LIMIT = 2**31 - 1
_ATTRIBUTE = "attribute_"
_POLIS_FACTS = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
_MARK = "\ufeff"
#: how a formula begins, also behind white space that a spreadsheet drops and in its full-width forms
_FORMULA = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠\t\r]")
_NUMBER = re.compile(r"[+\-]?\d[\d,]*(?:\.\d+)?")
_POLIS_LONG = {"comment-id", "voter-id", "vote"}
_VALUES = {"1": 1, "+1": 1, "1.0": 1, "0": 0, "0.0": 0, "-1": -1, "-1.0": -1, "−1": -1}


@dataclass(frozen=True, kw_only=True)
class Table:
    """A CSV file with a header: records as (line of the file it begins on, fields)."""

    path: str
    columns: tuple[str, ...]
    records: tuple[tuple[int, tuple[str, ...]], ...]
    #: the file began with a byte-order mark, as spreadsheets write and want it
    marked: bool = False

    def place(self, *names: str) -> int:
        """Column number of the first of these names the table has."""
        for name in names:
            if name in self.columns:
                return self.columns.index(name)
        wanted, held = " or ".join(map(repr, names)), ", ".join(self.columns)
        raise InputError(f"no column {wanted}; the header has: {held}", path=self.path, line=1)

    def values(self, name: str) -> Iterator[str]:
        """One optional column, stripped; empty strings when the table lacks it."""
        if name not in self.columns:
            return iter([""] * len(self.records))
        column = self.columns.index(name)
        return (fields[column].strip() for _, fields in self.records)


def read_table(path: str) -> Table:
    """Read UTF-8 CSV, with or without byte-order mark, any line ends; blank lines are skipped."""
    lines: list[tuple[int, tuple[str, ...]]] = []
    before = csv.field_size_limit(_FIELD_LIMIT)
    text = read_text(path)
    reader = csv.reader(io.StringIO(text.removeprefix(_MARK), newline=""), strict=True)
    began = 1
    try:
        for read in reader:
            if any(field.strip() for field in read):
                lines.append((began, tuple(read)))
            began = reader.line_num + 1
    except csv.Error as error:
        hint = "a quotation mark is opened and never closed" if "end of data" in str(error) else str(error)
        raise InputError(f"broken CSV: {hint}", path=path, line=began) from error
    finally:
        csv.field_size_limit(before)
    if not lines:
        raise InputError("the file is empty; a header line is needed", path=path)
    columns = tuple(name.strip() for name in lines[0][1])
    if len(columns) == 1 and any(mark in columns[0] for mark in ";\t"):
        raise InputError("columns must be separated by commas, not semicolons or tabs", path=path, line=1)
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise InputError(f"the header names a column twice: {', '.join(twice)}", path=path, line=lines[0][0])
    for line, fields in lines[1:]:
        if len(fields) != len(columns):
            raise InputError(f"{len(fields)} fields where the header has {len(columns)}", path=path, line=line)
    return Table(path=path, columns=columns, records=tuple(lines[1:]), marked=text.startswith(_MARK))


def read_comments(path: str, *, warn: Warn) -> list[CommentText]:
    """Comments of a file with columns id, text and maybe section, stance, reply_to, author, created_at, attribute_….

    `author` is hashed here and only counts people. An unknown reply_to is warned about and ignored, and so are
    attributes of which the same author gives two values.
    """
    table = read_table(path)
    attributes = _attributes(table, warn)
    ids = _unique_ids(table)
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
        answer = "" if stance.lower() == "none" else stance.lower()
        if answer and answer not in STANCES:
            allowed = ", ".join((*STANCES, "none or empty"))
            raise InputError(f"stance {stance!r} is not one of {allowed}", path=path, line=line)
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
    table = read_table(path)
    sections, texts = table.place("section"), table.place("text")
    seen: dict[str, int] = {}
    draft = {}
    for line, fields in table.records:
        section, text = fields[sections].strip(), fields[texts].strip()
        if not section:
            raise InputError("the section is empty", path=path, line=line)
        if section in seen:
            raise InputError(f"section {section!r} was used before, on line {seen[section]}", path=path, line=line)
        seen[section] = line
        if not text:
            warn(f"{path}:{line}: section {section!r} has no text; nothing is learned from it")
            continue
        draft[section] = text
    named = {comment.section for comment in comments if comment.section}
    if named and draft and named.isdisjoint(draft):
        example = ", ".join(map(repr, sorted(named)[:3]))
        raise InputError(f"no comment names a section of this draft; the comments name {example}", path=path)
    if not draft:
        warn(f"{path}: no section with a text; nothing is learned from it")
    return draft


def read_votes(path: str, *, warn: Warn, hashed: bool = False) -> list[CommentVote]:
    """Votes in long form (voter, comment or comment_id, value) or as a Polis participants-votes matrix.

    1 agree, 0 pass, -1 disagree. `hashed` replaces voters by the hash that comments' authors get.
    """
    table = read_table(path)
    if "participant" in table.columns:
        votes = _matrix(table, warn)
    else:
        votes = _polis_long(table, warn) if set(table.columns) >= _POLIS_LONG else _long(table)
    return [CommentVote(voter=person(v.voter), comment=v.comment, value=v.value) for v in votes] if hashed else votes


def person(author: str) -> str:
    """An opaque name for a person, the same for the same author; "" stays ""."""
    return sha256(f"person {author}".encode()).hexdigest()[:16] if author else ""


def write_csv(path: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, marked: bool) -> None:
    """Write UTF-8 CSV, all at once or not at all, with a byte-order mark when `marked`.

    What a spreadsheet would run as a formula gets an apostrophe before it, which Excel and LibreOffice take as "this is text".
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(map(inert, columns))
    writer.writerows(map(inert, row) for row in rows)
    write_whole(path, (_MARK if marked else "") + file.getvalue())


def inert(field: str) -> str:
    """A field that no spreadsheet takes for a formula.

    >>> inert("=1+1"), inert(" @SUM(A1)"), inert("ขอบคุณ"), inert("-5")
    ("'=1+1", "' @SUM(A1)", 'ขอบคุณ', '-5')
    """
    return f"'{field}" if _FORMULA.match(field) and not _NUMBER.fullmatch(field.strip()) else field


def write_whole(path: str, text: str) -> None:
    """Write beside the target, then rename: nobody ever reads half a file."""
    target = Path(path)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise InputError(f"cannot write: {error.strerror}", path=path) from error


def read_text(path: str) -> str:
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot read: {error.strerror}", path=path) from error
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError("this is UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)", path=path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "not UTF-8 (perhaps Windows-874/TIS-620); save it as UTF-8 (in Excel: CSV UTF-8)"
        raise InputError(message, path=path, line=line) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError("holds a NUL byte; the file is damaged or not text", path=path, line=line)
    return text


def _attributes(table: Table, warn: Warn) -> list[tuple[tuple[str, str], ...]]:
    """The columns named attribute_…, row by row, without the prefix and in alphabetical order."""
    columns = sorted(name for name in table.columns if name.startswith(_ATTRIBUTE))
    if _ATTRIBUTE in columns:
        raise InputError(f"a column {_ATTRIBUTE!r} without a name behind it", path=table.path, line=1)
    before: dict[tuple[str, str], str] = {}
    given = []
    values = zip(*(table.values(name) for name in columns), strict=True) if columns else [()] * len(table.records)
    for (line, _), author, row in zip(table.records, table.values("author"), values, strict=True):
        for column, value in zip(columns, row, strict=True):
            if author and value and before.setdefault((author, column), value) != value:
                warn(f"{table.path}:{line}: another {column} than this author gave before; read as not given")
        given.append(tuple((name.removeprefix(_ATTRIBUTE), value) for name, value in zip(columns, row, strict=True)))
    return given


def _unique_ids(table: Table) -> list[str]:
    column = table.place("id")
    seen: dict[str, int] = {}
    for line, fields in table.records:
        name = fields[column].strip()
        if not name:
            raise InputError("the id is empty", path=table.path, line=line)
        if name in seen:
            raise InputError(f"id {name!r} was used before, on line {seen[name]}", path=table.path, line=line)
        seen[name] = line
    return list(seen)


def _long(table: Table) -> list[CommentVote]:
    voters, comments, values = (
        table.place("voter"),
        table.place("comment", "comment_id"),
        table.place("value"),
    )
    cast: dict[tuple[str, str], tuple[int, int]] = {}
    for line, fields in table.records:
        voter, comment = fields[voters].strip(), fields[comments].strip()
        if not voter or not comment:
            raise InputError("voter and comment must not be empty", path=table.path, line=line)
        value = _value(fields[values], table.path, line)
        before, on = cast.setdefault((voter, comment), (value, line))
        if before != value:
            message = f"{voter!r} voted on {comment!r} differently on line {on}"
            raise InputError(message, path=table.path, line=line)
    return [CommentVote(voter=voter, comment=comment, value=value) for (voter, comment), (value, _) in cast.items()]


def _polis_long(table: Table, warn: Warn) -> list[CommentVote]:
    """One vote a row as Polis exports them; of a person who voted again on a statement the latest vote counts.

    Polis writes this file with either sign: its archives (openData) with 1 for agree, the download of a report with -1
    (compdemocracy/polis#2554). A participants-votes.csv beside it, which says how often each person agreed, decides.
    """
    voters, comments, values = table.place("voter-id"), table.place("comment-id"), table.place("vote")
    moments = table.values("timestamp")
    cast: dict[tuple[str, str], tuple[int, int]] = {}
    for (line, fields), moment in zip(table.records, moments, strict=True):
        voter, comment = fields[voters].strip(), fields[comments].strip()
        if not voter or not comment:
            raise InputError("voter-id and comment-id must not be empty", path=table.path, line=line)
        vote = (int(moment) if moment.isdecimal() else 0, _value(fields[values], table.path, line))
        if vote[0] >= cast.get((voter, comment), vote)[0]:
            cast[voter, comment] = vote
    votes = [CommentVote(voter=voter, comment=comment, value=value) for (voter, comment), (_, value) in cast.items()]
    beside = Path(table.path).with_name("participants-votes.csv")
    if not beside.is_file():
        warn(
            f"{table.path}: votes of Polis, read as 1 agree, -1 disagree; the download of a report may mean the opposite"
        )
        return votes
    straight, inverted = _agreement(votes, read_table(str(beside)))
    if inverted > straight:
        warn(f"{table.path}: signs are inverted ({beside.name} says so); read as -1 agree")
        return [CommentVote(voter=vote.voter, comment=vote.comment, value=-vote.value) for vote in votes]
    return votes


def _agreement(votes: Sequence[CommentVote], people: Table) -> tuple[int, int]:
    """People whose votes count up to what Polis says of them, as they stand and with turned signs."""
    counted: dict[str, list[int]] = {}
    for vote in votes:
        counts = counted.setdefault(vote.voter, [0, 0])
        counts[0] += vote.value == 1
        counts[1] += vote.value == -1
    straight = inverted = 0
    for name, (_, fields) in zip(people.values("participant"), people.records, strict=True):
        told = _told(people, fields)
        if told is not None and told[0] != told[1] and name in counted:
            straight += (counted[name][0] > counted[name][1]) == (told[0] > told[1])
            inverted += (counted[name][0] < counted[name][1]) == (told[0] > told[1])
    return straight, inverted


def _matrix(table: Table, warn: Warn) -> list[CommentVote]:
    """People × statements; every column that is not one of Polis' facts about a person is a statement."""
    person_column = table.place("participant")
    statements = [(column, name) for column, name in enumerate(table.columns) if name and name not in _POLIS_FACTS]
    votes: list[CommentVote] = []
    seen: dict[str, int] = {}
    straight = inverted = 0
    for line, fields in table.records:
        voter = fields[person_column].strip()
        if not voter or voter in seen:
            message = "participant is empty" if not voter else f"participant {voter!r} was on line {seen[voter]}"
            raise InputError(message, path=table.path, line=line)
        seen[voter] = line
        cast = [
            (name, _value(fields[column], table.path, line)) for column, name in statements if fields[column].strip()
        ]
        votes += (CommentVote(voter=voter, comment=name, value=value) for name, value in cast)
        told = _told(table, fields)
        if told is not None:
            counted = (sum(v == 1 for _, v in cast), sum(v == -1 for _, v in cast))
            straight += counted == told and told[0] != told[1]
            inverted += counted[::-1] == told and told[0] != told[1]
    if inverted > straight:
        warn(f"{table.path}: signs are inverted (its n-agree and n-disagree say so); read as 1 agree")
        votes = [CommentVote(voter=vote.voter, comment=vote.comment, value=-vote.value) for vote in votes]
    return votes


def _told(table: Table, fields: Sequence[str]) -> tuple[int, int] | None:
    """The counts of agreement and disagreement the file itself states for a person, to check the sign of its votes."""
    if "n-agree" not in table.columns or "n-disagree" not in table.columns:
        return None
    agree, disagree = (fields[table.columns.index(name)].strip() for name in ("n-agree", "n-disagree"))
    return (int(agree), int(disagree)) if agree.isdigit() and disagree.isdigit() else None


def _value(written: str, path: str, line: int) -> int:
    value = _VALUES.get(written.strip())
    if value is None:
        raise InputError(f"vote {written.strip()!r} is not 1 (agree), 0 (pass) or -1 (disagree)", path=path, line=line)
    return value
