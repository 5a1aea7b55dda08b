"""All figures of a report once more, in plain SQL over the tables, sharing no line with what wrote the report.

The report counts with kept tallies and querysets; here rows are counted. A number that both give is a number of the record. Names are
those of `Report.figures`; a name that is missing here counts nothing.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

_WHENCE = "CASE WHEN c.channel = 'email' THEN 'email_channel' ELSE c.channel END"
_HOW = f"{_WHENCE}, c.withdrawn_at IS NOT NULL, c.held_at IS NOT NULL, c.hidden_at IS NOT NULL, c.is_visible, a.theme <> '', a.reason"
_PLACED = """
FROM consult_comment c LEFT JOIN analysis_assignment a ON a.comment_id = c.id AND a.run_id = %s AND NOT a.incremental
WHERE c.consultation_id = %s"""
_ASIDE = ("off_topic", "other_language", "duplicate_of", "unclustered")
_CHUNK = 500


def recount(hearing: int, run: int, last_edit: int) -> dict[str, int]:
    """Name → number of everything the result of a hearing states; ``run`` 0 where there is none."""
    figures: dict[str, int] = {}
    for count in (_rounds, _comments, _people, _wordings, _answers, _issues, _decisions):
        figures |= dict(count(hearing))
    return figures | _fates(hearing, run, last_edit) | dict(_beside(hearing, run))


def _rows(sql: str, *values: Any) -> Sequence[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: Sequence[tuple] = cursor.fetchall()
    return rows


def _one(sql: str, *values: Any) -> int:
    return int(_rows(sql, *values)[0][0] or 0)


def _holes(values: Sequence[int]) -> str:
    return ", ".join(["%s"] * len(values))


def _rounds(hearing: int) -> Iterator[tuple[str, int]]:
    same = """
SELECT h.id FROM consult_consultation h, consult_consultation this
WHERE this.id = %s AND COALESCE(h.first_round_id, h.id) = COALESCE(this.first_round_id, this.id)
AND h.withdrawn_at IS NULL AND h.draft_id IS NOT NULL AND h.opens_at <= this.opens_at"""
    rows = _rows(same, hearing)
    yield "rounds", len(rows)
    for (pk,) in rows:
        yield f"rounds.{pk}", _one("SELECT COUNT(*) FROM consult_comment WHERE consultation_id = %s AND is_visible", pk)


def _comments(hearing: int) -> Iterator[tuple[str, int]]:
    stances = """
SELECT CASE WHEN stance = '' THEN 'none' ELSE stance END, COUNT(*) FROM consult_comment
WHERE consultation_id = %s AND parent_id IS NULL AND is_visible GROUP BY 1"""
    for name, n in _rows(stances, hearing):
        yield f"stances.{name}", n
    levels = """
SELECT CASE WHEN r.id IS NOT NULL THEN 'juristic' WHEN p.level = 1 THEN 'guest' WHEN p.level = 2 THEN 'email' ELSE 'person' END, COUNT(*)
FROM consult_comment c JOIN consult_participant p ON p.id = c.participant_id LEFT JOIN consult_representation r ON r.comment_id = c.id
WHERE c.consultation_id = %s AND c.channel = 'web' AND c.is_visible GROUP BY 1"""
    known = dict(_rows(levels, hearing))
    for name, n in known.items():
        yield f"levels.{name}", n
    yield "levels", sum(known.values())


def _fates(hearing: int, run: int, last_edit: int) -> dict[str, int]:
    """Where comments came from and what became of them: all as the run put them, then each that analysts placed by hand once more."""
    figures: Counter[str] = Counter()
    for *how, n in _rows(f"SELECT {_HOW}, COUNT(*) {_PLACED} GROUP BY 1, 2, 3, 4, 5, 6, 7", run, hearing):
        _count(figures, *how, n=n)
    by_hand = _placed_by_hand(hearing, run, last_edit)
    for start in range(0, len(by_hand), _CHUNK):
        ids = [int(name) for name in list(by_hand)[start : start + _CHUNK]]
        sql = f"SELECT c.id, {_HOW} {_PLACED} AND c.id IN ({_holes(ids)})"
        for pk, whence, withdrawn, held, hidden, visible, is_themed, reason in _rows(sql, run, hearing, *ids):
            if is_themed is not None and reason != "withheld":
                theme, instead = by_hand[str(pk)]
                _count(figures, whence, withdrawn, held, hidden, visible, is_themed, reason, n=-1)
                _count(figures, whence, withdrawn, held, hidden, visible, bool(theme), instead, n=1)
    if run and figures["comments.later"]:
        later = """
SELECT COUNT(*) FROM consult_comment c WHERE c.consultation_id = %s AND c.is_visible AND NOT EXISTS
(SELECT 1 FROM analysis_assignment a WHERE a.run_id = %s AND a.comment_id = c.id AND NOT a.incremental)"""
        figures["later"] = _one(later, hearing, run)
    return dict(figures)


def _count(
    figures: Counter[str],
    whence: str,
    withdrawn: bool,
    held: bool,
    hidden: bool,
    visible: bool,
    is_themed: bool | None,
    reason: str | None,
    *,
    n: int,
) -> None:
    if withdrawn:
        fate = "withdrawn"
    elif held:
        fate = "held"
    elif hidden:
        fate = "hidden"
    elif not visible:
        fate = "below"
    elif is_themed:
        fate = "themed"
    elif reason == "too_short":
        fate = "silent"
    elif reason in _ASIDE:
        fate = "aside"
        figures[f"aside.{reason}"] += n
    else:
        fate = "later"
    for name in (f"comments.{whence}.{fate}", f"comments.{whence}", f"comments.{fate}", "comments"):
        figures[name] += n


def _placed_by_hand(hearing: int, run: int, last_edit: int) -> dict[str, tuple[str, str]]:
    """Comment → (theme, reason) as the last edit that nobody undid put it; of an edit undone that the run had learnt, where it stood."""
    sql = "SELECT id, kind, payload, reverts_id FROM analysis_themeedit WHERE consultation_id = %s AND id <= %s ORDER BY id"
    edits = [(pk, kind, _json(told), reverts) for pk, kind, told, reverts in _rows(sql, hearing, last_edit)]
    undone = {reverts for _pk, kind, _told, reverts in edits if kind == "revert"}
    document = _document(run)
    learnt = {str(one["id"]) for one in document.get("audit", ())}
    placed: dict[str, tuple[str, str]] = {}
    back: dict[str, tuple[str, str]] = {}
    for pk, kind, told, _reverts in edits:
        if pk in undone:
            if str(pk) in learnt:
                for comment, stood in told.get("stood", {}).items():
                    back.setdefault(str(comment), ("", stood) if stood in (*_ASIDE, "too_short") else (stood, ""))
            continue
        if kind in ("split", "move", "exclude"):
            where = ("", told["reason"]) if kind == "exclude" else (told["into"], "")
            placed |= {str(comment): where for comment in told["comments"]}
    return back | placed


def _people(hearing: int) -> Iterator[tuple[str, int]]:
    writers = "SELECT participant_id AS person FROM consult_comment WHERE consultation_id = %s AND is_visible"
    voters = """
SELECT v.participant_id AS person FROM consult_vote v LEFT JOIN consult_comment c ON c.id = v.comment_id
LEFT JOIN consult_section s ON s.id = v.section_id LEFT JOIN consult_draftversion d ON d.id = s.version_id
WHERE c.consultation_id = %s OR d.consultation_id = %s"""
    answered = """
SELECT a.participant_id AS person FROM consult_answer a JOIN consult_question q ON q.id = a.question_id
JOIN consult_questionnaire n ON n.id = q.questionnaire_id WHERE n.consultation_id = %s"""
    ways = {"writers": (writers, 1), "voters": (voters, 2), "answered": (answered, 1)}
    for name, (sql, n) in ways.items():
        yield f"people.{name}", _one(f"SELECT COUNT(DISTINCT person) FROM ({sql}) AS them", *[hearing] * n)  # noqa: S608
    together = f"SELECT COUNT(*) FROM ({writers} UNION {voters} UNION {answered}) AS them"  # noqa: S608
    yield "people", _one(together, *[hearing] * 4)


def _wordings(hearing: int) -> Iterator[tuple[str, int]]:
    figures: Counter[str] = Counter()
    spoken = """
SELECT COALESCE(s.origin_id, s.id), COUNT(*) FROM consult_comment c LEFT JOIN consult_section s ON s.id = c.section_id
WHERE c.consultation_id = %s AND c.is_visible GROUP BY 1"""
    for ballot, n in _rows(spoken, hearing):
        figures[f"sections.{ballot or 'whole'}"] += n
        figures["sections"] += n
    votes = """
SELECT v.section_id, CASE v.choice WHEN 1 THEN 'agree' WHEN 0 THEN 'unsure' ELSE 'disagree' END, COUNT(*) FROM consult_vote v
JOIN consult_section s ON s.id = v.section_id JOIN consult_draftversion d ON d.id = s.version_id WHERE d.consultation_id = %s GROUP BY 1, 2"""
    for ballot, how, n in _rows(votes, hearing):
        figures[f"votes.{ballot}.{how}"] += n
        figures[f"votes.{how}"] += n
    wordings = """
SELECT COUNT(DISTINCT COALESCE(s.origin_id, s.id)) FROM consult_section s JOIN consult_draftversion d ON d.id = s.version_id
WHERE d.consultation_id = %s"""
    told = {name.split(".")[1] for name in figures if "." in name and name not in ("sections.whole",)} - {
        "agree",
        "unsure",
        "disagree",
    }
    figures["sections.silent"] = _one(wordings, hearing) - len(told)
    yield from figures.items()


def _answers(hearing: int) -> Iterator[tuple[str, int]]:
    of_hearing = """
FROM consult_answer a JOIN consult_question q ON q.id = a.question_id JOIN consult_questionnaire n ON n.id = q.questionnaire_id
WHERE n.consultation_id = %s"""
    for question, choice, n in _rows(f"SELECT q.id, a.choice, COUNT(*) {of_hearing} GROUP BY 1, 2", hearing):
        yield f"answers.{question}.{choice}", n
    for question, n in _rows(f"SELECT q.id, COUNT(DISTINCT a.participant_id) {of_hearing} GROUP BY 1", hearing):
        yield f"answers.{question}", n


def _issues(hearing: int) -> Iterator[tuple[str, int]]:
    public = "i.consultation_id = %s AND i.public_id IS NOT NULL AND i.dropped_at IS NULL"
    yield "issues", _one(f"SELECT COUNT(*) FROM consult_issue i WHERE {public}", hearing)  # noqa: S608
    members = f"""
FROM consult_issue i JOIN consult_issuecomment m ON m.issue_id = i.id JOIN consult_comment c ON c.id = m.comment_id
WHERE {public} AND c.is_visible"""
    yield "issues.comments", _one(f"SELECT COUNT(DISTINCT c.id) {members}", hearing)
    for issue, comments, people in _rows(
        f"SELECT i.id, COUNT(*), COUNT(DISTINCT c.participant_id) {members} GROUP BY 1", hearing
    ):
        yield f"issues.{issue}.comments", comments
        yield f"issues.{issue}.people", people
    for issue, stance, n in _rows(f"SELECT i.id, c.stance, COUNT(*) {members} GROUP BY 1, 2", hearing):
        yield f"issues.{issue}.{stance or 'none'}", n
    behind = f"""
SELECT g.id, COUNT(DISTINCT c.participant_id) FROM analysis_argument g JOIN analysis_argumentverdict w ON w.argument_id = g.id
JOIN consult_comment c ON c.id = w.comment_id WHERE g.consultation_id = %s AND g.dropped_at IS NULL AND w.belongs AND c.is_visible
AND g.comment_id IN (SELECT c.id {members}) GROUP BY 1"""  # noqa: S608
    for argument, people in _rows(behind, hearing, hearing):
        yield f"arguments.{argument}.people", people


def _decisions(hearing: int) -> Iterator[tuple[str, int]]:
    replies = """
SELECT COUNT(*) FROM consult_officialreply o JOIN consult_comment c ON c.id = o.comment_id
WHERE c.consultation_id = %s AND c.is_visible AND o.withdrawn_at IS NULL"""
    yield "replies", _one(replies, hearing)
    changed = """
SELECT d.id, COUNT(x.id) FROM consult_draftversion d LEFT JOIN consult_sectionchange x ON x.version_id = d.id
LEFT JOIN consult_versionretraction t ON t.version_id = d.id
WHERE d.consultation_id = %s AND d.number > 1 AND t.id IS NULL GROUP BY 1"""
    for version, n in _rows(changed, hearing):
        yield f"changes.{version}", n


def _beside(hearing: int, run: int) -> Iterator[tuple[str, int]]:
    campaigns = """
SELECT a.campaign, COUNT(*), COUNT(DISTINCT c.participant_id) FROM analysis_assignment a JOIN consult_comment c ON c.id = a.comment_id
WHERE a.run_id = %s AND a.campaign <> '' AND NOT a.incremental AND c.is_visible GROUP BY 1"""
    rows = _rows(campaigns, run)
    yield "campaigns", len(rows)
    for name, texts, people in rows:
        yield f"campaigns.{name}.texts", texts
        yield f"campaigns.{name}.people", people
    lists = _rows("SELECT place, entries FROM analysis_runlist WHERE run_id = %s AND place LIKE '/minority/%%'", run)
    long = {place: _json(entries) for place, entries in lists}
    for number, view in enumerate(_document(run).get("minority", ())):
        ids = long.get(f"/minority/{number}/comment_ids", view["comment_ids"])
        yield f"views.{view['id']}.people", _authors([int(pk) for pk in ids])


def _authors(comments: list[int]) -> int:
    """People who wrote these comments, as far as they may be read."""
    found: set[int] = set()
    for start in range(0, len(comments), _CHUNK):
        part = comments[start : start + _CHUNK]
        sql = f"SELECT DISTINCT participant_id FROM consult_comment WHERE is_visible AND id IN ({_holes(part)})"  # noqa: S608
        found |= {author for (author,) in _rows(sql, *part)}
    return len(found)


def _document(run: int) -> dict[str, Any]:
    rows = _rows("SELECT document FROM analysis_analysisrun WHERE id = %s", run)
    return _json(rows[0][0]) if rows else {}


def _json(told: Any) -> Any:
    """A column of JSON: both databases give it as text to plain SQL, or as what it says."""
    return json.loads(told) if isinstance(told, str) else told
