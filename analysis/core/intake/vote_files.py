"""Votes from files: long, or as Polis writes them, whose sign is checked against its own counts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analysis.core.errors import InputError
from analysis.core.intake import columns
from analysis.core.intake.csv_files import person
from analysis.core.intake.files import Table, Warn, read_table
from analysis.core.types import CommentVote

_POLIS_FACTS = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
_POLIS_LONG = {"comment-id", "voter-id", "vote"}


def read_votes(path: str, *, warn: Warn, hashed: bool = False) -> list[CommentVote]:
    """Votes in long form (voter, comment or comment_id, value) or as a Polis participants-votes matrix.

    1 agree, 0 pass, -1 disagree. `hashed` replaces voters by the hash that comments' authors get.
    """
    table = read_table(path, columns.VOTES, warn=warn)
    if "participant" in table.columns:
        votes = _matrix(table, warn)
    else:
        votes = _polis_long(table, warn) if set(table.columns) >= _POLIS_LONG else _long(table)
    return [CommentVote(voter=person(v.voter), comment=v.comment, value=v.value) for v in votes] if hashed else votes


def _long(table: Table) -> list[CommentVote]:
    voters, comments, values = (
        table.place("voter"),
        table.place("comment", "comment_id"),
        table.place("value"),
    )
    cast: dict[tuple[str, str], int] = {}
    for line, fields in table.records:
        voter, comment = fields[voters].strip(), fields[comments].strip()
        if not voter or not comment:
            raise InputError(
                "voter and comment must not be empty", thai="ต้องใส่ voter และ comment", path=table.path, line=line
            )
        value = _value(fields[values], table.path, line)
        if cast.setdefault((voter, comment), value) != value:
            told = ((on, [row[voters].strip(), row[comments].strip()]) for on, row in table.records)
            on = next(on for on, names in told if names == [voter, comment])
            raise InputError(
                f"{voter!r} voted on {comment!r} differently on line {on}",
                thai=f"{voter!r} โหวตความคิดเห็น {comment!r} ต่างกับบรรทัด {on}",
                path=table.path,
                line=line,
            )
    return [CommentVote(voter=voter, comment=comment, value=value) for (voter, comment), value in cast.items()]


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
            raise InputError(
                "voter-id and comment-id must not be empty",
                thai="ต้องใส่ voter-id และ comment-id",
                path=table.path,
                line=line,
            )
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
    straight, inverted = _agreement(votes, read_table(str(beside), columns.VOTES, warn=warn))
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
            thai = "ไม่ได้ใส่ participant" if not voter else f"participant {voter!r} ซ้ำกับบรรทัด {seen[voter]}"
            raise InputError(message, thai=thai, path=table.path, line=line)
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
    value = columns.VALUES.get(written.strip())
    if value is None:
        raise InputError(
            f"vote {written.strip()!r} is not 1 (agree), 0 (pass) or -1 (disagree)",
            thai=f"โหวต {written.strip()!r} ไม่ใช่ 1 (เห็นด้วย) 0 (ไม่แน่ใจ) หรือ -1 (ไม่เห็นด้วย)",
            path=path,
            line=line,
        )
    return value
