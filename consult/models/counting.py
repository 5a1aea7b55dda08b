"""How the database counts: triggers that say in ``Uncounted`` what each row adds, how that is folded, and how all is counted anew.

In the database and not in actions, so that no writer can forget it: imports, corrections and tests count too. For migrations of
this room, as ``immutability`` is; the tables are described in ``kept``. A comment that is deleted by hand is not seen: then,
and after rows were loaded around the triggers, ``manage.py recount``.
"""

from django.db import connection, migrations

STATEMENT_LENGTH = 400
_NIL = {"sqlite": "'" + "0" * 32 + "'", "postgresql": "'00000000-0000-0000-0000-000000000000'::uuid"}
_DAY = {
    "sqlite": "date({row}.posted_at, '+7 hours')",
    "postgresql": "(({row}.posted_at) AT TIME ZONE 'Asia/Bangkok')::date",
}


#: what a row of a comment adds to each figure
_COMMENT_ADDS = {
    "in_all": "{row}.is_visible",
    "top_level": "{row}.is_visible AND {row}.parent_id IS NULL",
    "statements": f"{{row}}.is_visible AND {{row}}.parent_id IS NULL AND length({{row}}.public_text) <= {STATEMENT_LENGTH}",
    "hidden": "NOT {row}.is_visible",
    "replies": "{row}.is_visible AND {row}.parent_id IS NOT NULL",
}
_VOTE_ADDS = {"agree": "{row}.choice = 1", "unsure": "{row}.choice = 0", "disagree": "{row}.choice = -1"}


def _one_if(condition: str, row: str) -> str:
    return f"CASE WHEN {condition.format(row=row)} THEN 1 ELSE 0 END"


def _adds(figures: dict[str, str], *, before: bool) -> str:
    """What the new row adds to each figure; less what the old one did, where there was one ``before``."""
    return ", ".join(
        _one_if(condition, "NEW") + (f" - {_one_if(condition, 'OLD')}" if before else "")
        for condition in figures.values()
    )


def _count_comment(vendor: str, *, before: bool) -> str:
    return f"""INSERT INTO consult_uncounted (consultation_id, place, day, comment_id, {", ".join(_COMMENT_ADDS)})
        VALUES (NEW.consultation_id, COALESCE(NEW.section_id, 0), {_DAY[vendor].format(row="NEW")}, COALESCE(NEW.parent_id, 0),
        {_adds(_COMMENT_ADDS, before=before)});"""


def _receive(vendor: str) -> str:
    return f"""INSERT INTO consult_reception
        (comment_id, consultation_id, anchor, is_listed, is_statement, agree, unsure, disagree, replies)
        VALUES (NEW.id, NEW.consultation_id,
        COALESCE((SELECT anchor FROM consult_section WHERE id = NEW.section_id), {_NIL[vendor]}),
        {_COMMENT_ADDS["top_level"].format(row="NEW")}, {_COMMENT_ADDS["statements"].format(row="NEW")}, 0, 0, 0, 0);"""


_LIST = f"""UPDATE consult_reception SET is_listed = {_COMMENT_ADDS["top_level"].format(row="NEW")},
    is_statement = {_COMMENT_ADDS["statements"].format(row="NEW")} WHERE comment_id = NEW.id;"""


def _move_comment(vendor: str) -> str:
    """A comment that was put on another section is listed there, and counted there and no longer here."""
    adds = {name: condition for name, condition in _COMMENT_ADDS.items() if name != "replies"}
    moved = """UPDATE consult_reception SET anchor = (SELECT anchor FROM consult_section WHERE id = NEW.section_id)
        WHERE comment_id = NEW.id;"""
    for row, sign in (("OLD", "-"), ("NEW", "")):
        figures = ", ".join(f"{sign} {_one_if(condition, row)}" for condition in adds.values())
        moved += f"""INSERT INTO consult_uncounted (consultation_id, place, day, {", ".join(adds)})
            VALUES (NEW.consultation_id, {row}.section_id, {_DAY[vendor].format(row="NEW")}, {figures});"""
    return moved


def _count_vote(row: str, sign: str = "") -> str:
    """Add the vote of this row at its level, or take it off."""
    figures = ", ".join(f"{sign} {_one_if(condition, row)}" for condition in _VOTE_ADDS.values())
    return f"""INSERT INTO consult_uncounted (comment_id, section_id, level, {", ".join(_VOTE_ADDS)})
        VALUES (COALESCE({row}.comment_id, 0), COALESCE({row}.section_id, 0), {row}.level, {figures});"""


def _count_answer(row: str, n: int) -> str:
    """A person is counted with the first option at a level and leaves with the last one."""
    return f"""INSERT INTO consult_uncounted (question_id, choice, level, chosen, people)
        VALUES ({row}.question_id, {row}.choice, {row}.level, {n}, CASE WHEN EXISTS (SELECT 1 FROM consult_answer other
        WHERE other.question_id = {row}.question_id AND other.participant_id = {row}.participant_id AND other.level = {row}.level
        AND other.id <> {row}.id) THEN 0 ELSE {n} END);"""


def _triggers(vendor: str) -> list[tuple[str, str, str, str, str]]:
    """(name, table, when, condition, what is done) of each."""
    comment, vote, answer = "consult_comment", "consult_vote", "consult_answer"
    turned = "OLD.is_visible <> NEW.is_visible OR OLD.public_text <> NEW.public_text"
    return [
        ("comment_is_counted", comment, "AFTER INSERT", "", _receive(vendor) + _count_comment(vendor, before=False)),
        (
            "comment_turns",
            comment,
            "AFTER UPDATE OF is_visible, public_text",
            turned,
            _LIST + _count_comment(vendor, before=True),
        ),
        (
            "comment_moves",
            comment,
            "AFTER UPDATE OF section_id",
            "OLD.section_id <> NEW.section_id",
            _move_comment(vendor),
        ),
        ("vote_is_counted", vote, "AFTER INSERT", "", _count_vote("NEW")),
        (
            "vote_is_cast_anew",
            vote,
            "AFTER UPDATE OF choice, level",
            "OLD.choice <> NEW.choice OR OLD.level <> NEW.level",
            _count_vote("OLD", "-") + _count_vote("NEW"),
        ),
        ("vote_is_taken_back", vote, "AFTER DELETE", "", _count_vote("OLD", "-")),
        # Before, not after: then each row of one statement sees what became of those before it.
        ("answer_is_counted", answer, "BEFORE INSERT", "", _count_answer("NEW", 1)),
        ("answer_is_taken_back", answer, "BEFORE DELETE", "", _count_answer("OLD", -1)),
        (
            "answer_moves_up",
            answer,
            "BEFORE UPDATE OF participant_id, level",
            "OLD.participant_id <> NEW.participant_id OR OLD.level <> NEW.level",
            _count_answer("OLD", -1) + _count_answer("NEW", 1),
        ),
    ]


def add_counting(schema_editor) -> None:
    """Have the database count from now on; for migrations that altered a counted table on SQLite, again."""
    vendor = schema_editor.connection.vendor
    for name, table, when, condition, done in _triggers(vendor):
        on_condition = f"WHEN ({condition})" if condition else ""
        if vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)
            schema_editor.execute(
                f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW {on_condition} BEGIN {done} END", params=None
            )
            continue
        row = "OLD" if "DELETE" in when else "NEW"
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {done} RETURN {row}; END $$",
            params=None,
        )
        schema_editor.execute(
            f"CREATE OR REPLACE TRIGGER {name} {when} ON {table} FOR EACH ROW {on_condition} EXECUTE FUNCTION {name}()",
            params=None,
        )


def remove_counting(schema_editor) -> None:
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON {}"
    for name, table, *_rest in _triggers(schema_editor.connection.vendor):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on.format(table)}", params=None)


def count_from_now_on() -> migrations.RunPython:
    """An operation after which the database counts, beginning with what there is."""

    def begin(apps, schema_editor):
        add_counting(schema_editor)
        recount_rows(schema_editor.connection)

    def end(apps, schema_editor):
        remove_counting(schema_editor)

    return migrations.RunPython(begin, end)


#: table, its keys, its figures; the key that says which rows of Uncounted are meant comes first
_FOLDED = (
    ("consult_wordingtally", ("section_id", "level"), tuple(_VOTE_ADDS)),
    ("consult_commenttally", ("comment_id", "level"), tuple(_VOTE_ADDS)),
    ("consult_optiontally", ("question_id", "choice", "level"), ("chosen", "people")),
    ("consult_placecount", ("consultation_id", "place"), ("in_all", "top_level", "statements", "hidden")),
    ("consult_daycount", ("consultation_id", "day"), ("in_all",)),
)
_RECEIVED = (*_VOTE_ADDS, "replies")


def fold_rows(ids: list[int]) -> None:
    """Count these rows of ``Uncounted``, locked by the caller, into the kept ones, and drop them."""
    chosen = f"id IN ({','.join(map(str, ids))})"
    with connection.cursor() as cursor:
        for table, keys, counted in _FOLDED:
            sums = ", ".join(f"SUM({name})" for name in counted)
            added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in counted)
            meant = f"{keys[0]} <> 0" + (" AND level <> 0" if "level" in keys else "")
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(keys + counted)}) SELECT {', '.join(keys)}, {sums} FROM consult_uncounted "
                f"WHERE {chosen} AND {meant} GROUP BY {', '.join(keys)} "
                f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {added}"
            )
        sums = ", ".join(f"SUM({name}) AS {name}" for name in _RECEIVED)
        added = ", ".join(f"{name} = consult_reception.{name} + new.{name}" for name in _RECEIVED)
        cursor.execute(
            f"UPDATE consult_reception SET {added} FROM (SELECT comment_id, {sums} FROM consult_uncounted "
            f"WHERE {chosen} AND comment_id <> 0 GROUP BY comment_id) new WHERE consult_reception.comment_id = new.comment_id"
        )
        cursor.execute(f"DELETE FROM consult_uncounted WHERE {chosen}")


def recount_rows(database) -> None:
    """Count everything anew, inside the caller's transaction; writers wait, readers do not."""
    vendor = database.vendor
    adds = {name: _one_if(condition, "c") for name, condition in _COMMENT_ADDS.items()}
    sums = {name: f"SUM({one})" for name, one in adds.items()}
    votes = ", ".join(f"SUM({_one_if(condition, 'v')}) AS {name}" for name, condition in _VOTE_ADDS.items())
    day = _DAY[vendor].format(row="c")
    with database.cursor() as cursor:
        if vendor == "postgresql":
            tables = "consult_comment, consult_vote, consult_answer, consult_uncounted"
            cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")
        for table in (
            "uncounted",
            "reception",
            "wordingtally",
            "commenttally",
            "optiontally",
            "placecount",
            "daycount",
        ):
            cursor.execute(f"DELETE FROM consult_{table}")
        for statement in (
            f"""INSERT INTO consult_reception
            (comment_id, consultation_id, anchor, is_listed, is_statement, agree, unsure, disagree, replies)
            SELECT c.id, c.consultation_id, COALESCE(s.anchor, {_NIL[vendor]}), {_COMMENT_ADDS["top_level"].format(row="c")},
                {_COMMENT_ADDS["statements"].format(row="c")},
                COALESCE(v.agree, 0), COALESCE(v.unsure, 0), COALESCE(v.disagree, 0), COALESCE(r.n, 0)
            FROM consult_comment c LEFT JOIN consult_section s ON s.id = c.section_id
            LEFT JOIN (SELECT v.comment_id, {votes} FROM consult_vote v WHERE v.comment_id IS NOT NULL GROUP BY v.comment_id) v
                ON v.comment_id = c.id
            LEFT JOIN (SELECT parent_id, COUNT(*) AS n FROM consult_comment WHERE is_visible AND parent_id IS NOT NULL
                GROUP BY parent_id) r ON r.parent_id = c.id""",
            *(
                f"""INSERT INTO consult_{table} ({key}, level, agree, unsure, disagree)
                SELECT v.{key}, v.level, {votes} FROM consult_vote v WHERE v.{key} IS NOT NULL GROUP BY v.{key}, v.level"""
                for table, key in (("wordingtally", "section_id"), ("commenttally", "comment_id"))
            ),
            f"""INSERT INTO consult_placecount (consultation_id, place, in_all, top_level, statements, hidden)
            SELECT c.consultation_id, COALESCE(c.section_id, 0), {sums["in_all"]}, {sums["top_level"]}, {sums["statements"]},
                {sums["hidden"]} FROM consult_comment c GROUP BY c.consultation_id, COALESCE(c.section_id, 0)""",
            f"""INSERT INTO consult_daycount (consultation_id, day, in_all)
            SELECT c.consultation_id, {day}, {sums["in_all"]} FROM consult_comment c GROUP BY c.consultation_id, {day}""",
            """INSERT INTO consult_optiontally (question_id, choice, level, chosen, people)
            SELECT question_id, choice, level, COUNT(*), 0 FROM consult_answer GROUP BY question_id, choice, level""",
            """UPDATE consult_optiontally SET people = (SELECT COUNT(DISTINCT a.participant_id) FROM consult_answer a
                WHERE a.question_id = consult_optiontally.question_id AND a.level = consult_optiontally.level)
            WHERE choice = (SELECT MIN(a.choice) FROM consult_answer a
                WHERE a.question_id = consult_optiontally.question_id AND a.level = consult_optiontally.level)""",
        ):
            cursor.execute(statement)
