"""Votes, answers and comments by how surely people are known, without the few."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Count

from consult.models import Answer, Comment, Level, Vote
from consult.pages.figures import level_of
from consult.suppression import suppress

from .basis import Basis
from .declared import WHOLE, OpenColumn, OpenTable
from .votes import CHOICES

Counts = dict[tuple[str, str], Counter[str]]
_OF = ("section", "question", "comments")


def count_levels(basis: Basis) -> list[list[Any]]:
    """[of, id, choice, level, count or None], each table hidden in itself: each section is one, each question is one, and what was said
    by stance is one, since pages tell about how many of each level there are of each. A table in which the few cannot be hidden is left out."""
    rows: list[list[Any]] = []
    for of, table in (*_section_votes(basis), *_answers(basis), ("comments", _stances(basis))):
        for (name, choice), cells in (suppress(table) or {}).items():
            rows += ([of, name, choice, level, count] for level, count in cells.items())
    return rows


def _section_votes(basis: Basis) -> Iterator[tuple[str, Counts]]:
    votes = Vote.objects.filter(section__version__consultation=basis.consultation)
    tables: dict[int, Counts] = defaultdict(lambda: defaultdict(Counter))
    for section, choice, level, n in _grouped(votes, "section", "choice", "level"):
        tables[section][str(section), CHOICES[choice]][_name(level)] += n
    yield from (("section", table) for table in tables.values())


def _answers(basis: Basis) -> Iterator[tuple[str, Counts]]:
    """Each question is a table of its own: the sum over its options is who answered, where one may choose one."""
    given = Answer.objects.filter(question__questionnaire__consultation=basis.consultation)
    tables: dict[int, Counts] = defaultdict(lambda: defaultdict(Counter))
    for question, choice, level, n in _grouped(given, "question", "choice", "level"):
        tables[question][str(question), str(choice)][_name(level)] += n
    yield from (("question", table) for table in tables.values())


def _stances(basis: Basis) -> Counts:
    """Of comments on the website that anybody may read, by how surely their writers are known."""
    said = Comment.objects.filter(consultation=basis.consultation, channel=Comment.Channel.WEB).visible()
    said = said.annotate(known=level_of())
    found: Counts = defaultdict(Counter)
    for stance, level, n in _grouped(said, "stance", "known"):
        found["", stance or "not_stated"][level] += n
    return found


def _grouped(rows, *columns):
    return rows.order_by(*columns).values_list(*columns).annotate(n=Count("pk"))


def _name(level: int) -> str:
    return Level(level).name.lower()


def _rows(basis: Basis) -> Iterator[list[Any]]:
    yield from basis.counted["levels"]


LEVELS = OpenTable(
    name="levels",
    title="จำนวนตามระดับการยืนยันตัวตน",
    thai="โหวต คำตอบ และความคิดเห็น แยกตามระดับการยืนยันตัวตน ไม่บอกจำนวนที่น้อยกว่า 5 และจำนวนอื่นที่จะทำให้หักลบรู้ได้",
    english="Votes, answers and comments by level; counts under 5, and those from which these could be worked out, are not told",
    columns=(
        OpenColumn(
            name="of",
            is_required=True,
            choices=_OF,
            thai="โหวตต่อมาตรา คำตอบต่อคำถาม หรือความคิดเห็น",
            english="Votes on a section, answers to a question, or comments",
        ),
        OpenColumn(name="id", thai="sections.id หรือ questions.id", english="sections.id or questions.id"),
        OpenColumn(
            name="choice",
            is_required=True,
            thai="โหวต ลำดับตัวเลือก หรือจุดยืน",
            english="Vote, place of the option, or position",
        ),
        OpenColumn(
            name="level",
            is_required=True,
            choices=tuple(level.name.lower() for level in Level),
            thai="ระดับการยืนยันตัวตน",
            english="Level",
        ),
        OpenColumn(
            name="count", kind=WHOLE, least=5, thai="จำนวน ว่างคือไม่บอก", english="How many; empty where it is not told"
        ),
    ),
    rows=_rows,
)
