"""The command line: tables in (CSV, XLSX), JSON or CSV out, without Django.

Exit codes: 0 done; 2 the input or the options cannot be used, with file:line and what to change, in English and Thai;
1 a fault in this program, with a traceback, or (verify) something that does not match. Progress and warnings go to standard error. Output is written
whole or not at all, and is the same, byte for byte, for the same rows in any order.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import NoReturn

from analysis.core.errors import AnalysisError, InputError
from analysis.core.intake import columns
from analysis.core.intake.csv_files import read_comments, read_draft
from analysis.core.intake.files import read_table, read_text, write_csv, write_whole
from analysis.core.intake.vote_files import read_votes
from analysis.core.intake.word_lists import DATA
from analysis.core.space.encoders import ENCODERS
from analysis.core.themes.titles import titles_in
from analysis.core.types import LEAST_GROUP, Options

_COLUMNS = """\
COMMENTS.csv  id,text and, if known, section, stance (agree, partly, disagree, none), reply_to, author,
              created_at, attribute_<name>. author is hashed on reading and only counts people; without it each
              comment counts as one person. attribute_<name> (a province, an age group) is counted for each theme,
              never over fewer than five people. Without id comments are numbered by their line; other columns are ignored.
DRAFT.csv     section,text with sections called as in COMMENTS.csv, each once; text is its heading or its
              wording, in lines if it is long.
VOTES.csv     voter,comment,value with 1 agree, 0 pass, -1 disagree; or a Polis participants-votes.csv or votes.csv.
Each may be CSV in UTF-8, UTF-16 or Windows-874 (TIS-620) with commas, semicolons or tabs, or XLSX, with names of columns in
Thai (ความคิดเห็น, มาตรา, จุดยืน, ผู้แสดงความคิดเห็น, วันที่, ผู้โหวต, โหวต); how it was read is said.
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
            case "verify":
                return _verify(options)
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
        _warn(
            f"{options.comments}: no author column; the number of people is unknown / ไม่มีคอลัมน์ผู้แสดงความคิดเห็น จึงไม่ทราบจำนวนคน"
        )
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
    found = sum(theme["parent_id"] is None for theme in document["themes"])
    if options.themes and found != options.themes:
        _warn(
            f"{options.themes} themes were asked for, {found} found: there are too few different texts / "
            f"ขอ {options.themes} ประเด็น ได้ {found} ประเด็น เพราะข้อความที่ต่างกันมีไม่พอ"
        )
    accounted = document["run"]["accounted"]
    reasons = ", ".join(f"{code} {n}" for code, n in accounted["reasons"].items() if n)
    placed = f"{accounted['themed']} in {len(document['themes'])} themes"
    _tell(f"{len(comments)} comments: {placed}; {reasons or 'no others'}")


def _titles(path: str) -> tuple[str, ...]:
    titles = titles_in(read_text(path))
    if not titles:
        raise InputError(
            "no title in this file; one a line is needed", thai="ไม่มีชื่อประเด็นในไฟล์ ต้องมีบรรทัดละชื่อ", path=path
        )
    return titles


def _groups(options: argparse.Namespace) -> None:
    from analysis.core.report.schema import check_document
    from analysis.core.votes.groups import find_groups

    votes = read_votes(options.votes, warn=_warn)
    found = find_groups(votes, groups=options.groups, least_group=options.least_group, seed=options.seed)
    number = found.document["k"] or 0
    if options.groups and number != options.groups:
        _warn(f"{options.groups} groups were asked for, {number} found / ขอ {options.groups} กลุ่ม ได้ {number} กลุ่ม")
    assignments = [{"voter": voter, "group": group} for voter, group in found.assignments.items()]
    document = found.document | {"assignments": assignments}
    check_document(document, part="groups_file")
    _write_json(options.out, document)
    _tell(f"{len(assignments)} voters: {found.document['status']}, groups: {found.document['k'] or 'none'}")


def _mask(options: argparse.Namespace) -> None:
    from consult.thai.personal_data import mask

    table = read_table(options.comments, columns.COMMENTS, warn=_warn)
    text = table.place("text")
    header = list(table.columns)
    if "pii" in header:
        _warn(f"{options.comments}: the column pii is replaced")
    else:
        header.append("pii")
    kinds = header.index("pii")
    rows = []
    for _, fields in table.records:
        masked = mask(fields[text])
        row = [*fields, ""][: len(header)]
        row[text], row[kinds] = masked.text, " ".join(masked.kinds)
        rows.append(row)
    write_csv(options.out, header, rows, marked=table.marked)
    _tell(f"{len(rows)} comments: personal data found in {sum(bool(row[kinds]) for row in rows)}")


def _verify(options: argparse.Namespace) -> int:
    from analysis.core.verify.folder import verify

    found = verify(options.folder, receipts=options.receipt, checkpoints=options.checkpoint, keys=options.key)
    for one in found:
        sys.stdout.write(f"{one}\n")
    return int(found.differ)


def _write_json(path: str, document: object) -> None:
    write_whole(path, json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say in Thai, too, that the command cannot be understood."""
        super().error(f"{message} / คำสั่งไม่ครบหรือไม่ถูกต้อง ดูวิธีใช้ด้วย --help")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
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
    groups.add_argument(
        "--least-group", type=_positive, default=LEAST_GROUP, metavar="N", help="people without whom a group is none"
    )
    mask = commands.add_parser("mask", help="replace personal data by tags")
    mask.add_argument("comments", metavar="COMMENTS.csv")
    mask.add_argument("--out", required=True, metavar="MASKED.csv")
    verify = commands.add_parser(
        "verify", help="check a folder of open data against its log; 1 where something differs"
    )
    verify.add_argument("folder", metavar="FOLDER")
    verify.add_argument("--receipt", action="append", default=[], metavar="FILE", help="a receipt of somebody's act")
    verify.add_argument(
        "--checkpoint", action="append", default=[], metavar="FILE", help="signed checkpoints that were kept"
    )
    verify.add_argument(
        "--key", action="append", default=[], metavar="KEY", help="a public key of the site, as /log/ tells it"
    )
    return parser


def _positive(written: str) -> int:
    return _whole(written, least=1)


def _several(written: str) -> int:
    return _whole(written, least=2)


def _natural(written: str) -> int:
    return _whole(written, least=0)


def _whole(written: str, *, least: int) -> int:
    if not written.isdecimal() or not least <= int(written) < 2**31:
        raise argparse.ArgumentTypeError(
            f"{written!r} is not a whole number of {least} or more / ต้องเป็นจำนวนเต็มตั้งแต่ {least} ขึ้นไป"
        )
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
