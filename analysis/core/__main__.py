"""The command line: CSV in, JSON or CSV out, without Django.

Exit codes: 0 done; 2 the input or the options cannot be used, with file:line and what to change;
1 a fault in this program, with a traceback. Progress and warnings go to standard error. Output is written
whole or not at all, and is the same, byte for byte, for the same rows in any order.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from analysis.core.errors import AnalysisError, InputError
from analysis.core.intake.csv_files import (
    read_comments,
    read_draft,
    read_table,
    read_text,
    read_votes,
    write_csv,
    write_whole,
)
from analysis.core.intake.word_lists import DATA
from analysis.core.space.encoders import ENCODERS
from analysis.core.themes.titles import titles_in
from analysis.core.types import Options

_COLUMNS = """\
COMMENTS.csv  id,text and, if known, section, stance (agree, partly, disagree, none), reply_to, author,
              created_at, attribute_<name>. author is hashed on reading and only counts people; without it each
              comment counts as one person. attribute_<name> (a province, an age group) is counted for each theme,
              never over fewer than five people. UTF-8 with or without byte-order mark; other columns are ignored.
DRAFT.csv     section,text with sections called as in COMMENTS.csv, each once; text is its heading or its
              wording, in lines if it is long.
VOTES.csv     voter,comment,value with 1 agree, 0 pass, -1 disagree; or a Polis participants-votes.csv.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        match options.command:
            case "themes":
                _themes(options)
            case "groups":
                _groups(options)
            case "mask":
                _mask(options)
    except AnalysisError as error:
        _tell(f"error: {error}")
        return 2
    except KeyboardInterrupt:
        _tell("stopped; nothing was written")
        return 130
    return 0


def _themes(options: argparse.Namespace) -> None:
    from analysis.core.pipeline import analyse
    from analysis.core.report.schema import check_document

    comments = read_comments(options.comments, warn=_warn)
    votes = read_votes(options.votes, warn=_warn, hashed=True) if options.votes else []
    if not comments:
        _warn(f"{options.comments}: a header and no comments; the result is empty")
    if not any(comment.person for comment in comments) and comments:
        _warn(f"{options.comments}: no author column; each comment counts as one person")
    titles = () if options.taxonomy is None else _titles(options.taxonomy or str(DATA / "taxonomy.txt"))
    run = Options(
        themes=options.themes,
        seed=options.seed,
        encoder=options.encoder,
        draft=read_draft(options.draft, comments, warn=_warn) if options.draft else {},
        taxonomy=titles,
    )
    document = analyse(comments, votes, options=run, progress=_progress).document
    check_document(document)
    _write_json(options.out, document)
    accounted = document["run"]["accounted"]
    reasons = ", ".join(f"{code} {n}" for code, n in accounted["reasons"].items() if n)
    placed = f"{accounted['themed']} in {len(document['themes'])} themes"
    _tell(f"{len(comments)} comments: {placed}; {reasons or 'no others'}")


def _titles(path: str) -> tuple[str, ...]:
    titles = titles_in(read_text(path).lstrip("\ufeff"))
    if not titles:
        raise InputError("no title in this file; one a line is needed", path=path)
    return titles


def _groups(options: argparse.Namespace) -> None:
    from analysis.core.report.schema import check_document
    from analysis.core.votes.groups import find_groups

    votes = read_votes(options.votes, warn=_warn)
    found = find_groups(votes, groups=options.groups, seed=options.seed)
    assignments = [{"voter": voter, "group": group} for voter, group in found.assignments.items()]
    document = found.document | {"assignments": assignments}
    check_document(document, part="groups_file")
    _write_json(options.out, document)
    _tell(f"{len(assignments)} voters: {found.document['status']}, groups: {found.document['k'] or 'none'}")


def _mask(options: argparse.Namespace) -> None:
    from consult.thai.personal_data import mask

    table = read_table(options.comments)
    table.place("id")
    text = table.place("text")
    columns = list(table.columns)
    if "pii" in columns:
        _warn(f"{options.comments}: the column pii is replaced")
    else:
        columns.append("pii")
    kinds = columns.index("pii")
    rows = []
    for _, fields in table.records:
        masked = mask(fields[text])
        row = [*fields, ""][: len(columns)]
        row[text], row[kinds] = masked.text, " ".join(masked.kinds)
        rows.append(row)
    write_csv(options.out, columns, rows, marked=table.marked)
    _tell(f"{len(rows)} comments: personal data found in {sum(bool(row[kinds]) for row in rows)}")


def _write_json(path: str, document: object) -> None:
    write_whole(path, json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analysis.core",
        description=__doc__,
        epilog=_COLUMNS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    themes = commands.add_parser("themes", help="find themes, campaigns, minority views; write one JSON document")
    themes.add_argument("comments", metavar="COMMENTS.csv")
    themes.add_argument("--out", required=True, metavar="RESULT.json")
    themes.add_argument("--votes", metavar="VOTES.csv")
    themes.add_argument(
        "--draft", metavar="DRAFT.csv", help="what the sections say: helps to tell which comments belong together"
    )
    themes.add_argument("--themes", type=_positive, metavar="K", help="number of themes; chosen by quality if absent")
    themes.add_argument("--seed", type=_natural, default=0, metavar="N")
    themes.add_argument("--encoder", choices=ENCODERS, default="auto")
    themes.add_argument(
        "--taxonomy",
        nargs="?",
        const="",
        metavar="FILE",
        help="name themes by titles that are close enough: one title a line; without FILE the list that is shipped",
    )
    groups = commands.add_parser("groups", help="group people by their votes")
    groups.add_argument("votes", metavar="VOTES.csv")
    groups.add_argument("--out", required=True, metavar="GROUPS.json")
    groups.add_argument("--groups", type=_several, metavar="K", help="number of groups; 2 to 5 by quality if absent")
    groups.add_argument("--seed", type=_natural, default=0, metavar="N")
    mask = commands.add_parser("mask", help="replace personal data by tags")
    mask.add_argument("comments", metavar="COMMENTS.csv")
    mask.add_argument("--out", required=True, metavar="MASKED.csv")
    return parser


def _positive(written: str) -> int:
    return _whole(written, least=1)


def _several(written: str) -> int:
    return _whole(written, least=2)


def _natural(written: str) -> int:
    return _whole(written, least=0)


def _whole(written: str, *, least: int) -> int:
    if not written.isdecimal() or not least <= int(written) < 2**31:
        raise argparse.ArgumentTypeError(f"{written!r} is not a whole number of {least} or more")
    return int(written)


def _progress(stage: str, fraction: float) -> None:
    _tell(f"{fraction:4.0%} {stage}")


def _warn(message: str) -> None:
    _tell(f"warning: {message}")


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
